package tandem.gateway;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.base.OutsideAddress;
import tandem.gateway.config.PublicAddress;
import tandem.gateway.sip.SipTargets;
import tandem.webrtc.IceServer;
import tandem.webrtc.StunQuestion;

/**
 * By which addresses SIP and media are seen from outside: as configured, or as a STUN server says (RFC 8489), asked once a minute. While
 * none answers, what was found stays. Each question is a virtual thread's, what comes of it the signalling loop's.
 */
final class OutsideAddresses {
    private static final Logger log = LoggerFactory.getLogger(OutsideAddresses.class);
    private static final long AGAIN_NS = 60_000_000_000L;
    private static final List<Integer> PATIENCE_MS =
            List.of(500, 1_000, 2_000); // RFC 8489 section 6.2.1, its first three
    private static final int MOST_STRANGE = 8;
    private static final long LONGEST_S = 5;

    private final Loop loop;
    private final InetAddress bind;
    private final SecureRandom random;
    private final OutsideAddress sip;
    private final OutsideAddress media;
    private final Map<IceServer, Asked> servers = new LinkedHashMap<>();
    private volatile boolean closed;

    /** One server, and who is told what it says. */
    private static final class Asked {
        final List<OutsideAddress> told = new ArrayList<>();
        final CompletableFuture<Void> first = new CompletableFuture<>();
        Optional<String> failure = Optional.empty();
    }

    /** Addresses as they are configured; servers are asked from {@code bind}. */
    OutsideAddresses(Loop loop, PublicAddress sip, PublicAddress media, InetAddress bind, SecureRandom random) {
        this.loop = loop;
        this.bind = bind;
        this.random = random;
        this.sip = address(sip);
        this.media = address(media);
    }

    private OutsideAddress address(PublicAddress configured) {
        OutsideAddress address = OutsideAddress.of(configured.fixed());
        configured
                .stun()
                .ifPresent(server ->
                        servers.computeIfAbsent(server, _ -> new Asked()).told.add(address));
        return address;
    }

    /** What is written into SIP. */
    OutsideAddress sip() {
        return sip;
    }

    /** What media is described at. */
    OutsideAddress media() {
        return media;
    }

    /** Begins to ask, from any thread; complete when each server answered, or did not. Later {@code changed} is run where an address is another. */
    CompletableFuture<Void> begin(Runnable changed) {
        loop.post(() -> servers.forEach((server, asked) -> ask(server, asked, changed)));
        return CompletableFuture.allOf(servers.values().stream()
                .map(asked ->
                        asked.first.completeOnTimeout(null, LONGEST_S, TimeUnit.SECONDS)) // a name may take longer
                .toArray(CompletableFuture[]::new));
    }

    /** Asks no more. */
    void close() {
        closed = true;
    }

    private void ask(IceServer server, Asked asked, Runnable changed) {
        Thread.ofVirtual().name("stun").start(() -> {
            Answer answer = answer(server);
            if (closed) {
                return;
            }
            loop.post(() -> {
                switch (answer) {
                    case Answer.SeenAs(InetAddress address) -> take(server, asked, address, changed);
                    case Answer.None(String why) -> miss(server, asked, why);
                }
                asked.first.complete(null);
                loop.after(AGAIN_NS, () -> ask(server, asked, changed));
            });
        });
    }

    private static void take(IceServer server, Asked asked, InetAddress address, Runnable changed) {
        asked.failure = Optional.empty();
        Optional<InetAddress> before = asked.told.getFirst().address();
        boolean other = false;
        for (OutsideAddress each : asked.told) {
            other |= each.become(address);
        }
        if (!other) {
            return;
        }
        String was = before.map(each -> ", before that as " + SipTargets.hostText(each))
                .orElse("");
        log.info("seen from outside as {}{}, says {}", SipTargets.hostText(address), was, server);
        if (asked.first.isDone()) { // trunks were told another by then
            changed.run();
        }
    }

    private static void miss(IceServer server, Asked asked, String why) {
        if (!asked.failure.equals(Optional.of(why))) {
            String as = asked.told
                    .getFirst()
                    .address()
                    .map(address -> SipTargets.hostText(address) + ", as before")
                    .orElse("our own");
            log.warn("{} does not say how we are seen from outside: {}; the address written is {}", server, why, as);
        }
        asked.failure = Optional.of(why);
    }

    /** What came of a question. */
    private sealed interface Answer {
        record SeenAs(InetAddress address) implements Answer {}

        record None(String why) implements Answer {}
    }

    private Answer answer(IceServer server) {
        InetAddress from = bind.isAnyLocalAddress() ? new InetSocketAddress(0).getAddress() : bind;
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(from, 0))) {
            socket.connect(
                    new InetSocketAddress(resolved(server), server.address().getPort()));
            StunQuestion question = new StunQuestion(random);
            byte[] request = question.request();
            for (int patienceMs : PATIENCE_MS) {
                socket.send(new DatagramPacket(request, request.length));
                socket.setSoTimeout(patienceMs);
                Optional<InetSocketAddress> seen = received(socket, question);
                if (seen.isPresent()) {
                    return new Answer.SeenAs(seen.get().getAddress());
                }
            }
            return new Answer.None("no answer");
        } catch (IOException | RuntimeException failed) {
            return new Answer.None(String.valueOf(failed.getMessage()));
        }
    }

    private static Optional<InetSocketAddress> received(DatagramSocket socket, StunQuestion question)
            throws IOException {
        byte[] octets = new byte[2_048];
        try {
            for (int i = 0; i < MOST_STRANGE; i++) {
                DatagramPacket packet = new DatagramPacket(octets, octets.length);
                socket.receive(packet);
                Optional<InetSocketAddress> seen = question.seenAs(octets, packet.getLength());
                if (seen.isPresent()) {
                    return seen;
                }
            }
        } catch (SocketTimeoutException silent) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Its IPv4 address where it has one: with IPv6 there is no translation as a rule. */
    private static InetAddress resolved(IceServer server) throws IOException {
        InetAddress[] all = InetAddress.getAllByName(server.address().getHostString());
        return Stream.concat(Arrays.stream(all).filter(Inet4Address.class::isInstance), Arrays.stream(all))
                .findFirst()
                .orElseThrow(() -> new IOException("it has no address"));
    }
}
