package tandem.gateway.sip;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.base.RateGate;
import tandem.call.Arrival;
import tandem.call.Calls;
import tandem.call.Cause;
import tandem.call.Leg;
import tandem.call.LegEvents;
import tandem.call.Outgoing;
import tandem.call.Party;
import tandem.call.Protocol;
import tandem.gateway.guard.Guard;
import tandem.gateway.registrar.Account;
import tandem.gateway.registrar.Binding;
import tandem.gateway.registrar.Identity;
import tandem.gateway.registrar.Registrar;
import tandem.media.MediaDescription;
import tandem.sip.Body;
import tandem.sip.SipCall;
import tandem.sip.SipCallEvents;
import tandem.sip.SipEnd;
import tandem.sip.SipEvent;
import tandem.sip.SipOutgoing;
import tandem.sip.SipReplaces;
import tandem.sip.SipRequest;
import tandem.sip.SipStack;
import tandem.sip.SipUser;
import tandem.sip.SipWay;
import tandem.sip.dialog.UserAgent;
import tandem.sip.message.Uri;

/** Lets SIP callers in, and dials out by SIP. Translation only; on the signalling loop. */
public final class SipDoor implements SipUser, SipTargets.Dials, SipLeg.Surroundings {
    private static final Logger log = LoggerFactory.getLogger(SipDoor.class);
    private static final long REFUSAL_LINE_NS = 1_000_000_000L;
    private static final int USUAL_HOPS = 70;

    private final Loop loop;
    private final Ladders ladders;
    private final SipTargets targets;
    private final Desk desk;
    private final RandomGenerator random;
    private final Map<Integer, RateGate> refusals = new HashMap<>();
    private final Callers callers = new Callers();
    private final IdentityHashMap<SipCall, SipLeg> legs = new IdentityHashMap<>();
    private final DeviceLegs deviceLegs = new DeviceLegs();
    private Optional<Subscribers> subscribers = Optional.empty();
    private TrunkLines lines = invite -> Optional.empty();
    private BiConsumer<SipWay, String> lost = (way, why) -> {};
    private Optional<Calls> calls = Optional.empty();
    private Optional<SipStack> stack = Optional.empty();

    /**
     * Who knows our devices, and strangers.
     *
     * @param registrar where devices register
     * @param identity who calls
     * @param guard who is not answered
     */
    public record Desk(Registrar registrar, Identity identity, Guard guard) {}

    /** A door that is still shut; {@link #open} opens it. */
    public SipDoor(Loop loop, Ladders ladders, SipTargets targets, Desk desk, RandomGenerator random) {
        this.desk = desk;
        this.loop = loop;
        this.ladders = ladders;
        this.targets = targets;
        this.random = random;
    }

    /** Knows the trunks by that, and tells when a connection is gone. Before the stack is started. */
    public void trunks(TrunkLines known, BiConsumer<SipWay, String> whenLost) {
        lines = known;
        lost = whenLost;
    }

    /** The dialogs of devices of ours. */
    public DeviceLegs deviceLegs() {
        return deviceLegs;
    }

    /** Gives SUBSCRIBE requests there. Before the stack is started. */
    public void subscribers(Subscribers takes) {
        subscribers = Optional.of(takes);
    }

    /** Lets callers in: those calls, that stack. Before the stack is started. */
    public void open(Calls toCalls, SipStack ofStack) {
        calls = Optional.of(toCalls);
        stack = Optional.of(ofStack);
    }

    private Calls calls() {
        return calls.orElseThrow(() -> new IllegalStateException("the door is shut"));
    }

    private SipStack stack() {
        return stack.orElseThrow(() -> new IllegalStateException("the door is shut"));
    }

    // Inwards.

    @Override
    public boolean admits(SipRequest request) {
        String claimed = request.method().equals("REGISTER") ? request.toUri() : request.fromUri();
        return desk.guard()
                .admits(
                        request.remote().getAddress(),
                        request.method(),
                        Uri.read(claimed).map(Uri::plainUser).orElse(""),
                        request.header("User-Agent").orElse(""));
    }

