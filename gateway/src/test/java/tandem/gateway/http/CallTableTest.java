package tandem.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.call.CallRecord;
import tandem.call.Cause;
import tandem.call.Leg;
import tandem.call.Protocol;
import tandem.call.Way;
import tandem.media.MediaStats;

class CallTableTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private static CallRecord call(String name, List<CallRecord.LegRecord> legs) {
        return new CallRecord(
                "t-1",
                Way.INBOUND,
                Protocol.SIP,
                CallRecord.State.ENDED,
                new CallRecord.Caller(name, "sip:a@b", Optional.empty(), Optional.empty()),
                "+49301234",
                NOON,
                Optional.empty(),
                Optional.of(NOON.plusSeconds(1)),
                Optional.of(NOON.plusMillis(3_500)),
                Optional.of(Cause.NORMAL),
                Optional.of(CallRecord.Side.CALLER),
                Optional.empty(),
                legs,
                List.of());
    }

    private static CallRecord.LegRecord leg(int number) {
        return new CallRecord.LegRecord(
                number,
                Protocol.SIP,
                Way.INBOUND,
                "sip:a@b",
                "192.0.2.1:5060",
                "Ann \"the\" caller, really",
                "@SUM(1+9)*cmd|' /C calc'!A0",
                Optional.empty(),
                Optional.empty(),
                "PCMA",
                new CallRecord.Times(NOON, Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty(),
                Leg.Codes.NONE,
                Optional.empty(),
                MediaStats.NONE);
    }

    private static List<String> lines(String csv) {
        return List.of(csv.split("\r\n", -1));
    }

    @Test
    void aCallIsALineALegUnderOneHeader() {
        List<String> lines = lines(CallTable.of(List.of(call("101", List.of(leg(0), leg(1))), call("102", List.of()))));
        assertEquals(5, lines.size(), lines::toString); // the last one ends with a line end too
        assertTrue(lines.get(0).startsWith("id,direction,state,caller,"), lines.get(0));
        assertTrue(lines.get(1).startsWith("t-1,inbound,ended,101,sip:a@b,'+49301234,,2026-11-27T12:00:00Z,"));
        assertTrue(lines.get(1).contains(",2.500,normal,hung up,caller,0,"), lines.get(1));
        assertEquals("", lines.get(4));
        int columns = lines.get(0).split(",", -1).length;
        assertEquals(columns, lines.get(3).split(",", -1).length);
    }

    @Test
    void textsAreQuotedAndFormulasAreNone() {
        String line =
                lines(CallTable.of(List.of(call("=1+1", List.of(leg(0)))))).get(1);
        assertTrue(line.contains(",'=1+1,") || line.contains(",\"'=1+1\","), line);
        assertTrue(line.contains(",\"Ann \"\"the\"\" caller, really\","), line);
        assertTrue(line.contains("'@SUM(1+9)"), line);
    }
}
