package tandem.gateway.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipTargetsTest {
    @ParameterizedTest
    @CsvSource({
        "sip:101@pbx.example.org, pbx.example.org",
        "sips:101@pbx.example.org:5061;transport=tls, pbx.example.org",
        "sip:192.0.2.7:5070?Subject=a@b, 192.0.2.7",
        "SIP:a;b=c@[2001:db8::1]:5060;lr, 2001:db8::1",
    })
    void findsTheHostOfAUri(String uri, String host) {
        assertEquals(Optional.of(host), SipTargets.host(uri));
    }

    @Test
    void whatIsNoSipUriHasNone() {
        assertEquals(Optional.empty(), SipTargets.host("tel:+4930123"));
        assertEquals(Optional.empty(), SipTargets.host("101"));
        assertEquals(Optional.empty(), SipTargets.host("sip:"));
        assertEquals(Optional.empty(), SipTargets.host("sip:a@[::1"));
    }
}
