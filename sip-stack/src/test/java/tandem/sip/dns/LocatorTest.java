package tandem.sip.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tandem.base.NettyLoop;
import tandem.sip.message.Uri;
import tandem.sip.transport.TransportType;

/** RFC 3263 against a DNS server on loopback. */
class LocatorTest {
    private final NettyLoop loop = new NettyLoop("test-locator", 1000);
    private final SmallDns dns = new SmallDns();
    private final Locator locator = Locator.on(
            loop, List.of(dns.address()), EnumSet.of(TransportType.UDP, TransportType.TCP, TransportType.TLS));

    @AfterEach
    void close() {
        locator.close();
        loop.close();
        dns.close();
    }

    private CompletableFuture<Located> begin(String uri) {
        CompletableFuture<Located> located = new CompletableFuture<>();
        loop.post(() -> locator.locate(Uri.read(uri).orElseThrow(), located::complete));
        return located;
    }

    private Located locate(String uri) throws Exception {
        return begin(uri).get(8, TimeUnit.SECONDS);
    }

    private static List<String> hops(Located located) {
        return assertInstanceOf(Located.Found.class, located, located.toString()).hops().stream()
                .map(hop -> hop.transport() + " " + hop.address().getAddress().getHostAddress() + " "
                        + hop.address().getPort())
                .toList();
    }

    private List<String> hops(String uri) throws Exception {
        return hops(locate(uri));
    }

    @Test
    void asksNothingForNumericHosts() throws Exception {
        assertEquals(List.of("UDP 192.0.2.1 5060"), hops("sip:a@192.0.2.1"));
        assertEquals(List.of("UDP 192.0.2.1 5080"), hops("sip:a@192.0.2.1:5080"));
        assertEquals(List.of("TCP 192.0.2.1 5060"), hops("sip:a@192.0.2.1;transport=tcp"));
        assertEquals(List.of("TLS 192.0.2.1 5061"), hops("sips:a@192.0.2.1"));
        assertEquals(List.of("TLS 192.0.2.1 5061"), hops("sips:a@192.0.2.1;transport=tcp"));
        assertEquals(List.of("UDP 2001:db8:0:0:0:0:0:1 5060"), hops("sip:a@[2001:db8::1]"));
        assertEquals(List.of("UDP 192.0.2.9 5060"), hops("sip:a@nowhere.invalid;maddr=192.0.2.9"));
        assertTrue(dns.asked.isEmpty());
    }

    @Test
    void followsNaptrThenSrvThenAddresses() throws Exception {
        dns.naptr("example.com", 90, 50, "SIP+D2T", "_sip._tcp.example.com")
                .naptr("example.com", 50, 50, "SIPS+D2T", "_sips._tcp.example.com")
                .naptr("example.com", 100, 50, "SIP+D2U", "_sip._udp.example.com")
                .naptr("example.com", 10, 50, "SIP+D2S", "_sip._sctp.example.com")
                .srv("_sips._tcp.example.com", 1, 1, 5061, "s.example.com")
                .srv("_sip._tcp.example.com", 2, 1, 5070, "b.example.com")
                .srv("_sip._tcp.example.com", 1, 1, 5060, "a.example.com")
                .srv("_sip._udp.example.com", 1, 1, 5060, "a.example.com")
                .a("s.example.com", "192.0.2.3")
                .a("a.example.com", "2001:db8::1")
                .a("a.example.com", "192.0.2.1")
                .a("b.example.com", "192.0.2.2");
        assertEquals(
                List.of(
                        "TLS 192.0.2.3 5061",
                        "TCP 192.0.2.1 5060",
                        "TCP 2001:db8:0:0:0:0:0:1 5060",
                        "TCP 192.0.2.2 5070",
                        "UDP 192.0.2.1 5060",
                        "UDP 2001:db8:0:0:0:0:0:1 5060"),
                hops("sip:x@example.com"));
        assertEquals(List.of("TLS 192.0.2.3 5061"), hops("sips:x@example.com"));
    }

    @Test
    void asksForSrvOfEachTransportWithoutNaptr() throws Exception {
        dns.srv("_sip._udp.plain.example", 1, 1, 5062, "h.plain.example")
                .srv("_sips._tcp.plain.example", 1, 1, 5063, "h.plain.example")
                .a("h.plain.example", "192.0.2.4");
        assertEquals(List.of("UDP 192.0.2.4 5062", "TLS 192.0.2.4 5063"), hops("sip:x@plain.example"));
        assertEquals(List.of("UDP 192.0.2.4 5062"), hops("sip:x@plain.example;transport=udp"));
    }

    @Test
    void asksForAddressesAloneWhereThePortIsWritten() throws Exception {
        dns.srv("_sip._udp.host.example", 1, 1, 5062, "other.example").a("host.example", "192.0.2.5");
        assertEquals(List.of("UDP 192.0.2.5 5099"), hops("sip:x@host.example:5099"));
        assertEquals(Set.of("A host.example", "AAAA host.example"), Set.copyOf(dns.asked));
    }

    @Test
    void takesTheHostItselfWhereThereIsNoSrv() throws Exception {
        dns.cname("alias.example", "host.example").a("host.example", "192.0.2.5");
        assertEquals(List.of("UDP 192.0.2.5 5060"), hops("sip:x@alias.example"));
        assertEquals(List.of("TLS 192.0.2.5 5061"), hops("sips:x@host.example"));
        assertEquals(List.of("TCP 192.0.2.5 5060"), hops("sip:x@host.example;transport=TCP"));
    }

    @Test
    void keepsTheNameForTheCertificate() throws Exception {
        dns.srv("_sips._tcp.example.com", 1, 1, 5061, "s.example.net").a("s.example.net", "192.0.2.3");
        Located.Found found = (Located.Found) locate("sips:x@example.com");
        assertEquals("example.com", found.hops().getFirst().host());
    }

    @Test
    void goesOnWhereAServerFailsAtOneType() throws Exception {
        dns.failingFor("NAPTR home.example")
                .failingFor("SRV _sip._udp.home.example")
                .a("home.example", "192.0.2.6");
        assertEquals(List.of("UDP 192.0.2.6 5060"), hops("sip:x@home.example"));
    }

    @Test
    void saysThatThereIsNoSuchName() throws Exception {
        assertEquals(new Located.Failed("no address for gone.example"), locate("sip:x@gone.example"));
        assertEquals(new Located.Failed("sips cannot go by udp"), locate("sips:x@gone.example;transport=udp"));
        assertInstanceOf(Located.Failed.class, locate("sip:x@gone.example;transport=sctp"));
        assertInstanceOf(Located.Failed.class, locate("tel:+4930"));
    }

    @Test
    void remembersAnAnswer() throws Exception {
        dns.a("host.example", "192.0.2.5");
        hops("sip:x@host.example");
        int asked = dns.asked.size();
        hops("sip:y@HOST.example");
        assertEquals(asked, dns.asked.size());
    }

    @Test
    void delaysNobodyElseWhileAServerIsSilent() throws Exception {
        dns.a("host.example", "192.0.2.5")
                .silentAbout("dead.example")
                .silentAbout("_sip._udp.dead.example")
                .silentAbout("_sip._tcp.dead.example")
                .silentAbout("_sips._tcp.dead.example");
        CompletableFuture<Located> dead = begin("sip:x@dead.example");
        assertEquals(List.of("UDP 192.0.2.5 5060"), hops("sip:x@host.example"));
        assertEquals(false, dead.isDone());
        assertInstanceOf(Located.Failed.class, dead.get(7, TimeUnit.SECONDS));
    }
}
