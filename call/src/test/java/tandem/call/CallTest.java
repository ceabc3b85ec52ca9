package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.Ice;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;
import tandem.media.StreamDescription;

class CallTest {
    private final Switchboard board = new Switchboard();

    private FakeSession sessionA() {
        return board.desk.sessions.get(0);
    }

    private FakeSession sessionB() {
        return board.desk.sessions.get(1);
    }

    /** A call that is up, PCMU on both sides, with nothing in the legs' books. */
    private FakeLeg up() {
        FakeLeg a = board.arrive("b", Media.audio(AudioCodec.PCMU));
        board.out().answers(Media.audio(AudioCodec.PCMU));
        a.confirms();
        board.loop.runPosted();
        a.heard();
        board.out().heard();
        return a;
    }

    @Test
    void theCalledSideIsOfferedTheCallersCodecsFirstAndOurOwnMedia() {
        board.arrive("b", Media.audio(AudioCodec.PCMU, AudioCodec.OPUS));
        Outgoing out = board.outgoing.getLast();
        assertEquals(
                List.of(AudioCodec.PCMU, AudioCodec.OPUS, AudioCodec.G722, AudioCodec.PCMA), Media.codecs(out.offer()));
        assertEquals("101", out.callerUser());
        assertEquals(Map.of("User-to-User", "x"), out.carried());
        assertEquals(
                "/127.0.0.1:20004",
                out.offer().audio().orElseThrow().rtp().orElseThrow().toString());
    }

    @Test
    void theMediaOfBothLegsBearsTheCallsId() {
        board.arrive("b", Media.audio(AudioCodec.PCMU));
        String id = board.calls.calls().getFirst().id();
        assertEquals(List.of(id, id), board.desk.calls);
    }

    @Test
    void ringingIsPassedAndTheAnswerMatchesWhatTheCalledSideChose() {
        FakeLeg a = board.arrive("b", Media.audio(AudioCodec.PCMU, AudioCodec.PCMA));
        FakeLeg b = board.out();
        b.rings(MediaDescription.EMPTY);
        assertEquals(List.of("ring"), a.heard());
        b.answers(Media.audio(AudioCodec.PCMA));
        assertEquals(List.of("answer SENDRECV [PCMA]"), a.heard());
        assertEquals("to 2", sessionA().flow);
        assertTrue(sessionB().established);
        assertFalse(sessionA().established);
        a.confirms();
        assertTrue(sessionA().established);
        assertEquals(CallRecord.State.UP, board.calls.calls().getFirst().state());
        assertEquals(2, board.calls.calls().getFirst().legs().size());
    }

    @Test
    void whereTheCalledSideChoseWhatTheCallerHasNotItIsTranscoded() {
        FakeLeg a = board.arrive("b", Media.audio(AudioCodec.PCMU));
        board.out().answers(Media.audio(AudioCodec.OPUS));
        assertEquals(List.of("answer SENDRECV [PCMU]"), a.heard());
        assertEquals(Optional.of(AudioCodec.OPUS), sessionB().codec());
        assertEquals("to 1", sessionB().flow);
    }

    @Test
    void earlyMediaIsConnectedBeforeTheAnswer() {
        FakeLeg a = board.arrive("b", Media.audio(AudioCodec.PCMU, AudioCodec.PCMA));
        FakeLeg b = board.out();
        b.rings(Media.audio(AudioCodec.PCMA));
        assertEquals(List.of("ring SENDRECV [PCMA]"), a.heard());
        assertEquals("to 2", sessionA().flow);
        b.answers(Media.audio(AudioCodec.PCMA));
        assertEquals(List.of("answer SENDRECV [PCMA]"), a.heard());
    }

