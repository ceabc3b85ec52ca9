package tandem.media.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.Ice;

/** Candidates that come after a description. */
class SdpIceTrickleTest {
    private static final Ice.Candidate RELAY = new Ice.Candidate(
            "7",
            1,
            Optional.empty(),
            16_777_215,
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 49_152),
            Ice.Type.RELAY);
    private static final String LINE = "candidate:7 1 udp 16777215 192.0.2.7 49152 typ relay raddr 0.0.0.0 rport 0";

    @Test
    void aLateCandidateIsWrittenAndReadAlike() {
        assertEquals(LINE, SdpIce.line(RELAY));
        assertEquals(Optional.of(RELAY), SdpIce.candidate(LINE));
    }

    @Test
    void saysWhetherCandidatesAreToFollow() {
        Ice all = new Ice("abcd", "0123456789012345678901", /* lite= */ false, List.of(RELAY));
        Ice some = new Ice("abcd", "0123456789012345678901", /* lite= */ false, List.of(RELAY), /* more= */ true);
        assertTrue(SdpIce.fragment(all, "0").endsWith("a=" + LINE + "\r\na=end-of-candidates\r\n"));
        assertTrue(SdpIce.fragment(some, "0").endsWith("a=" + LINE + "\r\na=ice-options:trickle\r\n"));
        assertFalse(SdpIce.fragment(SdpIce.fragment(all, "0")).orElseThrow().more());
        assertTrue(SdpIce.fragment(SdpIce.fragment(some, "0")).orElseThrow().more());
    }
}
