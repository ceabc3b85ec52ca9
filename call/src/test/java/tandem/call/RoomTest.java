package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaDescription;

class RoomTest {
    private final Switchboard board = new Switchboard();

    private FakeLeg join(String room) {
        FakeLeg leg = board.arrive(room);
        leg.confirms();
        board.loop.runPosted();
        return leg;
    }

    @Test
    void aCallerJoinsARoomMadeOnDemandAndIsAnsweredAtOnce() {
        FakeLeg leg = join("1000");
        assertEquals(List.of("answer SENDRECV [PCMU]"), leg.heard());
        assertEquals("mix 1000", board.session().flow);
        assertTrue(board.session().established);
        assertEquals(List.of("welcome", "you-are-the-first"), board.session().said());
        assertEquals("101", board.participant("1000", 0).name());
        assertEquals("1000", board.calls.calls().getFirst().room().orElseThrow());
    }

    @Test
    void whoSeesTheRoomIsToldNothingByPrompt() {
        board.shows = true;
        join("1000");
        board.participant("1000", 0).mute(true);
        assertEquals(List.of(), board.session().said());
    }

    @Test
    void theMediaClockStartsAtTheConfirmationNotBefore() {
        FakeLeg leg = board.arrive("1000");
        assertFalse(board.session().established);
        leg.confirms();
        assertTrue(board.session().established);
    }

    @Test
    void anInviteWithoutOfferIsAnsweredWithOurs() {
        FakeLeg leg = board.arrive("1000", MediaDescription.EMPTY);
        assertEquals(List.of("answer SENDRECV [OPUS, G722, PCMA, PCMU]"), leg.heard());
        assertEquals(List.of(), board.session().said());
        leg.answersOffer(Media.audio(AudioCodec.PCMA));
        leg.confirms();
        board.loop.runPosted();
        assertEquals(List.of("welcome", "you-are-the-first"), board.session().said());
        assertEquals(Optional.of(AudioCodec.PCMA), board.session().codec());
        assertFalse(leg.over());
    }

    @Test
    void aConfirmationWithoutTheAnswerItOwesEndsTheCall() {
        FakeLeg leg = board.arrive("1000", MediaDescription.EMPTY);
        leg.confirms();
        board.loop.runPosted();
        assertEquals(Optional.of(Cause.MEDIA_REFUSED), leg.cause);
        assertEquals(0, board.desk.open());
    }

    @Test
    void noCommonCodecIsRefusedAndLeavesNoRoomBehind() {
        FakeLeg leg = board.arrive("1000", Media.audio(Direction.SENDRECV, "192.0.2.1:4000", List.of()));
        assertEquals(List.of("hangup MEDIA_REFUSED"), leg.heard());
        board.loop.advanceMs(11_000);
        assertTrue(board.calls.room("1000").isEmpty());
    }

    @Test
    void theOthersHearATonePairWhenSomebodyComesAndGoes() {
        join("1000");
        FakeDesk.FakeMix mix = board.desk.mixes.getFirst();
        assertEquals(0, mix.played.size());
        FakeLeg second = join("1000");
        assertEquals(2, mix.played.size());
        board.loop.advanceMs(3000);
        second.ends(Cause.NORMAL);
        assertEquals(4, mix.played.size());
    }

    @Test
    void manyWhoComeAtOnceAreAnnouncedOnce() {
        for (int i = 0; i < 20; i++) {
            join("1000");
        }
        assertEquals(2, board.desk.mixes.getFirst().played.size());
    }

    @Test
    void namesAreSpokenDigitByDigitWhereTheRoomWantsThem() {
        board.setUp.put("1000", RoomSettings.OPEN.withAnnouncements(Announcements.NAMES));
        join("1000");
        join("1000");
        assertEquals(4, board.desk.mixes.getFirst().played.size());
        assertTrue(board.desk.mixes.getFirst().played.toString().contains("has-joined"));
    }

