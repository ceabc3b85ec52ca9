package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.MediaDescription;

/** Video between the two of a call: offered to one as the other has it, and gone when the other has none any more. */
class VideoCallTest {
    private static final MediaDescription PCMU = Media.audio(AudioCodec.PCMU);
    private static final MediaDescription SEEN = Media.withVideo(PCMU);

    private final Switchboard board = new Switchboard();

    /** A call that is up, with nothing in the legs' books. */
    private FakeLeg up(MediaDescription offer, MediaDescription answer) {
        FakeLeg a = board.arrive("b", offer);
        board.out().answers(answer);
        a.confirms();
        board.loop.runPosted();
        return a;
    }

    private boolean sees(int session) {
        return board.desk.sessions.get(session).video().isPresent();
    }

    @Test
    void whatTheCallerShowsIsOfferedOnAndAnsweredAsTheOtherTakesIt() {
        FakeLeg a = board.arrive("b", SEEN);
        assertTrue(Media.hasVideo(board.outgoing.getLast().offer()));
        board.out().answers(SEEN);
        assertEquals(List.of("answer SENDRECV [PCMU] and video"), a.heard());
        assertTrue(sees(0) && sees(1));
    }

    @Test
    void whoseOtherSideHasNoneIsRefusedIt() {
        FakeLeg a = board.arrive("b", SEEN);
        board.out().answers(PCMU);
        assertEquals(List.of("answer SENDRECV [PCMU]"), a.heard());
        assertFalse(sees(0));
    }

    @Test
    void whoOffersNoneCausesNoneToBeOffered() {
        board.arrive("b", PCMU);
        assertFalse(Media.hasVideo(board.outgoing.getLast().offer()));
    }

    @Test
    void aRoomTakesNone() {
        FakeLeg a = board.arrive("1000", SEEN);
        assertEquals(List.of("answer SENDRECV [PCMU]"), a.heard());
    }

    @Test
    void videoThatIsAddedIsOfferedToTheOtherFirst() {
        FakeLeg a = up(PCMU, PCMU);
        FakeLeg b = board.out();
        a.heard();
        b.heard();
        a.offers(SEEN);
        assertEquals(List.of("offer SENDRECV [PCMU, OPUS, G722, PCMA] and video"), b.heard());
        assertEquals(List.of(), a.heard());
        b.answersOffer(SEEN);
        assertEquals(List.of("accept SENDRECV [PCMU] and video"), a.heard());
        assertTrue(sees(0) && sees(1));
    }

    @Test
    void addedWhereTheOtherHasNoneItIsRefusedAndNotAskedForAgain() {
        FakeLeg a = up(PCMU, PCMU);
        FakeLeg b = board.out();
        a.offers(SEEN);
        b.answersOffer(PCMU);
        assertFalse(Media.hasVideo(a.last));
        b.heard();
        a.offers(SEEN); // its session is refreshed
        assertEquals(List.of(), b.heard());
    }

    @Test
    void videoThatIsTakenAwayIsTakenAwayFromTheOtherToo() {
        FakeLeg a = up(SEEN, SEEN);
        FakeLeg b = board.out();
        b.heard();
        a.offers(PCMU);
        board.loop.runPosted();
        assertEquals(List.of("offer SENDRECV [PCMU, OPUS, G722, PCMA]"), b.heard());
        b.answersOffer(PCMU);
        assertFalse(sees(0) || sees(1));
        assertEquals(Optional.empty(), a.cause);
    }

    @Test
    void whoWillNotPartWithItsVideoIsAskedOnce() {
        FakeLeg a = up(SEEN, SEEN);
        FakeLeg b = board.out();
        b.heard();
        a.offers(PCMU);
        assertEquals(1, b.heard().size());
        b.events.onOfferRefused(Cause.MEDIA_REFUSED);
        board.loop.runPosted();
        assertEquals(List.of(), b.heard());
        a.offers(PCMU);
        board.loop.runPosted();
        assertEquals(List.of(), b.heard(), "nor again with the next refresh");
    }

    @Test
    void aRefreshOfOursKeepsTheVideo() {
        FakeLeg a = up(SEEN, SEEN);
        FakeLeg b = board.out();
        a.heard();
        b.heard();
        b.events.onAnswer(Media.withVideo(Media.audio(AudioCodec.PCMU))); // to what was offered again without us
        board.loop.runPosted();
        assertTrue(sees(0) && sees(1));
        assertEquals(List.of(), a.heard());
        assertEquals(List.of(), b.heard());
    }

    @Test
    void whoWasRefusedWhileTheOtherRangWithoutIsAskedAgain() {
        FakeLeg a = board.arrive("b", SEEN);
        FakeLeg b = board.out();
        b.rings(PCMU);
        assertEquals(List.of("ring SENDRECV [PCMU]"), a.heard());
        b.answers(SEEN);
        a.confirms();
        board.loop.runPosted();
        assertEquals(
                "offer SENDRECV [PCMU, OPUS, G722, PCMA] and video", a.heard().getLast());
        a.answersOffer(SEEN);
        assertTrue(sees(0) && sees(1));
    }

    @Test
    void whoIsTakenIntoARoomIsToldThatNobodySees() {
        FakeLeg a = up(SEEN, SEEN);
        FakeLeg b = board.out();
        b.heard();
        a.events.onTransfer(
                new Transfer("1000", "host", Optional.empty(), Optional.empty(), Map.of(), Transfer.NOBODY));
        board.loop.runPosted();
        assertEquals(List.of("offer SENDRECV [OPUS, G722, PCMA, PCMU]"), b.heard());
    }
}
