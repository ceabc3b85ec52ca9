package tandem.gateway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tandem.call.CallRecord;
import tandem.call.CallRecord.Caller;
import tandem.call.CallRecord.LegRecord;
import tandem.call.CallRecord.Link;
import tandem.call.CallRecord.Side;
import tandem.call.Cause;
import tandem.call.Leg;
import tandem.call.Protocol;
import tandem.call.Way;
import tandem.media.MediaStats;

/** Rows as the records they were written from. Columns by name, in the selections of {@link PastCalls}. */
final class RowReader {
    private RowReader() {}

    /** A call without its legs. */
    static CallRecord call(ResultSet row) throws SQLException {
        return new CallRecord(
                row.getString("id"),
                constant(Way.class, row.getString("direction"), Way.INBOUND),
                constant(Protocol.class, row.getString("protocol"), Protocol.SIP),
                CallRecord.State.ENDED,
                new Caller(
                        row.getString("caller"),
                        row.getString("caller_address"),
                        text(row, "trunk"),
                        text(row, "device")),
                row.getString("dialled"),
                Moments.read(row.getString("began")),
                Moments.read(text(row, "rang")),
                Moments.read(text(row, "answered")),
                Moments.read(text(row, "ended")),
                text(row, "cause").map(RowReader::cause),
                text(row, "ended_by").map(word -> constant(Side.class, word, Side.GATEWAY)),
                text(row, "room"),
                List.of(),
                List.of());
    }

    /** The call with them. */
    static CallRecord whole(CallRecord call, List<LegRecord> legs, List<Link> links) {
        return new CallRecord(
                call.id(),
                call.way(),
                call.protocol(),
                call.state(),
                call.caller(),
                call.dialled(),
                call.began(),
                call.rang(),
                call.answered(),
                call.ended(),
                call.cause(),
                call.endedBy(),
                call.room(),
                legs,
                links);
    }

    static LegRecord leg(ResultSet row) throws SQLException {
        return new LegRecord(
                row.getInt("number"),
                constant(Protocol.class, row.getString("protocol"), Protocol.SIP),
                constant(Way.class, row.getString("direction"), Way.INBOUND),
                row.getString("address"),
                row.getString("remote"),
                row.getString("name"),
                row.getString("agent"),
                text(row, "trunk"),
                text(row, "device"),
                row.getString("codec_sent"),
                new CallRecord.Times(
                        Moments.read(row.getString("began")),
                        Moments.read(text(row, "rang")),
                        Moments.read(text(row, "answered")),
                        Moments.read(text(row, "ended"))),
                text(row, "cause").map(RowReader::cause),
                new Leg.Codes(row.getInt("sip_status"), row.getInt("q850")),
                text(row, "ended_by").map(word -> constant(Side.class, word, Side.GATEWAY)),
                media(row));
    }

    private static MediaStats media(ResultSet row) throws SQLException {
        double loss = row.getDouble("loss_percent");
        double jitterMs = row.getDouble("jitter_ms");
        double rtt = row.getDouble("rtt_ms");
        double rttMs = row.wasNull() ? -1 : rtt;
        double mos = row.getDouble("mos");
        return new MediaStats(
                row.getString("codec_received"),
                row.getLong("packets_received"),
                row.getLong("packets_sent"),
                row.getLong("packets_lost"),
                loss,
                jitterMs,
                rttMs,
                /* jitterBufferMs= */ 0,
                mos,
                row.getString("srtp"),
                /* speaking= */ false,
                new MediaStats.Overall(
                        loss, jitterMs, row.getDouble("jitter_most_ms"), rttMs, mos, row.getDouble("mos_least")));
    }

    static Link link(ResultSet row) throws SQLException {
        return new Link(
                constant(Link.Kind.class, row.getString("kind"), Link.Kind.TRANSFERRED_TO), row.getString("other"));
    }

    private static Cause cause(String word) {
        return constant(Cause.class, word, Cause.INTERNAL);
    }

    /** The constant of that word; the other where a later Tandem wrote one we do not know. */
    static <E extends Enum<E>> E constant(Class<E> type, String word, E otherwise) {
        String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return otherwise;
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