    @Test
    void starSixMutesAndIsOneTruthWithTheApi() {
        FakeLeg leg = join("1000");
        FakeSession session = board.session();
        session.said();
        leg.presses("*6");
        assertTrue(session.muted);
        assertTrue(board.participant("1000", 0).muted());
        assertEquals(List.of("muted"), session.said());
        board.participant("1000", 0).mute(false);
        assertFalse(session.muted);
        assertEquals(List.of("unmuted"), session.said());
        leg.presses("*6");
        assertTrue(board.participant("1000", 0).muted());
        session.events.onDigit('*', 100);
        session.events.onDigit('6', 100);
        assertFalse(board.participant("1000", 0).muted());
    }

    @Test
    void aHostOpensNoMicrophoneThatItsOwnerClosed() {
        FakeLeg host = join("1000");
        FakeLeg guest = join("1000");
        FakeSession guestMedia = board.session();
        guest.presses("*6");
        host.presses("*5");
        host.presses("*5");
        assertTrue(guestMedia.muted);
        assertFalse(board.participant("1000", 1).muteByHost(false));
        assertTrue(board.participant("1000", 1).mutedItself());
        guest.presses("*6");
        assertFalse(guestMedia.muted);
        assertTrue(board.participant("1000", 1).muteByHost(true));
        assertFalse(board.participant("1000", 1).mutedItself());
        assertTrue(board.participant("1000", 1).muteByHost(false));
        assertFalse(guestMedia.muted);
    }

    @Test
    void whoCanDoNothingInARoomIsNotItsHost() {
        board.acts = false;
        join("1000");
        assertEquals(Role.GUEST, board.participant("1000", 0).role());
        board.acts = true;
        join("1000");
        assertEquals(Role.HOST, board.participant("1000", 1).role());
    }

    @Test
    void theFirstOneIsHostAndMutesTheGuests() {
        FakeLeg host = join("1000");
        FakeLeg guest = join("1000");
        FakeSession guestMedia = board.session();
        guest.presses("*5");
        assertTrue(guestMedia.said().contains("hosts-only"));
        host.presses("*5");
        assertTrue(guestMedia.muted);
        assertFalse(board.desk.sessions.getFirst().muted);
        guest.presses("*6");
        assertFalse(guestMedia.muted, "a guest can always come back by itself");
    }

    @Test
    void whenTheOnlyHostLeavesTheNextInLineIsHost() {
        FakeLeg host = join("1000");
        join("1000");
        assertEquals(Role.GUEST, board.participant("1000", 1).role());
        host.ends(Cause.NORMAL);
        assertEquals(Role.HOST, board.participant("1000", 0).role());
    }

    @Test
    void starSevenLocksAndALockedRoomRefuses() {
        FakeLeg host = join("1000");
        host.presses("*7");
        FakeLeg late = board.arrive("1000");
        assertEquals(List.of("answer SENDRECV [PCMU]"), late.heard());
        assertEquals(List.of("room-locked", "goodbye"), board.session().said());
        board.session().events.onPlayed();
        assertEquals(List.of("hangup ROOM_LOCKED"), late.heard());
        board.shows = true;
        assertEquals(List.of("hangup ROOM_LOCKED"), board.arrive("1000").heard());
        board.shows = false;
        host.presses("*7");
        assertFalse(join("1000").over());
    }

    @Test
    void handsHelpAndTheRosterAreSaidToWhoAsked() {
        FakeLeg leg = join("1000");
        FakeSession session = board.session();
        session.said();
        leg.presses("*1");
        assertTrue(board.participant("1000", 0).handRaised());
        assertEquals(List.of("hand-raised"), session.said());
        leg.presses("*0");
        assertEquals(List.of("help", "help-host"), session.said());
        leg.presses("*9");
        assertEquals(List.of("only-you"), session.said());
        leg.presses("*8*4*D");
        assertEquals(List.of("video-only", "video-only", "not-available"), session.said());
        FakeLeg guest = join("1000");
        session.said();
        leg.presses("*9");
        assertEquals(
                List.of(
                        "here-are",
                        "digit-2",
                        "participants",
                        "-",
                        "digit-1",
                        "digit-0",
                        "digit-1",
                        "-",
                        "digit-1",
                        "digit-0",
                        "digit-1"),
                session.said());
        board.session().said();
        guest.presses("*0");
        assertEquals(List.of("help"), board.session().said());
    }

