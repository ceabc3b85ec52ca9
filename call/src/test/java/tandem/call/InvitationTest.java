package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.MediaDescription;

/** Whom a room calls: several phones of one person, several places in turn, and where they send the call. */
class InvitationTest {
    private static final MediaDescription PCMU = Media.audio(AudioCodec.PCMU);
    private static final Route.Outward ADDRESS = new Route.ToAddress("sip:b@host", Optional.empty());

    private final Switchboard board = new Switchboard();
    private final Room room = board.calls.roomOnDemand("1000").orElseThrow();
    private final List<String> outcome = new ArrayList<>();
    private final Deque<Consumer<Targets.Found>> lookups = new ArrayDeque<>();

    private String invite(Route.Outward to) {
        Invitation.Outcome told = new Invitation.Outcome() {
            @Override
            public void onRinging() {
                outcome.add("rings");
            }

            @Override
            public void onCame(Participant participant) {
                outcome.add("came");
            }

            @Override
            public void onFailed(Cause why) {
                outcome.add(why.words());
            }
        };
        return board.calls.dial(room, to, new Invitation.Terms(Role.GUEST, "", told, Optional.empty()));
    }

    private void found(Targets.Found what) {
        lookups.remove().accept(what);
    }

    private FakeLeg leg(int index) {
        return board.dialled.get(index);
    }

    private CallRecord record() {
        return board.calls.calls().getFirst();
    }

    @Test
    void itIsToldWhoIsCalledAndWhatComesOfIt() {
        invite(new Route.ToAddress("sip:1000.2580@host", Optional.empty()));
        leg(0).rings(MediaDescription.EMPTY);
        leg(0).ends(Cause.DECLINED);
        invite(ADDRESS);
        leg(1).answers(PCMU);
        assertEquals(
                List.of(
                        "1000.*** is called into 1000",
                        "1000.*** rings into 1000",
                        "1000.*** does not come: DECLINED",
                        "b is called into 1000",
                        "b came"),
                board.calling);
    }

    private void assertNothingIsLeft() {
        assertEquals(0, board.calls.active());
        board.desk.sessions.forEach(session -> assertEquals(1, session.closed));
        board.loop.advanceMs(60_000);
        assertTrue(room.closed());
    }

    @Test
    void allPhonesOfAPersonRingAndTheFirstToAnswerComesIn() {
        board.findsToRing(true, "a b c");
        invite(ADDRESS);
        assertEquals(3, board.dialled.size());
        leg(1).rings(MediaDescription.EMPTY);
        leg(0).rings(MediaDescription.EMPTY);
        leg(2).answers(PCMU);
        assertEquals(List.of("rings", "came"), outcome);
        assertEquals(Optional.of(Cause.ANSWERED_ELSEWHERE), leg(0).cause);
        assertEquals(Optional.of(Cause.ANSWERED_ELSEWHERE), leg(1).cause);
        assertEquals(1, room.participants().size());
        assertEquals(CallRecord.State.UP, record().state());
        leg(2).ends(Cause.NORMAL);
        assertEquals(Optional.of(Cause.NORMAL), record().cause());
        assertNothingIsLeft();
    }

    @Test
    void whoDeclinesAtOnePhoneIsRungAtNoOther() {
        board.findsToRing(true, "a b", "c");
        invite(ADDRESS);
        leg(0).ends(Cause.DECLINED);
        assertEquals(Optional.of(Cause.DECLINED), leg(1).cause);
        assertEquals(2, board.dialled.size());
        assertEquals(List.of(Cause.DECLINED.words()), outcome);
        assertEquals(Optional.of(Cause.DECLINED), record().cause());
        assertNothingIsLeft();
    }

