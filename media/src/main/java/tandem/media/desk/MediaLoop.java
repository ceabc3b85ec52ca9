package tandem.media.desk;

import io.netty.buffer.ByteBuf;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import tandem.base.Clock;
import tandem.base.Gather;
import tandem.base.NettyLoop;
import tandem.base.RateGate;
import tandem.media.codec.AudioCodecs;
import tandem.media.mix.Mixer;
import tandem.media.rtp.Inbound;

/**
 * One media thread: its sockets' buffers, its counters and its 20 ms tick. Everything here is for that thread, except
 * {@link #post}. What is public is for transports that live on it.
 */
public final class MediaLoop implements AutoCloseable {
    /** Longest datagram taken, in octets; what is longer is cut by the kernel and fails as malformed. */
    public static final int DATAGRAM = 2048;

    /** Room behind a datagram for what protection adds. */
    static final int HEADROOM = 64;

    private static final Logger log = LoggerFactory.getLogger(MediaLoop.class);
    private static final int STALL_MS = 20;
    private static final long TICK_NS = 20_000_000;
    private static final int TICKS_A_SECOND = 50;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MIXER_PAUSE_NS = 4_000_000;
    private static final int BUSY_RELAYING = 2_000; // packets a second
    private static final int BUSY_MIXING = 250;

    private final Clock clock = Clock.system();
    private final Gather gather;
    private final long relayPauseNs;
    private final Runnable nextTick = this::tick;
    private final NettyLoop netty;
    private final ByteBuffer in = ByteBuffer.allocateDirect(DATAGRAM);
    private final ByteBuffer out = ByteBuffer.allocateDirect(DATAGRAM + HEADROOM);
    private final long inAddress = io.netty.channel.unix.Buffer.memoryAddress(in);
    private final long outAddress = io.netty.channel.unix.Buffer.memoryAddress(out);
    private final byte[] datagram = new byte[DATAGRAM + HEADROOM];
    private final byte[] scratch = new byte[DATAGRAM + HEADROOM];
    private final Inbound inbound = new Inbound();
    private final LoopCounters counters = new LoopCounters();
    private final RateGate bugs = new RateGate(SECOND_NS);
    private final List<Ticked> ticked = new ArrayList<>();
    private final Set<MediaPath> paths = new LinkedHashSet<>();
    private final Set<VideoPath> videos = new LinkedHashSet<>();
    private final Measured measured;
    private final int index;
    private int ticks;
    private long nextTickNs;
    private boolean ticking; // not while there is nothing to drive

    private @Nullable Mixer lobby; // made with the first prompt

    /** What the tick drives. */
    interface Ticked {
        /** Twenty milliseconds of it, scheduled for {@code dueNs}. */
        void tick(long dueNs);
    }

    /** Takes what is measured each second of every session, to be run where the sessions' owners are. */
    interface Measured {
        /** All of one loop's, at once. */
        void measured(List<Runnable> tell);
    }

    MediaLoop(int index, long gatherNs, Measured measured) {
        this.index = index;
        this.measured = measured;
        this.relayPauseNs = gatherNs;
        this.gather = new Gather(clock, gatherNs, BUSY_RELAYING);
        this.netty = new NettyLoop("media-" + index, STALL_MS, gather);
    }

