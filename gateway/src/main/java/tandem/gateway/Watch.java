package tandem.gateway;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.call.CallFacts;
import tandem.call.CallRecord;
import tandem.call.CallsEvents;
import tandem.call.Cause;
import tandem.call.ChatMessage;
import tandem.call.Decision;
import tandem.call.Participant;
import tandem.call.Room;

/**
 * The one who is told by calls and rooms: counts open rooms for the metrics, and tells a fixed list of books of calls, then one of parts
 * that watch everything, in their order. What fails in one of them is logged, and no call's fault. Told on the signalling loop; the count is
 * read from any thread.
 */
final class Watch implements CallsEvents {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    private final AtomicInteger rooms = new AtomicInteger();
    private final List<CallFacts> books;
    private final List<CallsEvents> parts;

    /** Tells those books of calls, and those parts everything. */
    Watch(List<CallFacts> books, List<CallsEvents> parts) {
        this.books = List.copyOf(books);
        this.parts = List.copyOf(parts);
    }

    /** Open rooms. From any thread. */
    AtomicInteger rooms() {
        return rooms;
    }

    private void tell(Consumer<CallsEvents> fact) {
        parts.forEach(part -> tell(part, fact));
    }

    private void tellOfCall(Consumer<CallFacts> fact) {
        books.forEach(book -> tell(book, fact));
        parts.forEach(part -> tell(part, fact));
    }

    private static <T> void tell(T part, Consumer<? super T> fact) {
        try {
            fact.accept(part);
        } catch (RuntimeException bug) {
            log.error("{} failed", part.getClass().getSimpleName(), bug);
        }
    }

    @Override
    public void onCall(CallRecord call) {
        tellOfCall(part -> part.onCall(call));
    }

    @Override
    public void onCorrected(CallRecord call) {
        tellOfCall(part -> part.onCorrected(call));
    }

    @Override
    public void onDecided(String call, Decision decision) {
        tellOfCall(part -> part.onDecided(call, decision));
    }

    @Override
    public void onRoomOpened(Room room) {
        rooms.incrementAndGet();
        tell(part -> part.onRoomOpened(room));
    }

    @Override
    public void onRoomChanged(Room room) {
        tell(part -> part.onRoomChanged(room));
    }

    @Override
    public void onRoomClosed(Room room) {
        rooms.decrementAndGet();
        tell(part -> part.onRoomClosed(room));
    }

    @Override
    public void onWaiting(Participant participant) {
        tell(part -> part.onWaiting(participant));
    }

    @Override
    public void onCalling(Room room, String id, String number, boolean rings) {
        tell(part -> part.onCalling(room, id, number, rings));
    }

    @Override
    public void onCallingOver(Room room, String id, String number, Optional<Cause> why) {
        tell(part -> part.onCallingOver(room, id, number, why));
    }

    @Override
    public void onWaitingOver(Participant participant) {
        tell(part -> part.onWaitingOver(participant));
    }

    @Override
    public void onJoined(Participant participant) {
        tell(part -> part.onJoined(participant));
    }

    @Override
    public void onParticipantChanged(Participant participant) {
        tell(part -> part.onParticipantChanged(participant));
    }

    @Override
    public void onSpeaking(Participant participant) {
        tell(part -> part.onSpeaking(participant));
    }

    @Override
    public void onChat(Room room, ChatMessage line) {
        tell(part -> part.onChat(room, line));
    }

    @Override
    public void onLeft(Participant participant) {
        tell(part -> part.onLeft(participant));
    }
}
