package tandem.gateway.sip;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tandem.call.Cause;
import tandem.call.Leg;
import tandem.call.LegEvents;
import tandem.call.PinMask;
import tandem.call.Protocol;
import tandem.media.MediaDescription;
import tandem.sip.Body;
import tandem.sip.SipCall;
import tandem.sip.SipCallEvents;
import tandem.sip.SipEnd;
import tandem.sip.SipMessage;
import tandem.sip.SipRequest;
import tandem.sip.SipResponse;

/**
 * One leg in SIP: orders of the core become requests and responses of an INVITE session, what the session reports becomes facts
 * for the core. SDP is read and written here, DTMF by INFO too. On the signalling loop.
 */
final class SipLeg implements Leg, SipCallEvents {
    private static final Logger log = LoggerFactory.getLogger(SipLeg.class);

    private final String id;
    private final String address;
    private final boolean inbound;
    private final LegEvents events;
    private final SipSdp sdp;
    private final Map<String, String> given = new HashMap<>();
    private Optional<SipCall> session = Optional.empty();
    private Optional<MediaDescription> early = Optional.empty();
    private Cause ours =
            Cause.INTERNAL; // an end of ours that nobody ordered is a bug in the stack, or in a fact's handler
    private String agent;
    private Map<String, String> carried = Map.of();
    private boolean answered;
    private boolean ended;

    /** A leg of that call with that party; {@link #of} gives it its session. */
    SipLeg(String id, String address, boolean inbound, String agent, LegEvents events, SipSdp sdp) {
        this.id = id;
        this.address = PinMask.of(address);
        this.inbound = inbound;
        this.agent = agent;
        this.events = events;
        this.sdp = sdp;
    }

    /** The session it is of; before anything else. */
    SipLeg of(SipCall call) {
        session = Optional.of(call);
        return this;
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
    }

    @Override
    public void answer(MediaDescription local) {
        answered = true;
        session.ifPresent(call -> call.answer(sdp.write(local), Map.copyOf(given)));
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
        return new Facts(Protocol.SIP, address, agent, carried);
    }

    // Facts.

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
            events.onRinging(body.isPresent() ? early : Optional.empty());
        }
    }

    @Override
    public void onAnswered(SipResponse response, Optional<Body> body) {
        answered = true;
        learn(response);
        Optional<MediaDescription> remote = read(body).flatMap(d -> d.isEmpty() ? early : Optional.of(d));
        if (remote.isPresent()) {
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
        return body.get().mediaType().equals("application/media_control+xml"); // RFC 5168
    }

    @Override
    public boolean mediaFlows() {
        return events.mediaFlows();
    }

    @Override
    public void onEnded(SipEnd end) {
        if (!ended) {
            ended = true;
            Cause cause = SipCauses.of(end, ours);
            // a call we refused has a line of its own, or none
            log.atLevel(inbound && !answered ? Level.DEBUG : Level.INFO)
                    .addKeyValue("call", id)
                    .log("{} ended: {}", address, cause.words());
            events.onEnded(cause);
        }
    }
}
