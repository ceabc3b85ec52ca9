package tandem.gateway.live;

import java.io.IOException;
import java.io.StringReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tandem.sip.SipCredentials;
import tandem.sip.dialog.DigestClient;

/** A phone with one busy-lamp key, made of nothing but a socket: it subscribes, and answers what it is told. */
final class Watcher implements AutoCloseable {
    private final DatagramSocket socket;
    private final InetSocketAddress gateway;
    private final String name;
    private final Optional<String> password;
    private String target = "";
    private String event = "";
    private String toTag = "";
    private int subscriptions;
    private int sequence;
    private String lastNotify = "";

    Watcher(String address, String name, Optional<String> password) throws Exception {
        this.name = name;
        this.password = password;
        socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        socket.setSoTimeout(5_000);
        int colon = address.lastIndexOf(':');
        gateway = new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(address.substring(colon + 1)));
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Subscribes anew; the first line of the final answer, and what follows by {@link #header}. */
    String subscribe(String number, String itsEvent, String... headers) throws IOException {
        target = "sip:" + number + "@127.0.0.1:" + gateway.getPort();
        event = itsEvent;
        toTag = "";
        subscriptions++;
        return ask(headers);
    }

    /** The same again within the subscription. */
    String again(String... headers) throws IOException {
        return ask(headers);
    }

    private String ask(String... headers) throws IOException {
        send(request("", headers));
        String answer = receive("SIP/2.0 ");
        if (answer.startsWith("SIP/2.0 407") && password.isPresent()) {
            DigestClient digest = new DigestClient(new SipCredentials(name, password.get()), new Random(1));
            digest.challenged(List.of(header(answer, "Proxy-Authenticate")));
            send(request(
                    "Proxy-Authorization: "
                            + digest.authorization("SUBSCRIBE", target).orElseThrow() + "\n",
                    headers));
            answer = receive("SIP/2.0 ");
        }
        if (answer.startsWith("SIP/2.0 200")) {
            String to = header(answer, "To");
            toTag = to.substring(to.indexOf(";tag="));
        }
        return answer;
    }

    private String request(String more, String... headers) {
        sequence++;
        String local = "127.0.0.1:" + port();
        StringBuilder text = new StringBuilder("SUBSCRIBE " + target + " SIP/2.0\nVia: SIP/2.0/UDP " + local
                + ";branch=z9hG4bK" + name + "s" + sequence + "\nMax-Forwards: 70\nFrom: <sip:" + name
                + "@127.0.0.1>;tag=a" + subscriptions + "\nTo: <" + target + ">" + toTag + "\nCall-ID: watch-" + name
                + subscriptions + "\nCSeq: " + sequence + " SUBSCRIBE\nEvent: " + event + "\nContact: <sip:" + name
                + "@"
                + local + ">\n" + more);
        for (String header : headers) {
            text.append(header).append('\n');
        }
        return text.append("Content-Length: 0\n\n").toString();
    }

    private void send(String text) throws IOException {
        byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(octets, octets.length, gateway));
    }

    private String receive(String first) throws IOException {
        byte[] octets = new byte[65_536];
        while (true) {
            DatagramPacket packet = new DatagramPacket(octets, octets.length);
            socket.receive(packet);
            String text = new String(octets, 0, packet.getLength(), StandardCharsets.UTF_8);
            if (text.startsWith(first)) {
                return text;
            }
        }
    }

    /** What it is told next, which it answers. */
    Document told() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(toldBare())));
    }

    /** The same as it is written. */
    String toldBare() throws IOException {
        String before = lastNotify;
        do {
            lastNotify = receive("NOTIFY ");
            agree(lastNotify);
        } while (lastNotify.equals(before)); // a repetition
        return lastNotify.substring(lastNotify.indexOf("\r\n\r\n") + 4);
    }

    private void agree(String notify) throws IOException {
        StringBuilder answer = new StringBuilder("SIP/2.0 200 OK\n");
        notify.lines()
                .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq):.*"))
                .forEach(line -> answer.append(line).append('\n'));
        send(answer.append("Content-Length: 0\n\n").toString());
    }

    /** The states of the dialogs it is told of next. */
    String states() throws Exception {
        return values(told(), "//state");
    }

    /** The text of what that path names, a word each. */
    static String values(Document document, String path) throws Exception {
        XPath paths = XPathFactory.newDefaultInstance().newXPath();
        org.w3c.dom.NodeList nodes =
                (org.w3c.dom.NodeList) paths.evaluate(path, document, javax.xml.xpath.XPathConstants.NODESET);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < nodes.getLength(); i++) {
            all.append(i == 0 ? "" : " ").append(nodes.item(i).getTextContent());
        }
        return all.toString();
    }

    /** Whether it is told nothing for that time. */
    boolean quietFor(int ms) throws Exception {
        socket.setSoTimeout(ms);
        try {
            receive("NOTIFY ");
            return false;
        } catch (SocketTimeoutException nothing) {
            return true;
        } finally {
            socket.setSoTimeout(5_000);
        }
    }

    /** A header of what it was told last. */
    String toldHeader(String header) {
        return header(lastNotify, header);
    }

    static String header(String message, String header) {
        return message.lines()
                .filter(line -> line.startsWith(header + ": "))
                .map(line -> line.substring(header.length() + 2).strip())
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        socket.close();
    }
}
