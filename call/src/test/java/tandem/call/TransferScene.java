package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaDescription;

/** A switchboard on which calls are put through, and who asks for that. */
abstract class TransferScene {
    static final MediaDescription PCMU = Media.audio(AudioCodec.PCMU);

    final Switchboard board = new Switchboard();
    final List<FakeLeg> legs = new ArrayList<>();

    /** Writes down what whoever asked is told. */
    static final class Asker implements Transfer.Asker {
        final List<String> told = new ArrayList<>();

        @Override
        public void onTrying() {
            told.add("trying");
        }

        @Override
        public void onRinging() {
            told.add("ringing");
        }

        @Override
        public void onDone() {
            told.add("done");
        }

        @Override
        public void onFailed(Cause why) {
            told.add("failed " + why);
        }
    }

    final Asker asker = new Asker();

    TransferScene() {
        board.peer = "10.0.0.2";
        board.found = new Targets.Found.Dial(List.of(board.target("sip:b@host")));
    }

    @AfterEach
    void nothingWasOrderedThatNoProtocolBears() {
        legs.addAll(board.dialled);
        legs.forEach(leg -> assertEquals(List.of(), leg.wrongs));
        legs.forEach(leg -> assertTrue(leg.hangups <= 1, leg.address));
        assertEquals(0, board.calls.counters().bugs());
    }

    FakeLeg arrive(String from, String to) {
        board.from = from;
        FakeLeg leg = board.arrive(to, PCMU);
        legs.add(leg);
        return leg;
    }

    /** A call that is up from that address to b. */
    FakeLeg up(String from) {
        FakeLeg a = arrive(from, "b");
        board.out().answers(PCMU);
        a.confirms();
        settle(a, board.out());
        return a;
    }

    /** The same, and it holds b. */
    FakeLeg holding(String from) {
        FakeLeg a = up(from);
        FakeLeg b = board.out();
        a.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        b.answersOffer(Media.audio(Direction.RECVONLY, AudioCodec.PCMU));
        settle(a, b);
        return a;
    }

    /** Somebody arrives from there who dialled that, to take the place of one who is here. */
    FakeLeg arriveInstead(String from, String to, FakeLeg instead, MediaDescription offer) {
        board.from = from;
        FakeLeg leg = board.arriveInstead(to, offer, (Party) instead.events);
        legs.add(leg);
        board.loop.runPosted();
        return leg;
    }

    void settle(FakeLeg... all) {
        board.loop.runPosted();
        for (FakeLeg leg : all) {
            leg.heard();
        }
    }

    void asks(FakeLeg who, String to) {
        who.events.onTransfer(new Transfer(to, "host", Optional.empty(), Optional.empty(), Map.of(), asker));
        board.loop.runPosted();
    }

    void asks(FakeLeg who, FakeLeg instead) {
        who.events.onTransfer(
                new Transfer("b", "host", Optional.empty(), Optional.of((Party) instead.events), Map.of(), asker));
        board.loop.runPosted();
    }

    FakeSession session(FakeLeg leg) {
        return (FakeSession) ((Party) leg.events).media().session();
    }

    boolean together(FakeLeg one, FakeLeg other) {
        return session(one).flow.equals("to " + session(other).number)
                && session(other).flow.equals("to " + session(one).number);
    }

    CallRecord call(FakeLeg leg) {
        return board.calls.call(((Party) leg.events).id()).orElseThrow();
    }

    static List<String> causes(CallRecord call) {
        return call.legs().stream()
                .map(leg -> leg.address() + " " + leg.cause().map(Enum::name).orElse("up"))
                .toList();
    }
}
