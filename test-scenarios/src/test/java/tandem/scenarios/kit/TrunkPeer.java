package tandem.scenarios.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** The other end of a trunk that answers OPTIONS with 200 and writes down whatever comes: over UDP, or over TLS where it asks for a certificate. */
public final class TrunkPeer implements AutoCloseable {
    private final AutoCloseable socket;
    private final int port;
    private final ConcurrentLinkedQueue<String> came = new ConcurrentLinkedQueue<>();

    private TrunkPeer(AutoCloseable socket, int port) {
        this.socket = socket;
        this.port = port;
    }

    /** One at a port of 127.0.0.1, over UDP. */
    public static TrunkPeer udp() {
        try {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            TrunkPeer peer = new TrunkPeer(socket, socket.getLocalPort());
            Thread.ofVirtual().start(() -> peer.datagrams(socket));
            return peer;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    /** One that shows that certificate over TLS, and talks with nobody who does not show the other. */
    public static TrunkPeer tls(Pem shown, Pem believed) {
        try {
            SSLServerSocket socket = (SSLServerSocket) context(shown, believed)
                    .getServerSocketFactory()
                    .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
            socket.setNeedClientAuth(true);
            TrunkPeer peer = new TrunkPeer(socket, socket.getLocalPort());
            Thread.ofVirtual().start(() -> peer.connections(socket));
            return peer;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    private static SSLContext context(Pem shown, Pem believed) {
        try {
            char[] none = new char[0];
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, none);
            own.setKeyEntry("own", shown.readKey(), none, new Certificate[] {shown.readCertificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, none);
            KeyStore others = KeyStore.getInstance("PKCS12");
            others.load(null, none);
            others.setCertificateEntry("believed", believed.readCertificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(others);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException odd) {
            throw new IllegalArgumentException("no certificate and key", odd);
        }
    }

    private void datagrams(DatagramSocket udp) {
        byte[] octets = new byte[16_384];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(octets, octets.length);
                udp.receive(packet);
                String text = new String(octets, 0, packet.getLength(), StandardCharsets.UTF_8);
                came.add(text);
                if (text.startsWith("OPTIONS ")) {
                    byte[] answer = answer(text).getBytes(StandardCharsets.UTF_8);
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            came.add("(closed)");
        }
    }

    private void connections(SSLServerSocket server) {
        try {
            while (true) {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> talk(connection));
            }
        } catch (IOException closed) {
            came.add("(closed)");
        }
    }

    /** Requests without a body, one after the other. */
    private void talk(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            StringBuilder text = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                text.append((char) c);
                if (text.toString().endsWith("\r\n\r\n")) {
                    came.add(text.toString());
                    connection.getOutputStream().write(answer(text.toString()).getBytes(StandardCharsets.UTF_8));
                    text.setLength(0);
                }
            }
        } catch (IOException refused) {
            came.add("(refused: " + refused.getMessage() + ")");
        }
    }

    private static String answer(String request) {
        List<String> lines = new ArrayList<>(List.of("SIP/2.0 200 OK"));
        request.lines()
                .filter(line -> line.matches("(Via|From|Call-ID|CSeq): .*"))
                .forEach(lines::add);
        request.lines().filter(line -> line.startsWith("To: ")).forEach(line -> lines.add(line + ";tag=peer"));
        lines.add("Content-Length: 0");
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Whatever came, and why connections were refused, in their order. */
    public List<String> came() {
        return List.copyOf(came);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
