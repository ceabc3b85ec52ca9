package tandem.sip.dialog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.base.Timer;
import tandem.sip.Body;
import tandem.sip.SipCall;
import tandem.sip.SipEnd;
import tandem.sip.SipRequest;
import tandem.sip.message.RAck;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.message.Uri;
import tandem.sip.transaction.Incoming;

/**
 * The called side of an INVITE session (RFC 3261 13.3, RFC 3262): ringing, reliably or not, the answer and its repetition until
 * the ACK, refusal, CANCEL.
 */
final class IncomingCall extends InviteSession implements Incoming.User {
    private static final long MINUTE_NS = 60_000_000_000L;

    private enum State {
        RINGING,
        ANSWERED,
        CONFIRMED,
        OVER
    }

    private final Request invite;
    private final Incoming incoming;
    private final Optional<SipCall> replaced;
    private final ReliableRing ring;
    private final Repeater repeater;
    private final boolean offered;
    private State state = State.RINGING;
    private boolean agreed;
    private boolean offerOut;
    private @Nullable Runnable heldAnswer;
    private @Nullable Body corrected;
    private @Nullable Timer stillRinging;
    private @Nullable Timer expiry;
    private boolean byeOwed;
    private Optional<String> byeReason = Optional.empty();

    IncomingCall(UserAgent agent, Request invite, Incoming incoming, Optional<SipCall> replaced) {
        super(
                agent,
                invite.callId(),
                agent.transactions().tag(),
                invite.target().map(Uri::user).orElse(""));
        this.invite = invite;
        this.incoming = incoming;
        this.replaced = replaced;
        this.offered = Bodies.sdp(invite).isPresent();
        this.ring = new ReliableRing(agent, incoming, invite.cseq(), this::neverPracked);
        this.repeater = new Repeater(agent.loop(), agent.times(), agent.times().t2());
        dialog(Dialog.called(invite, localTag(), incoming.path()));
        Bodies.sdp(invite).ifPresent(offers()::received);
        learn(invite);
        incoming.listen(this);
        invite.expires().filter(seconds -> seconds > 0).ifPresent(seconds -> {
            expiry = agent.loop().after(seconds * 1_000_000_000L, this::expired);
        });
    }

    /** RFC 3261 13.3.1: the caller wants no answer any more. */
    private void expired() {
        finish(response(487, Optional.empty()), new SipEnd.Cancelled(Optional.empty()));
    }

    @Override
    public SipRequest invite() {
        return invite;
    }

    @Override
    public Optional<SipCall> replaced() {
        return replaced;
    }

    @Override
    Stage stage() {
        return switch (state) {
            case RINGING -> Stage.CALLED;
            case ANSWERED, CONFIRMED -> ended() ? Stage.OVER : Stage.UP;
            case OVER -> Stage.OVER;
        };
    }

    @Override
    boolean confirmed() {
        return state == State.CONFIRMED;
    }

    @Override
    int inviteStatus() {
        return switch (state) {
            case RINGING -> 500;
            case ANSWERED -> offered ? 0 : 491;
            case CONFIRMED, OVER -> 0;
        };
    }

    @Override
    int offerStatus() {
        if (offerOut) {
            return 491;
        }
        return state == State.RINGING && !agreed ? 500 : 0;
    }

    @Override
    Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    private Response response(int status, Optional<String> reason) {
        return agent().response(invite, localTag(), status, reason);
    }

    @Override
    public void ring(int status, Optional<Body> sdp, Map<String, String> headers) {
        if (state != State.RINGING || ended() || status <= 100 || status >= 200) {
            return;
        }
        boolean required = agent().contains(invite, "Require", "100rel");
        boolean reliable = required || (sdp.isPresent() && agent().contains(invite, "Supported", "100rel"));
        Response response = response(status, Optional.empty());
        response.add("Contact", contact(incoming.path()));
        headers.forEach(response::add);
        agent().capabilities(response);
        boolean carries = sdp.isPresent() && (offered || reliable); // an offer must not go unreliably (RFC 3262 5)
        if (carries && !agreed) {
            sdp.ifPresent(response::setBody);
            sdp.ifPresent(offers()::sent);
            offerOut = !offered;
        }
        if (reliable) {
            ring.send(response);
        } else {
            incoming.respond(response);
        }
        keepRinging(status, headers);
    }

    /** RFC 3261 13.3.1.1: a provisional response each minute, so that no proxy gives up. */
    private void keepRinging(int status, Map<String, String> headers) {
        if (stillRinging != null) {
            stillRinging.cancel();
        }
        stillRinging = agent().loop().after(MINUTE_NS, () -> ring(status, Optional.empty(), headers));
    }

    private void neverPracked() {
        if (state == State.RINGING && !ended()) {
            finish(response(504, Optional.of("No PRACK")), new SipEnd.NoResponse("no PRACK"));
        }
    }

