package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.MediaDescription;

/** Several phones of one call, rung together. */
class RingingTest {
    private static final MediaDescription PCMU = Media.audio(AudioCodec.PCMU);

    private final Switchboard board = new Switchboard();

    private FakeLeg leg(int index) {
        return board.dialled.get(index);
    }

    private void assertNothingIsLeft() {
        assertEquals(0, board.calls.active());
        board.desk.sessions.forEach(session -> assertEquals(1, session.closed));
    }

    @Test
    void theFirstToAnswerHasTheCallAndTheOthersAreToldSo() {
        board.findsToRing(true, "a b c");
        FakeLeg caller = board.arrive("b", PCMU);
        assertEquals(3, board.dialled.size());
        leg(1).rings(MediaDescription.EMPTY);
        leg(0).rings(MediaDescription.EMPTY);
        assertEquals(List.of("ring"), caller.heard());
        leg(0).answers(PCMU);
        assertEquals(List.of("answer SENDRECV [PCMU]"), caller.heard());
        assertEquals(Optional.of(Cause.ANSWERED_ELSEWHERE), leg(1).cause);
        assertEquals(Optional.of(Cause.ANSWERED_ELSEWHERE), leg(2).cause);
        assertEquals("to 2", board.desk.sessions.get(0).flow);
        leg(0).ends(Cause.NORMAL);
        assertEquals(Optional.of(Cause.NORMAL), caller.cause);
        assertNothingIsLeft();
    }

    @Test
    void whoIsCalledIsKnownByTheTrunkItWasReachedByAndByItsOwnName() {
        board.trunk = true; // the route says t
        board.found = new Targets.Found.Dial(List.of(
                board.target("sip:b@host", Target.Known.trunk("t")),
                board.target("sip:b@host", Target.Known.trunk("backup")),
                board.target("sip:3f2a@host", Target.Known.device("102", "Ben"))));
        FakeLeg caller = board.arrive("b", PCMU);
        leg(0).ends(Cause.UNREACHABLE);
        leg(1).ends(Cause.UNREACHABLE);
        leg(2).answers(PCMU);
        caller.ends(Cause.NORMAL);
        assertEquals(
                List.of("t - b", "backup - b", "- 102 Ben"),
                board.calls.calls().getFirst().legs().stream()
                        .filter(leg -> leg.way() == Way.OUTBOUND)
                        .map(leg -> leg.trunk().orElse("-") + " " + leg.device().orElse("-") + " " + leg.name())
                        .toList());
    }

    @Test
    void eachIsOfferedMediaOfItsOwn() {
        board.findsToRing(true, "a b");
        board.arrive("b", PCMU);
        List<String> offers = board.outgoing.stream()
                .map(out -> out.offer().toString())
                .distinct()
                .toList();
        assertEquals(2, offers.size());
    }

    @Test
    void busyOfOneDoesNotEndTheOthers() {
        board.findsToRing(false, "a b");
        FakeLeg caller = board.arrive("b", PCMU);
        leg(0).ends(Cause.BUSY);
        assertFalse(caller.over());
        leg(1).rings(MediaDescription.EMPTY);
        leg(1).answers(PCMU);
        assertEquals(List.of("ring", "answer SENDRECV [PCMU]"), caller.heard());
    }

    @Test
    void whereNobodyTakesItTheCallerHearsWhatSaysMost() {
        board.findsToRing(false, "a b c");
        FakeLeg caller = board.arrive("b", PCMU);
        leg(0).ends(Cause.UNREACHABLE);
        leg(1).ends(Cause.BUSY);
        leg(2).ends(Cause.NOT_FOUND);
        assertEquals(Optional.of(Cause.BUSY), caller.cause);
        assertNothingIsLeft();
    }

    @Test
    void whoDeclinesAtOneOfItsPhonesIsNotRungAtTheOthers() {
        board.findsToRing(true, "a b", "c");
        FakeLeg caller = board.arrive("b", PCMU);
        leg(1).ends(Cause.DECLINED);
        assertEquals(Optional.of(Cause.DECLINED), leg(0).cause);
        assertEquals(Optional.of(Cause.DECLINED), caller.cause);
        assertEquals(2, board.dialled.size());
        assertNothingIsLeft();
    }

    @Test
    void whoDeclinesForItselfLeavesItToTheRestOfTheGroup() {
        board.findsToRing(false, "a b");
        FakeLeg caller = board.arrive("b", PCMU);
        leg(1).ends(Cause.DECLINED);
        assertFalse(leg(0).over());
        leg(0).answers(PCMU);
        assertEquals(List.of("answer SENDRECV [PCMU]"), caller.heard());
    }

    @Test
    void groupsShareTheTimeThatTheCallMayRing() {
        board.findsToRing(true, "a b", "c");
        FakeLeg caller = board.arrive("device", PCMU); // 20 s, then room 1000
        board.loop.advanceMs(9_900);
        assertEquals(2, board.dialled.size());
        board.loop.advanceMs(200);
        assertEquals(3, board.dialled.size());
        assertEquals(Optional.of(Cause.NO_ANSWER), leg(0).cause);
        assertEquals(Optional.of(Cause.NO_ANSWER), leg(1).cause);
        board.loop.advanceMs(10_000);
        assertEquals(Optional.of(Cause.NO_ANSWER), leg(2).cause);
        assertFalse(caller.over());
        assertEquals(1, board.calls.room("1000").orElseThrow().participants().size());
    }

