package tandem.gateway.sip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tandem.call.Cause;
import tandem.call.ChatMessage;
import tandem.call.HandOver;
import tandem.call.Leg;
import tandem.call.LegEvents;
import tandem.call.Party;
import tandem.call.PinMask;
import tandem.call.Protocol;
import tandem.gateway.config.Listen;
import tandem.media.MediaDescription;
import tandem.sip.Body;
import tandem.sip.SipCall;
import tandem.sip.SipCallEvents;
import tandem.sip.SipEnd;
import tandem.sip.SipMessage;
import tandem.sip.SipReferral;
import tandem.sip.SipReplaces;
import tandem.sip.SipRequest;
import tandem.sip.SipResponse;

/**
 * One leg in SIP: orders of the core become requests and responses of an INVITE session, what the session reports becomes facts
 * for the core. SDP is read and written here, DTMF by INFO too. On the signalling loop.
 */
final class SipLeg implements Leg, SipCallEvents {
    private static final Logger log = LoggerFactory.getLogger(SipLeg.class);

    private static final int CANCELLED = 487;

    private final String address;
    private final boolean inbound;
    private final LegEvents events;
    private final SipSdp sdp;
    private final Surroundings surroundings;
    private String id;
    private final Map<String, String> given = new HashMap<>();
    private Optional<SipCall> session = Optional.empty();
    private Optional<MediaDescription> early = Optional.empty();
    private Cause ours =
            Cause.INTERNAL; // an end of ours that nobody ordered is a bug in the stack, or in a fact's handler
    private String agent;
    private Map<String, String> carried = Map.of();
    private boolean rings;
    private boolean answered;
    private boolean ended;
    private final List<Runnable> over = new ArrayList<>(1);
    private Runnable changed = () -> {};
    private Optional<Outlet> trunk = Optional.empty();
    private int refused;

    /** What a leg has around it. */
    interface Surroundings extends SipTransfer.Parties {
        /** A dialog goes on in that call. */
        void joins(String call, String callId);

        /** Whether that host, and port where it is not 0, is ours. */
        boolean isOurs(String host, int port);
    }

    /** A leg of that call with that party; {@link #of} gives it its session. */
    SipLeg(
            String id,
            String address,
            boolean inbound,
            String agent,
            LegEvents events,
            SipSdp sdp,
            Surroundings surroundings) {
        this.id = id;
        this.address = PinMask.of(address);
        this.inbound = inbound;
        this.agent = agent;
        this.events = events;
        this.sdp = sdp;
        this.surroundings = surroundings;
    }

    /** The session it is of; before anything else. */
    SipLeg of(SipCall call) {
        session = Optional.of(call);
        return this;
    }

    /** What is to be done, besides, when it is over. */
    void whenOver(Runnable task) {
        over.add(task);
    }

    /** What is to be done whenever it gets further: rings, is answered, is over. */
    void whenChanged(Runnable task) {
        changed = task;
        whenOver(task);
    }

    /** Whether its party called us. */
    boolean inbound() {
        return inbound;
    }

    /** How far a leg is. */
    enum Stage {
        CALLS,
        RINGS,
        UP,
        OVER
    }

    /** How far it is. */
    Stage stage() {
        if (ended) {
            return Stage.OVER;
        }
        return answered ? Stage.UP : rings ? Stage.RINGS : Stage.CALLS;
    }

    /** How an INVITE names its dialog whose place it is to take, once there is one. */
    Optional<SipReplaces> named() {
        return session.flatMap(SipCall::named);
    }

    private void rings() {
        if (!rings) {
            rings = true;
            changed.run();
        }
    }

    /** It goes out by that trunk, which is told. */
    void by(Outlet outlet) {
        trunk = Optional.of(outlet);
        whenOver(outlet::onOver);
    }

    /** The party it is of, where it is one of the core's. */
    Optional<Party> party() {
        return events instanceof Party party ? Optional.of(party) : Optional.empty();
    }

    /** The id of its call. */
    String id() {
        return id;
    }

    /** The body of an offer that goes out with the INVITE. */
    Body write(MediaDescription offer) {
        return sdp.write(offer);
    }

    // Orders.

