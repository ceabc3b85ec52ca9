package tandem.scenarios.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A proxy in front of a server, as nginx would be: says for whom it asks (X-Forwarded-For) and lets WebSockets through. */
public final class ReverseProxy implements AutoCloseable {
    private static final int LONGEST = 65_536;

    private final ServerSocket listening;
    private final InetSocketAddress server;
    private final Optional<String> visitor;

    /** Listens on that address, a port of its own, for that server, host:port. */
    public ReverseProxy(String address, String server, Optional<String> visitor) {
        String[] parts = server.split(":", -1);
        this.server = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
        this.visitor = visitor;
        try {
            listening = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Where it is, host:port. */
    public String at() {
        return listening.getInetAddress().getHostAddress() + ":" + listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket behind = new Socket(server.getAddress(), server.getPort())) {
            String head = head(client.getInputStream());
            behind.getOutputStream().write(told(head, client).getBytes(StandardCharsets.ISO_8859_1));
            Thread up = Thread.ofVirtual().start(() -> pass(client, behind));
            pass(behind, client);
            up.interrupt();
        } catch (IOException ended) {
            return; // as connections do
        }
    }

    /** One request a connection, so that each is told for whom it is; a WebSocket keeps its own. */
    private String told(String head, Socket client) {
        boolean upgrade = head.toLowerCase(java.util.Locale.ROOT).contains("\r\nupgrade:");
        String kept = upgrade ? head : head.replaceAll("(?i)\r\nConnection:[^\r]*", "") + "Connection: close\r\n";
        return kept + "X-Forwarded-For: "
                + visitor.orElse(client.getInetAddress().getHostAddress()) + "\r\n\r\n";
    }

    /** The lines up to the empty one, without it. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (read.size() < LONGEST) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("no request");
            }
            read.write(octet);
            String text = read.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                return text.substring(0, text.length() - 2);
            }
        }
        throw new IOException("too long");
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            return; // the other way ends with it
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException already) {
            throw new UncheckedIOException(already);
        }
    }
}
