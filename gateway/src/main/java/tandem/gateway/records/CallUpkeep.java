package tandem.gateway.records;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.call.Cause;

/**
 * Keeps the records of calls in order: closes at the start what was open when the gateway was killed, notes every few seconds that the
 * gateway lives, and deletes in small steps what is older, or more, than is to be kept.
 */
final class CallUpkeep implements Records.Upkeep {
    private static final Logger log = LoggerFactory.getLogger(CallUpkeep.class);
    private static final long SEEN_NS = 5_000_000_000L;
    private static final long NEXT_STEP_NS = 1_000_000_000L;
    private static final long NEXT_LOOK_NS = 60_000_000_000L;
    private static final int STEP = 500;
    private static final String OLDEST =
            "SELECT id FROM calls WHERE gateway = ? AND began < ? AND ended IS NOT NULL ORDER BY began LIMIT " + STEP;

    private final String gateway;
    private final Clock clock;
    private final Kept kept;
    private long seenNs;
    private long lookNs;

    /**
     * How much is kept.
     *
     * @param span how long
     * @param calls how many
     */
    record Kept(Duration span, int calls) {}

    CallUpkeep(String gateway, Clock clock, Kept kept) {
        this.gateway = gateway;
        this.clock = clock;
        this.kept = kept;
        this.seenNs = clock.nowNs();
        this.lookNs = clock.nowNs() + NEXT_STEP_NS;
    }

    @Override
    public void begin(Session session) throws SQLException {
        Connection connection = session.connection();
        Optional<String> seen = seen(connection);
        if (seen.isPresent()) {
            closeOpen(connection, seen.get());
        }
        see(connection);
    }

    private Optional<String> seen(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT seen FROM gateways WHERE gateway = ?")) {
            query.setString(1, gateway);
            try (ResultSet found = query.executeQuery()) {
                return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
            }
        }
    }

    /** A call that no word closed was cut off; what is known of its end is when the gateway was last seen. */
    private void closeOpen(Connection connection, String seen) throws SQLException {
        List<Open> open = open(connection);
        String legs = "UPDATE legs SET ended = ?, cause = ?, words = ?, ended_by = 'gateway'"
                + " WHERE gateway = ? AND call = ? AND ended IS NULL";
        String calls = "UPDATE calls SET ended = ?, cause = ?, words = ?, ended_by = 'gateway', duration_ms = ?"
                + " WHERE gateway = ? AND id = ?";
        try (PreparedStatement ofLegs = connection.prepareStatement(legs);
                PreparedStatement ofCall = connection.prepareStatement(calls)) {
            for (Open each : open) {
                String ended = each.ended(seen);
                CallRows.Row leg = new CallRows.Row(ofLegs);
                leg.text(ended).text(CallRows.word(Cause.GATEWAY_STOPPED)).text(Cause.GATEWAY_STOPPED.words());
                leg.text(gateway).text(each.id).write();
                CallRows.Row call = new CallRows.Row(ofCall);
                call.text(ended).text(CallRows.word(Cause.GATEWAY_STOPPED)).text(Cause.GATEWAY_STOPPED.words());
                call.duration(each.duration(ended)).text(gateway).text(each.id).write();
            }
        }
        if (!open.isEmpty()) {
            log.warn("{} calls were up when the gateway was stopped at {}: closed in the records", open.size(), seen);
        }
    }

    private List<Open> open(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT id, began, answered FROM calls WHERE gateway = ? AND ended IS NULL")) {
            query.setString(1, gateway);
            List<Open> open = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    open.add(new Open(row.getString(1), row.getString(2), Optional.ofNullable(row.getString(3))));
                }
            }
            return open;
        }
    }

    private record Open(String id, String began, Optional<String> answered) {
        /** No call ends before it was answered, or began. */
        String ended(String seen) {
            String latest = answered.orElse(began);
            return seen.compareTo(latest) > 0 ? seen : latest;
        }

        Optional<Duration> duration(String ended) {
            return answered.map(from -> Duration.between(Instant.parse(from), Instant.parse(ended)));
        }
    }

    private void see(Connection connection) throws SQLException {
        try (PreparedStatement note =
                connection.prepareStatement("INSERT INTO gateways (gateway, seen) VALUES (?, ?) ON CONFLICT (gateway)"
                        + " DO UPDATE SET seen = excluded.seen")) {
            new CallRows.Row(note)
                    .text(gateway)
                    .text(Moments.text(clock.epochMs()))
                    .write();
        }
        seenNs = clock.nowNs();
    }

    @Override
    public boolean turn(Session session) throws SQLException {
        Connection connection = session.connection();
        long now = clock.nowNs();
        boolean seeing = now - seenNs >= SEEN_NS;
        if (seeing) {
            see(connection);
        }
        if (now - lookNs < 0) {
            return seeing;
        }
        boolean more = forgetOld(connection);
        lookNs = now + (more ? NEXT_STEP_NS : NEXT_LOOK_NS);
        return true;
    }

    /** One step; whether there is more to do. */
    private boolean forgetOld(Connection connection) throws SQLException {
        String oldest = Moments.text(clock.epochMs() - kept.span.toMillis());
        Optional<String> most = beganOfLastKept(connection);
        String before = most.filter(began -> began.compareTo(oldest) > 0).orElse(oldest);
        List<String> ids = new ArrayList<>(STEP);
        try (PreparedStatement query = connection.prepareStatement(OLDEST)) {
            new CallRows.Row(query).text(gateway).text(before);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
        }
        delete(connection, "DELETE FROM legs WHERE gateway = ? AND call = ?", ids);
        delete(connection, "DELETE FROM links WHERE gateway = ? AND call = ?", ids);
        delete(connection, "DELETE FROM calls WHERE gateway = ? AND id = ?", ids);
        return ids.size() == STEP;
    }

    /** When the oldest began of as many as are kept; none where there are fewer. */
    private Optional<String> beganOfLastKept(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT began FROM calls WHERE gateway = ? ORDER BY began DESC LIMIT 1 OFFSET ?")) {
            query.setString(1, gateway);
            query.setLong(2, Math.max(0, kept.calls - 1));
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private void delete(Connection connection, String statement, List<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement rows = connection.prepareStatement(statement)) {
            for (String id : ids) {
                rows.setString(1, gateway);
                rows.setString(2, id);
                rows.addBatch();
            }
            rows.executeBatch();
        }
    }
}