    @Override
    void onPrack(Request request, Incoming prack) {
        Optional<RAck> rack = request.rack();
        Response acknowledged = rack.isPresent() ? ring.acknowledged(rack.get()) : null;
        if (acknowledged == null) {
            agent().answer(prack, request, 481);
            return;
        }
        boolean described = acknowledged.body().isPresent();
        boolean answersUs = described && offerOut;
        agreed |= described;
        offerOut &= !described;
        Optional<Body> sdp = Bodies.sdp(request);
        if (sdp.isPresent() && !answersUs && agreed) {
            offers().ask(request, prack);
        } else {
            agent().answer(prack, request, 200);
            if (answersUs) {
                sdp.ifPresent(offers()::received);
                sdp.ifPresentOrElse(events()::onAnswer, () -> events().onOfferRefused(488));
            }
        }
        ring.proceed();
        Runnable held = heldAnswer;
        if (held != null && !ring.descriptionWaits()) {
            heldAnswer = null;
            held.run();
        }
        offers().next();
    }

    @Override
    public void answer(Body sdp, Map<String, String> headers) {
        if (state != State.RINGING || ended()) {
            return;
        }
        if (ring.descriptionWaits()) {
            heldAnswer = () -> answer(sdp, headers); // RFC 3262 3
            return;
        }
        stopRinging();
        state = State.ANSWERED;
        Response response = response(200, Optional.empty());
        response.add("Contact", contact(incoming.path()));
        agent().capabilities(response);
        timer().grant(invite, response);
        headers.forEach(response::add);
        describe(response, sdp);
        byte[] octets = response.encode();
        incoming.respond(200, octets);
        repeater.start(() -> incoming.respond(200, octets), this::neverAcknowledged);
    }

    private void describe(Response response, Body sdp) {
        if (!agreed) {
            response.setBody(sdp);
            offers().sent(sdp);
            offerOut = !offered;
        } else if (!offers().gave(sdp)) {
            corrected = sdp; // the exchange is done by PRACK: what changed since is a new offer
        }
    }

    private void neverAcknowledged() {
        if (ended()) {
            sendBye(byeReason);
        } else {
            hangupByBye(Optional.empty(), new SipEnd.NoResponse("no ACK for our answer"));
        }
        state = State.OVER;
    }

    @Override
    void onFirstAck(Request ack) {
        if (state != State.ANSWERED || ack.cseq() != invite.cseq()) {
            return;
        }
        repeater.stop();
        state = State.CONFIRMED;
        if (byeOwed) {
            sendBye(byeReason);
            return;
        }
        if (offerOut) {
            offerOut = false;
            Optional<Body> sdp = Bodies.sdp(ack);
            sdp.ifPresent(offers()::received);
            sdp.ifPresentOrElse(events()::onAnswer, () -> events().onOfferRefused(488));
        }
        agreed = true;
        if (!ended()) {
            events().onConfirmed();
            settled();
        }
        Body again = corrected;
        corrected = null;
        if (again != null) {
            offer(again);
        }
        offers().next();
    }

    @Override
    boolean acceptFirst(Body sdp) {
        return false;
    }

    @Override
    public void reject(int status, Optional<String> reason, Map<String, List<String>> headers) {
        if (state != State.RINGING || ended()) {
            return;
        }
        Response response = response(Math.max(300, status), reason);
        headers.forEach((name, values) -> values.forEach(value -> response.add(name, value)));
        finish(response, new SipEnd.Ours());
    }

    private void finish(Response response, SipEnd how) {
        stopRinging();
        state = State.OVER;
        incoming.respond(response);
        agent().forget(this);
        end(how);
    }

    private void stopRinging() {
        ring.stop();
        heldAnswer = null;
        if (stillRinging != null) {
            stillRinging.cancel();
            stillRinging = null;
        }
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
    }

    @Override
    public void onCancel(Request cancel) {
        if (state == State.RINGING) {
            finish(response(487, Optional.empty()), new SipEnd.Cancelled(cancel.header("Reason")));
        }
    }

    @Override
    public void onFailure(String what) {
        stopRinging();
        state = State.OVER;
        agent().forget(this);
        end(new SipEnd.NoResponse(what));
    }

    @Override
    void onBye() {
        if (state == State.RINGING) {
            stopRinging();
            incoming.respond(response(487, Optional.empty()));
        }
        repeater.stop();
        state = State.OVER;
    }

    @Override
    boolean known() {
        return state == State.CONFIRMED;
    }

    @Override
    void leave(Optional<String> reason, SipEnd how) {
        switch (state) {
            case RINGING -> {
                Response response = response(480, Optional.empty());
                reason.ifPresent(value -> response.add("Reason", value));
                finish(response, how);
            }
            case ANSWERED -> {
                byeOwed = true; // RFC 3261 15: not before the ACK
                byeReason = reason;
                end(how);
            }
            case CONFIRMED -> hangupByBye(reason, how);
            case OVER -> {}
        }
    }
}