    @Test
    void aStarThatIsLeftAloneIsForgotten() {
        FakeLeg leg = join("1000");
        leg.presses("*");
        board.loop.advanceMs(5000);
        leg.presses("6");
        assertFalse(board.participant("1000", 0).muted());
    }

    @Test
    void twoHashesByTheHostEndTheConferenceForAll() {
        FakeLeg host = join("1000");
        FakeLeg guest = join("1000");
        guest.presses("##");
        assertFalse(host.over());
        host.presses("##");
        assertTrue(board.desk.sessions.getFirst().said().contains("confirm-end"));
        assertFalse(board.session().said().contains("conference-ended"));
        host.presses("1");
        assertEquals(List.of("goes-on"), board.desk.sessions.getFirst().said());
        host.presses("##");
        board.loop.advanceMs(11_000);
        host.presses("#");
        assertEquals(2, board.calls.room("1000").orElseThrow().participants().size());
        host.presses("###");
        assertTrue(board.session().said().contains("conference-ended"));
        assertTrue(board.calls.room("1000").orElseThrow().participants().isEmpty());
        assertFalse(host.over());
        board.desk.sessions.forEach(session -> session.events.onPlayed());
        assertEquals(Optional.of(Cause.ROOM_ENDED), host.cause);
        assertEquals(Optional.of(Cause.ROOM_ENDED), guest.cause);
        assertEquals(0, board.calls.active());
    }

    @Test
    void everythingThatIsSaidHasBeenRecorded() {
        for (String language : List.of("en", "ru", "zh")) {
            for (Saying saying : Saying.values()) {
                String file = "/prompts/" + language + "/" + saying.recording() + ".wav";
                assertNotNull(RoomTest.class.getResource(file), file);
            }
        }
    }

    @Test
    void theRoomClosesAfterAGraceWhenTheLastOneHasLeft() {
        FakeLeg leg = join("1000");
        leg.ends(Cause.NORMAL);
        board.loop.advanceMs(9_000);
        assertTrue(board.calls.room("1000").isPresent());
        join("1000").ends(Cause.NORMAL);
        board.loop.advanceMs(9_000);
        assertTrue(board.calls.room("1000").isPresent());
        board.loop.advanceMs(2_000);
        assertTrue(board.calls.room("1000").isEmpty());
        assertEquals(1, board.desk.mixes.getFirst().closed);
    }

    @Test
    void aStandingRoomStaysAndGetsANewMixWhenNeeded() {
        board.calls.openRoom("7000", RoomSettings.OPEN);
        join("7000").ends(Cause.NORMAL);
        board.loop.advanceMs(11_000);
        assertTrue(board.calls.room("7000").isPresent());
        join("7000");
        assertEquals(2, board.desk.mixes.size());
    }

    @Test
    void aFullRoomRefuses() {
        board.setUp.put("1000", RoomSettings.OPEN.withMaxParticipants(1));
        join("1000");
        assertEquals(List.of("hangup ROOM_FULL"), board.arrive("1000").heard());
    }

    @Test
    void musicOnHoldIsKeptOutOfTheRoom() {
        FakeLeg leg = join("1000");
        leg.heard();
        leg.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        assertEquals(List.of("accept RECVONLY [PCMU]"), leg.heard());
        assertTrue(board.session().muted);
        leg.presses("*6");
        leg.offers(Media.audio(AudioCodec.PCMU));
        assertTrue(board.session().muted, "still muted by itself");
        leg.presses("*6");
        assertFalse(board.session().muted);
    }

    @Test
    void anOfferMidCallThatFitsNothingIsRefusedAndTheCallGoesOn() {
        FakeLeg leg = join("1000");
        leg.heard();
        leg.offers(Media.audio(Direction.SENDRECV, "192.0.2.1:4000", List.of()));
        assertEquals(List.of("refuse MEDIA_REFUSED"), leg.heard());
        leg.offers(MediaDescription.EMPTY);
        assertEquals(List.of("accept SENDRECV [OPUS, G722, PCMA, PCMU]"), leg.heard());
        leg.answersOffer(Media.audio(AudioCodec.OPUS));
        assertEquals(Optional.of(AudioCodec.OPUS), board.session().codec());
        assertFalse(leg.over());
    }

