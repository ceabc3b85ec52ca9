package tandem.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tandem.call.CallRecord;
import tandem.call.CallsEvents;
import tandem.call.Participant;
import tandem.call.Room;

/**
 * Counts open rooms for the metrics, and passes on which calls ended. Told on the signalling loop, read from any thread.
 */
final class Watch implements CallsEvents {
    private final AtomicInteger rooms = new AtomicInteger();
    private final Consumer<String> ended;

    /** Tells the id of each call that has ended. */
    Watch(Consumer<String> ended) {
        this.ended = ended;
    }

    /** Open rooms. From any thread. */
    AtomicInteger rooms() {
        return rooms;
    }

    @Override
    public void onCall(CallRecord call) {
        if (call.state() == CallRecord.State.ENDED) {
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
