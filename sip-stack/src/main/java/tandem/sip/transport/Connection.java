package tandem.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tandem.base.NettyLoop;
import tandem.base.Timer;

/**
 * One stream connection, TCP or TLS, ours or the peer's. Until it stands, a bounded number of messages wait; all of them, and the
 * connection's owner, hear why it failed.
 */
final class Connection extends SimpleChannelInboundHandler<ByteBuf> implements Flow, StreamFramer.Sink {
    private static final int MAX_WAITING = 64;
    private static final long PATIENCE_NS = 2_000_000_000L; // a peer may take that long to read what came in one burst
    private static final int BURST = 4; // times what may stay unread for longer
    static final byte[] PING = {'\r', '\n', '\r', '\n'};
    private static final byte[] PONG = {'\r', '\n'};
    private static final long PONG_NS = 10_000_000_000L; // RFC 5626 4.4.1

    private final NettyLoop loop;
    private final Owner owner;
    private final TransportType transport;
    private final InetSocketAddress remote;
    private final Optional<Tls> tls;
    private final String host;
    private final TransportSettings.Limits limits;
    private final StreamFramer framer = new StreamFramer(this);
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Channel channel;
    private State state = State.CONNECTING;
    private long activeNs;
    private long tornSinceNs;
    private long fullSinceNs; // 0 while the peer reads
    private boolean proved;
    private boolean flushing;
    private boolean pongs;
    private @Nullable Ping ping;

    private enum State {
        CONNECTING,
        OPEN,
        CLOSED
    }

    @SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
    private record Waiting(byte[] octets, Consumer<String> onFailed) {}

    private record Ping(Consumer<Optional<String>> then, Timer due) {}

    /** Who keeps the connection. */
    interface Owner {
        /** A whole message. */
        void onMessage(Connection connection, byte[] octets);

        /** It is over; comes once. */
        void onClosed(Connection connection, String why);

        /** Our host towards it. */
        String hostTowards(InetSocketAddress remote);

        /** The port we listen on for its transport, or 0. */
        int listeningPort(TransportType transport);

        /** The counters. */
        TransportCounters counters();

        /** For log lines. */
        Noise noise();
    }

    /** One that stands or is to stand; {@code tls} is what we make it by, where we do and it is one of TLS. */
    Connection(
            NettyLoop loop,
            Owner owner,
            TransportType transport,
            InetSocketAddress remote,
            Optional<Tls> tls,
            String host,
            TransportSettings.Limits limits) {
        this.tls = tls;
        this.host = host;
        this.loop = loop;
        this.owner = owner;
        this.transport = transport;
        this.remote = remote;
        this.limits = limits;
        this.activeNs = loop.clock().nowNs();
    }

