package tandem.sip.dialog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tandem.sip.Body;
import tandem.sip.SipCall;
import tandem.sip.SipCallEvents;
import tandem.sip.SipEnd;
import tandem.sip.SipReferral;
import tandem.sip.SipRequest;
import tandem.sip.SipResponse;

/** The user of one call: writes down what it hears, and does what the test wants at an offer. */
final class Heard implements SipCallEvents {
    @Nullable
    SipCall call;

    final List<String> log = new ArrayList<>();
    final List<SipEnd> ends = new ArrayList<>();
    Consumer<Optional<Body>> atOffer = sdp -> {};
    Runnable atAnswered = () -> {};
    final List<SipReferral> referrals = new ArrayList<>();
    Consumer<SipReferral> atRefer = SipReferral::accept;
    boolean media;
    int messageStatus = 200;

    SipCall up() {
        SipCall known = call;
        if (known == null) {
            throw new AssertionError("no call");
        }
        return known;
    }

    /** What was heard so far, and forgets it. */
    List<String> seen() {
        List<String> copy = List.copyOf(log);
        log.clear();
        return copy;
    }

    private static String text(Optional<Body> sdp) {
        return sdp.map(each -> " " + each.text().substring(4)).orElse("");
    }

    @Override
    public void onProvisional(SipResponse response, Optional<Body> sdp) {
        log.add("provisional " + response.status() + text(sdp));
    }

    @Override
    public void onAnswered(SipResponse response, Optional<Body> sdp) {
        log.add("answered" + text(sdp));
        atAnswered.run();
    }

    @Override
    public void onConfirmed() {
        log.add("confirmed");
    }

    @Override
    public void onOffer(SipRequest request, Optional<Body> sdp) {
        log.add("offer" + text(sdp));
        atOffer.accept(sdp);
    }

    @Override
    public void onAnswer(Body sdp) {
        log.add("answer" + text(Optional.of(sdp)));
    }

    @Override
    public void onOfferRefused(int status) {
        log.add("refused " + status);
    }

    @Override
    public boolean onInfo(SipRequest info, Optional<Body> body) {
        log.add("info");
        return body.filter(each -> each.contentType().startsWith("application/dtmf"))
                .isPresent();
    }

    @Override
    public int onMessage(SipRequest message) {
        log.add("message " + message.body().map(Body::text).orElse(""));
        if (messageStatus < 0) {
            throw new IllegalStateException("a bug");
        }
        return messageStatus;
    }

    @Override
    public void onRefer(SipReferral referral) {
        referrals.add(referral);
        log.add("refer " + referral.target());
        atRefer.accept(referral);
    }

    @Override
    public boolean mediaFlows() {
        return media;
    }

    @Override
    public void onEnded(SipEnd end) {
        ends.add(end);
        log.add("ended " + end.getClass().getSimpleName());
    }
}
