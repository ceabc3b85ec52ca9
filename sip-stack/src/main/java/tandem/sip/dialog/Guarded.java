package tandem.sip.dialog;

import java.util.Optional;
import tandem.sip.Body;
import tandem.sip.SipCallEvents;
import tandem.sip.SipEnd;
import tandem.sip.SipReferral;
import tandem.sip.SipRequest;
import tandem.sip.SipResponse;

/** A call's user, with its bugs kept from the stack: one ends that call, properly on the wire, and nothing else. */
final class Guarded implements SipCallEvents {
    private final SipCallEvents user;
    private final InviteSession session;

    Guarded(SipCallEvents user, InviteSession session) {
        this.user = user;
        this.session = session;
    }

    @Override
    public void onTrying() {
        session.guarded(user::onTrying);
    }

    @Override
    public void onProvisional(SipResponse response, Optional<Body> sdp) {
        session.guarded(() -> user.onProvisional(response, sdp));
    }

    @Override
    public void onAnswered(SipResponse response, Optional<Body> sdp) {
        session.guarded(() -> user.onAnswered(response, sdp));
    }

    @Override
    public void onConfirmed() {
        session.guarded(user::onConfirmed);
    }

    @Override
    public void onOffer(SipRequest request, Optional<Body> sdp) {
        session.guarded(() -> user.onOffer(request, sdp));
    }

    @Override
    public void onAnswer(Body sdp) {
        session.guarded(() -> user.onAnswer(sdp));
    }

    @Override
    public void onOfferRefused(int status) {
        session.guarded(() -> user.onOfferRefused(status));
    }

    @Override
    public boolean onInfo(SipRequest info, Optional<Body> body) {
        boolean[] taken = new boolean[1];
        session.guarded(() -> taken[0] = user.onInfo(info, body));
        return taken[0];
    }

    @Override
    public int onMessage(SipRequest message) {
        int[] status = {500};
        session.guarded(() -> status[0] = user.onMessage(message));
        return status[0];
    }

    @Override
    public void onRefer(SipReferral referral) {
        session.guarded(() -> user.onRefer(referral));
    }

    @Override
    public boolean mediaFlows() {
        boolean[] flows = new boolean[1];
        session.guarded(() -> flows[0] = user.mediaFlows());
        return flows[0];
    }

    @Override
    public void onEnded(SipEnd end) {
        session.guarded(() -> user.onEnded(end));
    }
}
