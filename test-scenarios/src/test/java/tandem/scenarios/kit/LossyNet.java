package tandem.scenarios.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tandem.base.Clock;

/**
 * A bad network between one phone and one server, in this process and by a seed: it loses, delays, reorders and duplicates
 * datagrams. SIP goes through it by an outbound proxy's address; the descriptions that pass are rewritten, so that RTP and RTCP
 * come the same way.
 *
 * <pre>
 *     phone ---- sip ----> [ sip | phoneRtp, +1 | serverRtp, +1 ] ----> server
 * </pre>
 */
public final class LossyNet implements AutoCloseable {
    private static final Pattern MEDIA = Pattern.compile("(?m)^(m=audio )(\\d+)( )");
    private static final Pattern ROUTE = Pattern.compile("(?m)^Route: [^\r\n]*\r\n");
    private static final Pattern LENGTH = Pattern.compile("(?mi)^(Content-Length|l)(\\s*:\\s*)\\d+");
    private static final int DATAGRAM = 65_536;

    /**
     * How bad it is.
     *
     * @param loss share of datagrams lost, 0 to 1
     * @param delayMs least delay
     * @param jitterMs most further delay, evenly spread; what overtakes is reordered
     * @param duplicate share of datagrams sent twice
     */
    public record Weather(double loss, int delayMs, int jitterMs, double duplicate) {
        /** Nothing happens to a datagram. */
        public static final Weather FINE = new Weather(0, 0, 0, 0);
    }

    private record Delayed(long dueNs, long order, ByteBuffer bytes, DatagramChannel out, InetSocketAddress to) {}

    private final Random random;
    private final PortBlock ports = PortBlock.take(6);
    private final InetSocketAddress server;
    private final DatagramChannel sip;
    private final DatagramChannel[] phoneSide = new DatagramChannel[2];
    private final DatagramChannel[] serverSide = new DatagramChannel[2];
    private final @Nullable InetSocketAddress[] phoneMedia = new InetSocketAddress[2];
    private final @Nullable InetSocketAddress[] serverMedia = new InetSocketAddress[2];
    private final PriorityQueue<Delayed> delayed =
            new PriorityQueue<>(Comparator.comparingLong(Delayed::dueNs).thenComparingLong(Delayed::order));
    private final Selector selector;
    private final Thread thread;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong passed = new AtomicLong();
    private volatile Weather sipWeather = Weather.FINE;
    private volatile Weather mediaWeather = Weather.FINE;
    private volatile boolean open = true;
    private @Nullable InetSocketAddress phone;
    private long order;

    /** A network towards that server, fine at first; the seed decides everything that will happen. */
    public LossyNet(InetSocketAddress server, long seed) {
        this.server = server;
        this.random = new Random(seed);
        try {
            selector = Selector.open();
            sip = channel(0);
            for (int i = 0; i < 2; i++) {
                phoneSide[i] = channel(2 + i);
                serverSide[i] = channel(4 + i);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        thread = Thread.ofPlatform().daemon().name("lossy-net").start(this::run);
    }

    private DatagramChannel channel(int offset) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.port(offset)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return channel;
    }

    /** Where the phone is to send its SIP, host:port. */
    public String sipAddress() {
        return ports.address();
    }

    /** From now on signalling fares like this. */
    public void sipWeather(Weather weather) {
        sipWeather = weather;
    }

    /** From now on media fares like this. */
    public void mediaWeather(Weather weather) {
        mediaWeather = weather;
    }

    /** Datagrams lost so far. */
    public long lost() {
        return lost.get();
    }

    /** Datagrams handed on so far. */
    public long passed() {
        return passed.get();
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM);
        try {
            while (open) {
                selector.select(key -> receive((DatagramChannel) key.channel(), buffer), waitMs());
                sendDue();
            }
        } catch (IOException | java.nio.channels.ClosedSelectorException closed) {
            open = false;
        }
    }

