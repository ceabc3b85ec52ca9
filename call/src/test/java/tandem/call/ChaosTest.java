package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaDescription;

/** Whatever happens in whatever order: each leg ends once, each session closes once, nothing is left, no bug is met. */
class ChaosTest {
    private static final int SEQUENCES = 10_000;
    private static final int STEPS = 40;
    private static final String KEYS = "0123456789*#*6*2*3###";
    private static final List<String> TO =
            List.of("b", "b", "b", "1000", "1000", "1001", "2000", "2001", "2002", "0", "device", "9196", "9197", "x");

    @Test
    void everyLegEndsOnceAndEverySessionClosesOnceWhateverHappens() {
        long talked = 0;
        for (int seed = 1; seed <= SEQUENCES; seed++) {
            talked += new Sequence(seed).run();
        }
        assertTrue(talked > SEQUENCES / 2, "calls that came to talk: " + talked);
    }

    private static final class Sequence {
        private final long seed;
        private final RandomGenerator random;
        private final Switchboard board = new Switchboard();
        private final List<FakeLeg> legs = new ArrayList<>();

        Sequence(long seed) {
            this.seed = seed;
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            board.setUp.put("2000", RoomSettings.OPEN.withPins(Optional.of("12"), Optional.of("34"), Optional.empty()));
            board.setUp.put(
                    "2001",
                    RoomSettings.OPEN
                            .withLobby(Lobby.GUESTS)
                            .withDials(List.of(
                                    new AutoDial("sip:7@x", Role.HOST, "w1"),
                                    new AutoDial("sip:101@x", Role.GUEST, ""))));
            board.setUp.put(
                    "2002",
                    RoomSettings.OPEN.withLobby(Lobby.ALL).withHosting(Hosting.USUAL.withWaits(Optional.of(true))));
        }

        /** How many calls came up. */
        long run() {
            for (int step = 0; step < STEPS; step++) {
                step();
                board.loop.runPosted();
            }
            board.calls.endAll(Cause.SHUTDOWN);
            board.loop.advanceMs(30_000);
            check();
            return board.calls.calls().stream()
                    .filter(call -> call.answered().isPresent() && call.legs().size() > 1)
                    .count();
        }

        private void step() {
            legs.addAll(board.dialled.subList(legs.size() - inbound(), board.dialled.size()));
            List<FakeLeg> live = legs.stream().filter(leg -> !leg.over()).toList();
            if (live.isEmpty() || random.nextInt(10) == 0) {
                arrive();
                return;
            }
            FakeLeg leg = live.get(random.nextInt(live.size()));
            if (!leg.up && random.nextInt(3) > 0) {
                progress(leg);
                return;
            }
            switch (random.nextInt(20)) {
                case 0 -> leg.ends(pick(Cause.values()));
                case 1 -> board.loop.advanceMs(random.nextInt(30_000));
                case 2 -> media();
                case 3 -> desk();
                case 4, 5 -> leg.presses(String.valueOf(KEYS.charAt(random.nextInt(KEYS.length()))));
                case 6, 7 -> offers(leg);
                case 8, 9, 10 -> answersOffer(leg);
                default -> progress(leg);
            }
        }

        private int inbound() {
            return (int) legs.stream().filter(leg -> leg.inbound).count();
        }

        private void arrive() {
            board.desk.portsLeft = random.nextInt(20) == 0 ? random.nextInt(2) : 1000;
            board.found = found();
            board.pin = random.nextInt(6) == 0 ? Optional.of(random.nextBoolean() ? "12" : "34") : Optional.empty();
            legs.add(board.arrive(TO.get(random.nextInt(TO.size())), description()));
        }

        private Targets.Found found() {
            return switch (random.nextInt(4)) {
                case 0 -> new Targets.Found.Nobody(Cause.UNREACHABLE);
                case 1 -> new Targets.Found.Dial(List.of(board.target("sip:1@x"), board.target("sip:2@x")));
                default -> new Targets.Found.Dial(List.of(board.target("sip:1@x")));
            };
        }