    @Override
    public TransportType transport() {
        return transport;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    /** The name by which it was made, which is what its peer's certificate was looked at for; empty where the peer made it. */
    String host() {
        return host;
    }

    /** What we made it by; empty where the peer made it, or without TLS. */
    Optional<Tls> tls() {
        return tls;
    }

    @Override
    public String ourHost() {
        return owner.hostTowards(remote);
    }

    @Override
    public int ourPort() {
        return owner.listeningPort(transport);
    }

    @Override
    public InetSocketAddress near() {
        Channel open = channel;
        return open != null && open.localAddress() instanceof InetSocketAddress local ? local : Flow.super.near();
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    @Override
    public void send(byte[] octets, Consumer<String> onFailed) {
        switch (state) {
            case CONNECTING -> {
                if (waiting.size() < MAX_WAITING) {
                    waiting.add(new Waiting(octets, onFailed));
                } else {
                    failed(onFailed, "too many messages wait for the connection");
                }
            }
            case OPEN -> write(octets, onFailed);
            case CLOSED -> failed(onFailed, "connection closed");
        }
    }

    private void failed(Consumer<String> onFailed, String why) {
        owner.counters().sendFailures.incrementAndGet();
        loop.post(() -> onFailed.accept(transport + " to " + remote + ": " + why));
    }

    private void write(byte[] octets, Consumer<String> onFailed) {
        Channel open = channel;
        if (open == null || !reads(open)) {
            failed(onFailed, "the peer does not read");
            close("the peer does not read");
            return;
        }
        owner.counters().sent.incrementAndGet();
        activeNs = loop.clock().nowNs();
        open.write(open.alloc().directBuffer(octets.length).writeBytes(octets)).addListener(done -> {
            if (!done.isSuccess()) {
                failed(onFailed, String.valueOf(done.cause().getMessage()));
            }
        });
        if (!flushing) {
            flushing = true;
            open.eventLoop().execute(() -> flush(open));
        }
    }

    /**
     * Whether the peer takes what it is sent. What was written in this turn it cannot have read before it leaves, and a burst,
     * such as the BYEs of all its calls, takes its time on the way.
     */
    private boolean reads(Channel open) {
        if (!open.isWritable()) {
            open.flush();
        }
        if (open.isWritable()) {
            fullSinceNs = 0;
            return true;
        }
        long now = loop.clock().nowNs();
        fullSinceNs = fullSinceNs == 0 ? now : fullSinceNs;
        return now - fullSinceNs < PATIENCE_NS && open.bytesBeforeWritable() < (long) BURST * limits.unsentOctets();
    }

    private void flush(Channel open) {
        flushing = false;
        open.flush();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!transport.secure()) {
            loop.run(this::opened);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            loop.run(() -> {
                if (done.isSuccess()) {
                    opened();
                } else {
                    close("TLS: " + done.cause().getMessage());
                }
            });
        }
    }

    /** Sends a keep-alive; whatever comes back proves that the peer is there, nothing disproves it where it never answered one. */
    void ping(Consumer<Optional<String>> then) {
        if (ping != null) {
            loop.post(() -> then.accept(Optional.empty())); // the one before is still waited for
            return;
        }
        ping = new Ping(then, loop.after(PONG_NS, this::unponged));
        write(PING, why -> {});
    }

    private void unponged() {
        if (pongs) {
            close("no answer to a keep-alive");
        } else {
            pinged(Optional.empty());
        }
    }

    private void pinged(Optional<String> problem) {
        Ping waiting = ping;
        if (waiting != null) {
            ping = null;
            waiting.due.cancel();
            loop.post(() -> waiting.then.accept(problem));
        }
    }

    private boolean isPong(byte[] octets) {
        return ping != null && framer.isIdle() && Arrays.equals(octets, PONG);
    }

    private void opened() {
        if (state != State.CONNECTING) {
            return;
        }
        state = State.OPEN;
        activeNs = loop.clock().nowNs();
        for (Waiting each = waiting.poll(); each != null && state == State.OPEN; each = waiting.poll()) {
            write(each.octets, each.onFailed);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf received) {
        byte[] octets = ByteBufUtil.getBytes(received);
        loop.run(() -> take(octets));
    }

    private void take(byte[] octets) {
        if (state == State.CLOSED) {
            return;
        }
        long now = loop.clock().nowNs();
        activeNs = now;
        if (isPong(octets)) {
            pongs = true;
            pinged(Optional.empty());
            return;
        }
        pinged(Optional.empty());
        boolean wasTorn = framer.isTorn();
        framer.feed(octets, 0, octets.length);
        if (!wasTorn) {
            tornSinceNs = now;
        }
    }

    @Override
    public void onMessage(byte[] octets) {
        proved = true;
        tornSinceNs = loop.clock().nowNs();
        loop.run(() -> owner.onMessage(this, octets)); // a bug in one leaves those behind it
    }

    @Override
    public void onPing() {
        if (state == State.OPEN) {
            write(PONG, why -> {});
        }
    }

    @Override
    public void onSkipped(int octets) {
        owner.counters().skipped.addAndGet(octets);
        owner.noise().note("octets between messages on a stream", remote);
    }

    @Override
    public void onBroken(String why) {
        owner.counters().broken.incrementAndGet();
        owner.noise().note(why, remote);
        closeAfterWriting(why);
    }

    /** Closes what is idle, silent or torn for too long. */
    void sweep(long nowNs) {
        if (framer.isTorn() && nowNs - tornSinceNs > limits.tornMs() * 1_000_000) {
            onBroken("a message that does not end");
        } else if (!proved && nowNs - activeNs > limits.silentMs() * 1_000_000) {
            close("silent");
        } else if (nowNs - activeNs > limits.idleMs() * 1_000_000) {
            close("idle");
        } else if (fullSinceNs != 0 && channel != null && !reads(channel)) {
            close("the peer does not read");
        }
    }

    /** What was sent before still leaves, such as the 400 that says why. */
    private void closeAfterWriting(String why) {
        Channel open = channel;
        if (open != null && state == State.OPEN) {
            open.eventLoop().execute(() -> {
                open.flush();
                loop.run(() -> close(why));
            });
        } else {
            close(why);
        }
    }

    /** Ends it; what waits fails. */
    void close(String why) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        pinged(Optional.of(transport + " to " + remote + ": " + why));
        for (Waiting each = waiting.poll(); each != null; each = waiting.poll()) {
            failed(each.onFailed, why);
        }
        Channel open = channel;
        if (open != null) {
            open.close();
        }
        owner.onClosed(this, why);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.run(() -> close("the peer closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        loop.run(() -> close(String.valueOf(cause.getMessage())));
    }

    @Override
    public String toString() {
        return transport + " " + remote + " " + state;
    }
}