    @Test
    void ofSeveralFailuresTheOneThatSaysMostIsPutDown() {
        board.findsToRing(false, "a b");
        invite(ADDRESS);
        leg(0).ends(Cause.BUSY);
        assertEquals(List.of(), outcome);
        leg(1).ends(Cause.TIMEOUT);
        assertEquals(List.of(Cause.BUSY.words()), outcome);
        assertEquals(Optional.of(Cause.BUSY), record().cause());
        assertNothingIsLeft();
    }

    @Test
    void theNextIsTriedWhereOneIsNotReached() {
        board.findsInTurn("a", "b");
        invite(ADDRESS);
        leg(0).ends(Cause.UNREACHABLE);
        assertEquals(2, board.dialled.size());
        leg(1).ends(Cause.BUSY);
        assertEquals(List.of(Cause.BUSY.words()), outcome);
        assertEquals(2, record().legs().size());
        assertNothingIsLeft();
    }

    @Test
    void itRingsAsLongAsTheRouteSays() {
        board.findsToRing(true, "a b");
        invite(new Route.ToDevice("101", Optional.of(Duration.ofSeconds(7)), Optional.empty()));
        board.loop.advanceMs(6_900);
        assertFalse(leg(0).over());
        board.loop.advanceMs(200);
        assertEquals(Optional.of(Cause.NO_ANSWER), leg(0).cause);
        assertEquals(Optional.of(Cause.NO_ANSWER), leg(1).cause);
        assertEquals(List.of(Cause.NO_ANSWER.words()), outcome);
    }

    @Test
    void whereADeviceIsNotThereTheRoutesOtherWayOutIsTaken() {
        board.found = new Targets.Found.Nobody(Cause.UNAVAILABLE);
        Route mobile = new Route.ToTrunk("t", "0170", List.of());
        board.looking = Optional.of(lookups::add);
        invite(new Route.ToDevice("101", Optional.empty(), Optional.of(mobile)));
        found(board.found);
        board.findsInTurn("mobile");
        found(board.found);
        assertEquals(mobile, board.looked.getLast());
        leg(0).answers(PCMU);
        assertEquals(List.of("came"), outcome);
    }

    @Test
    void aRoomAsOtherWayIsNobodyToCome() {
        board.findsToRing(true, "a");
        invite(new Route.ToDevice("101", Optional.empty(), Optional.of(new Route.ToRoom("1001"))));
        leg(0).ends(Cause.BUSY);
        assertEquals(List.of(Cause.BUSY.words()), outcome);
        assertNothingIsLeft();
    }

    @Test
    void whoHangsItUpHangsUpOnAllThatRing() {
        board.findsToRing(false, "a b", "c");
        String id = invite(ADDRESS);
        assertTrue(board.calls.hangup(id, Cause.REMOVED));
        assertEquals(2, board.dialled.size());
        assertEquals(Optional.of(Cause.REMOVED), leg(0).cause);
        assertEquals(Optional.of(Cause.REMOVED), leg(1).cause);
        assertEquals(List.of(Cause.REMOVED.words()), outcome);
        assertNothingIsLeft();
    }

    @Test
    void nobodyIsRungForAConferenceThatHasEnded() {
        board.findsToRing(false, "a b", "c");
        invite(ADDRESS);
        room.dismiss();
        assertEquals(Optional.of(Cause.ROOM_ENDED), leg(0).cause);
        assertEquals(Optional.of(Cause.ROOM_ENDED), leg(1).cause);
        assertEquals(2, board.dialled.size());
        assertEquals(List.of(Cause.ROOM_ENDED.words()), outcome);
        assertEquals(Optional.of(Cause.ROOM_ENDED), record().cause());
        assertNothingIsLeft();
    }

    @Test
    void whoAnswersWhenTheRoomIsFullDoesNotComeIn() {
        RoomSettings forOne = RoomSettings.OPEN.withMaxParticipants(1);
        board.setUp.put("1000", forOne);
        room.apply(forOne);
        board.findsToRing(false, "a b");
        invite(ADDRESS);
        board.arrive("1000");
        leg(0).answers(PCMU);
        assertEquals(Optional.of(Cause.ROOM_FULL), leg(0).cause);
        assertEquals(Optional.of(Cause.ROOM_FULL), leg(1).cause);
        assertEquals(List.of(Cause.ROOM_FULL.words()), outcome);
        assertEquals(1, room.participants().size());
    }