    /** There is something to drive again. */
    private void startTicking() {
        if (!ticking) {
            ticking = true;
            nextTickNs = clock.nowNs() + TICK_NS;
            gather.until(nextTickNs);
            netty.eventLoop().schedule(nextTick, TICK_NS, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * By an absolute schedule: a late tick does not move the next one. What a stall left undone is made up at double speed, so
     * that nobody receives a burst; what a second's stall left undone is dropped.
     */
    private void tick() {
        enter();
        if (clock.nowNs() - nextTickNs >= TICK_NS) {
            counters.onLateTick();
        }
        try {
            tickAll(nextTickNs);
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
            bug(bug, this); // the next tick comes all the same
        } finally { // also behind an Error that is not caught here
            scheduleNext();
            leave(this);
        }
    }

    private void scheduleNext() {
        if (paths.isEmpty() && videos.isEmpty() && ticked.isEmpty()) {
            ticking = false;
            gather.until(Long.MAX_VALUE);
            closeLobby();
            return;
        }
        nextTickNs += TICK_NS;
        long now = clock.nowNs();
        if (now - nextTickNs > SECOND_NS) {
            counters.onSkippedTicks((now - nextTickNs) / TICK_NS);
            nextTickNs = now;
        }
        gather.until(nextTickNs);
        long wait = now < nextTickNs ? nextTickNs - now : TICK_NS / 2;
        netty.eventLoop().schedule(nextTick, wait, TimeUnit.NANOSECONDS);
    }

    /** A second has passed for the sessions: what they measured goes up in one post. */
    private void second() {
        if (lobby != null) {
            lobby.sweep(nextTickNs);
        }
        List<Runnable> tell = new ArrayList<>(paths.size());
        boolean hurried = false;
        for (MediaPath path : List.copyOf(paths)) {
            hurried |= path.flow().atOnce();
            try {
                path.second(tell);
            } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
                path.broken(bug); // it would fail again each second
            }
        }
        pace(hurried);
        for (VideoPath video : List.copyOf(videos)) {
            try {
                video.second();
            } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
                video.broken(bug);
            }
        }
        if (!tell.isEmpty()) {
            measured.measured(tell);
        }
    }

    private void tickAll(long dueNs) {
        if (++ticks % TICKS_A_SECOND == 0) {
            second();
        }
        Mixer prompts = lobby;
        if (prompts != null && prompts.size() > 0) {
            drive(prompts::tick, dueNs);
        }
        for (int i = ticked.size() - 1; i >= 0; i--) {
            if (i < ticked.size()) {
                drive(ticked.get(i), dueNs);
            }
        }
    }

    private void drive(Ticked one, long dueNs) {
        try {
            one.tick(dueNs);
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
            bug(bug, one);
        }
    }

    /** The session is on this loop from now on. */
    void add(MediaPath path) {
        paths.add(path);
        startTicking();
    }

    /** The stream is on this loop from now on. */
    void add(VideoPath video) {
        videos.add(video);
        startTicking();
    }

    void remove(VideoPath video) {
        videos.remove(video);
    }

    /** Something begins whose packets go on as they come. */
    void hurry() {
        pace(true);
    }

    /** Where packets go on as they come the pause is the one configured; where they only wait for the mixer's tick it is longer. */
    private void pace(boolean hurried) {
        if (relayPauseNs > 0) {
            gather.pace(hurried ? relayPauseNs : MIXER_PAUSE_NS, hurried ? BUSY_RELAYING : BUSY_MIXING);
        }
    }

    void remove(MediaPath path) {
        paths.remove(path);
    }

    /** The sessions on this loop. */
    Set<MediaPath> paths() {
        return paths;
    }

    /** The mixer for what is played to one session alone: nobody speaks in it. */
    Mixer lobby() {
        Mixer present = lobby;
        if (present == null) {
            present = new Mixer(1, AudioCodecs::encoder);
            lobby = present;
        }
        return present;
    }

    /** Nobody is there, and nothing will tick to close in time what it no longer uses. */
    private void closeLobby() {
        if (lobby != null) {
            lobby.close();
            lobby = null;
        }
    }

    /** When the tick at work was due. */
    long tickNs() {
        return nextTickNs;
    }

    void tickOn(Ticked one) {
        if (!ticked.contains(one)) {
            ticked.add(one);
            startTicking();
        }
    }

    /** Drives it from now on, if it is to be. */
    void tickOn(Ticked one, boolean on) {
        if (on) {
            tickOn(one);
        }
    }

    /** Drives it no more; whether it was driven. */
    boolean tickOff(Ticked one) {
        return ticked.remove(one);
    }

    /** Runs the task on this loop; from any thread. */
    public void post(Runnable task) {
        netty.post(task);
    }

    /** Runs the tasks on this loop in their order, a bug in one of them apart from the others; from any thread. */
    void obey(List<Runnable> orders) {
        netty.post(() -> orders.forEach(netty::run));
    }

    /**
     * A bound socket on this loop; port 0 takes a free one.
     *
     * @throws IOException when the port is taken or the address is not ours
     */
    public MediaSocket bind(InetSocketAddress address) throws IOException {
        return Epoll.isAvailable() ? EpollSocket.bind(this, address) : ChannelSocket.bind(this, address);
    }

    /** Whether {@link #bind} waits for nothing when called on another thread: a channel waits for this loop's turn. */
    boolean bindsAtOnce() {
        return Epoll.isAvailable();
    }

    /** Where the kernel writes a datagram. */
    long inAddress() {
        return inAddress;
    }

    /** The datagram of that length the kernel wrote, in the array the paths work on. */
    byte[] received(int length) {
        in.get(0, datagram, 0, length);
        gather.work();
        return datagram;
    }

    /** A datagram a channel read, in the array the paths work on. */
    public byte[] received(ByteBuf content, int length) {
        content.getBytes(content.readerIndex(), datagram, 0, Math.min(length, DATAGRAM));
        return datagram;
    }

    /** Copies a datagram to where the kernel can read it. */
    long toSend(byte[] from, int offset, int length) {
        out.put(0, from, offset, length);
        return outAddress;
    }

    /** Where packets of ours are put together. */
    byte[] scratch() {
        return scratch;
    }

    /** The datagram on its way. */
    Inbound inbound() {
        return inbound;
    }

    /** The thread below: its timers, its sockets of other kinds. */
    public NettyLoop netty() {
        return netty;
    }

    /** Its time. */
    public Clock clock() {
        return clock;
    }

    LoopCounters counters() {
        return counters;
    }

    /** Its number, from 0. */
    public int index() {
        return index;
    }

    void enter() {
        netty.stallMeter().enter();
    }

    void leave(Object handler) {
        netty.stallMeter().leave(handler);
    }

    /** A bug of ours in one session's path: said at most once a second, and kept from the loop. */
    void bug(Throwable bug, Object where) {
        counters.onBug();
        if (bugs.pass(clock.nowNs())) {
            LoggingEventBuilder line = log.atError().setCause(bug);
            (where instanceof OfCall one ? line.addKeyValue("call", one.call()) : line)
                    .log("media of {} failed, {} more not said", where, bugs.held());
        }
    }

    @Override
    public void close() {
        netty.close();
    }
}
