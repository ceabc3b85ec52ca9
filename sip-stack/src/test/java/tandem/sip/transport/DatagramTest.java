package tandem.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tandem.base.Clock;
import tandem.base.Gather;
import tandem.base.OutsideAddress;
import tandem.sip.message.Via;

/** SIP over UDP, in octets. */
class DatagramTest {
    private static final TransportSettings UDP_ONLY = udp(Wires.loopback(0));

    private static TransportSettings udp(InetSocketAddress... addresses) {
        return new TransportSettings(
                List.of(addresses),
                List.of(),
                List.of(),
                Optional.empty(),
                Tls.Trust.system(),
                OutsideAddress.none(),
                TransportSettings.Limits.USUAL);
    }

    private static DatagramSocket peer() throws Exception {
        DatagramSocket socket = new DatagramSocket(Wires.loopback(0));
        socket.setSoTimeout(5000);
        return socket;
    }

    private static void send(DatagramSocket from, byte[] octets, InetSocketAddress to) throws Exception {
        from.send(new DatagramPacket(octets, octets.length, to));
    }

    private static String receive(DatagramSocket socket) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    @Test
    void writesTheAddressFromOutsideTowardsTheOutsideAlone() throws Exception {
        OutsideAddress outside = OutsideAddress.none();
        TransportSettings settings = new TransportSettings(
                List.of(Wires.loopback(0)),
                List.of(),
                List.of(),
                Optional.empty(),
                Tls.Trust.system(),
                outside,
                TransportSettings.Limits.USUAL);
        try (Wires wires = new Wires(settings)) {
            outside.become(InetAddress.ofLiteral("203.0.113.5"));
            assertEquals("203.0.113.5", host(wires, "198.51.100.7"));
            assertEquals("127.0.0.1", host(wires, "127.0.0.1"));
            outside.become(InetAddress.ofLiteral("2001:db8:99::1"));
            assertEquals("[2001:db8:99:0:0:0:0:1]", host(wires, "2001:db8:77::1"));
        }
    }

    private static String host(Wires wires, String peer) throws Exception {
        return wires.onLoop(
                () -> wires.transports.hostTowards(new InetSocketAddress(InetAddress.ofLiteral(peer), 5060)));
    }

    @Test
    void answersToTheSourcePortWhereRportIsAsked() throws Exception {
        try (Wires wires = new Wires(UDP_ONLY);
                DatagramSocket peer = peer()) {
            send(peer, Wires.text("SIP/2.0/UDP 10.9.9.9:5099;rport;branch=z9hG4bK1"), wires.address(TransportType.UDP));
            Wires.Arrived arrived = wires.next();
            Via via = arrived.request().topVia();
            assertEquals(Optional.of("127.0.0.1"), via.received());
            assertEquals(peer.getLocalPort(), via.rport());
            wires.reply(arrived, 200);
            assertTrue(receive(peer)
                    .startsWith("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 10.9.9.9:5099;rport=" + peer.getLocalPort()
                            + ";branch=z9hG4bK1;received=127.0.0.1\r\n"));
        }
    }

    @Test
    void readsAllThatCameWhileABusyLoopGathered() throws Exception {
        Clock clock = Clock.system();
        try (Wires wires = new Wires(UDP_ONLY, new Gather(clock, 5_000_000, 0));
                DatagramSocket peer = peer()) {
            byte[] invite = Wires.text("SIP/2.0/UDP 10.9.9.9:5099;rport;branch=z9hG4bK1");
            long begun = clock.nowNs();
            for (int i = 0; i < 600; i++) {
                LockSupport.parkNanos(begun + i * 500_000L - clock.nowNs()); // two a millisecond
                send(peer, invite, wires.address(TransportType.UDP));
            }
            for (int i = 0; i < 600; i++) {
                wires.next();
            }
            assertTrue(clock.nowNs() - begun < 1_500_000_000L, "one a wait takes three seconds");
        }
    }

    @Test
    void answersToThePortOfSentByWhereRportIsNotAsked() throws Exception {
        try (Wires wires = new Wires(UDP_ONLY);
                DatagramSocket peer = peer();
                DatagramSocket listening = peer()) {
            String via = "SIP/2.0/UDP phone.invalid:" + listening.getLocalPort() + ";branch=z9hG4bK2";
            send(peer, Wires.text(via), wires.address(TransportType.UDP));
            wires.reply(wires.next(), 200);
            assertTrue(receive(listening).contains(via + ";received=127.0.0.1\r\n"));
        }
    }

