package tandem.gateway.records;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.gateway.sip.SecretMask;
import tandem.media.PacketTap;
import tandem.sip.SipTraced;

/**
 * A capture of one call: packets come from the loops into a bounded queue, and a thread of its own writes them to a file until it is
 * ended, or the file is as long as it may be.
 */
public final class Capture implements PacketTap {
    private static final Logger log = LoggerFactory.getLogger(Capture.class);
    private static final int MOST_WAITING = 8_192;
    private static final long MOST_OCTETS = 20L * 1024 * 1024;
    private static final long LOOK_MS = 100;

    private final Path file;
    private final boolean media;
    private final Clock clock;
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile Optional<String> ended = Optional.empty();

    Capture(Path file, boolean media, Clock clock) {
        this.file = file;
        this.media = media;
        this.clock = clock;
        queue.add(PcapNg.head());
        Thread.ofVirtual().name("capture").start(this::write);
    }

    /** A message of the call, without its secrets. */
    void add(SipTraced message) {
        String carried = message.transport() + (message.sent() ? ", sent" : ", received");
        offer(PcapNg.packet(
                message.epochMs() * 1_000,
                message.from(),
                message.to(),
                SecretMask.of(message.octets()),
                carried + "; secrets are masked"));
    }

    @Override
    public void onDatagram(
            boolean sent, InetSocketAddress ours, InetSocketAddress theirs, byte[] array, int offset, int length) {
        if (ended.isPresent()) { // the tap goes when the signalling loop has heard of it
            dropped.incrementAndGet();
            return;
        }
        byte[] payload = Arrays.copyOfRange(array, offset, offset + length);
        long nowUs = clock.epochMs() * 1_000;
        offer(PcapNg.packet(nowUs, sent ? ours : theirs, sent ? theirs : ours, payload, ""));
    }

    private void offer(byte[] block) {
        if (ended.isPresent() || !queue.offer(block)) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        try (OutputStream out = Files.newOutputStream(file)) {
            while (ended.isEmpty() || !queue.isEmpty()) {
                byte[] block = queue.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                if (block == null) {
                    continue;
                }
                if (written.get() + block.length > MOST_OCTETS) {
                    end("the file has become as long as it may be");
                    queue.clear();
                } else {
                    out.write(block);
                    written.addAndGet(block.length);
                }
            }
        } catch (IOException unwritable) {
            end("it cannot be written: " + unwritable.getMessage());
            log.warn("the capture {} cannot be written: {}", file, unwritable.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            end("the gateway is going down");
        } finally {
            done.complete(null);
        }
    }

    /** Nothing more is taken; why, in words. */
    void end(String why) {
        if (ended.isEmpty()) {
            ended = Optional.of(why);
        }
    }

    /** Runs that, on a thread of its own, when all of it is written: it may end by itself. */
    void whenComplete(Runnable then) {
        done.thenRun(then);
    }

    /** Why it ended, if it has. */
    public Optional<String> ended() {
        return ended;
    }

    /** Whether all of it is written. */
    public boolean complete() {
        return done.isDone();
    }

    /** Whether media is captured too. */
    public boolean media() {
        return media;
    }

    /** Where it is written. */
    public Path file() {
        return file;
    }

    /** Octets in the file. */
    public long written() {
        return written.get();
    }

    /** Packets that did not get there. */
    public long dropped() {
        return dropped.get();
    }
}
