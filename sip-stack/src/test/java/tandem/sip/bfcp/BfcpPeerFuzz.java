package tandem.sip.bfcp;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tandem.base.HandTurnedLoop;

/** Whatever a peer sends, in datagrams, fragments or on a stream, a server and a participant bear it and keep their bounds. */
class BfcpPeerFuzz {
    private static final List<Sample> SAMPLES = Sample.all();

    @FuzzTest(maxDuration = "3s")
    void anyPeerIsBorne(FuzzedDataProvider data) {
        HandTurnedLoop loop = new HandTurnedLoop();
        boolean stream = data.consumeBoolean();
        Terms terms = stream ? Terms.reliable(99, 5) : Terms.unreliable(99, 5, 2);
        Counting wire = new Counting();
        FloorServer server = new FloorServer(loop, Set.of(1), new Undecided());
        Association atServer = server.join(terms, new Joining(data.consumeBoolean(), true, Optional.of("Ann")), wire);
        FloorClient client = new FloorClient(loop, terms, wire, new FloorClientTest.Heard(new ArrayList<>()));
        client.request(1);
        Association to = data.consumeBoolean() ? atServer : client.association();
        int fed = 0;
        while (data.remainingBytes() > 0 && fed < 200) {
            byte[] part = part(data, stream);
            to.receive(part, 0, part.length);
            loop.advanceMs(data.consumeInt(0, 600));
            fed++;
        }
        check(loop, server, wire, fed);
    }

    private static byte[] part(FuzzedDataProvider data, boolean stream) {
        if (data.consumeBoolean()) {
            return data.consumeBytes(data.consumeInt(0, 120));
        }
        Sample sample = SAMPLES.get(data.consumeInt(0, SAMPLES.size() - 1));
        byte[] octets = sample.octets(stream ? "20" : data.consumeBoolean() ? "40" : "50");
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
            octets[data.consumeInt(0, octets.length - 1)] = data.consumeByte();
        }
        List<byte[]> fragments = data.consumeBoolean() ? Fragments.split(octets, 24) : List.of(octets);
        return fragments.get(data.consumeInt(0, fragments.size() - 1));
    }

    private static void check(HandTurnedLoop loop, FloorServer server, Counting wire, int fed) {
        if (server.requests(1).size() > 2) {
            throw new AssertionError("more floor requests than one may have");
        }
        if (loop.timers() > 2 * 64 + 2) {
            throw new AssertionError(loop.timers() + " timers");
        }
        if (wire.sent > 20 * (fed + 2)) {
            throw new AssertionError(wire.sent + " sent for " + fed);
        }
    }

    private static final class Counting implements BfcpWire {
        private int sent;

        @Override
        public void send(byte[] octets) {
            sent++;
        }

        @Override
        public void close(String why) {}
    }

    private static final class Undecided implements FloorListener {
        @Override
        public void onFloorRequested(FloorAsk ask) {}

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
}