    @Override
    public void ring(Optional<MediaDescription> earlyMedia) {
        session.ifPresent(
                call -> call.ring(earlyMedia.isPresent() ? 183 : 180, earlyMedia.map(sdp::write), Map.copyOf(given)));
        rings();
    }

    @Override
    public void answer(MediaDescription local) {
        answered = true;
        session.ifPresent(call -> call.answer(sdp.write(local), Map.copyOf(given)));
        changed.run();
    }

    @Override
    public void offer(MediaDescription local) {
        session.ifPresent(call -> call.offer(sdp.write(local)));
    }

    @Override
    public void requestOffer() {
        session.ifPresent(SipCall::requestOffer);
    }

    @Override
    public void accept(MediaDescription local) {
        session.ifPresent(call -> call.accept(sdp.write(local)));
    }

    @Override
    public void refuse(Cause why) {
        session.ifPresent(call -> call.refuse(SipCauses.status(why), SipCauses.phrase(why)));
    }

    @Override
    public void carry(Map<String, String> headers) {
        given.putAll(headers);
    }

    @Override
    public void sendDigit(char digit, int durationMs) {
        session.ifPresent(call -> call.info(new InfoDigit(digit, durationMs).body()));
    }

    @Override
    public void askPicture() {
        session.ifPresent(call -> call.info(PictureRequest.body()));
    }

    /** A phone shows what is written on it: its own lines are passed over. */
    @Override
    public void message(ChatMessage line) {
        if (!line.fromId().equals(id)) {
            session.ifPresent(call -> call.message(SipText.body(line)));
        }
    }

    @Override
    public void focus(boolean on) {
        session.ifPresent(call -> call.focus(on));
    }

    @Override
    public boolean handOver(String toAddress, HandOver told) {
        boolean takes = session.filter(SipCall::takesRefers).isPresent();
        if (takes) {
            session.ifPresent(call -> call.refer(toAddress, Map.of(), SipTransfer.told(told)));
        }
        return takes;
    }

    @Override
    public void joins(String call) {
        id = call;
        session.ifPresent(known -> surroundings.joins(call, known.callId()));
    }

    @Override
    public void hangup(Cause why) {
        if (ended) {
            return;
        }
        ours = why;
        if (inbound && !answered) {
            reject(SipCauses.status(why), SipCauses.phrase(why), SipCauses.headers(why));
        } else {
            session.ifPresent(call -> call.hangup(Optional.of(SipCauses.reason(why))));
        }
    }

    private void reject(int status, Optional<String> phrase, Map<String, List<String>> headers) {
        Map<String, List<String>> all = new HashMap<>(headers);
        given.forEach((name, value) -> all.putIfAbsent(name, List.of(value)));
        session.ifPresent(call -> call.reject(status, phrase, all));
    }

    @Override
    public Facts facts() {
        boolean chat = session.map(SipCall::takesMessages).orElse(false);
        return new Facts(Protocol.SIP, address, agent, carried, chat);
    }

    @Override
    public String remote() {
        return session.map(call -> call.invite().remote())
                .filter(peer -> peer.getPort() != 0)
                .map(Listen::show)
                .orElse("");
    }

    @Override
    public Optional<String> trunk() {
        return trunk.map(Outlet::name);
    }

    /** By the status that refused the INVITE, theirs or ours; a call that was up ends by BYE, which has none. */
    @Override
    public Codes codes(Cause why) {
        int status = answered ? 0 : refused > 0 ? refused : inbound ? SipCauses.status(why) : 0;
        return new Codes(status, SipCauses.q850(why));
    }

    // Facts.

    @Override
    public void onTrying() {
        if (!ended) {
            events.onTrying();
        }
    }

    @Override
    public void onProvisional(SipResponse response, Optional<Body> body) {
        if (response.status() < 180) {
            return;
        }
        learn(response);
        if (body.isPresent()) {
            read(body).filter(description -> !description.isEmpty()).ifPresent(d -> early = Optional.of(d));
        }
        if (!ended) {
            rings();
            events.onRinging(body.isPresent() ? early : Optional.empty());
        }
    }

