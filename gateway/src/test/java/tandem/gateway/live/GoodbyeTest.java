package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way out of a gateway whose peers' network loses messages. */
class GoodbyeTest {
    @TempDir
    Path folder;

    /** A peer made of nothing but a socket: what it answers, and when, is the test's to say. */
    private static final class RawPhone implements AutoCloseable {
        private final DatagramSocket socket;
        private final InetSocketAddress gateway;

        RawPhone(String address) throws Exception {
            socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
            socket.setSoTimeout(5_000);
            int colon = address.lastIndexOf(':');
            gateway = new InetSocketAddress(
                    InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(address.substring(colon + 1)));
        }

        void send(String text) throws Exception {
            byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(octets, octets.length, gateway));
        }

        String receive(String first) throws Exception {
            byte[] octets = new byte[4_096];
            while (true) {
                DatagramPacket packet = new DatagramPacket(octets, octets.length);
                socket.receive(packet);
                String text = new String(octets, 0, packet.getLength(), StandardCharsets.UTF_8);
                if (text.startsWith(first)) {
                    return text;
                }
            }
        }

        void call() throws Exception {
            int port = socket.getLocalPort();
            String sdp = "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 8\n";
            send(head("INVITE", "1 INVITE", port, "")
                    + "Contact: <sip:ann@127.0.0.1:" + port + ">\nContent-Type: application/sdp\nContent-Length: "
                    + (sdp.length() + 6) + "\n\n" + sdp);
            String answer = receive("SIP/2.0 200");
            String tag = answer.substring(answer.indexOf(";tag=", answer.indexOf("\nTo:")) + 5);
            tag = tag.substring(0, tag.indexOf('\r'));
            send(head("ACK", "1 ACK", port, ";tag=" + tag) + "Content-Length: 0\n\n");
        }

        private static String head(String method, String cseq, int port, String toTag) {
            return method + " sip:9197@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:" + port + ";branch=z9hG4bK"
                    + method + "\nMax-Forwards: 70\nFrom: <sip:ann@127.0.0.1>;tag=a\nTo: <sip:9197@127.0.0.1>" + toTag
                    + "\nCall-ID: raw\nCSeq: " + cseq + "\n";
        }

        void ok(String request) throws Exception {
            StringBuilder answer = new StringBuilder("SIP/2.0 200 OK\n");
            request.lines()
                    .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq):.*"))
                    .forEach(line -> answer.append(line).append('\n'));
            send(answer.append("Content-Length: 0\n\n").toString());
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Test
    void aGoodbyeThatWasLostIsSaidAgainBeforeTheEnd() throws Exception {
        LiveGateway gateway = new LiveGateway(folder, "");
        try (RawPhone phone = new RawPhone(gateway.sip())) {
            phone.call();
            gateway.await(
                    "/v1/calls", a -> a.body().path(0).path("state").asText().equals("up"));
            CompletableFuture<Void> end = CompletableFuture.runAsync(
                    gateway::close, task -> Thread.ofPlatform().start(task));
            String bye = phone.receive("BYE");
            for (int again = 0; again < 2; again++) {
                assertEquals(bye, phone.receive("BYE"));
            }
            assertTrue(!end.isDone());
            phone.ok(bye);
            end.join();
        }
    }
}