    @Override
    public void onLost(SipWay way, String why) {
        desk.registrar().onLost(way);
        lost.accept(way, why);
    }

    /** Devices first: one that is registered by that very way is itself, be it behind the address of a trunk. */
    @Override
    public SipCallEvents onCall(SipCall call) {
        SipRequest invite = call.invite();
        Optional<TrunkLines.Incoming> line = line(invite);
        return switch (who(invite, line)) {
            case Identity.Who.Guest _ -> arrive(call, Optional.empty(), line);
            case Identity.Who.Device device -> arrive(call, Optional.of(device.account()), line);
            case Identity.Who.Refused refused -> {
                Optional<String> words = words(invite, refused);
                Map<String, List<String>> headers = new HashMap<>(refused.headers());
                words.ifPresent(text -> headers.put("Warning", List.of(SipCauses.warning(text))));
                call.reject(refused.status(), words, headers);
                yield new Unheard();
            }
        };
    }

    /** The trunk it came by. */
    private Optional<TrunkLines.Incoming> line(SipRequest request) {
        return isDevice(request) ? Optional.empty() : lines.of(request);
    }

    private Identity.Who who(SipRequest request, Optional<TrunkLines.Incoming> line) {
        return line.isPresent() ? new Identity.Who.Guest() : desk.identity().of(request);
    }

    /** Notes the refusal, unless a password is asked for; its words. */
    private Optional<String> words(SipRequest request, Identity.Who.Refused refused) {
        if (refused.status() != 407) {
            note(request, refused.status(), refused.words());
        }
        return Optional.of(refused.words()).filter(text -> !text.isEmpty());
    }

    private boolean isDevice(SipRequest invite) {
        return Uri.read(invite.fromUri())
                .filter(from -> desk.registrar().registeredBy(invite.remote(), from.plainUser()))
                .isPresent();
    }

    private SipCallEvents arrive(SipCall call, Optional<Account> device, Optional<TrunkLines.Incoming> line) {
        SipRequest invite = call.invite();
        try {
            MediaDescription offer = SipSdp.read(invite.body());
            Party party = calls().arriving();
            ladders.bind(party.id(), call.callId());
            String agent = invite.header("User-Agent").orElse("");
            SipLeg leg = new SipLeg(party.id(), invite.fromUri(), true, agent, party, described(), this).of(call);
            Runnable forget = callers.add(leg, invite.fromUri(), invite.remote().getAddress());
            keep(call, leg, forget);
            device.ifPresent(account -> deviceLegs.add(account.user(), leg, DeviceLegs.dialled(invite)));
            line.ifPresent(by -> begin(by, party, leg));
            Arrival came = arrival(party.id(), invite, offer, device);
            Arrival arrival = line.map(by -> byTrunk(came, by)).orElse(came);
            Optional<Party> instead = call.replaced().flatMap(this::party);
            if (call.replaced().isPresent() && instead.isEmpty()) {
                leg.hangup(Cause.GONE); // as it would be, had it been over a moment before
            } else if (instead.isPresent()) {
                calls().arrive(party, arrival, leg, instead.get());
            } else {
                calls().arrive(party, arrival, leg);
            }
            return leg;
        } catch (SipSdp.Unreadable refused) {
            String words = String.valueOf(refused.getMessage());
            note(invite, refused.status(), words);
            Map<String, List<String>> headers = new HashMap<>();
            headers.put("Warning", List.of(SipCauses.warning(words)));
            if (refused.status() == 415) {
                headers.put("Accept", List.of("application/sdp"));
            }
            call.reject(refused.status(), Optional.of("Bad " + words), headers);
            return new Unheard();
        }
    }

    private static void begin(TrunkLines.Incoming by, Party party, SipLeg leg) {
        party.speaks(by.terms());
        by.begun().run();
        leg.whenOver(by.over());
    }

    private void keep(SipCall call, SipLeg leg, Runnable forget) {
        legs.put(call, leg);
        leg.whenOver(() -> {
            legs.remove(call);
            forget.run();
        });
    }

    private Optional<Party> party(SipCall call) {
        return Optional.ofNullable(legs.get(call)).flatMap(SipLeg::party);
    }

