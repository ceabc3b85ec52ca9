package tandem.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tandem.base.Clock;

/**
 * Many RTP streams over one socket: the gateway's port tells them apart. One thread sends, spread evenly over each 20 ms, one
 * receives; so a fleet costs little beside what it measures. On loopback whoever sends pays for waking the receiver, which no
 * network would charge to the gateway: so the receiver looks by itself each {@link #LOOK_NS}, unless it is to be prompt.
 */
final class RtpFleet implements AutoCloseable {
    private static final int SLOTS = 20;
    private static final long FRAME_NS = 20_000_000L;
    private static final int DATAGRAM = 2048;
    private static final long LOOK_NS = 300_000;

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final AtomicReferenceArray<@Nullable RtpStream> byPort = new AtomicReferenceArray<>(65_536);
    private final List<List<RtpStream>> slots = new ArrayList<>();
    private final double clockRatio;
    private volatile boolean open = true;
    private volatile boolean prompt;
    private final AtomicLong behindNs = new AtomicLong();
    private final AtomicInteger added = new AtomicInteger();

    /** A fleet whose sending clock runs {@code ppm} parts in a million fast. */
    RtpFleet(double ppm) {
        clockRatio = 1 / (1 + ppm / 1e6);
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new CopyOnWriteArrayList<>());
        }
        DatagramChannel[] pair = pair();
        rtp = pair[0];
        rtcp = pair[1];
        Thread.ofPlatform().daemon().name("rtp-send").start(this::send);
        Thread.ofPlatform().daemon().name("rtp-receive").start(this::receive);
    }

    private static DatagramChannel[] pair() {
        IOException last = new IOException("none tried");
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(5_000, 9_000) * 2;
            try {
                DatagramChannel first = bound(port);
                try {
                    return new DatagramChannel[] {first, bound(port + 1)};
                } catch (IOException taken) {
                    first.close();
                    throw taken;
                }
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw new UncheckedIOException("no free pair of ports", last);
    }

    private static DatagramChannel bound(int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 8 << 20);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, 4 << 20);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return channel;
        } catch (IOException taken) {
            channel.close();
            throw taken;
        }
    }

    /** The port to name in session descriptions. */
    int port() {
        try {
            return ((InetSocketAddress) rtp.getLocalAddress()).getPort();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    /** Begins a stream towards that port of the gateway. */
    void add(RtpStream stream, int gatewayPort) {
        stream.gatewayPort = gatewayPort;
        ThreadLocalRandom random = ThreadLocalRandom.current();
        stream.ssrc = random.nextInt();
        stream.sequence = random.nextInt(0x8000);
        stream.timestamp = random.nextInt();
        stream.sending = true;
        byPort.set(gatewayPort, stream);
        slots.get(added.getAndIncrement() % SLOTS).add(stream);
    }

    /** Whether each packet wakes the receiver, for whom its moment matters; it costs the sender. */
    void prompt(boolean wanted) {
        prompt = wanted;
    }

    /** Ends all streams. */
    void clear() {
        for (List<RtpStream> slot : slots) {
            slot.forEach(stream -> byPort.set(stream.gatewayPort, null));
            slot.clear();
        }
    }

    /** Packets that came while our own socket had no room for them. */
    long dropped() {
        String end = String.format(":%04X", port());
        try (Stream<String> sockets = Files.lines(Path.of("/proc/net/udp"))) {
            return sockets.map(line -> line.trim().split("\\s+", -1))
                    .filter(fields -> fields.length > 12 && fields[1].endsWith(end))
                    .mapToLong(fields -> Long.parseLong(fields[12]))
                    .sum();
        } catch (IOException | UncheckedIOException unreadable) {
            return 0; // no Linux
        }
    }

    /** The most the sender was behind its own time since last asked, in ms: the machine was too busy for a fair measure. */
    double behindMs() {
        return behindNs.getAndSet(0) / 1e6;
    }

    private void send() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM);
        InetSocketAddress[] targets = new InetSocketAddress[65_536];
        long start = Clock.system().nowNs();
        for (long turn = 0; open; turn++) {
            long due = start + (long) (turn * (FRAME_NS / (double) SLOTS) * clockRatio);
            Waiting.until(due);
            behindNs.accumulateAndGet(Clock.system().nowNs() - due, Math::max);
            for (RtpStream stream : slots.get((int) (turn % SLOTS))) {
                send(stream, buffer, targets);
            }
        }
    }

    private void send(RtpStream stream, ByteBuffer buffer, @Nullable InetSocketAddress[] targets) {
        buffer.clear();
        if (!stream.sending || !stream.next(buffer)) {
            return;
        }
        stream.srtp.ifPresent(srtp -> srtp.protect(buffer));
        InetSocketAddress target = targets[stream.gatewayPort];
        if (target == null) {
            target = new InetSocketAddress(InetAddress.getLoopbackAddress(), stream.gatewayPort);
            targets[stream.gatewayPort] = target;
        }
        try {
            rtp.send(buffer.flip(), target);
        } catch (ClosedChannelException closed) {
            open = false;
        } catch (IOException refused) {
            stream.missing.incrementAndGet(); // an ICMP error of an earlier one: that port is closed
        }
    }

    private void receive() {
        byte[] packet = new byte[DATAGRAM];
        ByteBuffer buffer = ByteBuffer.wrap(packet);
        while (open) {
            try {
                if (rtp.isBlocking() != prompt) {
                    rtp.configureBlocking(prompt);
                }
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) rtp.receive(buffer);
                if (from == null) {
                    LockSupport.parkNanos(LOOK_NS);
                } else {
                    take(from, packet, buffer.position());
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException refused) {
                buffer.clear(); // an ICMP error of a packet we sent: the next is as good as any
            }
        }
    }

    private void take(InetSocketAddress from, byte[] packet, int length) {
        long now = Clock.system().nowNs();
        RtpStream stream = byPort.get(from.getPort());
        if (stream != null && length >= RtpStream.HEADER) {
            stream.count(packet);
            stream.ear.heard(stream, packet, length, now);
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            rtp.close();
            rtcp.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