    private long waitMs() {
        Delayed next = delayed.peek();
        return next == null ? 100 : Math.max(1, (next.dueNs() - Clock.system().nowNs()) / 1_000_000);
    }

    private void sendDue() throws IOException {
        long now = Clock.system().nowNs();
        for (Delayed next = delayed.peek(); next != null && next.dueNs() - now <= 0; next = delayed.peek()) {
            delayed.remove();
            next.out().send(next.bytes(), next.to());
            passed.incrementAndGet();
        }
    }

    private void receive(DatagramChannel channel, ByteBuffer buffer) {
        try {
            for (InetSocketAddress from = read(channel, buffer); from != null; from = read(channel, buffer)) {
                byte[] bytes = new byte[buffer.flip().remaining()];
                buffer.get(bytes);
                route(channel, from, bytes);
            }
        } catch (IOException refused) {
            lost.incrementAndGet();
        }
    }

    private static @Nullable InetSocketAddress read(DatagramChannel channel, ByteBuffer buffer) throws IOException {
        buffer.clear();
        return (InetSocketAddress) channel.receive(buffer);
    }

    private void route(DatagramChannel channel, InetSocketAddress from, byte[] bytes) {
        if (channel.equals(sip)) {
            routeSip(from, bytes);
            return;
        }
        for (int i = 0; i < 2; i++) {
            InetSocketAddress phoneAt = phoneMedia[i];
            InetSocketAddress serverAt = serverMedia[i];
            if (channel.equals(phoneSide[i]) && serverAt != null) {
                phoneMedia[i] = from;
                carry(bytes, serverSide[i], serverAt, mediaWeather);
            } else if (channel.equals(serverSide[i]) && phoneAt != null) {
                carry(bytes, phoneSide[i], phoneAt, mediaWeather);
            }
        }
    }

    private void routeSip(InetSocketAddress from, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        InetSocketAddress known = phone;
        if (!from.equals(server)) {
            phone = from;
            String on = rewrite(ROUTE.matcher(text).replaceFirst(""), phoneMedia, ports.port(4));
            carry(on.getBytes(StandardCharsets.ISO_8859_1), sip, server, sipWeather);
        } else if (known != null) {
            String on = rewrite(text, serverMedia, ports.port(2));
            carry(on.getBytes(StandardCharsets.ISO_8859_1), sip, known, sipWeather);
        }
    }

    /** Notes the port a description names, at 127.0.0.1, and writes ours in its place. */
    private static String rewrite(String message, @Nullable InetSocketAddress[] named, int ours) {
        Matcher media = MEDIA.matcher(message);
        int body = message.indexOf("\r\n\r\n");
        if (body < 0 || !media.find(body)) {
            return message;
        }
        int port = Integer.parseInt(media.group(2));
        named[0] = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        named[1] = new InetSocketAddress(InetAddress.getLoopbackAddress(), port + 1);
        String changed = message.substring(0, media.start(2)) + ours + message.substring(media.end(2));
        int length = changed.length() - body - 4;
        return LENGTH.matcher(changed).replaceFirst("$1$2" + length);
    }

    private void carry(byte[] bytes, DatagramChannel out, InetSocketAddress to, Weather weather) {
        if (random.nextDouble() < weather.loss()) {
            lost.incrementAndGet();
            return;
        }
        int copies = random.nextDouble() < weather.duplicate() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            double ms = weather.delayMs() + weather.jitterMs() * random.nextDouble();
            long due = Clock.system().nowNs() + (long) (ms * 1_000_000);
            delayed.add(new Delayed(due, order++, ByteBuffer.wrap(bytes), out, to));
        }
    }

    @Override
    public void close() {
        open = false;
        selector.wakeup();
        try (ports;
                selector;
                sip) {
            thread.join(1000);
            for (int i = 0; i < 2; i++) {
                phoneSide[i].close();
                serverSide[i].close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
