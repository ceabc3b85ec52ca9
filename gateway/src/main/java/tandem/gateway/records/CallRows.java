package tandem.gateway.records;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tandem.call.CallRecord;
import tandem.call.CallRecord.LegRecord;
import tandem.call.CallRecord.Link;
import tandem.call.Cause;
import tandem.media.MediaStats;

/** A call as rows: one of the call, one of each leg, one of each call that belongs to it; written whole each time. */
final class CallRows implements Job {
    private static final String CALL = upsert(
            "calls",
            2,
            "gateway, id, direction, protocol, caller, caller_address, dialled, room, trunk, device, began, rang, answered, ended,"
                    + " duration_ms, cause, words, ended_by");
    private static final String LEG = upsert(
            "legs",
            3,
            "gateway, call, number, protocol, direction, address, remote, name, agent, trunk, device, began, rang, answered, ended,"
                    + " cause, words, sip_status, q850, ended_by, codec_sent, codec_received, srtp, packets_received,"
                    + " packets_sent, packets_lost, loss_percent, jitter_ms, jitter_most_ms, rtt_ms, mos, mos_least");
    private static final String LINK =
            "INSERT INTO links (gateway, call, kind, other) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private final String gateway;
    private final CallRecord call;

    CallRows(String gateway, CallRecord call) {
        this.gateway = gateway;
        this.call = call;
    }

    /** A statement that writes a row of those columns anew, or over the one with the same {@code keys} first columns. */
    private static String upsert(String table, int keys, String columns) {
        String[] names = columns.split(", ", -1);
        String marks = Stream.of(names).map(name -> "?").collect(Collectors.joining(", "));
        String key = Stream.of(names).limit(keys).collect(Collectors.joining(", "));
        String others = Stream.of(names)
                .skip(keys)
                .map(name -> name + " = excluded." + name)
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + columns + ") VALUES (" + marks + ") ON CONFLICT (" + key
                + ") DO UPDATE SET " + others;
    }

    @Override
    public Object about() {
        return call.id();
    }

    @Override
    public void write(Session session) throws SQLException {
        write(new Row(session.prepared(CALL)));
        if (call.state() != CallRecord.State.RINGING) {
            for (LegRecord leg : call.legs()) {
                write(new Row(session.prepared(LEG)), leg);
            }
        }
        for (Link link : call.links()) {
            Row row = new Row(session.prepared(LINK));
            row.text(gateway)
                    .text(call.id())
                    .text(word(link.kind()))
                    .text(link.call())
                    .write();
        }
    }

    private void write(Row row) throws SQLException {
        CallRecord.Caller caller = call.caller();
        row.text(gateway).text(call.id()).text(word(call.way())).text(word(call.protocol()));
        row.text(caller.number()).text(caller.address()).text(call.dialled()).text(call.room());
        row.text(caller.trunk()).text(caller.device());
        row.moment(call.began()).moment(call.rang()).moment(call.answered()).moment(call.ended());
        row.duration(call.answered().flatMap(from -> call.ended().map(to -> Duration.between(from, to))));
        row.text(call.cause().map(CallRows::word)).text(call.cause().map(Cause::words));
        row.text(call.endedBy().map(CallRows::word)).write();
    }

    private void write(Row row, LegRecord leg) throws SQLException {
        MediaStats media = leg.media();
        MediaStats.Overall overall = media.overall();
        row.text(gateway)
                .text(call.id())
                .number(leg.number())
                .text(word(leg.protocol()))
                .text(word(leg.way()));
        row.text(leg.address()).text(leg.remote()).text(leg.name()).text(leg.agent());
        row.text(leg.trunk()).text(leg.device());
        row.moment(leg.times().began()).moment(leg.times().rang());
        row.moment(leg.times().answered()).moment(leg.times().ended());
        row.text(leg.cause().map(CallRows::word)).text(leg.cause().map(Cause::words));
        row.positive(leg.codes().sip())
                .positive(leg.codes().q850())
                .text(leg.endedBy().map(CallRows::word));
        row.text(leg.codec()).text(media.codec()).text(media.secured());
        row.number(media.packetsReceived()).number(media.packetsSent()).number(Math.max(0, media.packetsLost()));
        row.decimal(overall.lossPercent()).decimal(overall.jitterMs()).decimal(overall.mostJitterMs());
        row.measured(overall.rttMs() >= 0, overall.rttMs());
        row.measured(overall.mos() > 0, overall.mos()).measured(overall.leastMos() > 0, overall.leastMos());
        row.write();
    }

    /** A constant as the API writes it too. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The values of one row, in the order of the statement's columns. */
    static final class Row {
        private final PreparedStatement statement;
        private int at;

        Row(PreparedStatement statement) {
            this.statement = statement;
        }

        /** PostgreSQL takes no character 0. */
        Row text(String value) throws SQLException {
            statement.setString(++at, value.indexOf('\0') < 0 ? value : value.replace('\0', '?'));
            return this;
        }

        Row text(Optional<String> value) throws SQLException {
            return value.isPresent() ? text(value.get()) : none(Types.VARCHAR);
        }

        Row moment(Instant value) throws SQLException {
            return text(Moments.text(value));
        }

        Row moment(Optional<Instant> value) throws SQLException {
            return text(value.map(Moments::text));
        }

        Row number(long value) throws SQLException {
            statement.setLong(++at, value);
            return this;
        }

        Row duration(Optional<Duration> value) throws SQLException {
            return value.isPresent() ? number(Math.max(0, value.get().toMillis())) : none(Types.BIGINT);
        }

        private Row positive(int value) throws SQLException {
            return value > 0 ? number(value) : none(Types.INTEGER);
        }

        /** Two decimals are enough for every figure here. */
        private Row decimal(double value) throws SQLException {
            statement.setDouble(++at, Double.isFinite(value) ? Math.round(value * 100) / 100.0 : 0);
            return this;
        }

        private Row measured(boolean known, double value) throws SQLException {
            return known ? decimal(value) : none(Types.DOUBLE);
        }

        private Row none(int type) throws SQLException {
            statement.setNull(++at, type);
            return this;
        }

        void write() throws SQLException {
            statement.executeUpdate();
        }
    }
}
