package tandem.call;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tandem.base.HandTurnedLoop;
import tandem.media.AudioCodec;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;
import tandem.media.Prompt;

/** Calls with fake legs around them: what a door and a media side would do is done by hand. */
final class Switchboard implements Targets, CallsEvents {
    final HandTurnedLoop loop = new HandTurnedLoop();
    final FakeDesk desk = new FakeDesk();
    final Map<String, RoomSettings> setUp = new HashMap<>();
    final List<FakeLeg> dialled = new ArrayList<>();
    final List<Outgoing> outgoing = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final List<String> calling = new ArrayList<>();
    final List<Decision> decided = new ArrayList<>();
    final Calls calls;
    Targets.Found found = new Found.Nobody(Cause.UNREACHABLE);
    Optional<Consumer<Consumer<Found>>> looking = Optional.empty();
    String source = "127.0.0.1";
    String from = "sip:101@example.org";
    Optional<String> device = Optional.empty();
    Optional<String> pin = Optional.empty();
    Optional<Integer> hops = Optional.empty();
    Optional<Pass> pass = Optional.empty();
    Protocol protocol = Protocol.SIP;
    int maxCalls = 1000;
    List<Prompt> holdMusic = List.of();
    String barred = "";
    boolean trunk;
    final List<Route> looked = new ArrayList<>();
    String peer = "192.0.2.2";
    final List<String> joined = new ArrayList<>();
    boolean asksPin;
    boolean shows;
    boolean acts = true;

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
                holdMusic,
                CallSettings.Times.USUAL);
    }

    private Route route(Arrival arrival) {
        if (arrival.from().equals(barred)) {
            return new Route.Refuse(Cause.FORBIDDEN);
        }
        return switch (arrival.to()) {
            case "0" -> new Route.Reception("en", 3);
            case "9196" -> new Route.Echo();
            case "9197" -> new Route.Tone(1004, -10);
            case "bug" -> throw new IllegalStateException("a bug in the plan");
            case "device" ->
                new Route.ToDevice("101", Optional.of(Duration.ofSeconds(20)), Optional.of(new Route.ToRoom("1000")));
            case String to when to.startsWith("b") && trunk -> new Route.ToTrunk("t", to, List.of());
            case String to when to.startsWith("b") -> new Route.ToAddress("sip:b@host", Optional.empty());
            case String to when to.matches("[1-8]\\d{3}") -> new Route.ToRoom(to);
            default -> new Route.Refuse(Cause.NOT_FOUND);
        };
    }

    /** How keys go to whoever is dialled. */
    MediaTerms.Digits digits = MediaTerms.Digits.AUTO;

    Target target(String address) {
        return target(address, Target.Known.NOBODY);
    }

    Target target(String address, Target.Known known) {
        Door door = (out, events) -> {
            outgoing.add(out);
            FakeLeg leg = new FakeLeg(out.target(), false, events, joined);
            dialled.add(leg);
            return leg;
        };
        return new Target(
                door,
                address,
                InetAddress.ofLiteral(peer),
                Media.TERMS.withDigits(digits),
                Optional.empty(),
                Optional.empty(),
                /* offers= */ false,
                known);
    }

    /** These are found, to be rung: groups one after the other, the names of one together. */
    void findsToRing(boolean onePerson, String... groups) {
        found = new Found.Ring(List.of(groups).stream()
                .map(group -> new Group(
                        List.of(group.split(" ")).stream()
                                .map(name -> target("sip:" + name + "@host"))
                                .toList(),
                        onePerson))
                .toList());
    }

    /** These are found, to be tried in turn. */
    void findsInTurn(String... names) {
        found = new Found.Dial(List.of(names).stream()
                .map(name -> target("sip:" + name + "@host"))
                .toList());
    }

    /** Sets that room up otherwise than it is set up. */
    void change(String room, UnaryOperator<RoomSettings> how) {
        setUp.put(room, how.apply(setUp.getOrDefault(room, RoomSettings.OPEN)));
    }

    /** A browser, which is asked for its own offer. */
    Target browser(String address) {
        Target target = target(address);
        return new Target(
                target.door(),
                address,
                target.peer(),
                target.terms(),
                Optional.empty(),
                Optional.empty(),
                /* offers= */ true,
                Target.Known.NOBODY);
    }

    FakeLeg arrive(String to) {
        return arrive(to, Media.audio(AudioCodec.PCMU));
    }

    FakeLeg arrive(String to, MediaDescription offer) {
        Party party = calls.arriving();
        FakeLeg leg = leg(party);
        calls.arrive(party, arrival(party, to, offer), leg);
        return leg;
    }

    /** Somebody who is to take that party's place. */
    FakeLeg arriveInstead(String to, MediaDescription offer, Party instead) {
        Party party = calls.arriving();
        FakeLeg leg = leg(party);
        calls.arrive(party, arrival(party, to, offer), leg, instead);
        return leg;
    }

    private FakeLeg leg(Party party) {
        FakeLeg leg = new FakeLeg(from, true, party, joined);
        leg.asksPin = asksPin;
        leg.shows = shows;
        leg.acts = acts;
        return leg;
    }

    /** Who would arrive for that. */
    Arrival caller(String to) {
        return arrival(calls.arriving(), to, Media.audio(AudioCodec.PCMU));
    }

    private Arrival arrival(Party party, String to, MediaDescription offer) {
        return new Arrival(
                party.id(),
                protocol,
                from,
                "",
                to,
                "host",
                InetAddress.ofLiteral(source),
                Optional.empty(),
                device,
                offer,
                pin,
                Map.of("User-to-User", "x"),
                hops,
                pass);
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
        looked.add(route);
        looking.ifPresentOrElse(waits -> waits.accept(then), () -> then.accept(found));
    }

    @Override
    public void onCall(CallRecord call) {
        told.add("call " + call.state());
    }

    @Override
    public void onDecided(String call, Decision decision) {
        decided.add(decision);
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
    public void onWaiting(Participant participant) {
        told.add("waiting " + participant.name() + " " + participant.presence());
    }

    @Override
    public void onCalling(Room room, String id, String number, boolean rings) {
        calling.add(number + (rings ? " rings" : " is called") + " into " + room.name());
    }

    @Override
    public void onCallingOver(Room room, String id, String number, Optional<Cause> why) {
        calling.add(number + why.map(cause -> " does not come: " + cause).orElse(" came"));
    }

    @Override
    public void onWaitingOver(Participant participant) {
        told.add("waits no longer " + participant.name());
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
    public void onChat(Room room, ChatMessage line) {
        told.add("chat " + line.number() + " in " + room.name());
    }

    @Override
    public void onLeft(Participant participant) {
        told.add("left " + participant.name());
    }
}
