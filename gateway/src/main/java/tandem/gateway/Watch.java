package tandem.gateway;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import tandem.call.CallRecord;
import tandem.call.CallsEvents;
import tandem.call.Participant;
import tandem.call.Room;
import tandem.media.MediaStats;

/**
 * Counts for the metrics what calls and rooms report: open rooms, and RTP packets of calls that are up or were; and passes on which calls ended. Told on the
 * signalling loop, read from any thread.
 */
final class Watch implements CallsEvents {
    private final AtomicInteger rooms = new AtomicInteger();
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private long endedPackets;
    private long endedLost;
    private final Consumer<String> ended;

    /** Tells the id of each call that has ended. */
    Watch(Consumer<String> ended) {
        this.ended = ended;
    }

    /** Open rooms. From any thread. */
    AtomicInteger rooms() {
        return rooms;
    }

    /** RTP packets received so far, as of the last sample. */
    long packets() {
        return packets.get();
    }

    /** RTP packets that should have come, as of the last sample. */
    long lost() {
        return lost.get();
    }

    /** Takes the figures of the calls that are up. A counter never falls. */
    void sample(List<CallRecord> calls) {
        long received = endedPackets;
        long missing = endedLost;
        for (CallRecord call : calls) {
            if (call.state() != CallRecord.State.ENDED) {
                received += sum(call, MediaStats::packetsReceived);
                missing += sum(call, MediaStats::packetsLost);
            }
        }
        packets.accumulateAndGet(received, Math::max);
        lost.accumulateAndGet(missing, Math::max);
    }

    private static long sum(CallRecord call, ToLongFunction<MediaStats> figure) {
        long sum = 0;
        for (CallRecord.LegRecord leg : call.legs()) {
            sum += figure.applyAsLong(leg.media());
        }
        return sum;
    }

    @Override
    public void onCall(CallRecord call) {
        if (call.state() == CallRecord.State.ENDED) {
            endedPackets += sum(call, MediaStats::packetsReceived);
            endedLost += sum(call, MediaStats::packetsLost);
            ended.accept(call.id());
        }
    }

    @Override
    public void onRoomOpened(Room room) {
        rooms.incrementAndGet();
    }

    @Override
    public void onRoomChanged(Room room) {}

    @Override
    public void onRoomClosed(Room room) {
        rooms.decrementAndGet();
    }

    @Override
    public void onJoined(Participant participant) {}

    @Override
    public void onParticipantChanged(Participant participant) {}

    @Override
    public void onSpeaking(Participant participant) {}

    @Override
    public void onLeft(Participant participant) {}
}
