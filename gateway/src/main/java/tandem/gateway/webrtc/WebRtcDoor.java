package tandem.gateway.webrtc;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import tandem.base.Loop;
import tandem.call.Arrival;
import tandem.call.CallRecord;
import tandem.call.Calls;
import tandem.call.CallsEvents;
import tandem.call.Cause;
import tandem.call.ChatMessage;
import tandem.call.ChatOutcome;
import tandem.call.Door;
import tandem.call.Leg;
import tandem.call.LegEvents;
import tandem.call.Outgoing;
import tandem.call.Participant;
import tandem.call.Party;
import tandem.call.Protocol;
import tandem.call.Room;

/**
 * Lets browsers in, by the room protocol, and tells those in a room what goes on there. Nobody can be called by this door. On the
 * signalling loop.
 */
public final class WebRtcDoor implements Door, CallsEvents {
    private final Loop loop;
    private final Passes passes;
    private final Seats seats;
    private final Whip whip;
    private final AtomicLong malformed = new AtomicLong();
    private Optional<Calls> calls = Optional.empty();

    /** A door that is still shut; {@link #open} opens it. */
    public WebRtcDoor(Loop loop, Passes passes, SecureRandom random) {
        this.loop = loop;
        this.passes = passes;
        this.seats = new Seats(loop, random);
        this.whip = new Whip(this);
    }

    /** Lets callers in, to those calls. */
    public void open(Calls toCalls) {
        calls = Optional.of(toCalls);
    }

    private Calls calls() {
        return calls.orElseThrow(() -> new IllegalStateException("the door is shut"));
    }

    Loop loop() {
        return loop;
    }

    Seats seats() {
        return seats;
    }

    /** Frames that could not be taken; from any thread. */
    public long malformed() {
        return malformed.get();
    }

    void onMalformed() {
        malformed.incrementAndGet();
    }

    /** Somebody opened a line. */
    public Connection connected(Line line, Caller caller) {
        return new Connection(this, line, caller);
    }

    /** WHIP and WHEP, which come in here too. */
    public Whip whip() {
        return whip;
    }

    /** What somebody's token says; empty where there is none. */
    Optional<Passes.Outcome> read(Optional<String> token) {
        return token.map(passes::read);
    }

    /** Somebody wants in by that line; {@code taken} is given the seat before anything is said to it. */
    void knock(Connection connection, Knock knock, Consumer<Seat> taken) {
        knock(connection.caller(), knock, party -> {
            Seat seat = new Seat(seats, seats.key(), party, connection.caller(), seats.number(), connection);
            seats.add(seat);
            taken.accept(seat);
            return seat.leg();
        });
    }

    /** Somebody wants in, by the leg that is made for the party. */
    void knock(Caller caller, Knock knock, Function<Party, WebRtcLeg> legs) {
        Party party = calls().arriving();
        WebRtcLeg leg = legs.apply(party);
        calls().arrive(party, arrival(party.id(), caller, knock), leg);
    }

    private static Arrival arrival(String id, Caller caller, Knock knock) {
        return new Arrival(
                id,
                Protocol.WEBRTC,
                "browser@" + caller.source().getHostAddress(),
                knock.name(),
                caller.room(),
                caller.host(),
                caller.source(),
                Optional.empty(),
                Optional.empty(),
                knock.offer(),
                knock.pin(),
                Map.of(),
                Optional.empty(),
                knock.pass());
    }

    @Override
    public Leg dial(Outgoing outgoing, LegEvents events) {
        WebRtcLeg leg = new WebRtcLeg(
                java.net.InetAddress.getLoopbackAddress(), "", /* chat= */ false, seats.number(), new Nobody());
        loop.post(() -> events.onEnded(Cause.NOT_FOUND));
        return leg;
    }

    // What goes on in rooms.

    private void tellAll(Room room, String frame) {
        for (Participant one : room.participants()) {
            seats.byId(one.id()).ifPresent(seat -> seat.tell(frame));
        }
    }

    private void tellHosts(Room room, String frame) {
        for (Participant one : room.participants()) {
            if (Told.isHost(one)) {
                seats.byId(one.id()).ifPresent(seat -> seat.tell(frame));
            }
        }
    }

    private void tellOthers(Participant about, String frame) {
        for (Participant one : about.room().participants()) {
            if (one != about) {
                seats.byId(one.id()).ifPresent(seat -> seat.tell(frame));
            }
        }
    }

    @Override
    public void onCall(CallRecord call) {}

    @Override
    public void onRoomOpened(Room room) {}

    @Override
    public void onRoomChanged(Room room) {
        tellAll(room, Told.roomChanged(room));
    }

    @Override
    public void onRoomClosed(Room room) {}

    @Override
    public void onWaiting(Participant participant) {
        seats.byId(participant.id()).ifPresent(seat -> seat.onWaiting(participant));
        tellHosts(participant.room(), Told.about("participant-waiting", participant));
    }

    @Override
    public void onWaitingOver(Participant participant) {
        tellHosts(participant.room(), Told.waitingOver(participant));
    }

    @Override
    public void onCalling(Room room, String id, String number, boolean rings) {
        tellHosts(room, Told.calling(id, number, rings));
    }

    @Override
    public void onCallingOver(Room room, String id, String number, Optional<Cause> why) {
        tellHosts(room, Told.callingOver(id, number, why));
    }

    @Override
    public void onJoined(Participant participant) {
        tellOthers(participant, Told.about("participant-joined", participant));
        seats.byId(participant.id()).ifPresent(seat -> seat.onRoom(participant));
    }

    @Override
    public void onParticipantChanged(Participant participant) {
        tellAll(participant.room(), Told.about("participant-changed", participant));
        seats.byId(participant.id()).ifPresent(seat -> seat.onChanged(participant));
    }

    @Override
    public void onSpeaking(Participant participant) {
        tellAll(participant.room(), Told.speaking(participant));
    }

    /** Each leg is given it by its room. */
    @Override
    public void onChat(Room room, ChatMessage line) {}

    @Override
    public void onLeft(Participant participant) {
        tellOthers(participant, Told.left(participant));
    }

    /** The end of a leg that never was. */
    private static final class Nobody implements WebRtcLeg.End {
        @Override
        public void ringing(Optional<String> answer) {}

        @Override
        public void answered(String answer) {}

        @Override
        public void offered(String offer) {}

        @Override
        public void accepted(String answer) {}

        @Override
        public void refused(Cause why) {}

        @Override
        public boolean asked(boolean wrong, boolean optional) {
            return false;
        }

        @Override
        public void wrote(ChatMessage line) {}

        @Override
        public void unwritten(ChatOutcome why) {}

        @Override
        public void ended(Cause why) {}
    }
}
