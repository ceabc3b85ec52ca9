package tandem.sip.bfcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tandem.base.HandTurnedLoop;

/** A server with two floors, a listener that writes down what it is told, and terminals on streams. */
class ServerLab {
    final HandTurnedLoop loop = new HandTurnedLoop();
    final List<String> heard = new ArrayList<>();
    Consumer<FloorAsk> decide = ask -> {};
    final FloorServer server = new FloorServer(loop, Set.of(1, 2), new Room());
    private int transaction = 100;

    final class Room implements FloorListener {
        @Override
        public void onFloorRequested(FloorAsk ask) {
            heard.add("user " + ask.userId() + " asks #" + ask.requestId());
            decide.accept(ask);
        }

        @Override
        public void onFloorReleased(int requestId, int userId, RequestStatus how) {
            heard.add("user " + userId + " #" + requestId + " " + how);
        }

        @Override
        public void onChairDecided(int chairId, int requestId, RequestStatus decision, Optional<String> info) {
            heard.add("chair " + chairId + " #" + requestId + " " + decision);
        }

        @Override
        public void onHello(int userId) {
            heard.add("hello " + userId);
        }

        @Override
        public void onGoodbye(int userId) {
            heard.add("goodbye " + userId);
        }

        @Override
        public void onSilent(int userId) {
            heard.add("silent " + userId);
        }
    }

    Terminal joined(int userId, Joining joining) {
        Terms terms = Terms.reliable(99, userId);
        Terminal terminal = new Terminal(loop, terms);
        return terminal.talksTo(server.join(terms, joining, terminal));
    }

    /** One that is told nothing it does not ask for. */
    Terminal quiet(int userId) {
        return joined(userId, new Joining(false, false, Optional.of("user " + userId)));
    }

    void says(Terminal terminal, Body body) {
        terminal.says(transaction++, body);
    }

    static Body.FloorRequest asks(int floorId) {
        return Body.FloorRequest.of(floorId);
    }
}