    @Override
    public Optional<Party> of(SipReplaces named) {
        return stack().call(named).flatMap(this::party);
    }

    @Override
    public boolean isOurs(String host, int port) {
        return stack().isOurs(host, port);
    }

    @Override
    public void joins(String call, String callId) {
        ladders.bind(call, callId);
    }

    /** Says that a request was refused: a line a second for each status, whatever comes. */
    private void note(SipRequest request, int status, String words) {
        RateGate gate = refusals.computeIfAbsent(status, each -> new RateGate(REFUSAL_LINE_NS));
        if (gate.pass(loop.clock().nowNs())) {
            log.info(
                    "{} {} from {} refused: {}; {} more with {} since the last such line",
                    request.method(),
                    request.callId(),
                    request.remote(),
                    words,
                    gate.held(),
                    status);
        }
    }

    private SipSdp described() {
        return new SipSdp(random.nextLong());
    }

    private static Arrival arrival(String id, SipRequest invite, MediaDescription offer, Optional<Account> device) {
        String user = invite.uriUser();
        String dialled = SipHeaders.withoutPin(user);
        boolean withPin = !dialled.equals(user);
        InetAddress source = invite.remote().getAddress();
        return new Arrival(
                id,
                Protocol.SIP,
                device.map(account -> from(invite, account)).orElse(invite.fromUri()),
                device.flatMap(Account::name).orElse(invite.fromName()),
                dialled,
                invite.uriHost(),
                source,
                Optional.empty(),
                device.map(Account::user),
                offer,
                withPin ? Optional.of(user.substring(dialled.length() + 1)) : SipHeaders.pin(invite),
                SipHeaders.carriedOnward(invite),
                hops(invite),
                Optional.empty());
    }

    /** A device is called by its number, whatever it writes. */
    private static String from(SipRequest invite, Account device) {
        String host = Uri.read(invite.fromUri())
                .map(Uri::host)
                .filter(text -> !text.isEmpty())
                .orElse("localhost");
        return "sip:" + SipHeaders.escaped(device.user()) + "@" + host;
    }

    private static Arrival byTrunk(Arrival arrival, TrunkLines.Incoming by) {
        return new Arrival(
                arrival.id(),
                arrival.protocol(),
                by.from(),
                by.name(),
                SipHeaders.withoutPin(by.number()),
                arrival.host(),
                arrival.source(),
                Optional.of(by.trunk()),
                arrival.device(),
                arrival.offer(),
                arrival.pin(),
                arrival.carried(),
                arrival.hops(),
                arrival.pass());
    }

    private static Optional<Integer> hops(SipRequest invite) {
        return invite.header("Max-Forwards")
                .filter(text -> text.length() <= 3 && SipHeaders.isDigits(text))
                .map(text -> Integer.parseInt(text) - 1);
    }

    @Override
    public void onRequest(SipRequest request) {
        switch (request.method()) {
            case "OPTIONS" -> {
                boolean open = !calls().draining();
                stack().answer(request, open ? 200 : 503, Optional.empty(), abilities(), Optional.empty());
            }
            case "REGISTER" -> desk.registrar().onRegister(request);
            case "MESSAGE" -> onMessage(request);
            case "SUBSCRIBE" -> onSubscribe(request);
            case "REFER" -> refuse(request, 403, "REFER is taken within a call only");
            case "NOTIFY" -> refuse(request, 481, "Subscription does not exist");
            default -> refuse(request, "Method Not Allowed");
        }
    }

    /**
     * A MESSAGE outside a dialog, as many phones send it to whom they are in a call with: taken from who is in that room now, known by
     * From and source, as if it had come within the dialog.
     */
    private void onMessage(SipRequest message) {
        String room = SipHeaders.withoutPin(message.uriUser());
        Optional<SipLeg> writer =
                callers.of(message).stream().filter(leg -> isIn(room, leg.id())).findFirst();
        if (writer.isPresent()) {
            int status = writer.get().onMessage(message);
            stack().answer(message, status, Optional.empty(), SipText.headers(status), Optional.empty());
        } else if (calls().room(room).isPresent()) {
            refuse(message, 403, "Only those in the room may write to it");
        } else {
            refuse(message, 404, "There is no such room now");
        }
    }

