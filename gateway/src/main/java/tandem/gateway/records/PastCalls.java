package tandem.gateway.records;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tandem.call.CallRecord;
import tandem.call.CallRecord.LegRecord;
import tandem.call.CallRecord.Link;
import tandem.call.Way;
import tandem.gateway.trunks.Spent;

/** Calls that have ended, as the database has them; asked on the thread of the {@link Reader}. */
public final class PastCalls {
    private static final String CALLS =
            "SELECT id, direction, protocol, caller, caller_address, dialled, room, trunk, device, began, rang, answered, ended, cause,"
                    + " ended_by FROM calls WHERE gateway = ?";
    private static final String LEGS =
            "SELECT call, number, protocol, direction, address, remote, name, agent, trunk, device, began, rang, answered, ended, cause,"
                    + " sip_status, q850, ended_by, codec_sent, codec_received, srtp, packets_received, packets_sent,"
                    + " packets_lost, loss_percent, jitter_ms, jitter_most_ms, rtt_ms, mos, mos_least FROM legs";
    private static final String LINKS = "SELECT call, kind, other FROM links";
    private static final String BY_TRUNKS =
            "SELECT legs.trunk, legs.began, legs.answered, legs.ended FROM calls JOIN legs"
                    + " ON legs.gateway = calls.gateway AND legs.call = calls.id WHERE calls.gateway = ? AND calls.began >= ? AND calls.began < ?"
                    + " AND legs.direction = ? AND legs.trunk IS NOT NULL AND legs.ended IS NOT NULL ORDER BY legs.began DESC LIMIT ?";
    private static final int AT_ONCE = 200;

    private final Reader reader;
    private final String gateway;

    PastCalls(Reader reader, String gateway) {
        this.reader = reader;
        this.gateway = gateway;
    }

    /** The newest of those calls, the newest first; waits for the database. Not on a loop. */
    public List<CallRecord> find(CallFilter filter, int most) throws Reader.Unreadable {
        return reader.ask(session -> find(session, filter, most));
    }

    /** The call of that id, if it has ended; waits for the database. Not on a loop. */
    public Optional<CallRecord> find(String id) throws Reader.Unreadable {
        return reader.ask(session -> {
            PreparedStatement query = session.prepared(CALLS + " AND id = ? AND ended IS NOT NULL");
            query.setString(1, gateway);
            query.setString(2, id);
            return whole(session, rows(query)).stream().findFirst();
        });
    }

    /** What went out by trunks in calls that began in that time, the newest of it, the eldest first; waits for the database. Not on a loop. */
    public List<Spent> byTrunks(Instant from, Instant to, int most) throws Reader.Unreadable {
        return reader.ask(session -> {
            PreparedStatement query = session.prepared(BY_TRUNKS);
            query.setString(1, gateway);
            query.setString(2, Moments.text(from));
            query.setString(3, Moments.text(to));
            query.setString(4, CallRows.word(Way.OUTBOUND));
            query.setInt(5, most);
            List<Spent> spent = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    spent.add(new Spent(
                            row.getString(1),
                            Moments.read(row.getString(2)),
                            Optional.ofNullable(row.getString(3)).map(Moments::read),
                            Moments.read(row.getString(4))));
                }
            }
            return spent.reversed();
        });
    }

    private List<CallRecord> find(Session session, CallFilter filter, int most) throws SQLException {
        StringBuilder sql = new StringBuilder(CALLS).append(" AND ended IS NOT NULL");
        List<String> values = new ArrayList<>(List.of(gateway));
        filter.from().ifPresent(moment -> and(sql, values, " AND began >= ?", Moments.text(moment)));
        filter.to().ifPresent(moment -> and(sql, values, " AND began < ?", Moments.text(moment)));
        filter.room().ifPresent(room -> and(sql, values, " AND room = ?", room));
        filter.cause().ifPresent(cause -> and(sql, values, " AND cause = ?", CallRows.word(cause)));
        filter.number().ifPresent(number -> number(sql, values, number));
        filter.after()
                .ifPresent(place -> and(
                        sql,
                        values,
                        " AND (began < ? OR (began = ? AND id < ?))",
                        place.began(),
                        place.began(),
                        place.id()));
        sql.append(" ORDER BY began DESC, id DESC LIMIT ?");
        PreparedStatement query = session.prepared(sql.toString());
        for (int i = 0; i < values.size(); i++) {
            query.setString(i + 1, values.get(i));
        }
        query.setInt(values.size() + 1, most);
        return whole(session, rows(query));
    }

    private static void and(StringBuilder sql, List<String> values, String condition, String... more) {
        sql.append(condition);
        values.addAll(List.of(more));
    }

    private static void number(StringBuilder sql, List<String> values, String number) {
        if (number.endsWith("*")) {
            String begin = number.substring(0, number.length() - 1);
            String like = begin.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
            and(sql, values, " AND (dialled LIKE ? ESCAPE '!' OR caller LIKE ? ESCAPE '!')", like, like);
        } else {
            and(sql, values, " AND (dialled = ? OR caller = ?)", number, number);
        }
    }

    private static List<CallRecord> rows(PreparedStatement query) throws SQLException {
        List<CallRecord> calls = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                calls.add(RowReader.call(row));
            }
        }
        return calls;
    }

    /** The same with their legs and links. */
    private List<CallRecord> whole(Session session, List<CallRecord> calls) throws SQLException {
        Map<String, List<LegRecord>> legs = new HashMap<>();
        Map<String, List<Link>> links = new HashMap<>();
        for (int i = 0; i < calls.size(); i += AT_ONCE) {
            List<CallRecord> some = calls.subList(i, Math.min(calls.size(), i + AT_ONCE));
            each(
                    session,
                    LEGS,
                    " ORDER BY call, number",
                    some,
                    row -> legs.computeIfAbsent(row.getString(1), id -> new ArrayList<>(2))
                            .add(RowReader.leg(row)));
            each(
                    session,
                    LINKS,
                    " ORDER BY call, kind, other",
                    some,
                    row -> links.computeIfAbsent(row.getString(1), id -> new ArrayList<>(1))
                            .add(RowReader.link(row)));
        }
        return calls.stream()
                .map(call -> RowReader.whole(
                        call, legs.getOrDefault(call.id(), List.of()), links.getOrDefault(call.id(), List.of())))
                .toList();
    }

    /** Takes a row. */
    private interface Rows {
        void take(ResultSet row) throws SQLException;
    }

    private void each(Session session, String select, String order, List<CallRecord> calls, Rows rows)
            throws SQLException {
        String marks = calls.stream().map(call -> "?").collect(Collectors.joining(", "));
        String sql = select + " WHERE gateway = ? AND call IN (" + marks + ")" + order;
        try (PreparedStatement query = session.connection().prepareStatement(sql)) {
            query.setString(1, gateway);
            for (int i = 0; i < calls.size(); i++) {
                query.setString(i + 2, calls.get(i).id());
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.take(row);
                }
            }
        }
    }
}
