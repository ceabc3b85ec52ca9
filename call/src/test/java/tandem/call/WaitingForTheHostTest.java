package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaDescription;

/** In a room with a PIN for hosts guests wait, with music, until one is there; without one the conference does not last. */
class WaitingForTheHostTest {
    private static final List<String> TOLD_TO_WAIT = List.of("-", "welcome", "wait-for-host", "-");

    private final Switchboard board = new Switchboard();

    @BeforeEach
    void aRoomWithPins() {
        set(Hosting.USUAL);
    }

    private void set(Hosting hosting) {
        board.setUp.put(
                "1000",
                RoomSettings.OPEN
                        .withPins(Optional.of("2580"), Optional.of("9999"), Optional.empty())
                        .withHosting(hosting));
    }

    private Room room() {
        return board.calls.room("1000").orElseThrow();
    }

    private FakeLeg comes(String pin) {
        board.pin = Optional.of(pin);
        FakeLeg leg = board.arrive("1000");
        leg.confirms();
        board.loop.runPosted();
        return leg;
    }

    @Test
    void aGuestWaitsWithMusicAndIsInWithTheHost() {
        FakeLeg guest = comes("2580");
        FakeSession itsMedia = board.session();
        assertEquals(List.of("answer SENDRECV [PCMU]"), guest.heard());
        assertEquals(TOLD_TO_WAIT, itsMedia.said());
        assertEquals("nothing", itsMedia.flow);
        itsMedia.events.onPlayed();
        assertEquals(List.of("waiting for ever"), itsMedia.said());
        assertEquals(List.of(), room().participants());
        assertEquals(Presence.WAITS_FOR_HOST, room().waiting().getFirst().presence());
        assertEquals("1000", board.calls.calls().getFirst().room().orElseThrow());

        comes("9999");
        assertEquals(2, room().participants().size());
        assertEquals(Role.HOST, board.participant("1000", 0).role());
        assertEquals("mix 1000", itsMedia.flow);
        assertEquals(List.of("hush", "you-are-in"), itsMedia.said());
        assertEquals(List.of(), room().waiting());
        comes("2580");
        assertEquals(3, room().participants().size());
        assertTrue(
                board.told.containsAll(List.of("waiting 101 WAITS_FOR_HOST", "waits no longer 101")),
                board.told::toString);
    }

    @Test
    void aHostComesInAloneAndWaitsForNobody() {
        comes("9999");
        assertEquals(List.of("welcome", "you-are-the-first"), board.session().said());
    }

    @Test
    void whoSeesAScreenHearsTheMusicAlone() {
        board.shows = true;
        comes("2580");
        assertEquals(List.of("waiting for ever"), board.session().said());
    }

    @Test
    void aLateOfferHearsItOnceItHasAnswered() {
        board.pin = Optional.of("2580");
        FakeLeg guest = board.arrive("1000", MediaDescription.EMPTY);
        assertEquals(List.of(), board.session().said());
        guest.answersOffer(Media.audio(AudioCodec.PCMA));
        assertEquals(TOLD_TO_WAIT, board.session().said());
    }

    @Test
    void whoWaitsKeepsTheRoomOpenAndWhoGivesUpDoesNot() {
        FakeLeg guest = comes("2580");
        board.loop.advanceMs(60_000);
        assertEquals(1, room().waiting().size());
        guest.ends(Cause.NORMAL);
        board.loop.advanceMs(11_000);
        assertTrue(board.calls.room("1000").isEmpty());
        assertEquals(0, board.desk.open());
    }

    @Test
    void whereNoHostComesItIsGoodbyeAfterAQuarterOfAnHour() {
        FakeLeg guest = comes("2580");
        board.session().events.onPlayed();
        board.session().said();
        board.loop.advanceMs(899_000);
        assertFalse(guest.over());
        board.loop.advanceMs(1_000);
        assertEquals(List.of("no-host-came", "goodbye"), board.session().said());
        board.session().events.onPlayed();
        assertEquals(Optional.of(Cause.NO_HOST), guest.cause);
    }

    @Test
    void whenTheLastHostLeavesItEndsAfterAMinuteUnlessOneComesBack() {
        FakeLeg host = comes("9999");
        FakeLeg guest = comes("2580");
        host.ends(Cause.NORMAL);
        assertTrue(board.desk.mixes.getFirst().played.toString().contains("host-has-left"));
        board.loop.advanceMs(59_000);
        FakeLeg late = comes("2580");
        assertEquals(1, room().waiting().size());
        FakeLeg back = comes("9999");
        assertEquals(3, room().participants().size());
        board.loop.advanceMs(120_000);
        assertFalse(guest.over());
        back.ends(Cause.NORMAL);
        board.loop.advanceMs(60_000);
        board.desk.sessions.forEach(session -> session.events.onPlayed());
        assertEquals(Optional.of(Cause.ROOM_ENDED), guest.cause);
        assertEquals(Optional.of(Cause.ROOM_ENDED), late.cause);
        assertEquals(0, board.calls.active());
    }