    /** Who subscribes is asked who it is as one who calls; to what nobody is told of, nobody is asked. */
    private void onSubscribe(SipRequest subscribe) {
        Optional<SipEvent> event = SipEvent.of(subscribe)
                .filter(each -> subscribers.filter(those -> those.tell(each)).isPresent());
        if (event.isEmpty()) {
            Map<String, List<String>> headers = Map.of("Allow-Events", List.of(stack().events()));
            stack().answer(subscribe, 489, Optional.empty(), headers, Optional.empty());
            return;
        }
        Optional<TrunkLines.Incoming> line = line(subscribe);
        switch (who(subscribe, line)) {
            case Identity.Who.Guest _ -> subscribe(subscribe, event.get(), Optional.empty(), line);
            case Identity.Who.Device device -> subscribe(subscribe, event.get(), Optional.of(device.account()), line);
            case Identity.Who.Refused refused ->
                stack().answer(
                                subscribe,
                                refused.status(),
                                words(subscribe, refused),
                                refused.headers(),
                                Optional.empty());
        }
    }

    private void subscribe(
            SipRequest subscribe, SipEvent event, Optional<Account> device, Optional<TrunkLines.Incoming> line) {
        Arrival plain = arrival("", subscribe, MediaDescription.EMPTY, device);
        Arrival who = line.map(by -> byTrunk(plain, by)).orElse(plain);
        subscribers
                .orElseThrow()
                .onSubscribe(new Subscribers.Wish(
                        subscribe,
                        event,
                        who,
                        () -> callers.of(subscribe).stream().map(SipLeg::id).toList()));
    }

    @Override
    public List<String> events() {
        return subscribers.map(Subscribers::events).orElse(List.of());
    }

    private boolean isIn(String room, String id) {
        return calls().room(room).flatMap(there -> there.participant(id)).isPresent();
    }

    private void refuse(SipRequest request, int status, String words) {
        note(request, status, words);
        stack().answer(request, status, Optional.of(words), Map.of(), Optional.empty());
    }

    /** What we can, told truthfully (RFC 3261 section 11.2). */
    private Map<String, List<String>> abilities() {
        return Map.of(
                "Allow", List.of(allow()),
                "Accept", List.of("application/sdp, application/dtmf-relay, application/dtmf, text/plain"),
                "Accept-Encoding", List.of("identity"),
                "Accept-Language", List.of("en"),
                "Allow-Events", List.of(stack().events()),
                "Supported", List.of(UserAgent.SUPPORTED));
    }

    private String allow() {
        return desk.registrar().open() ? UserAgent.ALLOW + ", REGISTER" : UserAgent.ALLOW;
    }

    private void refuse(SipRequest request, String phrase) {
        stack().answer(request, 405, Optional.of(phrase), Map.of("Allow", List.of(allow())), Optional.empty());
    }

    // Outwards.

    @Override
    public Leg dial(Outgoing outgoing, LegEvents events) {
        Optional<InetAddress> peer = SipTargets.host(outgoing.target()).flatMap(SipTargets::literal);
        return dial(outgoing, events, Going.of(targets.ourHost(outgoing.target()), peer, it -> it));
    }

    /** Calls somebody by a trunk. */
    public Leg dial(Outgoing outgoing, LegEvents events, Outlet trunk) {
        Optional<InetAddress> peer = SipTargets.host(outgoing.target()).flatMap(SipTargets::literal);
        String us = targets.ourHost(outgoing.target());
        return dial(
                outgoing,
                events,
                Going.of(us, peer, invite -> trunk.dressed(invite, us)).by(trunk));
    }

    /** By its proxies, by the way it came, or as its contact says. */
    @Override
    public Leg dial(Outgoing outgoing, LegEvents events, Binding binding) {
        InetAddress peer = binding.way().remote().getAddress();
        String us = targets.ourHost(peer);
        boolean byItsWay =
                binding.source() || (!binding.way().transport().equals("UDP") && stack().isOpen(binding.way()));
        Going going = Going.of(us, Optional.of(peer), invite -> {
            SipOutgoing to = invite.towards("sip:" + SipHeaders.escaped(binding.device()) + "@" + us);
            if (!binding.path().isEmpty()) {
                return to.via(binding.path());
            }
            return byItsWay ? to.by(binding.way()) : to;
        });
        return dial(outgoing, events, going.to(binding.device()));
    }

