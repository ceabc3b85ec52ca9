package tandem.scenarios.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The way from one browser to the gateway, which can be cut: HTTP and WebSockets over TCP, and media over UDP, whose ports the page is
 * given in place of the gateway's (src/test/resources/ears.js). While it is cut TCP holds back what comes and UDP loses it.
 */
public final class Cable implements AutoCloseable {
    private static final int UDP_PORTS = 8;
    private static final int PIECE = 65_536;
    private static final Duration LONGEST_CUT = Duration.ofMinutes(1);

    private final GatewayProcess gateway;
    private final PortBlock ports = PortBlock.take(2 + UDP_PORTS);
    private final List<DatagramSocket> datagrams = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private volatile boolean cut;

    /** A cable to that gateway, whole at first. */
    public Cable(GatewayProcess gateway) {
        this.gateway = gateway;
        try {
            server = new ServerSocket(ports.port(0), 50, InetAddress.getLoopbackAddress());
            for (int i = 0; i < UDP_PORTS; i++) {
                DatagramSocket front =
                        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.port(2 + i)));
                datagrams.add(front);
                InetSocketAddress back = new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.icePort() + i);
                Thread.ofVirtual().start(() -> carry(front, back));
            }
        } catch (IOException taken) {
            ports.close();
            throw new UncheckedIOException(taken);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Where the gateway's pages and WebSockets are by this way, host:port. */
    public String httpAddress() {
        return ports.address();
    }

    int gatewayIcePort() {
        return gateway.icePort();
    }

    int firstUdpPort() {
        return ports.port(2);
    }

    int udpPorts() {
        return UDP_PORTS;
    }

    /** From now on nothing comes through, and nobody is told. */
    public void cut() {
        cut = true;
    }

    /** Breaks the connections that stand, as a machine does that gets another address. */
    public void breakConnections() {
        connections.forEach(Cable::close);
    }

    /** From now on all comes through again. */
    public void mend() {
        cut = false;
    }

    // UDP: each sender gets a socket of its own towards the gateway, as behind a NAT.

    private void carry(DatagramSocket front, InetSocketAddress gatewayPort) {
        Map<SocketAddress, DatagramSocket> backs = new ConcurrentHashMap<>();
        pump(front, packet -> {
            SocketAddress browser = packet.getSocketAddress();
            DatagramSocket back = backs.computeIfAbsent(browser, _ -> back(front, browser));
            packet.setSocketAddress(gatewayPort);
            back.send(packet);
        });
    }

    private DatagramSocket back(DatagramSocket front, SocketAddress browser) {
        try {
            DatagramSocket back = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            datagrams.add(back);
            Thread.ofVirtual()
                    .start(() -> pump(back, packet -> {
                        packet.setSocketAddress(browser);
                        front.send(packet);
                    }));
            return back;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private interface Onward {
        void send(DatagramPacket packet) throws IOException;
    }

    private void pump(DatagramSocket from, Onward onward) {
        DatagramPacket packet = new DatagramPacket(new byte[PIECE], PIECE);
        while (!from.isClosed()) {
            try {
                packet.setLength(PIECE);
                from.receive(packet);
                if (!cut) {
                    onward.send(packet);
                }
            } catch (IOException refusedOrClosed) {
                // A port that nobody has open loses what is sent there, as it would without a cable.
            }
        }
    }

    // TCP.

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket browser = server.accept();
                connections.add(browser);
                Thread.ofVirtual().start(() -> connect(browser));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket browser) {
        String[] address = gateway.httpAddress().split(":", 2);
        waitWhileCut();
        try {
            Socket back = new Socket(address[0], Integer.parseInt(address[1]));
            connections.add(back);
            Thread.ofVirtual().start(() -> pump(browser, back));
            pump(back, browser);
        } catch (IOException refused) {
            close(browser);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                waitWhileCut();
                out.write(piece, 0, length);
            }
        } catch (IOException closed) {
            // Both ends learn of it below.
        }
        close(from);
        close(to);
    }

    private void waitWhileCut() {
        Patience.until(LONGEST_CUT, () -> !cut);
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception alreadyGone) {
            throw new IllegalStateException(alreadyGone);
        }
    }

    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(List.of(server, ports));
        all.addAll(datagrams);
        all.addAll(connections);
        all.forEach(Cable::close);
    }
}
