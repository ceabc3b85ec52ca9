package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaDescription;

/** One of two is put through to somebody else by whoever it talks with; and what it hears meanwhile. */
class TransferTest extends TransferScene {
    @Test
    void theOtherIsPutThroughAndTheAskerIsOutOfIt() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        asks(ann, "b");
        FakeLeg carl = board.out();
        assertEquals(List.of("trying"), asker.told);
        assertEquals("b", board.outgoing.getLast().callerUser(), "carl sees who is put through to him: ben");
        assertEquals(
                AudioCodec.PCMU, Media.codecs(board.outgoing.getLast().offer()).getFirst());
        carl.rings(MediaDescription.EMPTY);
        assertEquals(List.of("trying", "ringing"), asker.told);
        assertEquals(
                List.of("tone 425", "-"),
                session(ben).said().stream()
                        .map(s -> s.replace(" for ever", ""))
                        .toList());
        assertFalse(ann.over());
        carl.answers(PCMU);
        assertEquals(List.of("trying", "ringing", "done"), asker.told);
        assertTrue(together(ben, carl));
        assertEquals(List.of("hush"), session(ben).said());
        assertEquals("nothing", session(ann).flow);
        ann.ends(Cause.NORMAL);
        assertFalse(ben.over());
        assertEquals(CallRecord.State.UP, call(ben).state());
        carl.ends(Cause.NORMAL);
        assertEquals(Optional.of(Cause.NORMAL), ben.cause);
        assertEquals(
                List.of("sip:101@example.org TRANSFERRED", "sip:b@host NORMAL", "sip:b@host NORMAL"),
                causes(call(ben)).stream()
                        .map(s -> s.replace("sip:ann@x", "sip:101@example.org"))
                        .toList());
        assertEquals(0, board.calls.active());
    }

    @Test
    void anAskerThatDoesNotSayGoodbyeIsHungUpOn() {
        FakeLeg ann = up("sip:ann@x");
        asks(ann, "b");
        board.out().answers(PCMU);
        board.loop.advanceMs(3_900);
        assertFalse(ann.over());
        board.loop.advanceMs(200);
        assertEquals(Optional.of(Cause.TRANSFERRED), ann.cause);
        assertEquals(CallRecord.State.UP, call(ann).state());
    }

    @Test
    void theCalledSideMayAskToo() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        asks(ben, "b");
        board.out().answers(PCMU);
        assertEquals(List.of("trying", "done"), asker.told);
        assertTrue(together(ann, board.out()));
        assertEquals("ann", board.outgoing.getLast().callerUser());
        ben.ends(Cause.NORMAL);
        assertFalse(ann.over());
    }

    @Test
    void whatTheAskerMayNotDialItMayNotTransferTo() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        int dialled = board.dialled.size();
        asks(ann, "900");
        assertEquals(List.of("failed NOT_FOUND"), asker.told);
        assertEquals(dialled, board.dialled.size());
        assertTrue(together(ann, ben), "nothing has changed");
        assertEquals(List.of(), ben.heard());
    }

    @Test
    void aCalledStrangerMayDialNothingAndSoTransferNowhere() {
        board.peer = "192.0.2.2";
        board.found = new Targets.Found.Dial(List.of(board.target("sip:b@host")));
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        assertFalse(Guests.PRIVATE.admits(InetAddress.ofLiteral("192.0.2.2")));
        asks(ben, "b");
        assertEquals(List.of("failed FORBIDDEN"), asker.told);
        assertTrue(together(ann, ben));
    }

    @Test
    void whereNobodyAnswersAllIsAsBefore() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        asks(ann, "b");
        board.out().rings(MediaDescription.EMPTY);
        session(ben).said();
        board.out().ends(Cause.BUSY);
        assertEquals(List.of("trying", "ringing", "failed BUSY"), asker.told);
        assertTrue(together(ann, ben));
        assertEquals(List.of("hush"), session(ben).said());
        asks(ann, "b");
        board.out().answers(PCMU);
        assertEquals("done", asker.told.getLast());
    }

    @Test
    void whoHungUpBeforeNobodyAnsweredIsNotRung() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        asks(ann, "b");
        ann.ends(Cause.NORMAL);
        assertFalse(ben.over());
        board.out().ends(Cause.BUSY);
        assertEquals(List.of("trying", "failed BUSY"), asker.told);
        assertEquals(Optional.of(Cause.BUSY), ben.cause);
        assertEquals(0, board.calls.active());
    }

    @Test
    void whoIsPutThroughMayHangUpBeforeTheAnswer() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        asks(ann, "b");
        FakeLeg carl = board.out();
        ben.ends(Cause.NORMAL);
        assertEquals(List.of("trying", "failed GONE"), asker.told);
        assertTrue(carl.over());
        assertTrue(ann.over());
        assertEquals(0, board.calls.active());
    }

    @Test
    void aHeldOneIsOfferedToBeHeardAgain() {
        FakeLeg ann = holding("sip:ann@x");
        FakeLeg ben = board.out();
        asks(ann, "b");
        FakeLeg carl = board.out();
        carl.answers(PCMU);
        assertEquals(List.of("offer SENDRECV [PCMU, OPUS, G722, PCMA]"), ben.heard());
        ben.answersOffer(PCMU);
        assertEquals(List.of(), carl.heard());
        assertTrue(together(ben, carl));
    }

    @Test
    void aHoldStandsWhereTheTransferFailedAndIsResumedAfterThat() {
        FakeLeg ann = holding("sip:ann@x");
        FakeLeg ben = board.out();
        asks(ann, "b");
        board.out().ends(Cause.BUSY);
        settle(ann);
        assertEquals(List.of(), ben.heard());
        ann.offers(PCMU);
        ben.answersOffer(PCMU);
        assertEquals(List.of("accept SENDRECV [PCMU]"), ann.heard());
    }

    @Test
    void aResumeWhileItRingsIsHeededWhenItFails() {
        FakeLeg ann = holding("sip:ann@x");
        FakeLeg ben = board.out();
        asks(ann, "b");
        ann.offers(PCMU);
        assertEquals(List.of("accept SENDRECV [PCMU]"), ann.heard());
        board.out().ends(Cause.BUSY);
        board.loop.runPosted();
        assertEquals(List.of("offer SENDRECV [PCMU, OPUS, G722, PCMA]"), ben.heard());
        ben.answersOffer(PCMU);
    }

    @Test
    void anOfferOnItsWayThroughTheCallIsAnsweredWhenTheTwoPart() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        ann.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU)); // ben has not answered yet
        ben.heard();
        asks(ann, "b");
        assertEquals(List.of("accept RECVONLY [PCMU]"), ann.heard());
        board.out().answers(PCMU);
        assertEquals(List.of(), ben.heard(), "one offer at a time");
        ben.answersOffer(Media.audio(Direction.RECVONLY, AudioCodec.PCMU));
        assertEquals(1, ben.heard().size());
        ben.answersOffer(PCMU);
        assertTrue(together(ben, board.out()));
    }

    @Test
    void earlyMediaOfTheNewOneIsHeardInsteadOfARingingTone() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        asks(ann, "b");
        FakeLeg carl = board.out();
        carl.rings(PCMU);
        assertTrue(together(ben, carl));
        assertEquals(List.of(), session(ben).said());
        carl.answers(MediaDescription.EMPTY);
        assertEquals(List.of("trying", "ringing", "done"), asker.told);
    }

    @Test
    void aSecondWishWhileTheFirstIsUnderWayIsRefused() {
        FakeLeg ann = up("sip:ann@x");
        asks(ann, "b");
        asks(ann, "b");
        assertEquals(List.of("trying", "failed GLARE"), asker.told);
        board.out().answers(PCMU);
        asks(ann, "b");
        assertEquals("failed GONE", asker.told.getLast());
    }

    @Test
    void whoHasNobodyToTransferIsToldSo() {
        FakeLeg echo = arrive("sip:ann@x", "9196");
        asks(echo, "b");
        FakeLeg ringing = arrive("sip:ben@x", "b");
        asks(ringing, "b");
        assertEquals(List.of("failed UNAVAILABLE", "failed UNAVAILABLE"), asker.told);
    }

    @Test
    void phonesThatPassACallOnToEachOtherAreStopped() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg asks = ann;
        for (int i = 0; i < 20; i++) {
            asks(asks, "b");
            board.out().answers(PCMU);
            asks.ends(Cause.NORMAL);
            asks = board.out();
            asker.told.clear();
        }
        asks(asks, "b");
        assertEquals(List.of("failed LOOP"), asker.told);
    }

    private void withMusic() {
        board.holdMusic = List.of(new tandem.media.Prompt.Recording("music", "hold"));
        board.calls.apply(board.settings());
    }

    @Test
    void whoIsOnHoldHearsMusicUntilTheOtherIsBack() {
        withMusic();
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        ann.offers(Media.audio(Direction.INACTIVE, AudioCodec.PCMU));
        assertEquals(List.of("offer SENDONLY [PCMU, OPUS, G722, PCMA]"), ben.heard());
        ben.answersOffer(Media.audio(Direction.RECVONLY, AudioCodec.PCMU));
        assertEquals(List.of("accept INACTIVE [PCMU]"), ann.heard());
        assertEquals(List.of("hold for ever"), session(ben).said());
        assertEquals(List.of(), session(ann).said());
        ann.offers(PCMU);
        ben.answersOffer(PCMU);
        assertEquals(List.of("hush"), session(ben).said());
    }

    @Test
    void whoIsPutThroughFromAHoldHearsMusicUntilItRings() {
        withMusic();
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        ann.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        ben.answersOffer(Media.audio(Direction.RECVONLY, AudioCodec.PCMU));
        asks(ann, "b");
        board.out().rings(MediaDescription.EMPTY);
        board.out().answers(PCMU);
        assertEquals(
                List.of("hold for ever", "hush", "tone 425 for ever", "-", "hush"),
                session(ben).said());
    }

    @Test
    void noMusicGoesIntoARoom() {
        withMusic();
        FakeLeg ann = arrive("sip:ann@x", "1000");
        FakeLeg ben = arrive("sip:ben@x", "1000");
        session(ann).said();
        session(ben).said();
        ann.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        ann.offers(Media.audio(Direction.INACTIVE, AudioCodec.PCMU));
        assertEquals(List.of(), session(ben).said());
        assertEquals(List.of(), session(ann).said());
        assertEquals(
                List.of(),
                board.desk.mixes.getFirst().played.stream()
                        .filter(prompt -> prompt instanceof tandem.media.Prompt.Recording)
                        .toList());
    }
}
