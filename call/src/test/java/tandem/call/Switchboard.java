package tandem.call;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tandem.base.HandTurnedLoop;
import tandem.media.AudioCodec;
import tandem.media.MediaDescription;

/** Calls with fake legs around them: what a door and a media side would do is done by hand. */
final class Switchboard implements Targets, CallsEvents {
    final HandTurnedLoop loop = new HandTurnedLoop();
    final FakeDesk desk = new FakeDesk();
    final Map<String, RoomSettings> setUp = new HashMap<>();
    final List<FakeLeg> dialled = new ArrayList<>();
    final List<Outgoing> outgoing = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final Calls calls;
    Targets.Found found = new Found.Nobody(Cause.UNREACHABLE);
    Optional<Consumer<Consumer<Found>>> looking = Optional.empty();
    String source = "127.0.0.1";
    String from = "sip:101@example.org";
    Optional<String> pin = Optional.empty();
    Optional<Integer> hops = Optional.empty();
    int maxCalls = 1000;

    Switchboard() {
        calls = new Calls(loop, desk, this, settings(), this);
        found = new Found.Dial(List.of(target("sip:b@host")));
    }

    CallSettings settings() {
        return new CallSettings(
                this::route,
                new RoomPolicy() {
                    @Override
                    public Optional<RoomSettings> settings(String name) {
                        return Optional.ofNullable(setUp.get(name))
                                .or(() -> name.matches("1\\d{3}") ? Optional.of(RoomSettings.OPEN) : Optional.empty());
                    }

                    @Override
                    public Optional<RoomSettings> routed(String name) {
                        return name.equals("8000") ? Optional.of(RoomSettings.OPEN) : settings(name);
                    }
                },
                Guests.PRIVATE,
                maxCalls,
                Media.TERMS,
                "en",
                CallSettings.Times.USUAL);
    }

    private Route route(Arrival arrival) {
        return switch (arrival.to()) {
            case "0" -> new Route.Reception("en", 3);
            case "9196" -> new Route.Echo();
            case "9197" -> new Route.Tone(1004, -10);
            case "bug" -> throw new IllegalStateException("a bug in the plan");
            case "device" ->
                new Route.ToDevice("101", Optional.of(Duration.ofSeconds(20)), Optional.of(new Route.ToRoom("1000")));
            case String to when to.startsWith("b") -> new Route.ToAddress("sip:b@host", Optional.empty());
            case String to when to.matches("[1-8]\\d{3}") -> new Route.ToRoom(to);
            default -> new Route.Refuse(Cause.NOT_FOUND);
        };
    }

    Target target(String address) {
        Door door = (out, events) -> {
            outgoing.add(out);
            FakeLeg leg = new FakeLeg(out.target(), false, events);
            dialled.add(leg);
            return leg;
        };
        return new Target(
                door, address, InetAddress.ofLiteral("192.0.2.2"), Media.TERMS, Optional.empty(), Optional.empty());
    }

    FakeLeg arrive(String to) {
        return arrive(to, Media.audio(AudioCodec.PCMU));
    }

    FakeLeg arrive(String to, MediaDescription offer) {
        Party party = calls.arriving();
        FakeLeg leg = new FakeLeg(from, true, party);
        calls.arrive(
                party,
                new Arrival(
                        party.id(),
                        Protocol.SIP,
                        from,
                        "",
                        to,
                        "host",
                        InetAddress.ofLiteral(source),
                        Optional.empty(),
                        Optional.empty(),
                        offer,
                        pin,
                        Map.of("User-to-User", "x"),
                        hops),
                leg);
        return leg;
    }

    /** The media session opened last. */
    FakeSession session() {
        return desk.last();
    }

    /** The leg dialled last. */
    FakeLeg out() {
        return dialled.getLast();
    }

    Participant participant(String room, int index) {
        return calls.room(room).orElseThrow().participants().get(index);
    }

    @Override
    public void find(Route.Outward route, Optional<Arrival> caller, Consumer<Found> then) {
        looking.ifPresentOrElse(waits -> waits.accept(then), () -> then.accept(found));
    }

    @Override
    public void onCall(CallRecord call) {
        told.add("call " + call.state());
    }

    @Override
    public void onRoomOpened(Room room) {
        told.add("opened " + room.name());
    }

    @Override
    public void onRoomChanged(Room room) {
        told.add("changed " + room.name());
    }

    @Override
    public void onRoomClosed(Room room) {
        told.add("closed " + room.name());
    }

    @Override
    public void onJoined(Participant participant) {
        told.add("joined " + participant.name());
    }

    @Override
    public void onParticipantChanged(Participant participant) {
        told.add("changed " + participant.name());
    }

    @Override
    public void onSpeaking(Participant participant) {
        told.add("speaking " + participant.speaking());
    }

    @Override
    public void onLeft(Participant participant) {
        told.add("left " + participant.name());
    }
}
