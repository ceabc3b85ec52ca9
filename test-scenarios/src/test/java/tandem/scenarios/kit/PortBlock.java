package tandem.scenarios.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Ports in a row that were free for UDP and TCP a moment ago. The last one is held by a guard socket for as long as the block
 * is open, so that suites running side by side take different blocks. They lie below the range the kernel picks from.
 */
public final class PortBlock implements AutoCloseable {
    private static final int LOWEST = 11_000;
    private static final int HIGHEST = 31_900;
    private static final int TRIES = 400;

    private final int first;
    private final ServerSocket guard;

    private PortBlock(int first, ServerSocket guard) {
        this.first = first;
        this.guard = guard;
    }

    /** Takes {@code count} ports in a row, the first of them even. */
    public static PortBlock take(int count) {
        for (int i = 0; i < TRIES; i++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - count) & ~1;
            ServerSocket guard = guard(first + count);
            if (guard != null && allFree(first, count)) {
                return new PortBlock(first, guard);
            }
            close(guard);
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

    private static @Nullable ServerSocket guard(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException taken) {
            return null;
        }
    }

    private static boolean allFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(port));
                    ServerSocket tcp = new ServerSocket(port)) {
                if (!udp.isBound() || !tcp.isBound()) {
                    return false;
                }
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    private static void close(@Nullable ServerSocket guard) {
        try {
            if (guard != null) {
                guard.close();
            }
        } catch (IOException alreadyGone) {
            throw new UncheckedIOException(alreadyGone);
        }
    }

    @Override
    public void close() {
        close(guard);
    }
}
