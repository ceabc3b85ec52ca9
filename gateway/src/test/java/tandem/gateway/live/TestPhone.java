package tandem.gateway.live;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import tandem.base.NettyLoop;
import tandem.sip.Body;
import tandem.sip.SipCall;
import tandem.sip.SipCallEvents;
import tandem.sip.SipEnd;
import tandem.sip.SipOutgoing;
import tandem.sip.SipRequest;
import tandem.sip.SipResponse;
import tandem.sip.SipSettings;
import tandem.sip.SipStack;
import tandem.sip.SipTrace;
import tandem.sip.SipUser;

/** A phone that calls, takes every call, sends keys by INFO, and sends no media. */
final class TestPhone implements SipUser, SipCallEvents {
    private static final Body SDP = Body.sdp(String.join(
            "\r\n",
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "c=IN IP4 127.0.0.1",
            "t=0 0",
            "m=audio 9 RTP/AVP 0",
            "a=rtpmap:0 PCMU/8000",
            ""));

    private final NettyLoop loop;
    private final SipStack stack;
    private final String gateway;
    private final int port;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final List<String> digits = new CopyOnWriteArrayList<>();
    private Optional<SipCall> call = Optional.empty();

    TestPhone(NettyLoop loop, String gateway) throws Exception {
        this.loop = loop;
        this.gateway = gateway;
        SipSettings settings = SipSettings.on(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
                .with(new SipSettings.Limits(2_000, 1800, 90, 180, 7200, 1_000, 100));
        stack = new SipStack(loop, settings, this, SipTrace.NONE);
        port = stack.start().get(5, TimeUnit.SECONDS).getFirst().address().getPort();
    }

    /** Where it is called. */
    String address() {
        return "sip:phone@127.0.0.1:" + port;
    }

    /** Calls that user of the gateway. */
    void call(String user) {
        call(user, Map.of());
    }

    void call(String user, Map<String, List<String>> headers) {
        loop.post(() -> call = Optional.of(stack.call(
                SipOutgoing.to("sip:" + user + "@" + gateway, Optional.of(SDP))
                        .from("sip:ann@127.0.0.1", "Ann")
                        .with(headers),
                this)));
    }

    /** Presses keys, by INFO. */
    void press(String keys) {
        keys.chars().forEach(key -> {
            Body relay = new Body(
                    "application/dtmf-relay",
                    ("Signal=" + (char) key + "\r\nDuration=100\r\n").getBytes(StandardCharsets.UTF_8));
            loop.post(() -> call.ifPresent(each -> each.info(relay)));
        });
    }

    /** Ends its call. */
    void hangUp() {
        loop.post(() -> call.ifPresent(each -> each.hangup(Optional.empty())));
    }

    /** Why its call ended, within ten seconds. */
    String end() throws Exception {
        return ended.get(10, TimeUnit.SECONDS);
    }

    boolean over() {
        return ended.isDone();
    }

    @Override
    public SipCallEvents onCall(SipCall incoming) {
        call = Optional.of(incoming);
        incoming.ring(180, Optional.empty());
        incoming.answer(SDP, Map.of());
        return this;
    }

    @Override
    public void onRequest(SipRequest request) {
        stack.answer(request, 200, Optional.empty(), Map.of(), Optional.empty());
    }

    @Override
    public void onProvisional(SipResponse response, Optional<Body> sdp) {}

    @Override
    public void onAnswered(SipResponse response, Optional<Body> sdp) {}

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
        digits.add(body.map(Body::text).orElse(""));
        return true;
    }

    @Override
    public void onEnded(SipEnd end) {
        ended.complete(end.toString());
    }
}