    @Test
    void itGoesOnWithoutHostsWhereTheRoomSaysSo() {
        set(Hosting.USUAL.withEnds(Optional.of(false)));
        FakeLeg host = comes("9999");
        FakeLeg guest = comes("2580");
        host.ends(Cause.NORMAL);
        board.loop.advanceMs(3_600_000);
        assertFalse(guest.over());
    }

    @Test
    void guestsComeStraightInWhereTheRoomSaysSo() {
        set(Hosting.USUAL.withWaits(Optional.of(false)));
        FakeLeg guest = comes("2580");
        assertEquals(Role.GUEST, board.participant("1000", 0).role());
        comes("9999").ends(Cause.NORMAL);
        board.loop.advanceMs(120_000);
        assertFalse(guest.over());
    }

    @Test
    void anotherGraceAndPatienceAreKept() {
        set(Hosting.USUAL.withGrace(Duration.ofSeconds(5)).withPatience(Duration.ofSeconds(20)));
        FakeLeg guest = comes("2580");
        board.loop.advanceMs(30_000);
        assertEquals(Optional.of(Cause.NO_HOST), guest.cause);
        FakeLeg host = comes("9999");
        FakeLeg other = comes("2580");
        host.ends(Cause.NORMAL);
        board.loop.advanceMs(5_000);
        board.session().events.onPlayed();
        assertEquals(Optional.of(Cause.ROOM_ENDED), other.cause);
    }

    @Test
    void withoutAPinTheHostIsMadeByTheApiOrAToken() {
        board.setUp.put("1001", RoomSettings.OPEN.withHosting(Hosting.USUAL.withWaits(Optional.of(true))));
        board.arrive("1001");
        board.arrive("1001");
        Room room = board.calls.room("1001").orElseThrow();
        assertEquals(2, room.waiting().size());
        room.waiting().getLast().role(Role.HOST);
        assertEquals(2, room.participants().size());
        assertEquals(Role.HOST, room.participants().getFirst().role());
        board.pass = Optional.of(new Pass("1002", Role.HOST, Optional.empty()));
        board.setUp.put("1002", RoomSettings.OPEN.withHosting(Hosting.USUAL.withWaits(Optional.of(true))));
        board.arrive("1002");
        assertEquals(1, board.calls.room("1002").orElseThrow().participants().size());
    }

    @Test
    void whoIsHostNoMoreIsAsGoodAsGone() {
        comes("9999");
        FakeLeg guest = comes("2580");
        board.participant("1000", 0).role(Role.GUEST);
        board.loop.advanceMs(60_000);
        board.desk.sessions.forEach(session -> session.events.onPlayed());
        assertEquals(Optional.of(Cause.ROOM_ENDED), guest.cause);
    }

    @Test
    void whoWaitsOnHoldComesInHeldAndMutedWhereGuestsAre() {
        board.change("1000", s -> s.withMutedOnEntry(true));
        FakeLeg guest = comes("2580");
        FakeSession itsMedia = board.session();
        guest.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        comes("9999");
        Participant in = board.participant("1000", 1);
        assertTrue(in.held() && in.muted() && itsMedia.muted);
    }

    @Test
    void noMoreAreLetInThanThereIsRoomFor() {
        board.change("1000", s -> s.withMaxParticipants(2));
        FakeLeg first = comes("2580");
        FakeLeg second = comes("2580");
        FakeSession itsMedia = board.session();
        comes("9999");
        assertEquals(2, room().participants().size());
        assertFalse(first.over());
        assertTrue(itsMedia.said().contains("room-full"));
        itsMedia.events.onPlayed();
        assertEquals(Optional.of(Cause.ROOM_FULL), second.cause);
    }

    @Test
    void twoHundredWaitAndNoMore() {
        board.shows = true;
        for (int i = 0; i < 200; i++) {
            comes("2580");
        }
        assertEquals(List.of("hangup ROOM_FULL"), comes("2580").heard());
        assertEquals(200, room().waiting().size());
    }

    @Test
    void theEndOfTheConferenceIsTheirsToo() {
        FakeLeg guest = comes("2580");
        room().end();
        assertEquals(Optional.of(Cause.ROOM_ENDED), guest.cause);
        FakeLeg other = comes("2580");
        board.calls.closeRoom("1000");
        assertEquals(Optional.of(Cause.ROOM_ENDED), other.cause);
        board.loop.advanceMs(20_000);
        assertEquals(0, board.desk.open());
    }

    @Test
    void theyComeInWhereTheRoomIsSetUpOtherwise() {
        comes("2580");
        room().apply(room().settings().withHosting(Hosting.USUAL.withWaits(Optional.of(false))));
        assertEquals(1, room().participants().size());
    }
}
