package tandem.scenarios.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import tandem.sip.SipCredentials;
import tandem.sip.dialog.DigestClient;

/** A bare UDP socket that sends SIP requests outside of calls, answers challenges when told to, and takes what comes; at an address of its own. */
public final class SipSocket implements AutoCloseable {
    private final DatagramSocket socket;
    private final InetSocketAddress gateway;
    private final Random random = new Random(7);
    private int sequence;

    /** At that address of this machine, such as 127.0.0.20, towards that gateway. */
    public SipSocket(String address, GatewayProcess gateway) {
        this.gateway = gateway.socketAddress();
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    /** Where it is, host:port. */
    public String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    /**
     * A request of that method that is from that user to that user, with these lines besides, and its own Contact where they have none.
     *
     * @param callId its Call-ID; a new one each time but for a second try
     */
    public String request(String method, String user, String callId, String... lines) {
        String domain = "127.0.0.1:" + gateway.getPort();
        sequence++;
        StringBuilder text = new StringBuilder(method + " sip:" + (method.equals("REGISTER") ? "" : user + "@") + domain
                + " SIP/2.0\n" + "Via: SIP/2.0/UDP " + address() + ";rport;branch=z9hG4bK" + callId + sequence + "\n"
                + "From: <sip:" + user + "@" + domain + ">;tag=" + callId + "\n" + "To: <sip:" + user + "@" + domain
                + ">\nCall-ID: " + callId + "\nCSeq: " + sequence + " " + method + "\nMax-Forwards: 70\n");
        if (List.of(lines).stream().noneMatch(line -> line.startsWith("Contact: "))) {
            text.append("Contact: <sip:" + user + "@" + address() + ">\n");
        }
        for (String line : lines) {
            text.append(line).append('\n');
        }
        return text.append("Content-Length: 0\n\n").toString();
    }

    /** Sends it and gives the final answer that comes within that time, if one does. */
    public Optional<String> ask(String request, int waitMs) {
        send(request);
        String callId = request.lines()
                .filter(line -> line.startsWith("Call-ID: "))
                .findFirst()
                .orElseThrow();
        return receive(text -> !text.startsWith("SIP/2.0 1") && text.contains("\r\n" + callId + "\r\n"), waitMs);
    }

    /** Registers that user, answering the challenge with that password; the final answer. */
    public Optional<String> register(String user, String password, int waitMs, String... lines) {
        String callId = "c" + socket.getLocalPort() + "-" + Integer.toHexString(random.nextInt());
        Optional<String> challenge = ask(request("REGISTER", user, callId, lines), waitMs);
        if (challenge.filter(answer -> answer.startsWith("SIP/2.0 401")).isEmpty()) {
            return challenge;
        }
        String[] more = new String[lines.length + 1];
        System.arraycopy(lines, 0, more, 0, lines.length);
        more[lines.length] = "Authorization: " + authorization(challenge.get(), "REGISTER", user, password);
        return ask(request("REGISTER", user, callId, more), waitMs);
    }

    /** The credentials that answer a challenge. */
    public String authorization(String challenge, String method, String user, String password) {
        DigestClient client = new DigestClient(new SipCredentials(user, password), random);
        List<String> values = challenge
                .lines()
                .filter(line -> line.startsWith("WWW-Authenticate: ") || line.startsWith("Proxy-Authenticate: "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
        if (!client.challenged(values)) {
            throw new AssertionError(challenge);
        }
        return client.authorization(method, "sip:127.0.0.1:" + gateway.getPort())
                .orElseThrow();
    }

    /** Sends text as it is, but for its line ends. */
    public void send(String text) {
        byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        try {
            socket.send(new DatagramPacket(octets, octets.length, gateway));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A request of that method, if one comes within that time; nobody answers it. */
    public Optional<String> asked(String method, int waitMs) {
        return receive(text -> text.startsWith(method + " "), waitMs);
    }

    private Optional<String> receive(Predicate<String> wanted, int waitMs) {
        byte[] octets = new byte[16_384];
        try {
            socket.setSoTimeout(waitMs);
            while (true) {
                DatagramPacket packet = new DatagramPacket(octets, octets.length);
                socket.receive(packet);
                String text = new String(octets, 0, packet.getLength(), StandardCharsets.UTF_8);
                if (wanted.test(text)) {
                    return Optional.of(text);
                }
            }
        } catch (SocketTimeoutException nothing) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