    @Test
    void theFinalAnswerMayDifferFromTheEarlyOneOrBeLeftOut() {
        FakeLeg a = board.arrive("b", Media.audio(AudioCodec.PCMU, AudioCodec.PCMA));
        board.out().rings(Media.audio(AudioCodec.PCMA));
        board.out().answers(Media.audio(AudioCodec.PCMU));
        assertEquals(List.of("ring SENDRECV [PCMA]", "answer SENDRECV [PCMA]"), a.heard());
        assertEquals(Optional.of(AudioCodec.PCMU), sessionB().codec());

        FakeLeg other = board.arrive("b", Media.audio(AudioCodec.PCMU));
        board.out().rings(Media.audio(AudioCodec.PCMU));
        board.out().answers(MediaDescription.EMPTY);
        assertEquals(List.of("ring SENDRECV [PCMU]", "answer SENDRECV [PCMU]"), other.heard());
    }

    @Test
    void aCallerWithoutOfferGetsOursWithTheCalledSidesCodecFirst() {
        FakeLeg a = board.arrive("b", MediaDescription.EMPTY);
        FakeLeg b = board.out();
        assertEquals(4, Media.codecs(board.outgoing.getLast().offer()).size());
        b.rings(Media.audio(AudioCodec.PCMA));
        assertEquals(List.of("ring"), a.heard());
        b.answers(Media.audio(AudioCodec.PCMA));
        assertEquals(List.of("answer SENDRECV [PCMA, OPUS, G722, PCMU]"), a.heard());
        a.answersOffer(Media.audio(AudioCodec.PCMA));
        a.confirms();
        board.loop.runPosted();
        assertEquals("to 2", sessionA().flow);
        assertFalse(a.over());
    }

    @Test
    void holdIsMirroredToTheOtherSideAndAnsweredWithWhatItDoes() {
        FakeLeg a = up();
        FakeLeg b = board.out();
        a.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        assertEquals(List.of("offer SENDONLY [PCMU, OPUS, G722, PCMA]"), b.heard());
        assertEquals(List.of(), a.heard());
        b.answersOffer(Media.audio(Direction.RECVONLY, AudioCodec.PCMU));
        assertEquals(List.of("accept RECVONLY [PCMU]"), a.heard());

        a.offers(Media.audio(AudioCodec.PCMU));
        assertEquals(1, b.heard().size());
        b.answersOffer(Media.audio(AudioCodec.PCMU));
        assertEquals(List.of("accept SENDRECV [PCMU]"), a.heard());
        assertEquals(List.of(), b.heard());
    }