    @Test
    void whileAnotherRingsTheCallHasNoCauseYet() {
        board.findsToRing(false, "a b");
        invite(ADDRESS);
        leg(0).ends(Cause.BUSY);
        assertEquals(Optional.empty(), record().cause());
        assertEquals(CallRecord.State.RINGING, record().state());
    }

    @Test
    void itCanBeHungUpWhileItIsLookedFor() {
        board.looking = Optional.of(lookups::add);
        String id = invite(ADDRESS);
        assertEquals(
                Optional.of(Cause.UNAVAILABLE),
                board.calls.transfer(id, Calls.Which.CALLER, new Route.ToRoom("1001")),
                "there is nobody yet");
        assertTrue(board.calls.hangup(id, Cause.REMOVED));
        found(new Targets.Found.Dial(List.of(board.target("sip:b@host"))));
        assertEquals(0, board.dialled.size());
        assertEquals(List.of(Cause.REMOVED.words()), outcome);
        assertNothingIsLeft();
    }

    @Test
    void whereNobodyIsFoundItFails() {
        board.found = new Targets.Found.Nobody(Cause.UNREACHABLE);
        invite(ADDRESS);
        assertEquals(List.of(Cause.UNREACHABLE.words()), outcome);
        assertEquals(Optional.of(Cause.UNREACHABLE), record().cause());
        assertNothingIsLeft();
    }

    @Test
    void withoutAPortForOneTheOthersRing() {
        board.findsToRing(true, "a b");
        board.desk.portsLeft = 1;
        invite(ADDRESS);
        assertEquals(1, board.dialled.size());
        leg(0).answers(PCMU);
        assertEquals(List.of("came"), outcome);
        assertEquals(1, board.calls.active());
    }

    @Test
    void itFollowsWithinTheHostThatSaidSo() {
        invite(ADDRESS);
        moves("sip:c@host");
        assertEquals(2, board.dialled.size());
        assertEquals(List.of(new Diverted("b", false)), board.outgoing.getLast().diverted());
        leg(1).answers(PCMU);
        assertEquals(List.of("came"), outcome);
        assertEquals(1, room.participants().size());
    }

    @Test
    void elsewhereItIsNotSentWhenNobodysRightsAreAsked() {
        invite(ADDRESS);
        moves("sip:toll@elsewhere");
        assertEquals(1, board.dialled.size());
        assertEquals(List.of(Cause.MOVED.words()), outcome);
        assertNothingIsLeft();
    }

    private void moves(String address) {
        FakeLeg leg = board.out();
        leg.events.onMoved(
                List.of(new Moved(address, Addresses.user(address), Addresses.host(address), /* ours= */ false)));
        leg.ends(Cause.MOVED);
        board.loop.runPosted();
    }

    @Test
    void anAnswerThatCannotBeUsedLeavesItToTheOthers() {
        board.findsToRing(true, "a b");
        invite(ADDRESS);
        leg(0).answers(Media.audio());
        assertEquals(Optional.of(Cause.MEDIA_REFUSED), leg(0).cause);
        leg(1).answers(PCMU);
        assertEquals(List.of("came"), outcome);
    }

    @Test
    void aBrowserIsAskedForItsOffer() {
        board.found = new Targets.Found.Dial(List.of(board.browser("sip:a@host")));
        invite(ADDRESS);
        leg(0).answersWithOffer(Media.audio(AudioCodec.OPUS));
        assertEquals(List.of("accept SENDRECV [OPUS]"), leg(0).heard());
        assertEquals(1, room.participants().size());
    }
}