    /** The leg of a call that is not made for that reason, which is told after this has returned. */
    public Leg refused(Outgoing outgoing, LegEvents events, Cause why) {
        loop.post(() -> events.onEnded(why));
        return new SipLeg(outgoing.id(), outgoing.target(), false, "", events, described(), this);
    }

    /**
     * How a call goes out.
     *
     * @param us what we call ourselves there
     * @param peer where it goes, if that is known by its address
     * @param trunk by which trunk
     * @param device to which device of ours
     * @param dressed what is to be changed of the INVITE for that
     */
    private record Going(
            String us,
            Optional<InetAddress> peer,
            Optional<Outlet> trunk,
            Optional<String> device,
            UnaryOperator<SipOutgoing> dressed) {
        static Going of(String us, Optional<InetAddress> peer, UnaryOperator<SipOutgoing> dressed) {
            return new Going(us, peer, Optional.empty(), Optional.empty(), dressed);
        }

        Going by(Outlet outlet) {
            return new Going(us, peer, Optional.of(outlet), device, dressed);
        }

        Going to(String itsDevice) {
            return new Going(us, peer, trunk, Optional.of(itsDevice), dressed);
        }
    }

    private Leg dial(Outgoing outgoing, LegEvents events, Going going) {
        Optional<Outlet> trunk = going.trunk();
        SipLeg leg = new SipLeg(outgoing.id(), outgoing.target(), false, "", events, described(), this);
        int hops = outgoing.hops().orElse(USUAL_HOPS);
        trunk.ifPresent(leg::by);
        if (hops <= 0) {
            trunk.ifPresent(Outlet::onOver);
            return refused(outgoing, events, Cause.LOOP);
        }
        Optional<Body> offer = outgoing.offer().isEmpty() ? Optional.empty() : Optional.of(leg.write(outgoing.offer()));
        Map<String, List<String>> headers = new HashMap<>();
        outgoing.carried().forEach((name, value) -> headers.put(name, List.of(value)));
        if (trunk.isEmpty()) {
            headers.keySet().removeAll(SipHeaders.TO_TRUNKS);
        }
        headers.putAll(SipMoves.headers(outgoing.diverted(), outgoing.target(), going.us()));
        SipOutgoing invite = SipOutgoing.to(outgoing.target(), offer)
                .from(from(outgoing, going.us()), outgoing.callerName())
                .with(headers)
                .hops(hops);
        SipCall call = stack().call(going.dressed().apply(invite), leg);
        ladders.bind(outgoing.id(), call.callId());
        keep(
                call,
                leg,
                going.peer()
                        .map(address -> callers.add(leg, outgoing.target(), address))
                        .orElse(() -> {}));
        going.device().ifPresent(device -> deviceLegs.add(device, leg, DeviceLegs.caller(outgoing)));
        return leg.of(call);
    }

    private static String from(Outgoing outgoing, String us) {
        return outgoing.callerUser().isEmpty()
                ? "sip:" + us
                : "sip:" + SipHeaders.escaped(outgoing.callerUser()) + "@" + us;
    }

    /** What comes of a call that was refused before it was one. */
    private static final class Unheard implements SipCallEvents {
        @Override
        public void onProvisional(tandem.sip.SipResponse response, Optional<Body> sdp) {}

        @Override
        public void onAnswered(tandem.sip.SipResponse response, Optional<Body> sdp) {}

        @Override
        public void onConfirmed() {}

        @Override
        public void onOffer(SipRequest request, Optional<Body> sdp) {}

        @Override
        public void onAnswer(Body sdp) {}

        @Override
        public void onOfferRefused(int status) {}

        @Override
        public boolean onInfo(SipRequest info, Optional<Body> body) {
            return false;
        }

        @Override
        public void onEnded(SipEnd end) {}
    }
}
