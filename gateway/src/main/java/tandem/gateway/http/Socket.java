package tandem.gateway.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.base.Timer;

/**
 * One WebSocket between the server's threads and the signalling loop. Public for the server alone, which calls it by reflection: what
 * it tells is posted, and what is sent is written by a virtual thread, one at a time, so that no system call is the loop's.
 */
public final class Socket implements Sockets.Opened, Session.Listener.AutoDemanding {
    private static final Logger log = LoggerFactory.getLogger(Socket.class);
    private static final int LARGEST = 64 * 1024;
    private static final int MOST_WAITING = 256;
    private static final int MOST_OCTETS = 1024 * 1024;
    private static final int LONGEST_REASON = 123; // octets, RFC 6455 section 5.5
    private static final long LINGER_NS = 3_000_000_000L;
    private static final Duration IDLE = Duration.ofMinutes(2); // its peer is found gone before

    private final Sockets sockets;
    private final Loop loop;
    private final Request request;
    private final Function<Sockets.Opened, Sockets.Frames> opening;
    private final AtomicInteger likeIt;
    private final Asked asked;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong octetsWaiting = new AtomicLong();
    private final Queue<Consumer<Session>> outbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger toWrite = new AtomicInteger();
    private volatile Optional<Session> session = Optional.empty();
    private volatile long heardNs;
    private Optional<Sockets.Frames> frames = Optional.empty();
    private Optional<Timer> linger = Optional.empty();
    private boolean closing;

    /** What was asked for, of which the server keeps nothing. */
    record Request(
            InetSocketAddress remote,
            int ourPort,
            boolean secure,
            String host,
            String agent,
            Map<String, String> parameters,
            Map<String, List<String>> query,
            Optional<String> subprotocol) {
        Request {
            parameters = Map.copyOf(parameters);
            query = Map.copyOf(query);
        }

        static Request of(Context context, Source source, Optional<String> subprotocol) {
            String agent = context.header("User-Agent");
            return new Request(
                    new InetSocketAddress(
                            source.of(context).orElse(Source.UNKNOWN),
                            context.req().getRemotePort()),
                    context.req().getLocalPort(),
                    context.req().isSecure(),
                    source.host(context),
                    agent == null ? "" : agent,
                    context.pathParamMap(),
                    context.queryParamMap(),
                    subprotocol);
        }
    }

    /** One whose path counts those that are open in {@code likeIt}. */
    Socket(
            Sockets sockets,
            Loop loop,
            Request request,
            Function<Sockets.Opened, Sockets.Frames> opening,
            AtomicInteger likeIt) {
        this.sockets = sockets;
        this.loop = loop;
        this.request = request;
        this.opening = opening;
        this.likeIt = likeIt;
        this.asked = new Asked(loop);
    }

    @Override
    public InetAddress source() {
        return request.remote().getAddress();
    }

    @Override
    public InetSocketAddress remote() {
        return request.remote();
    }

    @Override
    public int ourPort() {
        return request.ourPort();
    }

    @Override
    public boolean secure() {
        return request.secure();
    }

    @Override
    public String host() {
        return request.host();
    }

    @Override
    public Map<String, String> parameters() {
        return request.parameters();
    }

    @Override
    public Optional<String> query(String name) {
        return request.query().getOrDefault(name, List.of()).stream().findFirst();
    }

    @Override
    public String agent() {
        return request.agent();
    }

    @Override
    public Optional<String> subprotocol() {
        return request.subprotocol();
    }

    // Outwards, on the loop.

    @Override
    public void send(String text) {
        int length = text.length();
        send(length, (to, left) -> to.sendText(text, left));
    }

    @Override
    public void send(byte[] octets) {
        send(octets.length, (to, left) -> to.sendBinary(ByteBuffer.wrap(octets), left));
    }

    @Override
    public boolean isOpen() {
        return !closing;
    }

