package tandem.gateway.registrar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.sip.message.MessageReader;
import tandem.sip.message.Request;

/** Who may call as whom, where 101 and 102 are devices and everybody may be a guest. */
class IdentityTest {
    private static final InetSocketAddress THERE = new InetSocketAddress(InetAddress.ofLiteral("198.51.100.9"), 5060);

    private final Registry registry = new Registry();
    private final Identity identity = new Identity(registry.accounts, registry.guard, _ -> true);

    private Identity.Who who(String from, String more) {
        byte[] octets =
                ("INVITE sip:1000@tandem.example SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.9;branch=z9hG4bKi\r\nFrom: "
                                + from
                                + ";tag=a\r\nTo: <sip:1000@tandem.example>\r\nCall-ID: i\r\nCSeq: 1 INVITE\r\n" + more
                                + "Content-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        Request invite = assertInstanceOf(Request.class, MessageReader.datagram(octets, 0, octets.length, THERE));
        return identity.of(invite.at(THERE, "UDP"));
    }

    @Test
    void aGuestIsAGuest() {
        assertInstanceOf(Identity.Who.Guest.class, who("<sip:eve@elsewhere.example>", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:101@tandem.example>", "<sip:101@elsewhere.example>", "<sip:101>", "<sip:101;x=y>"})
    void whoSaysToBeADeviceHasToShowItHoweverItIsWritten(String from) {
        assertEquals(
                407, assertInstanceOf(Identity.Who.Refused.class, who(from, "")).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-Asserted-Identity: <sip:102@tandem.example>\r\n", "P-Preferred-Identity: <sip:102>\r\n"})
    void aGuestSaysInNoOtherHeaderToBeOne(String header) {
        Identity.Who who = who("<sip:eve@elsewhere.example>", header);
        assertEquals(403, assertInstanceOf(Identity.Who.Refused.class, who).status());
    }
}
