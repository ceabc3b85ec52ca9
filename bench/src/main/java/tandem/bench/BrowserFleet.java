package tandem.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import tandem.base.Clock;
import tandem.media.dtls.DtlsIdentity;
import tandem.media.dtls.DtlsWorkers;
import tandem.media.dtls.Rehearsal;

/**
 * Light browsers on loopback: the room protocol by java.net.http, ICE checks by hand (RFC 8445 as far as one needs it towards a lite
 * agent), DTLS and SRTP by media's own classes, Opus packets that were encoded before. One thread hears, one speaks.
 */
final class BrowserFleet implements AutoCloseable {
    private static final long FRAME_NS = 20_000_000;
    private static final long CHECK_NS = 2_500_000_000L;
    private static final int LARGEST = 2_048;
    private static final long REHEARSED_MS = 2_000;

    private final DtlsIdentity identity =
            DtlsIdentity.make(new SecureRandom(), Clock.system().epochMs());
    private final DtlsWorkers workers = new DtlsWorkers(2);
    private final HttpClient http = HttpClient.newHttpClient();
    private final byte[][] speech = OpusSpeech.packets();
    private final int httpPort;
    private final Selector selector;
    private final List<BrowserLeg> legs = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<BrowserLeg> opened = new ConcurrentLinkedQueue<>();
    private final Thread ears =
            Thread.ofPlatform().daemon().name("browsers-hear").unstarted(this::hear);
    private final Thread mouths =
            Thread.ofPlatform().daemon().name("browsers-speak").unstarted(this::speak);
    private volatile boolean closed;

    /** Browsers of the gateway whose pages are at that port. */
    BrowserFleet(int httpPort) {
        this.httpPort = httpPort;
        try {
            selector = Selector.open();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        ears.start();
        mouths.start();
        Rehearsal.begin(identity, workers); // what the first of them waits for is to be the gateway
        Waiting.pass(REHEARSED_MS);
    }

    DtlsIdentity identity() {
        return identity;
    }

    DtlsWorkers workers() {
        return workers;
    }

    HttpClient http() {
        return http;
    }

    int httpPort() {
        return httpPort;
    }

    /** A browser that joins that room now, and talks or sends what an encoder with DTX does for silence. */
    BrowserLeg join(String room, boolean talks) {
        try {
            DatagramChannel channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.configureBlocking(false);
            BrowserLeg leg = new BrowserLeg(this, channel, talks ? speech : new byte[0][]);
            legs.add(leg);
            opened.add(leg);
            selector.wakeup();
            leg.join(room);
            return leg;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void hear() {
        byte[] datagram = new byte[LARGEST];
        try {
            while (!closed) {
                selector.select(100);
                for (BrowserLeg leg = opened.poll(); leg != null; leg = opened.poll()) {
                    leg.channel().register(selector, SelectionKey.OP_READ, leg);
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    read(key, datagram);
                }
                selector.selectedKeys().clear();
            }
        } catch (ClosedSelectorException leaving) {
            legs.clear();
        } catch (IOException ended) {
            System.err.println("the browsers hear no longer: " + ended);
        }
    }

    private static void read(SelectionKey key, byte[] datagram) throws IOException {
        BrowserLeg leg = (BrowserLeg) key.attachment();
        if (!key.isValid()) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(datagram);
        while (leg.channel().isOpen() && leg.channel().receive(buffer) != null) {
            leg.onDatagram(datagram, buffer.position());
            buffer.clear();
        }
    }

    private void speak() {
        long next = Clock.system().nowNs();
        for (int frame = 0; !closed; frame++) {
            next += FRAME_NS;
            Waiting.until(next);
            int now = frame;
            legs.forEach(leg -> leg.speak(now));
            if (frame % (CHECK_NS / FRAME_NS) == 0) {
                legs.forEach(BrowserLeg::check);
            }
        }
    }

    /** All leave. */
    void leave() {
        legs.forEach(BrowserLeg::leave);
        legs.clear();
    }

    @Override
    public void close() {
        leave();
        closed = true;
        http.shutdownNow();
        workers.close();
        try {
            selector.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
