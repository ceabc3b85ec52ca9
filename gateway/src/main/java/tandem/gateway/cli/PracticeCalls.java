package tandem.gateway.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tandem.base.NettyLoop;
import tandem.sip.Body;
import tandem.sip.SipAnswer;
import tandem.sip.SipAsk;
import tandem.sip.SipAskEvents;
import tandem.sip.SipCall;
import tandem.sip.SipCallEvents;
import tandem.sip.SipContact;
import tandem.sip.SipCredentials;
import tandem.sip.SipEnd;
import tandem.sip.SipListener;
import tandem.sip.SipOutgoing;
import tandem.sip.SipRequest;
import tandem.sip.SipResponse;
import tandem.sip.SipSettings;
import tandem.sip.SipStack;
import tandem.sip.SipTrace;
import tandem.sip.SipUser;

/**
 * Calls from INVITE to BYE through a gateway of this process, whose both ends are here, and a device that registers with it: what is practised is quick
 * from the start.
 */
final class PracticeCalls implements SipUser, AutoCloseable {
    private static final int AT_ONCE = 16;
    private static final int STALL_MS = 1_000;
    private static final int START_LIMIT_S = 10;
    private static final Body SESSION = new Body("application/sdp", """
            v=0\r
            o=- 1 1 IN IP4 127.0.0.1\r
            s=-\r
            c=IN IP4 127.0.0.1\r
            t=0 0\r
            m=audio 9 RTP/AVP 0 8 101\r
            a=rtpmap:0 PCMU/8000\r
            a=rtpmap:8 PCMA/8000\r
            a=rtpmap:101 telephone-event/8000\r
            a=sendrecv\r
            """.getBytes(StandardCharsets.US_ASCII));

    private final NettyLoop loop = new NettyLoop("practice", STALL_MS);
    private final SipStack stack;
    private final InetSocketAddress here;
    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private String target = "";
    private int left;
    private int up;
    private int answered;

    /** Both ends, on a free port of 127.0.0.1. */
    PracticeCalls() {
        SipSettings settings = SipSettings.on(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        stack = new SipStack(loop, settings, this, SipTrace.NONE);
        here = stack.start().orTimeout(START_LIMIT_S, TimeUnit.SECONDS).join().stream()
                .filter(listener -> listener.transport().equals("UDP"))
                .map(SipListener::address)
                .findFirst()
                .orElseThrow();
    }

    /** Where the gateway is to send the calls it bridges. */
    int port() {
        return here.getPort();
    }

    /** Registers that device so often, by digest each time; how many were granted, of those that were answered in that many seconds. */
    int register(int times, String gateway, SipCredentials device, int withinS) {
        CompletableFuture<Integer> granted = new CompletableFuture<>();
        loop.post(() -> register(times, 0, gateway, device, granted));
        return granted.completeOnTimeout(0, withinS, TimeUnit.SECONDS).join();
    }

    private void register(
            int left, int granted, String gateway, SipCredentials device, CompletableFuture<Integer> done) {
        if (left == 0) {
            done.complete(granted);
            return;
        }
        String account = "sip:" + device.username() + "@" + gateway;
        SipAsk ask = SipAsk.to("REGISTER", "sip:" + gateway)
                .from(account, "")
                .towards(account)
                .at(new SipContact(device.username(), Map.of(), Map.of()))
                .as(device);
        stack.send(ask, new SipAskEvents() {
            @Override
            public void onAnswered(SipAnswer answer) {
                int more = answer.response().status() == 200 ? 1 : 0;
                register(left - 1, granted + more, gateway, device, done);
            }

            @Override
            public void onUnanswered(String why) {
                register(left - 1, granted, gateway, device, done);
            }
        });
    }

    /** Makes that many calls to that URI, several at once; how many were answered, of those that ended in that many seconds. */
    int make(int calls, String uri, int withinS) {
        loop.post(() -> {
            left = calls;
            target = uri;
            next();
        });
        return done.completeOnTimeout(0, withinS, TimeUnit.SECONDS).join();
    }

    private void next() {
        while (left > 0 && up < AT_ONCE) {
            left--;
            up++;
            new Caller().call();
        }
        if (left == 0 && up == 0) {
            done.complete(answered);
        }
    }

    @Override
    public SipCallEvents onCall(SipCall call) {
        call.ring(180, Optional.empty());
        call.answer(SESSION, Map.of());
        return new Quiet();
    }

    @Override
    public void onRequest(SipRequest request) {
        stack.answer(request, 405, Optional.empty(), Map.of(), Optional.empty());
    }

    @Override
    public void close() {
        stack.close();
        loop.close();
    }

    /** Hangs up as soon as it is answered. */
    private final class Caller extends Quiet {
        private Optional<SipCall> call = Optional.empty();

        void call() {
            call = Optional.of(stack.call(SipOutgoing.to(target, Optional.of(SESSION)), this));
        }

        @Override
        public void onAnswered(SipResponse response, Optional<Body> sdp) {
            answered++;
            loop.post(() -> call.ifPresent(each -> each.hangup(Optional.empty())));
        }

        @Override
        public void onEnded(SipEnd end) {
            up--;
            next();
        }
    }

    /** Takes things as they come. */
    private static class Quiet implements SipCallEvents {
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
}
