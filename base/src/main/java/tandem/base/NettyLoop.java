package tandem.base;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Loop} on one Netty thread: epoll where there is epoll, NIO elsewhere. Sockets are registered with
 * {@link #eventLoop()} and of the class this loop names.
 */
public final class NettyLoop implements Loop, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NettyLoop.class);
    private static final long TIMER_SLOT_NS = 10_000_000;

    /** Longest time without a look at the timers, so that a pause of the machine is noticed by an idle loop too. */
    private static final long REST_NS = 1_000_000_000;

    private final MultiThreadIoEventLoopGroup group;
    private final Gather gather;
    private final SingleThreadIoEventLoop eventLoop;
    private final Clock clock = Clock.system();
    private final TimerWheel wheel;
    private final Runnable turn = this::turnWheel;
    private final StallMeter stallMeter;
    private long nextTurnNs;
    private @Nullable Future<?> nextTurn; // none while the wheel turns

    /** Starts a loop thread of that name; a turn longer than {@code stallMs} milliseconds counts as a stall. */
    public NettyLoop(String name, int stallMs) {
        this(name, stallMs, Gather.never());
    }

    /**
     * The same, gathering while it is busy. Tasks and datagrams that pass {@link #run} count as work; what else there is its
     * owner counts. Where there is no epoll {@code gather} is not asked.
     */
    public NettyLoop(String name, int stallMs, Gather gather) {
        this.gather = gather;
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), handlers(gather));
        eventLoop = (SingleThreadIoEventLoop) group.next();
        wheel = new TimerWheel(TIMER_SLOT_NS, clock.nowNs());
        stallMeter = new StallMeter(name, stallMs * 1_000_000L, clock);
        eventLoop.execute(() -> turnAt(wheel.nextTurnNs(REST_NS)));
    }

    private static IoHandlerFactory handlers(Gather gather) {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory(0, () -> gather) : NioIoHandler.newFactory();
    }

    private void turnWheel() {
        long now = clock.nowNs();
        stallMeter.late(now - nextTurnNs);
        nextTurn = null;
        try {
            wheel.turn(now);
        } finally { // whatever happens, the timers go on
            turnAt(wheel.nextTurnNs(REST_NS));
        }
    }

    private void turnAt(long turnNs) {
        long now = clock.nowNs();
        nextTurnNs = Math.max(turnNs, now);
        nextTurn = eventLoop.schedule(turn, nextTurnNs - now, TimeUnit.NANOSECONDS);
    }

    @Override
    public void post(Runnable task) {
        eventLoop.execute(() -> run(task));
    }

    @Override
    public void afterTurn(Runnable task) {
        eventLoop.executeAfterEventLoopIteration(() -> run(task));
    }

    @Override
    public Timer after(long delayNs, Runnable task) {
        long deadlineNs = clock.nowNs() + delayNs;
        Timer timer = wheel.at(deadlineNs, () -> run(task));
        Future<?> awaited = nextTurn;
        if (awaited != null && nextTurnNs > deadlineNs + TIMER_SLOT_NS) {
            awaited.cancel(false);
            turnAt(wheel.nextTurnNs(REST_NS));
        }
        return timer;
    }

    /** Runs the task now, timed, with a bug in it logged and kept from the loop. On the loop only. */
    public void run(Runnable task) {
        gather.work();
        stallMeter.enter();
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            log.error(
                    "a task on loop {} failed: {}",
                    stallMeter.loop(),
                    task.getClass().getName(),
                    bug);
        } finally {
            stallMeter.leave(task);
        }
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public boolean inside() {
        return eventLoop.inEventLoop();
    }

    /** The Netty thread below, to register channels with. */
    public IoEventLoop eventLoop() {
        return eventLoop;
    }

    /** What this loop measured of its own turns. */
    public StallMeter stallMeter() {
        return stallMeter;
    }

    /** The datagram channel class that fits this loop. */
    public Class<? extends DatagramChannel> datagramChannel() {
        return Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class;
    }

    /** The listening stream channel class that fits this loop. */
    public Class<? extends ServerSocketChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** The stream channel class that fits this loop. */
    public Class<? extends SocketChannel> streamChannel() {
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** Ends the thread within a second; what is waiting is dropped. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
    }
}
