package tandem.media.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.Ice;

/** What offers of browsers say of ICE, and what fragments do. */
class SdpIceTest {
    private static Ice ice(String vector) throws IOException {
        try (InputStream in = Objects.requireNonNull(SdpIceTest.class.getResourceAsStream("/vectors/sdp/" + vector))) {
            Sdp sdp = (Sdp) SdpReader.read(in.readAllBytes());
            return sdp.description().audio().flatMap(stream -> stream.ice()).orElseThrow();
        }
    }

    private static List<String> lines(Ice ice) {
        return ice.candidates().stream().map(SdpIce::line).toList();
    }

    @Test
    void readsChromiumsBeforeAnyCandidateIsKnown() throws IOException {
        Ice ice = ice("chromium-audio.offer.sdp");
        assertEquals(4, ice.ufrag().length());
        assertEquals(24, ice.password().length());
        assertFalse(ice.lite());
        assertEquals(List.of(), ice.candidates());
    }

    @Test
    void readsFirefoxsNamesThatOnlyItsOwnNetworkKnowsIpv6AndTcp() throws IOException {
        assertEquals(
                List.of(
                        "candidate:0 1 udp 2122252543 3b1f9d0e-6a0f-4a4e-9c1b-0f6f1f3f7f7a.local 53174 typ host",
                        "candidate:2 1 udp 2122187007 2001:db8:1::7 53175 typ host",
                        "candidate:4 1 tcp 2105524479 3b1f9d0e-6a0f-4a4e-9c1b-0f6f1f3f7f7a.local 9 typ host tcptype active",
                        "candidate:5 1 tcp 2105458943 2001:db8:1::7 9 typ host tcptype active",
                        "candidate:1 1 udp 1686052863 192.0.2.33 53174 typ srflx raddr 0.0.0.0 rport 0"),
                lines(ice("firefox-audio.offer.sdp")));
    }

    @Test
    void readsSafarisWithWhatStandsBehindTheType() throws IOException {
        assertEquals(
                List.of(
                        "candidate:2433197123 1 udp 2113937151 8d1e2f3a-4b5c-4d6e-8f70-8192a3b4c5d6.local 62217 typ host",
                        "candidate:842163049 1 udp 1677729535 2001:db8:2::9 62217 typ srflx raddr :: rport 0"),
                lines(ice("safari-audio.offer.sdp")));
    }

    @Test
    void passesOverTornCandidatesAndReadsTheOneThatIsWhole() throws IOException {
        assertEquals(
                List.of("candidate:9 1 udp 2113937151 192.0.2.9 62217 typ host"),
                lines(ice("form-ice-torn.offer.sdp")));
    }

    @Test
    void readsACandidateAsAPageWritesIt() {
        Ice.Candidate page = SdpIce.candidate(
                        "candidate:842163049 1 UDP 1677729535 192.0.2.1 62217 typ prflx raddr 10.0.0.1 rport 9 generation 0")
                .orElseThrow();
        assertEquals(Ice.Type.PRFLX, page.type());
        assertEquals(Optional.empty(), SdpIce.candidate(""));
        assertEquals(Optional.empty(), SdpIce.candidate("candidate:1 1 tcp 1 192.0.2.1 9 typ host tcptype"));
        assertEquals(Optional.empty(), SdpIce.candidate("candidate:1 257 udp 1 192.0.2.1 9 typ host"));
    }

    @Test
    void readsNoMoreThanSixtyFourCandidates() {
        String many = "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n".repeat(100);
        Ice ice = SdpIce.fragment("a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n" + many)
                .orElseThrow();
        assertEquals(SdpIce.MAX_CANDIDATES, ice.candidates().size());
    }

    @Test
    void aFragmentNeedsBothCredentialsAndIsReadAsWritten() {
        assertEquals(Optional.empty(), SdpIce.fragment(""));
        assertEquals(Optional.empty(), SdpIce.fragment("a=ice-ufrag:EsAw\r\n"));
        assertEquals(
                Optional.empty(),
                SdpIce.fragment("a=ice-ufrag:" + "x".repeat(257) + "\r\na=ice-pwd:P2uYro0UCOQ4z\r\n"));
        Ice ours = new Ice(
                "EsAw",
                "P2uYro0UCOQ4zxjKXaWCBui1",
                true,
                List.of(SdpIce.candidate("1 1 udp 2130706431 2001:db8::1 10000 typ host")
                        .orElseThrow()));
        String text = SdpIce.fragment(ours, "audio");
        assertTrue(text.contains("a=mid:audio\r\n"), text);
        assertEquals(Optional.of(ours), SdpIce.fragment(text));
        assertFalse(SdpIce.fragment(ours, "").contains("a=mid"));
    }
}
