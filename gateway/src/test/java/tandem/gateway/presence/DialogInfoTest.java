package tandem.gateway.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.gateway.presence.DialogInfo.Dialog;
import tandem.gateway.presence.DialogInfo.Identity;
import tandem.sip.Body;
import tandem.sip.SipReplaces;

/** The document of RFC 4235 as it is written: order of elements and names of attributes are its schema's (section 4.4). */
class DialogInfoTest {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"3\" state=\"full\""
            + " entity=\"sip:102@gw:5060\">";

    private static String text(Dialog... dialogs) {
        Body body = new DialogInfo("sip:102@gw:5060", 3, List.of(dialogs)).body();
        assertEquals("application/dialog-info+xml", body.mediaType());
        return body.text();
    }

    @Test
    void aRingingDeviceIsToldSoThatItsCallCanBePickedUp() {
        Dialog ringing = new Dialog(
                "1a",
                Optional.of(false),
                "early",
                Optional.of(new SipReplaces("a&b@gw", "ours", "theirs", /* earlyOnly= */ false)),
                Optional.of(new Identity("sip:102@gw:5060", "")),
                Optional.of(new Identity("sip:101@gw:5060", "Ann <& \"Co\">")));
        assertEquals(
                HEAD
                        + "<dialog id=\"1a\" call-id=\"a&amp;b@gw\" local-tag=\"theirs\" remote-tag=\"ours\""
                        + " direction=\"recipient\"><state>early</state>"
                        + "<local><identity>sip:102@gw:5060</identity><target uri=\"sip:102@gw:5060\"></target></local>"
                        + "<remote><identity display=\"Ann &lt;&amp; &quot;Co&quot;&gt;\">sip:101@gw:5060</identity>"
                        + "<target uri=\"sip:101@gw:5060\"></target></remote></dialog></dialog-info>",
                text(ringing));
    }

    @Test
    void whatIsOverIsToldAsThat() {
        assertEquals(
                HEAD + "<dialog id=\"1a\"><state>terminated</state></dialog></dialog-info>", text(Dialog.over("1a")));
    }

    @Test
    void whatXmlHasNoPlaceForIsLeftOut() {
        String odd = "a\u0000b\u0007\u000b\tc\ud800d\uffffe\ud83d\ude00";
        XmlDocument document = new XmlDocument("r", "urn:x").attribute("a", odd).text("t", odd);
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><r xmlns=\"urn:x\" a=\"ab\tcde\ud83d\ude00\"><t>ab\tcde\ud83d\ude00</t></r>",
                new String(document.octets(), java.nio.charset.StandardCharsets.UTF_8));
    }
}
