package tandem.media.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.media.FloorDescription;
import tandem.media.FloorDescription.Floor;
import tandem.media.FloorDescription.Role;
import tandem.media.MediaDescription;
import tandem.media.StreamDescription;
import tandem.media.StreamDescription.Kind;
import tandem.media.Transport;
import tandem.media.Transport.Setup;

class SdpFloorTest {
    private static StreamDescription stream(String... lines) {
        String text =
                "v=0\r\no=- 1 1 IN IP4 198.51.100.5\r\ns=-\r\nc=IN IP4 198.51.100.5\r\n" + String.join("\r\n", lines);
        MediaDescription description =
                assertInstanceOf(Sdp.class, SdpReader.read(text)).description();
        String written = SdpWriter.write(description, SdpOrigin.of(7, InetAddress.ofLiteral("192.0.2.10")));
        assertEquals(description, ((Sdp) SdpReader.read(written)).description(), written);
        return description.streams().getFirst();
    }

    @Test
    void readsTheFloorControlOfACisco() {
        StreamDescription stream = stream(
                "m=application 5748 UDP/BFCP *",
                "a=floorctrl:c-s",
                "a=confid:4294967295",
                "a=userid:2",
                "a=floorid:2 mstrm:12",
                "a=bfcpver:1");
        assertEquals(Kind.FLOOR, stream.kind());
        assertEquals(5_748, stream.rtp().orElseThrow().getPort());
        assertEquals(
                new FloorDescription(
                        List.of(Role.BOTH),
                        OptionalLong.of(4_294_967_295L),
                        OptionalInt.of(2),
                        List.of(new Floor(2, List.of("12"))),
                        List.of(1),
                        Optional.empty(),
                        false),
                stream.floor());
    }

    @ParameterizedTest
    @CsvSource({
        "1 mstrm:12,     1, 12",
        "1 m-stream:12,  1, 12",
        "1 M-Stream: 12, 1, 12",
        "1 mstrm=12,     1, 12",
        "'1 mstrm:3 12', 1, 3 12",
        "'1  mstrm:a',   1, a",
        "7,              7, ''",
        "7 other:12,     7, ''",
    })
    void readsEverySpellingOfAFloor(String written, int id, String labels) {
        List<Floor> floors = stream("m=application 5 UDP/BFCP *", "a=floorid:" + written)
                .floor()
                .floors();
        assertEquals(List.of(new Floor(id, labels.isEmpty() ? List.of() : List.of(labels.split(" ")))), floors);
    }

    @ParameterizedTest
    @CsvSource({
        "c-only,        true,  false",
        "s-only,        false, true",
        "c-s,           true,  true",
        "c-only s-only, true,  true",
        "'S-ONLY,c-s',  true,  true",
        "nonsense,      true,  false", // as if unsaid: who offers is a client (RFC 4583 section 4)
    })
    void readsListsOfRoles(String roles, boolean client, boolean server) {
        FloorDescription floor =
                stream("m=application 5 UDP/BFCP *", "a=floorctrl:" + roles).floor();
        assertEquals(client, floor.mayBeClient());
        assertEquals(server, floor.mayBeServer());
    }

    @Test
    void readsListsOfVersionsAndPassesOverWhatIsNone() {
        assertEquals(
                List.of(2, 1),
                stream("m=application 5 UDP/BFCP *", "a=bfcpver:2 1 9 x 2")
                        .floor()
                        .versions());
    }

    @Test
    void readsWhoOpensATcpConnection() {
        FloorDescription tcp = stream(
                        "m=application 9 TCP/BFCP *", "a=setup:active", "a=connection:existing", "a=floorctrl:c-only")
                .floor();
        assertEquals(Optional.of(Setup.ACTIVE), tcp.setup());
        assertTrue(tcp.existing());
        FloorDescription unsaid = stream("m=application 9 TCP/BFCP *").floor();
        assertEquals(Optional.empty(), unsaid.setup());
        assertFalse(unsaid.existing());
    }

    @ParameterizedTest
    @CsvSource({"TCP/TLS/BFCP", "UDP/TLS/BFCP", "udp/tls/bfcp"})
    void readsCertificatesOfProtectedFloorControl(String profile) {
        StreamDescription stream = stream(
                "m=application 9 " + profile + " *", "a=setup:passive", "a=fingerprint:sha-256 AA" + ":CC".repeat(31));
        assertEquals(Kind.FLOOR, stream.kind());
        assertEquals(
                Setup.PASSIVE,
                assertInstanceOf(Transport.Dtls.class, stream.transport()).setup());
        assertEquals(Optional.empty(), stream.floor().setup());
    }

    @ParameterizedTest
    @CsvSource({"a=confid:4294967296", "a=confid:-1", "a=userid:65536", "a=floorid:65536 mstrm:1", "a=floorid:mstrm:1"})
    void takesNothingOutOfItsRange(String line) {
        assertEquals(
                FloorDescription.UNSAID,
                stream("m=application 5 UDP/BFCP *", line).floor());
    }
}
