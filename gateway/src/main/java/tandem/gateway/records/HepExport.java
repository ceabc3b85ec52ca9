package tandem.gateway.records;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.base.RateGate;
import tandem.gateway.sip.MessageCopies;
import tandem.gateway.sip.SecretMask;
import tandem.sip.SipTraced;

/**
 * Sends a copy of each SIP message to Homer (HEP version 3), from a thread of its own with a bounded queue: what does not fit is dropped and
 * counted, and a Homer that is away, or whose name cannot be found, holds up nothing.
 */
public final class HepExport implements MessageCopies.Taker, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HepExport.class);
    private static final int MOST_WAITING = 4_096;
    private static final int CONNECT_MS = 3_000;
    private static final long AGAIN_NS = 5_000_000_000L;
    private static final long NAME_NS = 60_000_000_000L;
    private static final long LOG_LINE_NS = 60_000_000_000L;
    private static final long CLOSE_MS = 200;

    private final Target target;
    private final Clock clock;
    private final BlockingQueue<Copy> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final RateGate lines = new RateGate(LOG_LINE_NS);
    private final Thread thread;
    private @Nullable Way way; // none while there is none
    private long againNs;
    private volatile boolean closing;

    /**
     * Where copies go.
     *
     * @param tcp by TCP, else by UDP
     * @param host name or address
     * @param port of it
     * @param captureId who we are there
     * @param key what lets us in, if anything is asked
     */
    public record Target(boolean tcp, String host, int port, int captureId, Optional<String> key) {
        @Override
        public String toString() {
            return (tcp ? "tcp:" : "udp:") + host + ":" + port;
        }
    }

    private record Copy(SipTraced message, String correlation) {}

    /** How packets go there. */
    private interface Way {
        void send(byte[] packet) throws IOException;

        void close() throws IOException;

        /** Until when it is good: a name may lead elsewhere later. */
        long untilNs();
    }

    private HepExport(Target target, Clock clock) {
        this.target = target;
        this.clock = clock;
        this.againNs = clock.nowNs();
        this.thread = Thread.ofPlatform().name("hep").daemon().unstarted(this::run);
    }

    /** Begins to send there. */
    public static HepExport to(Target target, Clock clock) {
        HepExport export = new HepExport(target, clock);
        export.thread.start();
        return export;
    }

    @Override
    public boolean wants() {
        return !closing;
    }

    @Override
    public void take(SipTraced message, Optional<String> call) {
        if (!queue.offer(new Copy(message, call.orElse(message.callId())))) {
            dropped.incrementAndGet();
        }
    }

    /** Copies that were sent. */
    public long sent() {
        return sent.get();
    }

    /** Copies that were not. */
    public long dropped() {
        return dropped.get();
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                Copy copy = queue.poll(1, TimeUnit.SECONDS);
                if (copy != null) {
                    send(copy);
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            forget();
        }
    }

    private void send(Copy copy) {
        try {
            Optional<Way> open = way();
            if (open.isEmpty()) {
                dropped.incrementAndGet();
                return;
            }
            byte[] masked = SecretMask.of(copy.message.octets());
            open.get().send(HepPacket.of(copy.message, masked, copy.correlation, target.captureId, target.key));
            sent.incrementAndGet();
        } catch (IOException away) {
            dropped.incrementAndGet();
            forget();
            againNs = clock.nowNs() + AGAIN_NS;
            if (lines.pass(clock.nowNs())) {
                log.warn("copies for Homer do not reach {}: {}", target, away.getMessage());
            }
        }
    }

    private Optional<Way> way() throws IOException {
        Way open = way;
        long now = clock.nowNs();
        if (open != null && now - open.untilNs() < 0) {
            return Optional.of(open);
        }
        if (now - againNs < 0) {
            return Optional.empty();
        }
        forget();
        InetSocketAddress address = new InetSocketAddress(target.host, target.port);
        if (address.isUnresolved()) {
            throw new IOException("no address is known for " + target.host);
        }
        Way fresh = target.tcp ? new Stream(address) : new Datagrams(address, now + NAME_NS);
        way = fresh;
        return Optional.of(fresh);
    }

    private void forget() {
        Way open = way;
        way = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException gone) {
            log.debug("closing the way to {}: {}", target, gone.getMessage());
        }
    }

    private static final class Datagrams implements Way {
        private final DatagramSocket socket = new DatagramSocket();
        private final InetSocketAddress to;
        private final long untilNs;

        Datagrams(InetSocketAddress to, long untilNs) throws IOException {
            this.to = to;
            this.untilNs = untilNs;
        }

        @Override
        public void send(byte[] packet) throws IOException {
            socket.send(new DatagramPacket(packet, packet.length, to));
        }

        @Override
        public void close() {
            socket.close();
        }

        @Override
        public long untilNs() {
            return untilNs;
        }
    }

    private final class Stream implements Way {
        private final Socket socket = new Socket();

        Stream(InetSocketAddress to) throws IOException {
            socket.connect(to, CONNECT_MS);
            socket.setTcpNoDelay(true);
        }

        @Override
        public void send(byte[] packet) throws IOException {
            socket.getOutputStream().write(packet);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        @Override
        public long untilNs() {
            return clock.nowNs() + NAME_NS; // as long as it stands
        }
    }

    /** Sends what waits, within a moment. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
