package tandem.scenarios.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports in a row that were free for UDP and TCP a moment ago. They are whole slots of a grid that all suites on this machine share,
 * below the range the kernel picks from; the last TCP port of each slot is held for as long as the block is open, so that nobody
 * else takes the slot. UDP ports and all other TCP ports are the owner's to open.
 */
public final class PortBlock implements AutoCloseable {
    private static final int SLOT = 32;
    private static final int LOWEST = 11_008;
    private static final int SLOTS = 650;
    private static final int TRIES = 400;

    private final int first;
    private final List<ServerSocket> guards;

    private PortBlock(int first, List<ServerSocket> guards) {
        this.first = first;
        this.guards = guards;
    }

    /** Takes {@code count} ports in a row, the first of them even. */
    public static PortBlock take(int count) {
        int slots = (count + SLOT - 1) / SLOT;
        for (int i = 0; i < TRIES; i++) {
            int first = LOWEST + SLOT * ThreadLocalRandom.current().nextInt(SLOTS - slots);
            List<ServerSocket> guards = new ArrayList<>();
            if (guarded(first, slots, guards) && allFree(first, count)) {
                return new PortBlock(first, guards);
            }
            guards.forEach(PortBlock::close);
        }
        throw new IllegalStateException("no " + count + " free ports in a row");
    }

    /** The port {@code offset} after the first. */
    public int port(int offset) {
        return first + offset;
    }

    /** The first port at 127.0.0.1, as host:port. */
    public String address() {
        return "127.0.0.1:" + first;
    }

    private static boolean guarded(int first, int slots, List<ServerSocket> guards) {
        try {
            for (int slot = 1; slot <= slots; slot++) {
                guards.add(new ServerSocket(first + slot * SLOT - 1, 1, InetAddress.getLoopbackAddress()));
            }
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean allFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            if (!udpIsFree(port) || !(isGuard(port) || tcpIsFree(port))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isGuard(int port) {
        return (port - LOWEST) % SLOT == SLOT - 1;
    }

    private static boolean udpIsFree(int port) {
        try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(port))) {
            return udp.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean tcpIsFree(int port) {
        try (ServerSocket tcp = new ServerSocket(port)) {
            return tcp.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static void close(ServerSocket guard) {
        try {
            guard.close();
        } catch (IOException alreadyGone) {
            throw new UncheckedIOException(alreadyGone);
        }
    }

    @Override
    public void close() {
        guards.forEach(PortBlock::close);
    }
}