        private void progress(FakeLeg leg) {
            if (leg.inbound) {
                if (leg.up) {
                    leg.confirms();
                }
            } else if (!leg.up) {
                if (random.nextBoolean()) {
                    leg.rings(description());
                } else {
                    leg.answers(description());
                }
            }
        }

        private void offers(FakeLeg leg) {
            if (leg.up && !leg.weOwe) {
                leg.offers(description());
            }
        }

        private void answersOffer(FakeLeg leg) {
            if (leg.owesUs && random.nextInt(4) == 0) {
                leg.refusesOffer();
            } else if (leg.up) {
                leg.answersOffer(description()); // at times unasked
            }
        }

        private void media() {
            FakeSession session = board.desk.sessions.isEmpty() ? null : board.session();
            if (session == null || session.closed > 0) {
                return;
            }
            switch (random.nextInt(6)) {
                case 0 -> session.events.onMediaFailed("chance");
                case 1 -> session.events.onSilentFor(10_000);
                case 2 -> session.events.onSpeaking(random.nextBoolean());
                default -> session.events.onPlayed();
            }
        }

        private void desk() {
            List<Room> rooms = board.calls.rooms();
            if (rooms.isEmpty()) {
                return;
            }
            Room room = rooms.get(random.nextInt(rooms.size()));
            List<Participant> participants = room.participants();
            switch (random.nextInt(10)) {
                case 6 -> room.waiting().stream().findFirst().ifPresent(Participant::admit);
                case 7 -> room.waiting().forEach(one -> one.role(random.nextBoolean() ? Role.HOST : Role.GUEST));
                case 8 ->
                    room.waiting().stream().findFirst().ifPresent(p -> {
                        if (random.nextBoolean()) {
                            p.remove();
                        } else {
                            p.move(rooms.getLast());
                        }
                    });
                case 9 -> participants.forEach(p -> p.role(Role.GUEST));
                case 0 -> board.calls.closeRoom(room.name());
                case 1 -> room.lock(random.nextBoolean());
                case 2 -> board.calls.dial(room, new Route.ToAddress("sip:b@x", Optional.empty()), "w1", Role.HOST);
                case 3 -> participants.stream().findFirst().ifPresent(Participant::remove);
                case 4 -> participants.stream().findFirst().ifPresent(p -> p.move(rooms.getFirst()));
                default -> participants.forEach(p -> p.mute(random.nextBoolean()));
            }
        }

        private MediaDescription description() {
            return switch (random.nextInt(6)) {
                case 0 -> MediaDescription.EMPTY;
                case 1 -> Media.audio(Direction.SENDRECV, "192.0.2.1:4000", List.of());
                default -> Media.audio(pick(Direction.values()), pick(AudioCodec.values()), pick(AudioCodec.values()));
            };
        }

        private <T> T pick(T[] values) {
            return values[random.nextInt(values.length)];
        }

        private void check() {
            String where = "seed " + seed;
            legs.addAll(board.dialled.subList(legs.size() - inbound(), board.dialled.size()));
            for (FakeLeg leg : legs) {
                assertEquals(1, leg.hangups + (leg.endedByPeer ? 1 : 0), where + ": ends of " + leg.orders);
                assertEquals(List.of(), leg.wrongs, where + ": " + leg.orders);
            }
            for (FakeSession session : board.desk.sessions) {
                assertEquals(1, session.closed, where + ": closings of session " + session.number);
                assertEquals(List.of(), session.wrongs, where);
            }
            assertEquals(0, board.calls.counters().bugs(), where + ": bugs");
            assertEquals(0, board.calls.active(), where + ": calls left");
            assertEquals(List.of(), board.calls.rooms(), where + ": rooms left");
            assertEquals(
                    board.desk.mixes.size(),
                    board.desk.mixes.stream().filter(m -> m.closed == 1).count(),
                    where + ": mixes closed once");
        }
    }
}
