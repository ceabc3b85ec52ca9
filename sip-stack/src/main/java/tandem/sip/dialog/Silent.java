package tandem.sip.dialog;

import java.util.Optional;
import tandem.sip.Body;
import tandem.sip.SipCallEvents;
import tandem.sip.SipEnd;
import tandem.sip.SipRequest;
import tandem.sip.SipResponse;

/** Nobody listens: before the user of a call is known, and after its end. */
enum Silent implements SipCallEvents {
    NOBODY;

    @Override
    public void onProvisional(SipResponse response, Optional<Body> sdp) {}

    @Override
    public void onAnswered(SipResponse response, Optional<Body> sdp) {}

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
