package tandem.gateway.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.base.Clock;
import tandem.base.OutsideAddress;
import tandem.call.Cause;
import tandem.call.Leg;
import tandem.call.LegEvents;
import tandem.call.Outgoing;
import tandem.call.Route;
import tandem.call.Target;
import tandem.call.Targets;
import tandem.gateway.registrar.Binding;
import tandem.gateway.registrar.Whereabouts;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaTerms;
import tandem.media.desk.LocalAddresses;
import tandem.sip.SipWay;

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

    private static final SipTargets.Dials NO_DOOR = new SipTargets.Dials() {
        @Override
        public Leg dial(Outgoing outgoing, LegEvents events) {
            throw new IllegalStateException("nobody is dialled here");
        }

        @Override
        public Leg dial(Outgoing outgoing, LegEvents events, Binding binding) {
            throw new IllegalStateException("nobody is dialled here");
        }
    };

    private final Map<String, List<Binding>> devices = new HashMap<>();
    private final Whereabouts whereabouts = new Whereabouts() {
        @Override
        public boolean knows(String user) {
            return devices.containsKey(user);
        }

        @Override
        public String name(String user) {
            return "phone " + user;
        }

        @Override
        public List<Binding> bindings(String user) {
            return devices.getOrDefault(user, List.of());
        }
    };

    private final List<Targets.Found> found = new ArrayList<>();

    private SipTargets targets(String uri, Optional<InetAddress> leadsTo) {
        MediaTerms terms = new MediaTerms(List.of(AudioCodec.PCMA), Direction.SENDRECV, MediaTerms.Srtp.OFF);
        SipTargets targets = new SipTargets(
                terms,
                Optional.empty(),
                new LocalAddresses(OutsideAddress.none(), InetAddress.ofLiteral("0.0.0.0"), Clock.system()),
                whereabouts);
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

    private static Binding at(String user, String host, int q) {
        return new Binding(
                user,
                "sip:" + user + "@" + host,
                Optional.empty(),
                0,
                q,
                "c",
                1,
                1,
                List.of(),
                new SipWay("UDP", new InetSocketAddress("192.0.2.9", 5060)),
                false,
                "");
    }

    private List<List<String>> rung(String... users) {
        targets("sip:x@192.0.2.1", Optional.empty())
                .find(
                        new Route.ToDevice(List.of(users), Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        found::add);
        return switch (found.getLast()) {
            case Targets.Found.Ring ring ->
                ring.groups().stream()
                        .map(group ->
                                group.targets().stream().map(Target::address).toList())
                        .toList();
            case Targets.Found.Nobody nobody -> List.of(List.of(nobody.why().name()));
            case Targets.Found.Dial dial -> throw new AssertionError(dial);
        };
    }

    @Test
    void allContactsOfADeviceRingAtOnceThosePreferredFirst() {
        devices.put("1", List.of(at("1", "a", 1000), at("1", "b", 1000), at("1", "c", 500)));
        assertEquals(List.of(List.of("sip:1@a", "sip:1@b"), List.of("sip:1@c")), rung("1"));
    }

    @Test
    void aDeviceIsKnownByItsName() {
        devices.put("1", List.of(at("1", "a", 1000)));
        rung("1");
        Targets.Found.Ring ring = (Targets.Found.Ring) found.getLast();
        assertEquals(
                Target.Known.device("1", "phone 1"),
                ring.groups().getFirst().targets().getFirst().known());
    }

    @Test
    void severalDevicesRingAtOnceWhateverTheyPrefer() {
        devices.put("1", List.of(at("1", "a", 1000), at("1", "c", 500)));
        devices.put("2", List.of(at("2", "b", 100)));
        devices.put("3", List.of());
        assertEquals(List.of(List.of("sip:1@a", "sip:1@c", "sip:2@b")), rung("1", "2", "3", "4"));
    }

    @Test
    void aDeviceThatIsNotThereIsToldFromOneThatIsNotRegistered() {
        devices.put("3", List.of());
        assertEquals(List.of(List.of("UNAVAILABLE")), rung("3"));
        assertEquals(List.of(List.of("NOT_FOUND")), rung("4"));
    }
}
