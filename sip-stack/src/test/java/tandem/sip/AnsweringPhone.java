package tandem.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import tandem.base.NettyLoop;

/**
 * A phone that takes every call at once with the description it is offered, and every offer in it; or, given a target URI, a B2BUA
 * that calls it for every caller. To try the stack against other programs by hand: arguments are address, port and maybe a target.
 */
public final class AnsweringPhone implements SipUser {
    /** The description it answers with: a stream nobody listens to. */
    static final Body SDP = Body.sdp(String.join(
            "\r\n",
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "c=IN IP4 127.0.0.1",
            "t=0 0",
            "m=audio 9 RTP/AVP 0",
            ""));

    private final SipStack stack;
    private final Optional<String> target;

    AnsweringPhone(NettyLoop loop, SipSettings settings, Optional<String> target) {
        this.stack = new SipStack(loop, settings, this, SipTrace.NONE);
        this.target = target;
    }

    SipStack stack() {
        return stack;
    }

    /** Runs until it is killed. */
    public static void main(String[] args) throws Exception {
        NettyLoop loop = new NettyLoop("phone", 100);
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(args[0]), Integer.parseInt(args[1]));
        Optional<String> target = args.length > 2 ? Optional.of(args[2]) : Optional.empty();
        AnsweringPhone phone = new AnsweringPhone(loop, SipSettings.on(address), target);
        System.out.println("ready " + phone.stack.start().get());
        new CountDownLatch(1).await();
    }

    @Override
    public SipCallEvents onCall(SipCall call) {
        Side in = new Side();
        in.call = Optional.of(call);
        if (target.isEmpty()) {
            call.ring(180, Optional.empty());
            call.answer(SDP, Map.of());
            return in;
        }
        Side out = new Side();
        in.other = Optional.of(out);
        out.other = Optional.of(in);
        out.call = Optional.of(
                stack.call(SipOutgoing.to(target.get(), call.invite().body()), out));
        return in;
    }

    @Override
    public void onRequest(SipRequest request) {
        stack.answer(request, 200, Optional.empty(), Map.of(), Optional.empty());
    }

    /** One leg: passes on what it hears to the other, where there is one. */
    private static final class Side implements SipCallEvents {
        private Optional<SipCall> call = Optional.empty();
        private Optional<Side> other = Optional.empty();

        @Override
        public void onProvisional(SipResponse response, Optional<Body> sdp) {
            other.flatMap(each -> each.call).ifPresent(each -> each.ring(response.status(), sdp));
        }

        @Override
        public void onAnswered(SipResponse response, Optional<Body> sdp) {
            other.flatMap(each -> each.call).ifPresent(each -> each.answer(sdp.orElse(SDP), Map.of()));
        }

        @Override
        public void onConfirmed() {}

        @Override
        public void onOffer(SipRequest request, Optional<Body> sdp) {
            call.ifPresent(each -> each.accept(SDP));
        }

        @Override
        public void onAnswer(Body sdp) {}

        @Override
        public void onOfferRefused(int status) {}

        @Override
        public boolean onInfo(SipRequest info, Optional<Body> body) {
            return true;
        }

        @Override
        public void onEnded(SipEnd end) {
            other.flatMap(each -> each.call).ifPresent(each -> each.hangup(Optional.empty()));
        }
    }
}
