package tandem.gateway.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.base.Clock;
import tandem.call.Cause;
import tandem.call.Door;
import tandem.call.Route;
import tandem.call.Targets;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaTerms;

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

    private static final Door NO_DOOR = (outgoing, events) -> {
        throw new IllegalStateException("nobody is dialled here");
    };

    private final List<Targets.Found> found = new ArrayList<>();

    private SipTargets targets(String uri, Optional<InetAddress> leadsTo) {
        MediaTerms terms = new MediaTerms(List.of(AudioCodec.PCMA), Direction.SENDRECV, MediaTerms.Srtp.OFF);
        SipTargets targets = new SipTargets(Clock.system(), terms, Optional.empty());
        targets.by(NO_DOOR, (asked, then) -> {
            assertEquals(uri, asked);
            then.accept(leadsTo);
        });
        targets.find(new Route.ToAddress(uri, Optional.empty()), Optional.empty(), found::add);
        return targets;
    }

    @Test
    void whatWeCallOurselvesIsTheAddressOnTheWayTheStackFinds() {
        InetAddress peer = InetAddress.ofLiteral("::1");
        String uri = "sip:101@srv-only.example.org";
        SipTargets targets = targets(uri, Optional.of(peer));
        assertTrue(found.getFirst() instanceof Targets.Found.Dial dial
                && dial.targets().getFirst().peer().equals(peer));
        assertEquals("[0:0:0:0:0:0:0:1]", targets.ourHost(uri));
    }

    @Test
    void whereNoWayLeadsNobodyIsDialled() {
        targets("sip:101@nowhere.example.org", Optional.empty());
        assertEquals(List.of(new Targets.Found.Nobody(Cause.UNREACHABLE)), found);
    }

    @Test
    void whatIsNoSipUriHasNone() {
        assertEquals(Optional.empty(), SipTargets.host("tel:+4930123"));
        assertEquals(Optional.empty(), SipTargets.host("101"));
        assertEquals(Optional.empty(), SipTargets.host("sip:"));
        assertEquals(Optional.empty(), SipTargets.host("sip:a@[::1"));
    }
}