    @Test
    void refusesAMalformedRequestInSipsOwnWords() throws Exception {
        try (Wires wires = new Wires(UDP_ONLY);
                DatagramSocket peer = peer()) {
            String good = new String(Wires.text("SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK3"), UTF_8);
            send(peer, good.replace("1 OPTIONS", "x OPTIONS").getBytes(UTF_8), wires.address(TransportType.UDP));
            String answer = receive(peer);
            assertTrue(answer.startsWith("SIP/2.0 400 Malformed CSeq\r\n"), answer);
            assertTrue(answer.contains("To: <sip:b@127.0.0.1>;tag="), answer);
            assertEquals(1, wires.transports.counters().refused.get());
            assertTrue(wires.arrived.isEmpty());
        }
    }

    @Test
    void answersATooLongDatagramWith513() throws Exception {
        try (Wires wires = new Wires(UDP_ONLY);
                DatagramSocket peer = peer()) {
            String good = new String(Wires.text("SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK4"), UTF_8);
            send(peer, (good + "x".repeat(20_000)).getBytes(UTF_8), wires.address(TransportType.UDP));
            assertTrue(receive(peer).startsWith("SIP/2.0 513 Message Too Large\r\n"));
        }
    }

    @Test
    void countsWhatIsNoSipAndGoesOn() throws Exception {
        try (Wires wires = new Wires(UDP_ONLY);
                DatagramSocket peer = peer()) {
            InetSocketAddress to = wires.address(TransportType.UDP);
            byte[] stun = new byte[28];
            stun[1] = 1;
            stun[4] = 0x21;
            stun[5] = 0x12;
            stun[6] = (byte) 0xA4;
            stun[7] = 0x42;
            send(peer, stun, to);
            send(peer, new byte[0], to);
            send(peer, "\r\n\r\n".getBytes(UTF_8), to);
            send(peer, new byte[600], to);
            send(peer, "hello there, I am no SIP at all\r\n\r\n".getBytes(UTF_8), to);
            send(peer, Wires.text("SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK5"), to);
            wires.next();
            assertEquals(4, wires.transports.counters().garbage.get());
            assertEquals(1, wires.transports.counters().dropped.get());
        }
    }

    @Test
    void writesItsOwnAddressIntoVia() throws Exception {
        try (Wires caller = new Wires(udp(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0)));
                Wires called = new Wires(UDP_ONLY)) {
            caller.options(called.hop(TransportType.UDP), "6");
            Wires.Arrived arrived = called.next();
            int port = caller.address(TransportType.UDP).getPort();
            assertEquals("127.0.0.1", arrived.request().topVia().host());
            assertEquals(port, arrived.request().topVia().port());
            called.reply(arrived, 200);
            assertEquals(200, caller.next().response().status());
        }
    }

    @Test
    void sendsFromTheSocketOfTheRightFamily() throws Exception {
        InetSocketAddress v6 = new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);
        try (Wires caller = new Wires(udp(Wires.loopback(0), v6));
                Wires called4 = new Wires(UDP_ONLY);
                Wires called6 = new Wires(udp(v6))) {
            caller.options(called6.hop(TransportType.UDP), "7");
            caller.options(called4.hop(TransportType.UDP), "8");
            Wires.Arrived six = called6.next();
            assertEquals("[0:0:0:0:0:0:0:1]", six.request().topVia().host());
            called6.reply(six, 200);
            assertEquals(200, caller.next().response().status());
            assertEquals("127.0.0.1", called4.next().request().topVia().host());
        }
    }

    @Test
    void bothFamiliesReachASocketBoundToTheIpv6Wildcard() throws Exception {
        try (Wires both = new Wires(udp(new InetSocketAddress(InetAddress.ofLiteral("::"), 0)));
                DatagramSocket peer = peer()) {
            int port = both.address(TransportType.UDP).getPort();
            send(peer, Wires.text("SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK9"), Wires.loopback(port));
            Wires.Arrived arrived = both.next();
            assertEquals(Wires.loopback(peer.getLocalPort()), arrived.flow().remote());
            both.reply(arrived, 200);
            assertTrue(receive(peer).startsWith("SIP/2.0 200"));
        }
    }

    @Test
    void saysWhatCannotBeBoundAndWhy() throws Exception {
        try (DatagramSocket taken = peer()) {
            InetSocketAddress address = Wires.loopback(taken.getLocalPort());
            ExecutionException failed = assertThrows(ExecutionException.class, () -> new Wires(udp(address)).close());
            String message = String.valueOf(failed.getMessage());
            assertTrue(message.contains("cannot bind UDP 127.0.0.1:" + taken.getLocalPort()), message);
            assertTrue(message.toLowerCase(java.util.Locale.ROOT).contains("in use"), message);
        }
    }
}
