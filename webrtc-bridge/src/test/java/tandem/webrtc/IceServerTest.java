package tandem.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IceServerTest {
    @ParameterizedTest
    @CsvSource({
        "ann:secret@turn.example.org, TURN_UDP turn.example.org:3478, secret",
        "ann:secret@turn.example.org:80;transport=udp, TURN_UDP turn.example.org:80, secret",
        "ann:secret@192.0.2.1:443;transport=TCP, TURN_TCP 192.0.2.1:443, secret",
        "ann:secret@turn.example.org;transport=tls, TURN_TLS turn.example.org:5349, secret",
        "ann:se:cr@et@[2001:db8::1]:3479, TURN_UDP 2001:db8::1:3479, se:cr@et"
    })
    void readsTurnServers(String text, String server, String password) {
        IceServer read = IceServer.turn(text);
        assertEquals(server, read.toString());
        assertEquals("ann", read.user());
        assertEquals(password, read.password());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "turn.example.org",
                "ann@turn.example.org",
                "ann:hush@",
                "ann:hush@turn.example.org:99999",
                "ann:hush@turn.example.org;transport=sctp",
                "ann:hush@turn example org",
                "turn:ann:hush@turn.example.org?transport=udp"
            })
    void saysWhatIsWrongWithoutThePassword(String text) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> IceServer.turn(text))
                .getMessage());
        assertFalse(message.contains("hush"), message);
    }

    @Test
    void readsStunServers() {
        assertEquals(
                "STUN stun.example.org:3478", IceServer.stun("stun.example.org").toString());
        assertEquals("STUN 192.0.2.1:5000", IceServer.stun("192.0.2.1:5000").toString());
        assertThrows(IllegalArgumentException.class, () -> IceServer.stun("stun:stun.example.org"));
    }
}
