package tandem.sip.bfcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.base.HandTurnedLoop;

/** A server and participants of ours over wires that lose, double, delay and reorder, or tear. */
class LossyWireTest {
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<Integer> holders = new ArrayList<>();
    private final FloorServer server = new FloorServer(loop, Set.of(1), new LastAskerTakesIt());
    private long sent;

    /** The rule most rooms have. */
    private final class LastAskerTakesIt implements FloorListener {
        @Override
        public void onFloorRequested(FloorAsk ask) {
            server.requests(1).stream()
                    .filter(each -> each.status().equals(Optional.of(RequestStatus.GRANTED)))
                    .forEach(each -> server.revoke(each.requestId(), "taken over"));
            server.grant(ask.requestId());
            holders.add(ask.userId());
        }

        @Override
        public void onFloorReleased(int requestId, int userId, RequestStatus how) {}

        @Override
        public void onChairDecided(int chairId, int requestId, RequestStatus decision, Optional<String> info) {}

        @Override
        public void onHello(int userId) {}

        @Override
        public void onGoodbye(int userId) {}

        @Override
        public void onSilent(int userId) {}
    }

    private interface Into {
        void receive(byte[] octets, int offset, int length);
    }

    /** Two ways, each to what is put in later. */
    private final class Line implements BfcpWire {
        private final Random chance;
        private final double loss;
        private final boolean stream;
        private Into into = (octets, offset, length) -> {};

        Line(long seed, double loss, boolean stream) {
            this.chance = new Random(seed);
            this.loss = loss;
            this.stream = stream;
        }

        @Override
        public void send(byte[] octets) {
            sent++;
            if (stream) {
                tear(octets);
                return;
            }
            deliver(octets);
            if (chance.nextDouble() < 0.1) {
                deliver(octets);
            }
        }

        private void deliver(byte[] octets) {
            if (chance.nextDouble() >= loss) {
                loop.after(chance.nextInt(80) * 1_000_000L, () -> into.receive(octets, 0, octets.length));
            }
        }

        private void tear(byte[] octets) {
            int cut = chance.nextInt(octets.length);
            loop.post(() -> into.receive(octets, 0, cut));
            loop.post(() -> into.receive(octets, cut, octets.length - cut));
        }

        @Override
        public void close(String why) {
            throw new AssertionError(why);
        }
    }

    private FloorClient joined(int userId, Terms terms, double loss, List<String> heard) {
        Line down = new Line(7L * userId, loss, terms.reliable());
        Line up = new Line(7L * userId + 1, loss, terms.reliable());
        FloorClient client = new FloorClient(loop, terms, up, new FloorClientTest.Heard(heard));
        down.into = client.association()::receive;
        up.into = server.join(terms, Joining.participant("user " + userId), down)::receive;
        return client;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void passesTheFloorAroundThoughAThirdIsLost(int version) {
        for (int round = 0; round < 40; round++) {
            List<String> annHears = new ArrayList<>();
            List<String> benHears = new ArrayList<>();
            int user = 2 * round + 1;
            FloorClient ann = joined(user, new Terms(99, user, version, false, 64), 0.33, annHears);
            FloorClient ben = joined(user + 1, new Terms(99, user + 1, version, false, 64), 0.33, benHears);
            ann.hello();
            loop.advanceMs(20_000);
            ann.request(1);
            loop.advanceMs(20_000);
            ben.request(1);
            loop.advanceMs(30_000);
            check(ann, ben, annHears, benHears);
            server.leave(user);
            server.leave(user + 1);
            ann.close();
            ben.close();
        }
        loop.advanceMs(60_000);
        assertEquals(0, loop.timers());
    }

    /** Four sendings and their answers may all be lost, and then it is told; else both sides agree. */
    private void check(FloorClient ann, FloorClient ben, List<String> annHears, List<String> benHears) {
        if (benHears.contains("FLOOR_REQUEST unreachable")) {
            return;
        }
        assertTrue(ben.holds(), benHears::toString);
        boolean annWasTold = annHears.stream().anyMatch(line -> line.endsWith("REVOKED taken over"));
        boolean annNeverHad = annHears.contains("FLOOR_REQUEST unreachable");
        boolean revocationGotLost = ann.holds();
        assertTrue(annWasTold || annNeverHad || revocationGotLost, annHears::toString);
        losses += revocationGotLost ? 1 : 0;
        assertTrue(losses <= 5, "the revocation got lost too often");
    }

    private int losses;

    @Test
    void passesTheFloorAroundOnStreamsThatAreTornAnywhere() {
        List<String> annHears = new ArrayList<>();
        List<String> benHears = new ArrayList<>();
        FloorClient ann = joined(1, Terms.reliable(99, 1), 0, annHears);
        FloorClient ben = joined(2, Terms.reliable(99, 2), 0, benHears);
        for (int i = 0; i < 5; i++) {
            ann.request(1);
            loop.runPosted();
            ben.request(1);
            loop.runPosted();
            assertTrue(ben.holds());
            assertEquals(false, ann.holds());
        }
        assertEquals(List.of(1, 2, 1, 2, 1, 2, 1, 2, 1, 2), holders);
        assertEquals("floor 1 [GRANTED]", annHears.getLast());
    }

    @Test
    void costsFewDatagramsWhereNothingIsLost() {
        FloorClient ann = joined(1, Terms.unreliable(99, 1, 2), 0, new ArrayList<>());
        loop.advanceMs(1_000);
        ann.hello();
        loop.advanceMs(1_000);
        ann.request(1);
        loop.advanceMs(1_000);
        assertTrue(ann.holds());
        assertTrue(sent <= 12, () -> sent + " datagrams");
    }
}
