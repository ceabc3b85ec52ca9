package tandem.gateway.records;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tandem.call.CallRecord;
import tandem.call.CallRecord.Caller;
import tandem.call.CallRecord.LegRecord;
import tandem.call.CallRecord.Side;
import tandem.call.CallRecord.State;
import tandem.call.CallRecord.Times;
import tandem.call.Cause;
import tandem.call.Leg;
import tandem.call.Protocol;
import tandem.call.Way;
import tandem.media.MediaStats;

/** Calls as they might have been. */
final class Sample {
    static final Instant NOON = Instant.parse("2026-01-27T12:00:00.250Z");

    private Sample() {}

    /** A call of 101 to 1000 that began so many seconds after noon, is up, and has one leg. */
    static CallRecord up(String id, long secondsAfter) {
        return call(id, secondsAfter, State.UP, Optional.empty(), "1000");
    }

    /** The same, over after a minute. */
    static CallRecord ended(String id, long secondsAfter) {
        return call(id, secondsAfter, State.ENDED, Optional.of(Cause.NORMAL), "1000");
    }

    /** The same, by a trunk. */
    static CallRecord endedByTrunk(String id, long secondsAfter) {
        return call(id, secondsAfter, State.ENDED, Optional.of(Cause.NORMAL), "0301234", Way.OUTBOUND);
    }

    static CallRecord call(String id, long secondsAfter, State state, Optional<Cause> cause, String dialled) {
        return call(id, secondsAfter, state, cause, dialled, Way.INBOUND);
    }

    private static CallRecord call(
            String id, long secondsAfter, State state, Optional<Cause> cause, String dialled, Way way) {
        Instant began = NOON.plusSeconds(secondsAfter);
        Optional<Instant> ended = cause.map(why -> began.plusSeconds(60));
        Optional<Instant> answered = Optional.of(began.plusMillis(1_500)).filter(at -> state != State.RINGING);
        return new CallRecord(
                id,
                way,
                Protocol.SIP,
                state,
                new Caller("101", "sip:101@example.org", Optional.of("office"), Optional.empty()),
                dialled,
                began,
                Optional.of(began.plusMillis(500)),
                answered,
                ended,
                cause,
                cause.map(why -> Side.CALLER),
                Optional.of("1000"),
                List.of(leg(new Times(began, Optional.of(began.plusMillis(500)), answered, ended), cause, way)),
                List.of(new CallRecord.Link(CallRecord.Link.Kind.TRANSFERRED_FROM, "other")));
    }

    private static LegRecord leg(Times times, Optional<Cause> cause, Way way) {
        return new LegRecord(
                0,
                Protocol.SIP,
                way,
                "sip:101@example.org",
                "192.0.2.7:5060",
                "Ann",
                "Phone/1.0",
                Optional.of("office"),
                Optional.empty(),
                "PCMA",
                times,
                cause,
                new Leg.Codes(0, cause.isPresent() ? 16 : 0),
                cause.map(why -> Side.CALLER),
                new MediaStats(
                        "PCMU",
                        3_000,
                        2_990,
                        30,
                        0.99,
                        2.5,
                        40,
                        0,
                        4.2,
                        "AES_CM_128_HMAC_SHA1_80",
                        false,
                        new MediaStats.Overall(0.99, 2.5, 9, 40, 4.2, 3.1)));
    }
}
