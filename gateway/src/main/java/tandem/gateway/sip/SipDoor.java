package tandem.gateway.sip;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.base.RateGate;
import tandem.call.Arrival;
import tandem.call.Calls;
import tandem.call.Cause;
import tandem.call.Door;
import tandem.call.Leg;
import tandem.call.LegEvents;
import tandem.call.Outgoing;
import tandem.call.Party;
import tandem.call.Protocol;
import tandem.media.MediaDescription;
import tandem.sip.Body;
import tandem.sip.SipCall;
import tandem.sip.SipCallEvents;
import tandem.sip.SipEnd;
import tandem.sip.SipOutgoing;
import tandem.sip.SipRequest;
import tandem.sip.SipStack;
import tandem.sip.SipUser;
import tandem.sip.dialog.UserAgent;

/** Lets SIP callers in, and dials out by SIP. Translation only; on the signalling loop. */
public final class SipDoor implements SipUser, Door {
    private static final Logger log = LoggerFactory.getLogger(SipDoor.class);
    private static final long REFUSAL_LINE_NS = 1_000_000_000L;
    private static final int USUAL_HOPS = 70;

    private final Loop loop;
    private final Ladders ladders;
    private final SipTargets targets;
    private final RandomGenerator random;
    private final Map<Integer, RateGate> refusals = new HashMap<>();
    private Optional<Calls> calls = Optional.empty();
    private Optional<SipStack> stack = Optional.empty();

    /** A door that is still shut; {@link #open} opens it. */
    public SipDoor(Loop loop, Ladders ladders, SipTargets targets, RandomGenerator random) {
        this.loop = loop;
        this.ladders = ladders;
        this.targets = targets;
        this.random = random;
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
    public SipCallEvents onCall(SipCall call) {
        SipRequest invite = call.invite();
        try {
            MediaDescription offer = SipSdp.read(invite.body());
            Party party = calls().arriving();
            ladders.bind(party.id(), call.callId());
            String agent = invite.header("User-Agent").orElse("");
            SipLeg leg = new SipLeg(party.id(), invite.fromUri(), true, agent, party, described()).of(call);
            calls().arrive(party, arrival(party.id(), invite, offer), leg);
            return leg;
        } catch (SipSdp.Unreadable refused) {
            String words = String.valueOf(refused.getMessage());
            RateGate gate = refusals.computeIfAbsent(refused.status(), each -> new RateGate(REFUSAL_LINE_NS));
            if (gate.pass(loop.clock().nowNs())) {
                log.info(
                        "INVITE {} from {} refused: {}; {} more with {} since the last such line",
                        call.callId(),
                        invite.remote(),
                        words,
                        gate.held(),
                        refused.status());
            }
            Map<String, List<String>> headers = new HashMap<>();
            headers.put("Warning", List.of(SipCauses.warning(words)));
            if (refused.status() == 415) {
                headers.put("Accept", List.of("application/sdp"));
            }
            call.reject(refused.status(), Optional.of("Bad " + words), headers);
            return new Unheard();
        }
    }

    private SipSdp described() {
        return new SipSdp(random.nextLong());
    }

    private static Arrival arrival(String id, SipRequest invite, MediaDescription offer) {
        String user = invite.uriUser();
        int dot = user.indexOf('.');
        boolean withPin =
                dot > 0 && SipHeaders.isDigits(user.substring(0, dot)) && SipHeaders.isDigits(user.substring(dot + 1));
        InetAddress source = invite.remote().getAddress();
        return new Arrival(
                id,
                Protocol.SIP,
                invite.fromUri(),
                invite.fromName(),
                withPin ? user.substring(0, dot) : user,
                invite.uriHost(),
                source,
                Optional.empty(),
                Optional.empty(),
                offer,
                withPin ? Optional.of(user.substring(dot + 1)) : SipHeaders.pin(invite),
                SipHeaders.carriedOnward(invite),
                hops(invite));
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
            case "REGISTER" -> refuse(request, "Registrations are not kept here");
            case "MESSAGE" -> refuse(request, "Messages are not taken here");
            default -> refuse(request, "Method Not Allowed");
        }
    }

    /** What we can, told truthfully (RFC 3261 section 11.2). */
    private static Map<String, List<String>> abilities() {
        return Map.of(
                "Allow", List.of(UserAgent.ALLOW),
                "Accept", List.of("application/sdp, application/dtmf-relay, application/dtmf"),
                "Accept-Encoding", List.of("identity"),
                "Accept-Language", List.of("en"),
                "Supported", List.of("100rel, timer"));
    }

    private void refuse(SipRequest request, String phrase) {
        stack().answer(request, 405, Optional.of(phrase), Map.of("Allow", List.of(UserAgent.ALLOW)), Optional.empty());
    }

    // Outwards.

    @Override
    public Leg dial(Outgoing outgoing, LegEvents events) {
        SipLeg leg = new SipLeg(outgoing.id(), outgoing.target(), false, "", events, described());
        int hops = outgoing.hops().orElse(USUAL_HOPS);
        if (hops <= 0) {
            loop.post(() -> events.onEnded(Cause.LOOP));
            return leg;
        }
        Optional<Body> offer = outgoing.offer().isEmpty() ? Optional.empty() : Optional.of(leg.write(outgoing.offer()));
        Map<String, List<String>> headers = new HashMap<>();
        outgoing.carried().forEach((name, value) -> headers.put(name, List.of(value)));
        SipOutgoing invite = SipOutgoing.to(outgoing.target(), offer)
                .from(from(outgoing), outgoing.callerName())
                .with(headers)
                .hops(hops);
        SipCall call = stack().call(invite, leg);
        ladders.bind(outgoing.id(), call.callId());
        return leg.of(call);
    }

    private String from(Outgoing outgoing) {
        String host = targets.ourHost(outgoing.target());
        return outgoing.callerUser().isEmpty()
                ? "sip:" + host
                : "sip:" + SipHeaders.escaped(outgoing.callerUser()) + "@" + host;
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