    @Test
    void aParticipantMovesIsRenamedAndRemoved() {
        FakeLeg leg = join("1000");
        join("1001");
        Participant participant = board.participant("1000", 0);
        participant.rename("Ann");
        assertTrue(participant.move(board.calls.room("1001").orElseThrow()));
        assertEquals("mix 1001", board.desk.sessions.getFirst().flow);
        assertEquals("Ann", board.participant("1001", 1).name());
        assertEquals(
                "1001", board.calls.call(participant.id()).orElseThrow().room().orElseThrow());
        participant.remove();
        assertEquals(Optional.of(Cause.REMOVED), leg.cause);
        assertEquals(1, board.calls.room("1001").orElseThrow().participants().size());
    }

    @Test
    void guestsComeInMutedWhereTheRoomWantsIt() {
        board.setUp.put("1000", RoomSettings.OPEN.withMutedOnEntry(true));
        join("1000");
        assertTrue(board.session().muted);
        assertTrue(board.session().said().contains("muted"));
    }

    @Test
    void silenceEndsACallOnlyAfterMinutesAndNotWhenSomethingCame() {
        FakeLeg leg = join("1000");
        board.session().events.onSilentFor(10_000);
        board.loop.advanceMs(200_000);
        board.session().packetsReceived = 1;
        board.loop.advanceMs(200_000);
        assertFalse(leg.over());
        board.session().events.onSilentFor(10_000);
        board.loop.advanceMs(300_000);
        assertEquals(Optional.of(Cause.MEDIA_SILENT), leg.cause);
    }

    @Test
    void aRoomMayHaveAnotherLimitToSilence() {
        board.setUp.put("1000", RoomSettings.OPEN.withSilence(Optional.of(Duration.ofMinutes(2))));
        FakeLeg leg = join("1000");
        board.session().events.onSilentFor(60_000);
        board.loop.advanceMs(59_000);
        assertFalse(leg.over());
        board.loop.advanceMs(1_000);
        assertEquals(Optional.of(Cause.MEDIA_SILENT), leg.cause);
    }

    @Test
    void whoWatchesHearsOfRoomsAndParticipants() {
        FakeLeg leg = join("1000");
        board.session().events.onSpeaking(true);
        leg.ends(Cause.NORMAL);
        board.loop.advanceMs(11_000);
        assertEquals(
                List.of(
                        "call RINGING",
                        "opened 1000",
                        "call UP",
                        "joined 101",
                        "changed 101",
                        "speaking true",
                        "left 101",
                        "call ENDED",
                        "closed 1000"),
                board.told);
    }

    @Test
    void closingARoomSendsEverybodyOut() {
        FakeLeg leg = join("1000");
        assertTrue(board.calls.closeRoom("1000"));
        assertEquals(Optional.of(Cause.ROOM_ENDED), leg.cause);
        assertTrue(board.calls.rooms().isEmpty());
        board.loop.advanceMs(20_000);
        assertEquals(1, board.told.stream().filter("closed 1000"::equals).count());
    }

    @Test
    void aRoomThatWasOpenedOnDemandStaysOnceItIsSetUp() {
        FakeLeg leg = join("1000");
        board.calls.openRoom("1000", RoomSettings.OPEN.withTitle("Monday round"));
        leg.ends(Cause.NORMAL);
        board.loop.advanceMs(60_000);
        assertTrue(board.calls.room("1000").orElseThrow().standing());
    }

    @Test
    void aRoomWaitsForWhomItCalls() {
        Room room = board.calls.roomOnDemand("1000").orElseThrow();
        board.calls.dial(room, new Route.ToAddress("sip:b@host", Optional.empty()), "", Role.GUEST);
        board.loop.advanceMs(60_000);
        board.out().answers(Media.audio(AudioCodec.G722));
        assertEquals(1, room.participants().size());
        board.calls.dial(room, new Route.ToAddress("sip:c@host", Optional.empty()), "", Role.GUEST);
        board.calls.closeRoom("1000");
        board.out().answers(Media.audio(AudioCodec.G722));
        assertEquals(Optional.of(Cause.ROOM_ENDED), board.out().cause);
        assertEquals(0, board.desk.open());
    }