    @Override
    public void onAnswered(SipResponse response, Optional<Body> body) {
        answered = true;
        changed.run();
        learn(response);
        Optional<MediaDescription> remote = read(body).flatMap(d -> d.isEmpty() ? early : Optional.of(d));
        if (remote.isPresent()) {
            trunk.ifPresent(Outlet::onAnswered);
            events.onAnswered(remote.get());
        } else {
            log.atWarn().addKeyValue("call", id).log("the 2xx has no session description we can read");
            breakOff();
        }
    }

    /** What the answer says of the peer, and what the other leg is to be given of it. */
    private void learn(SipMessage message) {
        agent = message.header("Server").or(() -> message.header("User-Agent")).orElse(agent);
        carried = SipHeaders.carriedBack(message);
    }

    @Override
    public void onConfirmed() {
        events.onConfirmed();
    }

    @Override
    public void onOffer(SipRequest request, Optional<Body> body) {
        try {
            events.onOffer(SipSdp.read(body));
        } catch (SipSdp.Unreadable refused) {
            log.atInfo().addKeyValue("call", id).log("offer refused: {}", refused.getMessage());
            session.ifPresent(call -> call.refuse(refused.status(), Optional.ofNullable(refused.getMessage())));
        }
    }

    @Override
    public void onAnswer(Body body) {
        Optional<MediaDescription> remote = read(Optional.of(body));
        if (remote.isPresent()) {
            events.onAnswer(remote.get());
        } else {
            breakOff();
        }
    }

    /** The description, or empty where it cannot be read, which is logged. */
    private Optional<MediaDescription> read(Optional<Body> body) {
        try {
            return Optional.of(SipSdp.read(body));
        } catch (SipSdp.Unreadable unreadable) {
            log.atInfo().addKeyValue("call", id).log("peer's answer: {}", unreadable.getMessage());
            return Optional.empty();
        }
    }

    /** The peer's description cannot be read where one is needed: there is nothing to talk by. */
    private void breakOff() {
        ours = Cause.PROTOCOL_ERROR;
        session.ifPresent(call -> call.hangup(Optional.of(SipCauses.reason(Cause.PROTOCOL_ERROR))));
    }

    @Override
    public void onOfferRefused(int status) {
        events.onOfferRefused(SipCauses.of(status));
    }

    @Override
    public boolean onInfo(SipRequest info, Optional<Body> body) {
        if (body.isEmpty()) {
            return true; // RFC 6086 appendix A: an empty INFO asks whether we are there
        }
        if (InfoDigit.isDtmf(body.get())) {
            InfoDigit.read(body.get()).ifPresent(press -> events.onDigit(press.digit(), press.durationMs()));
            return true;
        }
        if (PictureRequest.isControl(body.get())) {
            if (PictureRequest.wants(body.get())) {
                events.onPictureLost();
            }
            return true;
        }
        return false;
    }

    @Override
    public int onMessage(SipRequest message) {
        if (message.body().isEmpty()) {
            return 200;
        }
        return switch (SipText.of(message.body().get())) {
            case SipText.Read(String text) -> {
                events.onMessage(text);
                yield 200;
            }
            case SipText.Refused(int status) -> status;
        };
    }

    @Override
    public void onRefer(SipReferral referral) {
        events.onTransfer(SipTransfer.of(referral, surroundings));
    }

    @Override
    public boolean mediaFlows() {
        return events.mediaFlows();
    }

    @Override
    public void onEnded(SipEnd end) {
        if (!ended) {
            ended = true;
            over.forEach(Runnable::run);
            if (end instanceof SipEnd.Refused by) {
                refused = by.status();
            } else if (inbound && end instanceof SipEnd.Cancelled) {
                refused = CANCELLED;
            }
            Cause cause = SipCauses.of(end, ours);
            if (!inbound && cause == Cause.MOVED) {
                events.onMoved(SipMoves.of(end, address, surroundings::isOurs));
            }
            // a call we refused has a line of its own, or none
            log.atLevel(inbound && !answered ? Level.DEBUG : Level.INFO)
                    .addKeyValue("call", id)
                    .log("{} ended: {}", address, cause.words());
            events.onEnded(cause);
        }
    }
}