    @Test
    void theCalledSideCanHoldTooAndBothAtOnce() {
        FakeLeg a = up();
        FakeLeg b = board.out();
        b.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        a.answersOffer(Media.audio(Direction.RECVONLY, AudioCodec.PCMU));
        assertEquals(List.of("accept RECVONLY [PCMU]"), b.heard());
        a.heard();
        a.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        assertTrue(b.heard().getFirst().startsWith("offer SENDONLY"));
        b.answersOffer(Media.audio(Direction.INACTIVE, AudioCodec.PCMU));
        assertEquals(List.of("accept INACTIVE [PCMU]"), a.heard());
        b.offers(Media.audio(AudioCodec.PCMU));
        assertTrue(a.heard().getFirst().startsWith("offer SENDRECV"));
        a.answersOffer(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        assertEquals(List.of("accept SENDONLY [PCMU]"), b.heard());
        a.offers(Media.audio(AudioCodec.PCMU));
        b.answersOffer(Media.audio(AudioCodec.PCMU));
        assertEquals(List.of("accept SENDRECV [PCMU]"), a.heard());
    }

    @Test
    void aHoldByAddressOfZerosIsAHold() {
        FakeLeg a = up();
        a.offers(Media.audio(Direction.SENDRECV, "0.0.0.0:4000", List.of(AudioCodec.PCMU)));
        assertTrue(board.out().heard().getFirst().startsWith("offer SENDONLY"));
    }

    @Test
    void anAddressOfZerosThatIceIsToFindIsNoHold() {
        MediaDescription zeros = Media.audio(Direction.SENDRECV, "0.0.0.0:9", List.of(AudioCodec.OPUS));
        StreamDescription stream = zeros.audio().orElseThrow();
        Ice ice = new Ice("abcd", "abcdefghijklmnopqrstuv", /* lite= */ false, List.of());
        assertEquals(
                Direction.SENDRECV, LegMedia.wish(new MediaDescription(List.of(stream.withIce(Optional.of(ice))))));
    }

    @Test
    void anAddressThatIsANameIsNoHold() {
        MediaDescription named =
                Media.at(InetSocketAddress.createUnresolved("a.invalid", 9), Direction.SENDRECV, List.of());
        assertEquals(Direction.SENDRECV, LegMedia.wish(named));
    }

    @Test
    void aNewAddressIsAnsweredWithoutDisturbingTheOther() {
        FakeLeg a = up();
        a.offers(Media.audio(Direction.SENDRECV, "198.51.100.7:9000", List.of(AudioCodec.PCMU)));
        assertEquals(List.of("accept SENDRECV [PCMU]"), a.heard());
        assertEquals(List.of(), board.out().heard());
    }

    @Test
    void aNewCodecOnOneSideIsMatchedToTheOtherOrTranscoded() {
        FakeLeg a = up();
        a.offers(Media.audio(AudioCodec.OPUS, AudioCodec.PCMU));
        assertEquals(List.of("accept SENDRECV [PCMU]"), a.heard());
        a.offers(Media.audio(AudioCodec.OPUS));
        assertEquals(List.of("accept SENDRECV [OPUS]"), a.heard());
        assertEquals(List.of(), board.out().heard());
    }

    @Test
    void aHoldTheOtherSideRefusesIsAnsweredAnyway() {
        FakeLeg a = up();
        FakeLeg b = board.out();
        a.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        b.refusesOffer();
        assertEquals(List.of("accept RECVONLY [PCMU]"), a.heard());
        assertEquals(1, b.heard().size());
        assertFalse(b.over());
    }

    @Test
    void aHoldTheOtherSideNeverAnswersIsAnsweredAfterAWhile() {
        FakeLeg a = up();
        a.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        board.loop.advanceMs(19_000);
        assertEquals(List.of(), a.heard());
        board.loop.advanceMs(2_000);
        assertEquals(List.of("accept RECVONLY [PCMU]"), a.heard());
        board.out().answersOffer(Media.audio(Direction.RECVONLY, AudioCodec.PCMU));
        assertTrue(board.out().wrongs.isEmpty());
    }

    @Test
    void offersFromBothSidesAtOnceAreGlare() {
        FakeLeg a = up();
        FakeLeg b = board.out();
        a.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        b.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        assertEquals("refuse GLARE", b.heard().getLast());
        b.answersOffer(Media.audio(Direction.RECVONLY, AudioCodec.PCMU));
        assertEquals(List.of("accept RECVONLY [PCMU]"), a.heard());
    }

    @Test
    void aLateOfferMidCallGetsOursAndWhatItChangesIsPassedOn() {
        FakeLeg a = up();
        FakeLeg b = board.out();
        a.offers(MediaDescription.EMPTY);
        assertEquals(List.of("accept SENDRECV [PCMU, OPUS, G722, PCMA]"), a.heard());
        a.answersOffer(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        assertTrue(b.heard().getFirst().startsWith("offer SENDONLY"));
        b.answersOffer(Media.audio(Direction.RECVONLY, AudioCodec.PCMU));
        a.offers(MediaDescription.EMPTY);
        assertEquals(List.of("accept SENDRECV [PCMU, OPUS, G722, PCMA]"), a.heard());
        a.answersOffer(Media.audio(AudioCodec.PCMU));
        assertTrue(b.heard().getFirst().startsWith("offer SENDRECV"));
    }

    @Test
    void keysGoAcrossAsEventsOrBySignallingButNotTwice() {
        FakeLeg a = up();
        a.presses("5");
        assertEquals(List.of("digit 5"), sessionB().said(), "INFO becomes an event");
        sessionA().events.onDigit('6', 100);
        assertEquals(List.of(), sessionB().said(), "an event has gone across with the media");
        sessionB().takesEvents = false;
        sessionA().events.onDigit('7', 100);
        assertEquals(List.of("digit 7"), board.out().heard(), "an event becomes INFO");
        sessionA().takesEvents = false;
        sessionA().events.onDigit('8', 100);
        assertEquals(List.of(), board.out().heard(), "a tone in band is in the audio already");
        a.presses("9");
        assertEquals(List.of("digit 9"), board.out().heard());
        sessionB().takesEvents = true;
        sessionA().events.onDigit('0', 100);
        assertEquals(List.of("digit 0"), sessionB().said(), "a tone in band becomes an event too");
    }

    @Test
    void keysBecomeTonesForAPeerThatIsToHaveThem() {
        board.digits = MediaTerms.Digits.TONES;
        board.found = new Targets.Found.Dial(List.of(board.target("sip:b@host")));
        FakeLeg a = up();
        sessionB().takesEvents = false;
        sessionA().events.onDigit('6', 100);
        assertEquals(List.of("digit 6"), sessionB().said(), "an event");
        a.presses("7");
        assertEquals(List.of("digit 7"), sessionB().said(), "INFO");
        sessionA().takesEvents = false;
        sessionA().events.onDigit('8', 100);
        assertEquals(List.of(), sessionB().said(), "a tone is in the audio already");
        assertEquals(List.of(), board.out().heard());
    }

    @Test
    void theCallerGivesUpAndTheOtherIsCancelled() {
        FakeLeg a = board.arrive("b");
        board.out().rings(MediaDescription.EMPTY);
        a.ends(Cause.CANCELLED);
        assertEquals(List.of("hangup CANCELLED"), board.out().heard());
        assertEquals(0, board.desk.open());
        assertEquals(0, board.calls.active());
        assertEquals(
                Optional.of(Cause.CANCELLED), board.calls.calls().getFirst().cause());
    }

    @Test
    void whoHangsUpEndsTheOther() {
        FakeLeg a = up();
        board.out().ends(Cause.NORMAL);
        assertEquals(List.of("hangup NORMAL"), a.heard());
        assertEquals(0, board.calls.active());
        assertEquals(0, board.desk.open());

        FakeLeg second = up();
        second.ends(Cause.NORMAL);
        assertEquals(List.of("hangup NORMAL"), board.out().heard());
        assertEquals(2, board.calls.counters().ended(Protocol.SIP, Way.INBOUND, Cause.NORMAL));
        assertEquals(0, board.calls.counters().active(Protocol.SIP, Way.INBOUND));
    }

    @Test
    void aRefusalIsPassedButOurOwnCredentialsAreNobodysBusiness() {
        FakeLeg a = board.arrive("b");
        board.out().ends(Cause.BUSY);
        assertEquals(List.of("hangup BUSY"), a.heard());
        FakeLeg second = board.arrive("b");
        board.out().ends(Cause.UNAUTHORIZED);
        assertEquals(List.of("hangup FORBIDDEN"), second.heard());
        assertEquals(
                Optional.of(Cause.FORBIDDEN), board.calls.calls().getFirst().cause());
    }

    @Test
    void nobodyAnswersInTime() {
        FakeLeg a = board.arrive("b");
        board.loop.advanceMs(121_000);
        assertEquals(List.of("hangup NO_ANSWER"), board.out().heard());
        assertEquals(List.of("hangup NO_ANSWER"), a.heard());
    }

    @Test
    void theNextTargetIsTriedWhereTheFirstCannotBeReached() {
        board.found = new Targets.Found.Dial(List.of(board.target("sip:1@x"), board.target("sip:2@x")));
        FakeLeg a = board.arrive("b");
        board.out().rings(Media.audio(AudioCodec.PCMU));
        board.out().ends(Cause.UNREACHABLE);
        assertEquals("sip:2@x", board.outgoing.getLast().target());
        assertEquals("nothing", sessionA().flow);
        board.out().answers(Media.audio(AudioCodec.PCMU));
        assertEquals("answer SENDRECV [PCMU]", a.heard().getLast());
        assertEquals("to 3", sessionA().flow);
        assertEquals(3, board.calls.calls().getFirst().legs().size());
    }

    @Test
    void aBusyPersonIsNotTriedByAnotherWay() {
        board.found = new Targets.Found.Dial(List.of(board.target("sip:1@x"), board.target("sip:2@x")));
        FakeLeg a = board.arrive("b");
        board.out().ends(Cause.BUSY);
        assertEquals(List.of("hangup BUSY"), a.heard());
        assertEquals(1, board.dialled.size());
    }

    @Test
    void aDeviceThatDoesNotAnswerLeavesTheOtherWay() {
        FakeLeg a = board.arrive("device");
        board.out().rings(MediaDescription.EMPTY);
        board.loop.advanceMs(21_000);
        assertEquals(List.of("hangup NO_ANSWER"), board.out().heard());
        assertEquals(List.of("ring", "answer SENDRECV [PCMU]"), a.heard());
        assertEquals("mix 1000", sessionA().flow);
        assertFalse(a.over());
    }

    @Test
    void anAnswerThatFitsNothingEndsBoth() {
        FakeLeg a = board.arrive("b");
        board.out().answers(Media.audio(Direction.SENDRECV, "192.0.2.1:4000", List.of()));
        assertEquals(List.of("hangup MEDIA_REFUSED"), board.out().heard());
        assertEquals(List.of("hangup MEDIA_REFUSED"), a.heard());
        assertEquals(0, board.desk.open());
    }

    @Test
    void anOfferThatFitsNothingRingsNobody() {
        FakeLeg a = board.arrive("b", Media.audio(Direction.SENDRECV, "192.0.2.1:4000", List.of()));
        assertEquals(List.of("hangup MEDIA_REFUSED"), a.heard());
        assertTrue(board.dialled.isEmpty());
    }

    @Test
    void portsThatRunOutRefuseTheCallAndFreeWhatItHad() {
        board.desk.portsLeft = 1;
        FakeLeg a = board.arrive("b");
        assertEquals(List.of("hangup OVERLOADED"), a.heard());
        assertEquals(0, board.desk.open());
        assertTrue(board.dialled.isEmpty());
    }

    @Test
    void aCallThatHasTravelledTooFarStops() {
        board.hops = Optional.of(0);
        assertEquals(List.of("hangup LOOP"), board.arrive("b").heard());
        board.hops = Optional.of(5);
        board.arrive("b");
        assertEquals(Optional.of(5), board.outgoing.getLast().hops());
    }

    @Test
    void headersOfTheAnswerComeBackToTheCaller() {
        FakeLeg a = board.arrive("b");
        board.out().carriedByPeer.put("User-to-User", "y");
        board.out().answers(Media.audio(AudioCodec.PCMU));
        assertEquals("y", a.carried.get("User-to-User"));
    }

    @Test
    void mediaThatFailsOnOneSideEndsBoth() {
        FakeLeg a = up();
        sessionB().events.onMediaFailed("the DTLS handshake failed");
        assertEquals(List.of("hangup MEDIA_FAILED"), board.out().heard());
        assertEquals(List.of("hangup MEDIA_FAILED"), a.heard());
    }

    @Test
    void silenceOnHoldIsNoReasonToEnd() {
        FakeLeg a = up();
        a.offers(Media.audio(Direction.INACTIVE, AudioCodec.PCMU));
        board.out().answersOffer(Media.audio(Direction.INACTIVE, AudioCodec.PCMU));
        sessionA().events.onSilentFor(10_000);
        board.loop.advanceMs(600_000);
        assertFalse(a.over());
        sessionA().events.onSilentFor(10_000);
        a.offers(Media.audio(AudioCodec.PCMU));
        board.out().answersOffer(Media.audio(AudioCodec.PCMU));
        board.loop.advanceMs(600_000);
        assertEquals(Optional.of(Cause.MEDIA_SILENT), a.cause);
        assertEquals(Optional.of(Cause.MEDIA_SILENT), board.out().cause);
    }

    /** RTCP and keep-alives bring no packet that is counted. */
    @Test
    void anySignOfLifeAfterASilenceKeepsTheCall() {
        FakeLeg a = up();
        sessionA().events.onSilentFor(10_000);
        board.loop.advanceMs(100_000);
        sessionA().events.onHeardAgain();
        board.loop.advanceMs(600_000);
        assertFalse(a.over());
        sessionA().events.onSilentFor(10_000);
        board.loop.advanceMs(600_000);
        assertEquals(Optional.of(Cause.MEDIA_SILENT), a.cause);
    }

    @Test
    void anUpdateBeforeTheAnswerIsDealtWithAlone() {
        FakeLeg a = board.arrive("b", Media.audio(AudioCodec.PCMU));
        board.out().rings(Media.audio(AudioCodec.PCMU));
        a.heard();
        a.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        assertEquals(List.of("accept RECVONLY [PCMU]"), a.heard());
        board.out().answers(Media.audio(AudioCodec.PCMU));
        a.confirms();
        board.loop.runPosted();
        assertTrue(board.out().heard().getLast().startsWith("offer SENDONLY"), "the hold is passed on once it is up");
    }

    @Test
    void anOfferOfOursThatCrossedThePeersIsTakenBackAndThePeersAnswered() {
        FakeLeg a = up();
        FakeLeg b = board.out();
        a.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        b.heard();
        b.crossesOffer(Media.audio(Direction.SENDRECV, "198.51.100.7:9000", List.of(AudioCodec.PCMU)));
        assertEquals(List.of("accept RECVONLY [PCMU]"), a.heard(), "the hold waits no longer");
        assertEquals(List.of("accept SENDONLY [PCMU]"), b.heard(), "and the other side learns of it by our answer");
        board.loop.runPosted();
        assertEquals(List.of(), b.heard());
        assertEquals(List.of(), b.wrongs);
    }

    @Test
    void anOfferOfOursThatOnlyMetGlareIsMadeAgain() {
        FakeLeg a = up();
        FakeLeg b = board.out();
        a.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        b.heard();
        b.refusesOffer(Cause.GLARE);
        assertEquals(List.of(), b.heard());
        board.loop.runPosted();
        assertTrue(b.heard().getFirst().startsWith("offer SENDONLY"));
        assertEquals(List.of(), b.wrongs);
    }

    @Test
    void anotherDescriptionInTheAnswerToARefreshIsTaken() {
        FakeLeg a = up();
        MediaDescription moved = Media.audio(Direction.SENDRECV, "198.51.100.7:9000", List.of(AudioCodec.PCMU));
        a.answersOffer(moved);
        assertEquals(moved, sessionA().remote());
        assertEquals(List.of(), sessionA().wrongs);
        assertEquals(List.of(), a.heard());
        a.answersOffer(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        assertTrue(board.out().heard().getFirst().startsWith("offer SENDONLY"), "a hold said there is a hold");
    }

    @Test
    void mediaFlowsWhilePacketsCome() {
        FakeLeg a = up();
        assertFalse(a.events.mediaFlows());
        sessionA().packetsReceived = 50;
        assertTrue(a.events.mediaFlows());
        board.loop.advanceMs(30_000);
        assertFalse(a.events.mediaFlows(), "nothing since");
        sessionA().packetsReceived = 51;
        assertTrue(a.events.mediaFlows());
        sessionA().events.onSilentFor(10_000);
        assertFalse(a.events.mediaFlows(), "the media says it is silent");
        a.ends(Cause.NORMAL);
        assertFalse(a.events.mediaFlows());
    }
}
