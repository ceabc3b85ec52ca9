package tandem.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tandem.sip.Body;

/** Messages read, changed and written, in octets. */
class MessageTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);
    private static final String INVITE = wire("""
            INVITE sip:1%30@gw.example:5070;transport=tcp SIP/2.0
            v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa, SIP/2.0/TCP [2001:db8::1]:5080;branch=z9hG4bKb
            Record-Route: <sip:p1.example;lr>,
             <sip:p2.example;lr>
            f: "J\\"R, Esq." <sip:jr@example.org;x=y>;tag=from
            t: sip:room@gw.example;user=phone
            i: call@192.0.2.1
            CSeq: 7 INVITE
            Max-Forwards: 69
            m: <sip:jr@192.0.2.1:5062>;expires=60
            k: timer, 100REL
            x: 1800 ; Refresher=UAC
            Min-SE: 90
            Timestamp: 54
            c: application/sdp;charset=utf-8
            l: 5

            v=0
            IGNORED""");

    private static String wire(String text) {
        return text.replace("\n", "\r\n");
    }

    private static Reading read(String text, Charset charset) {
        byte[] octets = text.getBytes(charset);
        return MessageReader.datagram(octets, 0, octets.length, PEER);
    }

    private static Request invite() {
        return (Request) read(INVITE, UTF_8);
    }

    @Test
    void understandsCompactFormsListsAndFolding() {
        Request invite = invite();
        assertEquals("10", invite.uriUser());
        assertEquals("gw.example", invite.uriHost());
        assertEquals(
                List.of("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa", "SIP/2.0/TCP [2001:db8::1]:5080;branch=z9hG4bKb"),
                invite.vias().stream().map(Via::toString).toList());
        assertEquals(
                List.of("sip:p1.example;lr", "sip:p2.example;lr"),
                invite.recordRoutes().stream().map(each -> each.uri().text()).toList());
        assertTrue(invite.recordRoutes().getFirst().uri().isLoose());
        assertEquals("J\"R, Esq.", invite.fromName());
        assertEquals("sip:jr@example.org;x=y", invite.fromUri());
        assertEquals("from", invite.fromTag());
        assertEquals("sip:room@gw.example", invite.toUri());
        assertEquals("", invite.toTag());
        assertEquals("call@192.0.2.1", invite.callId());
        assertEquals(7, invite.cseq());
        assertEquals(OptionalInt.of(69), invite.maxForwards());
        assertEquals(5062, invite.contacts().getFirst().uri().port());
        assertTrue(invite.tokens("Supported").contains("100rel"));
        assertEquals(Optional.of(new SessionExpires(1800, "uac")), invite.sessionExpires());
        assertEquals(Optional.of(90L), invite.minSe());
        assertEquals("application/sdp", invite.contentType());
        assertEquals("v=0\r\n", invite.body().orElseThrow().text());
    }

    @Test
    void makesAResponseOfTheRequestsOwnFields() {
        Response response = Response.to(invite(), 200);
        response.setToTag("ours");
        response.setBody(new Body("application/sdp", "v=0".getBytes(UTF_8)));
        assertEquals(wire("""
                        SIP/2.0 200 OK
                        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa, SIP/2.0/TCP [2001:db8::1]:5080;branch=z9hG4bKb
                        Record-Route: <sip:p1.example;lr>, <sip:p2.example;lr>
                        From: "J\\"R, Esq." <sip:jr@example.org;x=y>;tag=from
                        To: sip:room@gw.example;user=phone;tag=ours
                        Call-ID: call@192.0.2.1
                        CSeq: 7 INVITE
                        Content-Type: application/sdp
                        Content-Length: 3

                        v=0"""), response.toString());
        assertEquals("ours", response.toTag());
        assertEquals(Optional.of("54"), Response.to(invite(), 100).header("Timestamp"));
        assertEquals(List.of(), Response.to(invite(), 486).recordRoutes());
    }

    @Test
    void changesOneViaOfAListAndLeavesTheOther() {
        Request invite = invite();
        invite.replaceTopVia(invite.topVia().with("received", "192.0.2.99"));
        assertEquals(Optional.of("192.0.2.99"), invite.topVia().received());
        assertEquals(2, invite.vias().size());
        invite.pushVia(Via.ours("z9hG4bKtop"));
        assertEquals("z9hG4bKtop", invite.topVia().branch());
        invite.popVia();
        invite.popVia();
        assertEquals("z9hG4bKb", invite.topVia().branch());
    }

    @Test
    void letsNoLineBreakIntoAHeader() {
        Request invite = invite();
        invite.set("Subject", "a\r\nEvil: b");
        invite.add("X-Name", "c\nd\re");
        assertEquals(Optional.of("a Evil: b"), invite.header("s"));
        assertEquals(Optional.of("c d e"), invite.header("x-name"));
        assertTrue(!invite.toString().contains("\nEvil"));
    }

    @Test
    void readsALatinNameAndWritesItBackAsItCame() {
        String text = wire("""
                OPTIONS sip:a@b SIP/2.0
                Via: SIP/2.0/UDP h;branch=z9hG4bK1
                From: M\u00fcller <sip:m@b>;tag=1
                To: <sip:a@b>
                Call-ID: 1
                CSeq: 1 OPTIONS

                """);
        Request latin = (Request) read(text, ISO_8859_1);
        assertEquals("M\u00fcller", latin.fromName());
        byte[] answer = Response.to(latin, 200).encode();
        assertTrue(new String(answer, ISO_8859_1).contains("From: M\u00fcller <sip:m@b>;tag=1\r\n"));
        assertEquals("M\u00fcller", ((Request) read(text, UTF_8)).fromName());
    }

    @Test
    void refusesWhatWouldCostTheParserLong() {
        String head = INVITE.substring(0, INVITE.indexOf("l: 5"));
        Reading many = read(head + "X: y\r\n".repeat(256) + "\r\n", UTF_8);
        assertEquals(
                "Too Many Header Fields", assertInstanceOf(Refused.class, many).reason());
        Reading wide = read(head + "Contact: " + ";".repeat(5000) + "\r\n\r\n", UTF_8);
        assertEquals(
                "Header Field Too Long", assertInstanceOf(Refused.class, wide).reason());
        Reading folded = read(head + "Contact:\r\n" + " ;;;;;;;;;;\r\n".repeat(500) + "\r\n", UTF_8);
        assertEquals(
                "Header Field Too Long", assertInstanceOf(Refused.class, folded).reason());
        assertInstanceOf(Dropped.class, read("x".repeat(5000) + " SIP/2.0\r\n\r\n", UTF_8));
    }

    @Test
    void answersNobodyForAMalformedAckOrResponse() {
        String ack = INVITE.replace("INVITE sip", "ACK sip").replace("7 INVITE", "x ACK");
        assertEquals(new Dropped("malformed ACK"), read(ack, UTF_8));
        assertInstanceOf(Dropped.class, read("SIP/2.0 200 OK\r\nVia: x\r\n\r\n", UTF_8));
        assertInstanceOf(Dropped.class, read("OPTIONS sip:a SIP/2.0\r\nTo: <sip:a>\r\n\r\n", UTF_8));
    }

    @Test
    void takesNumbersOnlyWithinTheirBounds() {
        assertEquals(Optional.of(new CSeq(2147483647, "BYE")), CSeq.read("2147483647\tBYE"));
        assertEquals(Optional.empty(), CSeq.read("2147483648 BYE"));
        assertEquals(Optional.empty(), CSeq.read("-1 BYE"));
        assertEquals(Optional.empty(), CSeq.read("1"));
        assertEquals(Optional.of(new RAck(776656, new CSeq(1, "INVITE"))), RAck.read("776656 1 INVITE"));
        assertEquals(Optional.empty(), RAck.read("776656 1"));
    }

    @Test
    void refusesUrisThatAreNone() {
        for (String text :
                List.of("", "sip:", "sip:a b@c", "<sip:a@b>", "sip:a@b:99999", "sip:2001:db8::1", "nonsense")) {
            assertEquals(Optional.empty(), Uri.read(text), text);
        }
        assertEquals(
                "+49301", Uri.read("tel:+49301;phone-context=x").orElseThrow().user());
        assertEquals("a b", Uri.read("sip:a%20b@c").orElseThrow().plainUser());
    }

    @Test
    void aQuotedParameterIsAsOnTheWire() {
        String contact = "<sip:a@192.0.2.1>;+sip.instance=\"<urn:uuid:1>\";reg-id=1";
        NameAddr read = NameAddr.read(contact).orElseThrow();
        assertEquals("\"<urn:uuid:1>\"", read.params().value("+sip.instance").orElseThrow());
        assertEquals(contact, read.toString());
    }
}
