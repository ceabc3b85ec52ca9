package tandem.gateway.live;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import tandem.sip.SipCredentials;
import tandem.sip.dialog.DigestClient;

/** A phone made of nothing but a socket: what it says and answers, and when, is the test's to say. One call. */
final class RawPhone implements AutoCloseable {
    private final DatagramSocket socket;
    private final InetSocketAddress gateway;
    private final String name;
    private String user = "";
    private String toTag = "";
    private int sequence;

    RawPhone(String address, String name) throws Exception {
        this.name = name;
        socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        socket.setSoTimeout(5_000);
        int colon = address.lastIndexOf(':');
        gateway = new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(address.substring(colon + 1)));
    }

    void send(String text) throws IOException {
        byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(octets, octets.length, gateway));
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The next message whose first line begins so, within five seconds. */
    String receive(String first) throws IOException {
        byte[] octets = new byte[32_768];
        while (true) {
            DatagramPacket packet = new DatagramPacket(octets, octets.length);
            socket.receive(packet);
            String text = new String(octets, 0, packet.getLength(), StandardCharsets.UTF_8);
            if (text.startsWith(first)) {
                return text;
            }
        }
    }

    /** The INVITE to that number, with these headers besides. */
    String invitation(String number, String... headers) {
        user = number;
        return head("INVITE") + lines(headers) + described();
    }

    private String described() {
        String sdp = "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 8\n";
        return "Contact: <sip:" + name + "@127.0.0.1:" + socket.getLocalPort() + ">\nContent-Type: application/sdp\n"
                + end(sdp);
    }

    /** Calls that number with these headers besides, and is answered: with that. */
    String call(String number, String... headers) throws IOException {
        send(invitation(number, headers));
        return answered();
    }

    /** Is answered: with that. */
    String answered() throws IOException {
        String answer = receive("SIP/2.0 200");
        toTag = answer.substring(answer.indexOf(";tag=", answer.indexOf("\nTo:")));
        toTag = toTag.substring(0, toTag.indexOf('\r'));
        sequence--;
        send(head("ACK") + end(""));
        return answer;
    }

    /** Hangs up, where it was answered, and does not wait. */
    void leave() throws IOException {
        if (!toTag.isEmpty()) {
            send(goodbye());
        }
    }

    /** The BYE of the call it was answered in. */
    String goodbye() {
        return head("BYE") + end("");
    }

    /** Registers under its name with that password, and is granted it. */
    void register(String domain, String password) throws IOException {
        String uri = "sip:" + domain;
        send(registration(uri, ""));
        String challenge = receive("SIP/2.0 401")
                .lines()
                .filter(line -> line.startsWith("WWW-Authenticate: "))
                .findFirst()
                .orElseThrow();
        DigestClient digest = new DigestClient(new SipCredentials(name, password), new Random(1));
        if (!digest.challenged(List.of(challenge.substring(challenge.indexOf(' ') + 1)))) {
            throw new AssertionError(challenge);
        }
        send(registration(
                uri, "Authorization: " + digest.authorization("REGISTER", uri).orElseThrow() + "\n"));
        receive("SIP/2.0 200");
    }

    private String registration(String uri, String authorization) {
        sequence++;
        String local = "127.0.0.1:" + socket.getLocalPort();
        return "REGISTER " + uri + " SIP/2.0\nVia: SIP/2.0/UDP " + local + ";branch=z9hG4bK" + name + "r" + sequence
                + "\nMax-Forwards: 70\nFrom: <sip:" + name + "@gateway>;tag=r\nTo: <sip:" + name
                + "@gateway>\nCall-ID: register-" + name + "\nCSeq: " + sequence + " REGISTER\nContact: <sip:" + name
                + "@"
                + local + ">\n" + authorization + "Content-Length: 0\n\n";
    }

    /** A request within the dialog, of which this is the answer. */
    String within(String method, String body, String... headers) throws IOException {
        send(head(method) + lines(headers) + end(body));
        return receive("SIP/2.0 ");
    }

    /** A request outside it, of another dialog's name, to that number. */
    String apart(String method, String number, String body, String... headers) throws IOException {
        String tag = toTag;
        toTag = "";
        String head =
                head(method).replace("sip:" + user + "@", "sip:" + number + "@").replace("Call-ID: ", "Call-ID: x");
        toTag = tag;
        send(head + lines(headers) + end(body));
        return receive("SIP/2.0 ");
    }

    private String head(String method) {
        sequence++;
        String local = "127.0.0.1:" + socket.getLocalPort();
        return method + " sip:" + user + "@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP " + local + ";branch=z9hG4bK" + name
                + method + sequence + "\nMax-Forwards: 70\nFrom: <sip:" + name + "@127.0.0.1>;tag=a\nTo: <sip:" + user
                + "@127.0.0.1>" + toTag + "\nCall-ID: raw-" + name + "\nCSeq: " + sequence + " " + method + "\n";
    }

    private static String lines(String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append('\n');
        }
        return lines.toString();
    }

    private static String end(String body) {
        int octets = body.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8).length;
        return "Content-Length: " + octets + "\n\n" + body;
    }

    /** Answers a request with 200. */
    void ok(String request) throws IOException {
        answer(request, "200 OK");
    }

    /** Answers a request. */
    void answer(String request, String status) throws IOException {
        answer(request, status, "");
    }

    /** The same with that behind To. */
    void answer(String request, String status, String tag) throws IOException {
        send(answerHead(request, status, tag) + "Content-Length: 0\n\n");
    }

    /** Takes the call that INVITE makes, with that behind To. */
    void answerCall(String invite, String tag) throws IOException {
        send(answerHead(invite, "200 OK", tag) + described());
    }

    private static String answerHead(String request, String status, String tag) {
        StringBuilder answer = new StringBuilder("SIP/2.0 " + status + "\n");
        request.lines()
                .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq):.*"))
                .map(line -> line.startsWith("To:") ? line + tag : line)
                .forEach(line -> answer.append(line).append('\n'));
        return answer.toString();
    }

    @Override
    public void close() {
        socket.close();
    }
}