    @Test
    void busyPhonesOfOneGroupLeadToTheNext() {
        board.findsToRing(true, "a", "b");
        FakeLeg caller = board.arrive("b", PCMU);
        leg(0).ends(Cause.BUSY);
        leg(1).answers(PCMU);
        assertEquals(List.of("answer SENDRECV [PCMU]"), caller.heard());
    }

    @Test
    void theCallerWhoGivesUpEndsThemAll() {
        board.findsToRing(true, "a b", "c");
        FakeLeg caller = board.arrive("b", PCMU);
        caller.ends(Cause.CANCELLED);
        assertEquals(Optional.of(Cause.CANCELLED), leg(0).cause);
        assertEquals(Optional.of(Cause.CANCELLED), leg(1).cause);
        assertEquals(2, board.dialled.size());
        assertNothingIsLeft();
    }

    @Test
    void theFirstEarlyMediaIsHeardAndGivesWayToWhoeverAnswers() {
        board.findsToRing(true, "a b");
        FakeLeg caller = board.arrive("b", PCMU);
        leg(1).rings(PCMU);
        assertEquals(List.of("ring SENDRECV [PCMU]"), caller.heard());
        assertEquals("to 3", board.desk.sessions.get(0).flow);
        leg(0).rings(PCMU);
        assertEquals("to 3", board.desk.sessions.get(0).flow);
        leg(0).answers(PCMU);
        assertEquals("to 2", board.desk.sessions.get(0).flow);
        assertEquals(Optional.of(Cause.ANSWERED_ELSEWHERE), leg(1).cause);
        assertTrue(caller.heard().contains("answer SENDRECV [PCMU]"));
    }

    @Test
    void whoWasHeardAndFailsIsHeardNoLongerAndTheOthersGoOn() {
        board.findsToRing(true, "a b");
        FakeLeg caller = board.arrive("b", PCMU);
        leg(0).rings(PCMU);
        leg(0).ends(Cause.BUSY);
        assertFalse(caller.over());
        leg(1).answers(PCMU);
        assertEquals("to 3", board.desk.sessions.get(0).flow);
    }

    @Test
    void anAnswerThatCannotBeUsedLeavesItToTheOthers() {
        board.findsToRing(true, "a b");
        FakeLeg caller = board.arrive("b", PCMU);
        leg(0).answers(Media.audio());
        assertEquals(Optional.of(Cause.MEDIA_REFUSED), leg(0).cause);
        leg(1).answers(PCMU);
        assertEquals(List.of("answer SENDRECV [PCMU]"), caller.heard());
    }

    @Test
    void ofTwoThatAnswerAtOnceTheSecondIsHungUpOn() {
        board.findsToRing(true, "a b");
        FakeLeg caller = board.arrive("b", PCMU);
        FakeLeg second = leg(1);
        leg(0).answers(PCMU);
        second.events.onAnswered(PCMU);
        assertEquals(1, second.hangups);
        assertFalse(caller.over());
        assertEquals(List.of("answer SENDRECV [PCMU]"), caller.heard());
    }

    @Test
    void aBrowserIsAskedForItsOwnOfferAndItIsAnswered() {
        board.found = new Targets.Found.Ring(
                List.of(new Targets.Group(List.of(board.browser("sip:a@host"), board.target("sip:b@host")), true)));
        FakeLeg caller = board.arrive("b", PCMU);
        assertTrue(board.outgoing.get(0).offer().isEmpty());
        assertFalse(board.outgoing.get(1).offer().isEmpty());
        leg(0).answersWithOffer(Media.audio(AudioCodec.OPUS, AudioCodec.PCMU));
        assertEquals(
                1,
                leg(0).heard().stream()
                        .filter(order -> order.startsWith("accept "))
                        .count());
        assertEquals(List.of(), leg(0).wrongs);
        assertEquals(List.of("answer SENDRECV [PCMU]"), caller.heard());
        assertEquals("to 2", board.desk.sessions.get(0).flow);
    }

    @Test
    void whoShowsNoSignOfLifeKeepsTheNextWaitingForSecondsAlone() {
        board.findsInTurn("a", "b", "c");
        board.arrive("b", PCMU);
        board.loop.advanceMs(7_900);
        assertEquals(1, board.dialled.size());
        board.loop.advanceMs(200);
        assertEquals(Optional.of(Cause.TIMEOUT), leg(0).cause);
        assertEquals(2, board.dialled.size());
        leg(1).events.onTrying();
        board.loop.advanceMs(20_000);
        assertFalse(leg(1).over());
        leg(1).ends(Cause.UNREACHABLE);
        board.loop.advanceMs(20_000);
        assertFalse(leg(2).over(), "there is nobody else");
    }

    @Test
    void whoWasAwayBeforeIsTriedAllTheSameAndForSecondsAlone() {
        Target away = board.target("sip:b@host", Target.Known.trunk("t", /* away= */ true));
        board.found = new Targets.Found.Dial(List.of(away));
        FakeLeg caller = board.arrive("b", PCMU);
        board.loop.advanceMs(7_900);
        assertFalse(leg(0).over());
        board.loop.advanceMs(200);
        assertEquals(Optional.of(Cause.UNREACHABLE), leg(0).cause);
        assertEquals(Optional.of(Cause.UNREACHABLE), caller.cause);
        board.arrive("b", PCMU);
        leg(1).events.onTrying();
        board.loop.advanceMs(20_000);
        assertFalse(leg(1).over(), "it is back");
        assertEquals(
                2,
                board.decided.stream()
                        .filter(each -> each.words().get().toString().contains("though it was away before"))
                        .count());
    }
}
