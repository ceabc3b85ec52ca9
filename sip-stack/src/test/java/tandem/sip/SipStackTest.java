package tandem.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tandem.base.NettyLoop;

/** Two whole stacks on loopback sockets. */
class SipStackTest {
    private final NettyLoop loop = new NettyLoop("sip-stack-test", 1_000);
    private final List<SipStack> stacks = new ArrayList<>();
    private final List<String> ladder = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        stacks.forEach(SipStack::close);
        loop.close();
    }

    /** A T1 of 5 s, so that nothing is repeated however slow the machine is. */
    private static SipSettings patient(String address) {
        return SipSettings.on(anyPort(address)).with(new SipSettings.Limits(5_000, 1800, 90, 180, 7200, 1_000, 100));
    }

    private static InetSocketAddress anyPort(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 0);
    }

    private Map<String, Integer> phone(String address) throws Exception {
        AnsweringPhone phone = new AnsweringPhone(loop, patient(address), Optional.empty());
        stacks.add(phone.stack());
        Map<String, Integer> ports = new java.util.HashMap<>();
        for (SipListener each : phone.stack().start().get(5, TimeUnit.SECONDS)) {
            ports.put(each.transport(), each.address().getPort());
        }
        return ports;
    }

    private SipStack caller(String address) throws Exception {
        SipTrace trace = message -> {
            String line = message.firstLine();
            ladder.add((message.sent() ? "> " : "< ")
                    + line.substring(0, line.indexOf(' ') + (line.startsWith("SIP") ? 4 : 0)));
        };
        AnsweringPhone user = new AnsweringPhone(loop, patient(address), Optional.empty());
        stacks.add(user.stack());
        SipStack stack = new SipStack(loop, patient(address), user, trace);
        stacks.add(stack);
        stack.start().get(5, TimeUnit.SECONDS);
        return stack;
    }

    /** Calls, hangs up when answered, and gives the end. */
    private String callAndHangUp(SipStack stack, String uri) throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        loop.post(() -> {
            Once once = new Once(end);
            once.call = Optional.of(stack.call(SipOutgoing.to(uri, Optional.of(AnsweringPhone.SDP)), once));
        });
        return end.get(30, TimeUnit.SECONDS);
    }

    private void assertWholeCall() throws Exception {
        List<String> whole = List.of("> INVITE", "< SIP/2.0 180", "< SIP/2.0 200", "> ACK", "> BYE", "< SIP/2.0 200");
        for (int i = 0; i < 500 && ladder.size() < whole.size(); i++) {
            CompletableFuture<Boolean> turn = new CompletableFuture<>();
            loop.post(() -> loop.after(20_000_000, () -> turn.complete(true)));
            turn.get(5, TimeUnit.SECONDS);
        }
        assertEquals(whole, ladder);
    }

    @Test
    void callsOverUdp() throws Exception {
        int port = phone("127.0.0.1").getOrDefault("UDP", 0);
        assertEquals("Ours", callAndHangUp(caller("127.0.0.1"), "sip:room@127.0.0.1:" + port));
        assertWholeCall();
    }

    @Test
    void callsOverTcp() throws Exception {
        int port = phone("127.0.0.1").getOrDefault("TCP", 0);
        assertEquals("Ours", callAndHangUp(caller("127.0.0.1"), "sip:room@127.0.0.1:" + port + ";transport=tcp"));
        assertWholeCall();
    }

    @Test
    void callsOverIpv6() throws Exception {
        int port = phone("::1").getOrDefault("UDP", 0);
        assertEquals("Ours", callAndHangUp(caller("::1"), "sip:room@[::1]:" + port));
        assertWholeCall();
    }

    @Test
    void saysThatNobodyListensOverTcp() throws Exception {
        int port;
        try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String uri = "sip:room@127.0.0.1:" + port + ";transport=tcp";
        assertEquals("NoWay", callAndHangUp(caller("127.0.0.1"), uri));
    }

    @Test
    void aClosedConnectionFailsWhatWasSentByIt() throws Exception {
        try (java.net.ServerSocket server = new java.net.ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String uri = "sip:room@127.0.0.1:" + server.getLocalPort() + ";transport=tcp";
            Thread.ofVirtual().start(() -> {
                try (java.net.Socket taken = server.accept()) {
                    assertTrue(taken.getInputStream().read() > 0);
                } catch (java.io.IOException gone) {
                    throw new java.io.UncheckedIOException(gone);
                }
            });
            // timer B would be 320 s
            assertEquals("NoWay", callAndHangUp(caller("127.0.0.1"), uri));
        }
    }

    @Test
    void believesWhomItIsToldTo() throws Exception {
        java.nio.file.Path pem = java.nio.file.Path.of("src/test/resources/pem");
        java.nio.file.Path certificate = pem.resolve("localhost.crt");
        java.nio.file.Path key = pem.resolve("localhost.key");
        SipSettings shows =
                patient("127.0.0.1").withTls(anyPort("127.0.0.1"), certificate, key, new SipTrust.KnownAuthorities());
        AnsweringPhone phone = new AnsweringPhone(loop, shows, Optional.empty());
        stacks.add(phone.stack());
        int port = phone.stack().start().get(5, TimeUnit.SECONDS).stream()
                .filter(each -> each.transport().equals("TLS"))
                .findFirst()
                .orElseThrow()
                .address()
                .getPort();
        Map<SipTrust, String> ends = Map.of(
                new SipTrust.KnownAuthorities(), "NoWay",
                new SipTrust.Anybody(), "Ours",
                new SipTrust.Authorities(certificate), "Ours");
        for (Map.Entry<SipTrust, String> each : ends.entrySet()) {
            SipSettings settings = patient("127.0.0.1").withTls(anyPort("127.0.0.1"), certificate, key, each.getKey());
            AnsweringPhone user = new AnsweringPhone(loop, settings, Optional.empty());
            stacks.add(user.stack());
            user.stack().start().get(5, TimeUnit.SECONDS);
            assertEquals(
                    each.getValue(),
                    callAndHangUp(user.stack(), "sip:room@127.0.0.1:" + port + ";transport=tls"),
                    each.getKey().toString());
        }
    }

    /** Whoever asks for a certificate is shown the one for that host, where nothing was to be believed or shown before. */
    @Test
    void showsAndBelievesWhatIsSaidOfThatHost() throws Exception {
        java.nio.file.Path pem = java.nio.file.Path.of("src/test/resources/pem");
        java.nio.file.Path certificate = pem.resolve("localhost-rsa.crt");
        java.nio.file.Path key = pem.resolve("localhost-rsa.pkcs1.key");
        io.netty.handler.ssl.SslContext asking = io.netty.handler.ssl.SslContextBuilder.forServer(
                        tandem.base.PemFiles.key(key), tandem.base.PemFiles.certificates(certificate))
                .sslProvider(io.netty.handler.ssl.SslProvider.JDK)
                .trustManager(tandem.base.PemFiles.certificates(certificate))
                .clientAuth(io.netty.handler.ssl.ClientAuth.REQUIRE)
                .build();
        SSLContext context = ((io.netty.handler.ssl.JdkSslContext) asking).context();
        try (SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            server.setNeedClientAuth(true);
            CompletableFuture<String> shown = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> shown.complete(firstShown(server)));
            SipSettings settings = patient("127.0.0.1")
                    .withTls(
                            anyPort("127.0.0.1"),
                            pem.resolve("localhost.crt"),
                            pem.resolve("localhost.key"),
                            new SipTrust.KnownAuthorities());
            AnsweringPhone user = new AnsweringPhone(loop, settings, Optional.empty());
            stacks.add(user.stack());
            user.stack().start().get(5, TimeUnit.SECONDS);
            SipTls own = SipTls.of(Optional.of(certificate), Optional.of(key), new SipTrust.Anybody());
            loop.post(() -> user.stack().tls(Map.of("127.0.0.1", own)));
            callAndHangUp(user.stack(), "sip:room@127.0.0.1:" + server.getLocalPort() + ";transport=tls");
            assertEquals(
                    tandem.base.PemFiles.certificates(certificate)
                            .getFirst()
                            .getSerialNumber()
                            .toString(),
                    shown.get(5, TimeUnit.SECONDS));
        }
    }

    private static String firstShown(SSLServerSocket server) {
        try (SSLSocket taken = (SSLSocket) server.accept()) {
            taken.startHandshake();
            java.security.cert.X509Certificate first =
                    (java.security.cert.X509Certificate) taken.getSession().getPeerCertificates()[0];
            assertTrue(taken.getInputStream().read() > 0);
            return first.getSerialNumber().toString();
        } catch (java.io.IOException failed) {
            return failed.toString();
        }
    }

    @Test
    void namesTheAddressThatIsTaken() throws Exception {
        int port = phone("127.0.0.1").getOrDefault("UDP", 0);
        SipSettings settings = SipSettings.on(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        AnsweringPhone second = new AnsweringPhone(loop, settings, Optional.empty());
        ExecutionException failed = Assertions.assertThrows(
                ExecutionException.class, () -> second.stack().start().get());
        assertTrue(String.valueOf(failed.getMessage()).contains("127.0.0.1:" + port), failed.getMessage());
    }

    /** A caller that hangs up as soon as it is answered. */
    private static final class Once implements SipCallEvents {
        private final CompletableFuture<String> ended;
        private Optional<SipCall> call = Optional.empty();

        Once(CompletableFuture<String> ended) {
            this.ended = ended;
        }

        @Override
        public void onProvisional(SipResponse response, Optional<Body> sdp) {}

        @Override
        public void onAnswered(SipResponse response, Optional<Body> sdp) {
            call.ifPresent(each -> each.hangup(Optional.empty()));
        }

        @Override
        public void onConfirmed() {}

        @Override
        public void onOffer(SipRequest request, Optional<Body> sdp) {}

        @Override
        public void onAnswer(Body sdp) {}

        @Override
        public void onOfferRefused(int status) {}

        @Override
        public boolean onInfo(SipRequest info, Optional<Body> body) {
            return false;
        }

        @Override
        public void onEnded(SipEnd end) {
            ended.complete(end.getClass().getSimpleName());
        }
    }
}
