package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.call.CallRecord.Side;
import tandem.media.AudioCodec;

/** What the book says of a call: when, who ended it, and why it went as it did. */
class BookTest {
    private final Switchboard board = new Switchboard();

    private CallRecord last() {
        return board.calls.calls().getLast();
    }

    private void bridged(FakeLeg caller) {
        board.out().rings(tandem.media.MediaDescription.EMPTY);
        board.out().answers(Media.audio(AudioCodec.PCMU));
        caller.confirms();
    }

    @Test
    void whoHangsUpEndedTheCallAndItsOwnLeg() {
        FakeLeg caller = board.arrive("b");
        bridged(caller);
        board.out().ends(Cause.NORMAL);
        assertEquals(Optional.of(Side.CALLED), last().endedBy());
        assertEquals(
                List.of(Optional.of(Side.GATEWAY), Optional.of(Side.CALLED)),
                last().legs().stream()
                        .sorted(java.util.Comparator.comparingInt(CallRecord.LegRecord::number))
                        .map(CallRecord.LegRecord::endedBy)
                        .toList());
        FakeLeg other = board.arrive("b");
        bridged(other);
        other.ends(Cause.NORMAL);
        assertEquals(Optional.of(Side.CALLER), board.calls.calls().getFirst().endedBy());
    }

    @Test
    void anAdministratorsEndIsTheGateways() {
        FakeLeg caller = board.arrive("1000");
        caller.confirms();
        String id = board.calls.live().getFirst().id();
        board.calls.hangup(id, Cause.REMOVED);
        assertEquals(Optional.of(Side.GATEWAY), last().endedBy());
    }

    @Test
    void momentsAreThoseOfTheLegsAndOfTheCall() {
        FakeLeg caller = board.arrive("b");
        CallRecord begun = board.calls.live().getFirst();
        assertTrue(begun.rang().isEmpty());
        bridged(caller);
        CallRecord up = board.calls.live().getFirst();
        assertTrue(up.rang().isPresent());
        assertTrue(up.answered().isPresent());
        for (CallRecord.LegRecord leg : up.legs()) {
            assertTrue(leg.times().rang().isPresent());
            assertTrue(leg.times().answered().isPresent());
            assertTrue(leg.times().ended().isEmpty());
        }
        assertEquals("101", up.caller().number());
    }

    @Test
    void decisionsAreToldInTheOrderTheyAreTaken() {
        FakeLeg caller = board.arrive("b");
        bridged(caller);
        caller.ends(Cause.NORMAL);
        assertEquals(
                List.of(
                        Decision.About.ADMISSION,
                        Decision.About.ROUTE,
                        Decision.About.DIALLING,
                        Decision.About.MEDIA,
                        Decision.About.END),
                board.decided.stream().map(Decision::about).toList());
        assertEquals(
                List.of("let in, as a guest from 127.0.0.1"),
                board.decided.getFirst().words().get());
        assertTrue(board.decided.get(2).words().get().getFirst().startsWith("dials sip:b@host at 192.0.2.2"));
        assertTrue(board.decided.get(3).words().get().getFirst().endsWith(": relayed"));
        assertEquals(
                List.of("hung up, by the caller"),
                board.decided.getLast().words().get());
    }

    @Test
    void whoIsHostForBeingTheFirstIsToldToBeThat() {
        board.arrive("1000");
        board.arrive("1000");
        List<String> rooms = board.decided.stream()
                .filter(each -> each.about() == Decision.About.ROOM)
                .map(each -> each.words().get().getFirst())
                .toList();
        assertTrue(rooms.get(0).startsWith("in room 1000 as host, now 1"), rooms::toString);
        assertTrue(rooms.get(1).startsWith("in room 1000 as guest, now 2"), rooms::toString);
    }

    @Test
    void aStrangerIsToldToBeRefused() {
        board.source = "8.8.8.8";
        board.arrive("1000");
        assertEquals(
                "refused: not allowed, as a guest from 8.8.8.8",
                board.decided.getFirst().words().get().getFirst());
    }

    @Test
    void failoverIsADecision() {
        board.found = new Targets.Found.Dial(List.of(board.target("sip:b@first"), board.target("sip:b@second")));
        board.arrive("b");
        board.out().ends(Cause.UNREACHABLE);
        List<String> dialling = board.decided.stream()
                .filter(decision -> decision.about() == Decision.About.DIALLING)
                .map(decision -> decision.words().get().getFirst())
                .toList();
        assertEquals(3, dialling.size(), dialling::toString);
        assertTrue(dialling.get(0).contains("with 1 more to try"), dialling.get(0));
        assertEquals("could not be reached: tries the next", dialling.get(1));
        assertTrue(dialling.get(2).startsWith("dials sip:b@second"), dialling.get(2));
    }
}