    @Test
    void aCallOutThatFindsNobodyIsInTheBookWithItsCause() {
        board.found = new Targets.Found.Nobody(Cause.UNREACHABLE);
        Room room = board.calls.roomOnDemand("1000").orElseThrow();
        String id = board.calls.dial(room, new Route.ToAddress("sip:b@host", Optional.empty()), "", Role.GUEST);
        assertEquals("could not be reached", board.calls.call(id).orElseThrow().words());
        assertEquals(0, board.calls.counters().active(Protocol.SIP, Way.OUTBOUND));
        board.loop.advanceMs(11_000);
        assertTrue(board.calls.rooms().isEmpty());
    }

    @Test
    void aRoomCallsOutAndWhoAnswersIsInIt() {
        join("1000");
        String id = board.calls.dial(
                board.calls.room("1000").orElseThrow(),
                new Route.ToAddress("sip:b@host", Optional.empty()),
                "w1#",
                Role.GUEST);
        FakeLeg out = board.out();
        out.rings(MediaDescription.EMPTY);
        out.answers(Media.audio(AudioCodec.G722));
        assertEquals("mix 1000", board.session().flow);
        assertEquals(2, board.calls.room("1000").orElseThrow().participants().size());
        board.session().said();
        board.loop.advanceMs(600);
        assertEquals(List.of("digit 1", "digit #"), board.session().said());
        assertEquals(Way.OUTBOUND, board.calls.call(id).orElseThrow().way());
        out.ends(Cause.NORMAL);
        assertEquals(1, board.calls.active());
    }

    @Test
    void aCallOutOfARoomIsInTheBookWhileItsWayIsLookedFor() {
        List<Consumer<Targets.Found>> waiting = new ArrayList<>();
        Targets.Found found = board.found;
        board.looking = Optional.of(waiting::add);
        Room room = board.calls.roomOnDemand("1000").orElseThrow();
        String id = board.calls.dial(room, new Route.ToAddress("sip:b@host", Optional.empty()), "", Role.GUEST);
        assertEquals(
                CallRecord.State.RINGING, board.calls.call(id).orElseThrow().state());
        assertTrue(board.calls.hangup(id, Cause.REMOVED));
        waiting.getFirst().accept(found);
        assertEquals(List.of(), board.dialled);
        assertEquals(
                Optional.of(Cause.REMOVED), board.calls.call(id).orElseThrow().cause());
    }

    @Test
    void aDoorThatFailsEndsTheCallInTheBook() {
        board.found = new Targets.Found.Dial(List.of(new Target(
                (out, events) -> {
                    throw new IllegalStateException("a bug in the door");
                },
                "sip:b@host",
                InetAddress.ofLiteral("192.0.2.2"),
                Media.TERMS,
                Optional.empty(),
                Optional.empty())));
        Room room = board.calls.roomOnDemand("1000").orElseThrow();
        String id = board.calls.dial(room, new Route.ToAddress("sip:b@host", Optional.empty()), "", Role.GUEST);
        assertEquals(
                Optional.of(Cause.INTERNAL), board.calls.call(id).orElseThrow().cause());
        assertEquals(0, board.calls.active());
    }

    @Test
    void whoNeverListenedIsNotOnHoldAndWhoDidIs() {
        FakeLeg studio = board.arrive("1000", Media.audio(Direction.SENDONLY, AudioCodec.OPUS));
        studio.offers(Media.audio(Direction.SENDONLY, AudioCodec.OPUS));
        assertFalse(board.participant("1000", 0).held());
        studio.offers(Media.audio(AudioCodec.OPUS));
        studio.offers(Media.audio(Direction.SENDONLY, AudioCodec.OPUS));
        assertTrue(board.participant("1000", 0).held());
        studio.offers(Media.audio(Direction.SENDONLY, AudioCodec.OPUS));
        assertTrue(board.participant("1000", 0).held());
        studio.offers(Media.audio(AudioCodec.OPUS));
        assertFalse(board.participant("1000", 0).held());
    }
}
