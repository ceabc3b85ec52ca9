package tandem.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tandem.base.NettyLoop;

/**
 * One stream connection, TCP or TLS, ours or the peer's. Until it stands, a bounded number of messages wait; all of them, and the
 * connection's owner, hear why it failed.
 */
final class Connection extends SimpleChannelInboundHandler<ByteBuf> implements Flow, StreamFramer.Sink {
    private static final int MAX_WAITING = 64;
    private static final byte[] PONG = {'\r', '\n'};

    private final NettyLoop loop;
    private final Owner owner;
    private final TransportType transport;
    private final InetSocketAddress remote;
    private final TransportSettings.Limits limits;
    private final StreamFramer framer = new StreamFramer(this);
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Channel channel;
    private State state = State.CONNECTING;
    private long activeNs;
    private long tornSinceNs;
    private boolean proved;
    private boolean flushing;

    private enum State {
        CONNECTING,
        OPEN,
        CLOSED
    }

    @SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
    private record Waiting(byte[] octets, Consumer<String> onFailed) {}

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

    Connection(
            NettyLoop loop,
            Owner owner,
            TransportType transport,
            InetSocketAddress remote,
            TransportSettings.Limits limits) {
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

    @Override
    public String ourHost() {
        return owner.hostTowards(remote);
    }

    @Override
    public int ourPort() {
        return owner.listeningPort(transport);
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
        if (open == null || !open.isWritable()) {
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
        boolean wasTorn = framer.isTorn();
        activeNs = now;
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