    private void send(int length, BiConsumer<Session, Callback> frame) {
        if (closing) {
            return;
        }
        long before = octetsWaiting.get();
        if (waiting.get() >= MOST_WAITING || (before > 0 && before + length > MOST_OCTETS)) {
            close(1013, "too slow: what was sent is not taken");
            return;
        }
        waiting.incrementAndGet();
        octetsWaiting.addAndGet(length);
        write(to -> frame.accept(to, Callback.from(() -> sent(length), _ -> sent(length))));
    }

    private void sent(int length) {
        waiting.decrementAndGet();
        octetsWaiting.addAndGet(-length);
    }

    @Override
    public void close(int code, String reason) {
        if (closing) {
            return;
        }
        closing = true;
        write(to -> to.close(code, shortened(reason), Callback.NOOP));
        // a peer that does not answer, or does not read, is not waited for
        linger = Optional.of(loop.after(LINGER_NS, () -> write(Session::disconnect)));
    }

    private static String shortened(String reason) {
        String shorter = reason;
        while (shorter.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
            shorter = shorter.substring(0, shorter.length() - 1);
        }
        return shorter;
    }

    void beat(long nowNs, long goneNs) {
        if (nowNs - heardNs > goneNs) {
            closing = true;
            write(Session::disconnect);
        } else {
            write(to -> to.sendPing(ByteBuffer.allocate(0), Callback.NOOP));
        }
    }

    private void write(Consumer<Session> step) {
        outbox.add(step);
        if (toWrite.getAndIncrement() == 0) {
            Thread.ofVirtual().name("websocket").start(this::writeAll);
        }
    }

    /** Whoever makes the count of what is to be written one writes until it is none: never two at once. */
    private void writeAll() {
        do {
            Consumer<Session> step = outbox.poll();
            try {
                if (step != null) {
                    session.ifPresent(step);
                }
            } catch (RuntimeException gone) {
                log.debug("a WebSocket is gone: {}", gone.toString());
            }
        } while (toWrite.decrementAndGet() > 0);
    }

    // Inwards, on the server's threads.

    @Override
    public void onWebSocketOpen(Session opened) {
        likeIt.incrementAndGet();
        opened.setMaxTextMessageSize(LARGEST);
        opened.setMaxBinaryMessageSize(LARGEST);
        opened.setMaxFrameSize(LARGEST);
        opened.setIdleTimeout(IDLE);
        session = Optional.of(opened);
        heardNs = loop.clock().nowNs();
        loop.post(() -> {
            sockets.opened(this);
            guarded(() -> frames = Optional.of(opening.apply(this)));
        });
    }

    @Override
    public void onWebSocketText(String text) {
        take(f -> f.onText(text));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        byte[] octets = new byte[payload.remaining()];
        payload.get(octets);
        callback.succeed();
        take(f -> {
            if (!f.onOctets(octets)) {
                close(1003, "texts only");
            }
        });
    }

    /** The server reads on when this returns: the next is read when the loop has taken this one. */
    private void take(Consumer<Sockets.Frames> frame) {
        heardNs = loop.clock().nowNs();
        try {
            asked.done(() -> {
                if (!closing) {
                    guarded(() -> frames.ifPresent(frame));
                }
            });
        } catch (Problem busy) {
            loop.post(() -> close(1013, "the gateway is busy"));
        }
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        heardNs = loop.clock().nowNs();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        log.debug("WebSocket of {}: {}", source().getHostAddress(), cause.toString());
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        likeIt.decrementAndGet();
        callback.succeed();
        loop.post(() -> {
            closing = true;
            linger.ifPresent(Timer::cancel);
            sockets.closed(this);
            boolean clean = code != 1006;
            guarded(() -> frames.ifPresent(f -> f.onClosed(code, reason == null ? "" : reason, clean)));
            frames = Optional.empty();
        });
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            log.error("a WebSocket of {} failed", source().getHostAddress(), bug);
            close(1011, "an error of the gateway");
        }
    }
}
