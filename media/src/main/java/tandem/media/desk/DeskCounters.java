package tandem.media.desk;

import java.util.List;
import java.util.function.ToLongFunction;

/** What all media loops counted, as of the last second; readable from any thread. None of it ever falls. */
public final class DeskCounters {
    private final List<LoopCounters> loops;

    DeskCounters(List<LoopCounters> loops) {
        this.loops = List.copyOf(loops);
    }

    private long sum(ToLongFunction<LoopCounters> figure) {
        return loops.stream().mapToLong(figure).sum();
    }

    /** RTP packets received and believed. */
    public long received() {
        return sum(LoopCounters::received);
    }

    /** RTP packets sent. */
    public long sent() {
        return sum(LoopCounters::sent);
    }

    /** RTP packets that should have come and did not, by their numbers. */
    public long lost() {
        return sum(LoopCounters::lost);
    }

    /** Datagrams that were not believed: malformed, a stranger's, not authentic, of an unknown payload. */
    public long dropped() {
        return sum(LoopCounters::dropped);
    }

    /** Ticks that began 20 ms after they were due or later, or never. */
    public long lateTicks() {
        return sum(LoopCounters::lateTicks);
    }

    /** Errors the kernel told of sockets. */
    public long socketErrors() {
        return sum(LoopCounters::socketErrors);
    }

    /** Bugs of ours that cost a packet, a tick or a session. */
    public long bugs() {
        return sum(LoopCounters::bugs);
    }
}
