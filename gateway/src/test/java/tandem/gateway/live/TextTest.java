package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketTimeoutException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tandem.sip.dialog.UserAgent;

/** Text between phones in a room by MESSAGE (RFC 3428), as it is on the wire. */
class TextTest {
    private static final String TAKES = "Allow: INVITE, ACK, BYE, MESSAGE";
    private static final String PLAIN = "Content-Type: text/plain";

    @TempDir
    Path folder;

    private LiveGateway gateway;
    private RawPhone ann;
    private RawPhone ben;

    @BeforeEach
    void start() throws Exception {
        gateway = new LiveGateway(folder, "");
        ann = new RawPhone(gateway.sip(), "ann");
        ben = new RawPhone(gateway.sip(), "ben");
    }

    @AfterEach
    void stop() {
        ann.close();
        ben.close();
        gateway.close();
    }

    private static String first(String message) {
        return message.substring(0, message.indexOf('\r'));
    }

    private void bothJoin() throws Exception {
        ann.call("1000", TAKES);
        ben.call("1000", TAKES);
        gateway.await("/v1/rooms/1000/participants", a -> a.body().size() == 2);
    }

    @Test
    void whatOnePhoneWritesTheOtherShowsWithItsName() throws Exception {
        bothJoin();
        assertEquals(
                "SIP/2.0 200 OK",
                first(ann.within("MESSAGE", "h\u00e9llo", "Content-Type: text/plain; charset=utf-8")));
        String shown = ben.receive("MESSAGE sip:ben@127.0.0.1");
        assertTrue(shown.contains("\r\nContent-Type: text/plain;charset=UTF-8\r\n"), shown);
        assertTrue(shown.endsWith("\r\n\r\nann: h\u00e9llo"), shown);
        ben.ok(shown);
        ben.within("MESSAGE", "hi", PLAIN);
        String answer = ann.receive("MESSAGE");
        assertTrue(answer.endsWith("\r\n\r\nben: hi"), "and not its own line: " + answer);
        ann.ok(answer);
    }

    @Test
    void aTypeThatIsNotTextIsRefused() throws Exception {
        bothJoin();
        String refused = ann.within("MESSAGE", "<b>hello</b>", "Content-Type: text/html");
        assertEquals("SIP/2.0 415 Unsupported Media Type", first(refused));
        assertTrue(refused.contains("\r\nAccept: text/plain\r\n"), refused);
        assertEquals(
                "SIP/2.0 415 Unsupported Media Type",
                first(ann.within("MESSAGE", "hello", "Content-Type: text/plain;charset=\"koi8-r\"")));
        assertEquals("SIP/2.0 413 Request Entity Too Large", first(ann.within("MESSAGE", "a".repeat(4_001), PLAIN)));
    }

    @Test
    void whoIsInTheRoomMayWriteOutsideTheDialogToo() throws Exception {
        bothJoin();
        assertEquals("SIP/2.0 200 OK", first(ann.apart("MESSAGE", "1000", "hello", PLAIN)));
        assertTrue(ben.receive("MESSAGE").endsWith("\r\n\r\nann: hello"));
        String refused = ann.apart("MESSAGE", "1000", "<b>", "Content-Type: text/html");
        assertEquals("SIP/2.0 415 Unsupported Media Type", first(refused));
        assertTrue(refused.contains("\r\nAccept: text/plain\r\n"), refused);
    }

    @Test
    void whoIsNotInItMayNot() throws Exception {
        ben.call("1000", TAKES);
        gateway.await("/v1/rooms/1000/participants", a -> a.body().size() == 1);
        assertEquals(
                "SIP/2.0 403 Only those in the room may write to it",
                first(ann.apart("MESSAGE", "1000", "hello", PLAIN)));
        assertEquals("SIP/2.0 404 There is no such room now", first(ben.apart("MESSAGE", "1001", "hello", PLAIN)));
    }

    @Test
    void aPhoneThatRefusesTextIsSentNoMore() throws Exception {
        bothJoin();
        ann.within("MESSAGE", "one", PLAIN);
        ben.answer(ben.receive("MESSAGE"), "405 Method Not Allowed");
        String options = ben.within("OPTIONS", "");
        assertTrue(options.contains("\r\nAllow: " + UserAgent.ALLOW + "\r\n"), options);
        ann.within("MESSAGE", "two", PLAIN);
        ann.within("OPTIONS", "");
        ben.within("OPTIONS", "");
        assertThrows(SocketTimeoutException.class, () -> ben.receive("MESSAGE"));
    }
}
