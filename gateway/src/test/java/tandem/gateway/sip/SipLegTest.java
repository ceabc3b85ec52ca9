package tandem.gateway.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.call.Cause;
import tandem.call.HandOver;
import tandem.call.LegEvents;
import tandem.call.Party;
import tandem.media.MediaDescription;
import tandem.sip.Body;
import tandem.sip.SipCall;
import tandem.sip.SipEnd;
import tandem.sip.SipReferEvents;
import tandem.sip.SipReplaces;
import tandem.sip.SipRequest;

class SipLegTest {
    private static final Body OFFER = Body.sdp(
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n");

    private final List<String> ordered = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final SipLeg inbound =
            new SipLeg("c1", "sip:ann@h", true, "", new Heard(), new SipSdp(1), new Alone()).of(new Ordered());
    private final SipLeg outbound =
            new SipLeg("c1", "sip:bob@h", false, "", new Heard(), new SipSdp(1), new Alone()).of(new Ordered());

    @Test
    void hangingUpBeforeTheAnswerRefusesInPlainWords() {
        inbound.hangup(Cause.ROOM_LOCKED);
        assertEquals(1, ordered.size());
        assertTrue(ordered.getFirst().startsWith("reject 403 The room is locked"), ordered.getFirst());
        assertTrue(ordered.getFirst().contains("Warning=[399 tandem \"the room is locked\"]"), ordered.getFirst());
    }

    @Test
    void hangingUpAfterTheAnswerSaysGoodbyeWithTheReason() {
        inbound.answer(describe());
        inbound.hangup(Cause.REMOVED);
        assertEquals("hangup Q.850;cause=16;text=\"removed by the host or an administrator\"", ordered.getLast());
        inbound.onEnded(new SipEnd.Ours());
        assertEquals(List.of("ended REMOVED"), heard);
    }

    @Test
    void whatTheOtherSideSaysGoesWithTheRinging() {
        inbound.carry(Map.of("User-to-User", "00"));
        inbound.ring(Optional.empty());
        assertEquals(List.of("ring 180 {User-to-User=00}"), ordered);
    }

    @Test
    void anEndOfOursThatNobodyOrderedIsABug() {
        inbound.onEnded(new SipEnd.Ours());
        assertEquals(List.of("ended INTERNAL"), heard);
    }

    @Test
    void theEndIsToldOnce() {
        outbound.onEnded(new SipEnd.Refused(486, Optional.empty()));
        outbound.onEnded(new SipEnd.Ours());
        outbound.hangup(Cause.NORMAL);
        assertEquals(List.of("ended BUSY"), heard);
        assertEquals(List.of(), ordered);
    }

    @Test
    void anUnreadableOfferIsRefusedAndTheCallGoesOn() {
        inbound.onOffer(new NoRequest().request(), Optional.of(Body.sdp("nonsense")));
        assertTrue(ordered.getFirst().startsWith("refuse 400 session description"), ordered.getFirst());
        assertEquals(List.of(), heard);
    }

    @Test
    void anOfferWithoutBodyAsksForOurs() {
        inbound.onOffer(new NoRequest().request(), Optional.empty());
        assertEquals(List.of("offer 0"), heard);
    }

    @Test
    void whetherMediaFlowsIsAskedOfTheCall() {
        assertTrue(inbound.mediaFlows());
        assertEquals(List.of("media flows?"), heard);
    }

    @Test
    void anOfferThatCrossedThePeersIsGlareAndThePeersFollows() {
        inbound.onOfferRefused(491);
        inbound.onOffer(new NoRequest().request(), Optional.of(OFFER));
        assertEquals(List.of("offer refused GLARE", "offer 1"), heard);
    }

    @Test
    void thePinOfAnAddressWeDialledIsNotShown() {
        SipLeg leg = new SipLeg("c1", "sip:1000.2580@other", false, "", new Heard(), new SipSdp(1), new Alone());
        assertEquals("sip:1000.***@other", leg.facts().address());
    }

    @Test
    void aPeerThatTakesReferIsHandedOverByIt() {
        HandOver told = new HandOver() {
            @Override
            public void onDone() {
                heard.add("handed over");
            }

            @Override
            public void onFailed(Cause why) {
                heard.add("not handed over: " + why);
            }
        };
        assertTrue(inbound.handOver("sip:carl@x", told));
        assertTrue(inbound.handOver("sip:busy@x", told));
        assertEquals(List.of("refer sip:carl@x {}", "refer sip:busy@x {}"), ordered);
        assertEquals(List.of("handed over", "not handed over: BUSY"), heard);
    }

    @Test
    void aLegThatGoesOnInAnotherCallIsInItsLadder() {
        inbound.joins("c2");
        assertEquals(List.of("dialog joins c2"), ordered);
        assertEquals("c2", inbound.id());
    }

    @Test
    void digitsComeByInfo() {
        Body relay =
                new Body("application/dtmf-relay", "Signal=*\r\nDuration=100\r\n".getBytes(StandardCharsets.UTF_8));
        assertTrue(inbound.onInfo(new NoRequest().request(), Optional.of(relay)));
        assertEquals(List.of("digit * 100"), heard);
        assertFalse(inbound.onInfo(new NoRequest().request(), Optional.of(new Body("text/plain", new byte[1]))));
        assertTrue(inbound.onInfo(new NoRequest().request(), Optional.empty()));
    }

    @Test
    void theVersionOfOurDescriptionRisesOnlyWhenItChanges() {
        MediaDescription first = describe();
        inbound.answer(first);
        inbound.accept(first);
        inbound.accept(new MediaDescription(List.of(first.streams().getFirst().refuse())));
        List<String> versions = ordered.stream()
                .map(order -> order.replaceAll("(?s).*o=- \\d+ (\\d+) .*", "$1"))
                .toList();
        assertEquals(List.of("1", "1", "2"), versions);
    }

    private static MediaDescription describe() {
        try {
            return SipSdp.read(Optional.of(OFFER));
        } catch (SipSdp.Unreadable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A request nobody looks into. */
    private static final class NoRequest {
        SipRequest request() {
            return (SipRequest) java.lang.reflect.Proxy.newProxyInstance(
                    SipRequest.class.getClassLoader(),
                    new Class<?>[] {SipRequest.class},
                    (proxy, method, arguments) -> "");
        }
    }

    /** No other dialog is there. */
    private final class Alone implements SipLeg.Surroundings {
        @Override
        public void joins(String call, String callId) {
            ordered.add(callId + " joins " + call);
        }

        @Override
        public boolean isOurs(String host, int port) {
            return host.equals("us");
        }

        @Override
        public Optional<Party> of(SipReplaces named) {
            return Optional.empty();
        }
    }

    private final class Ordered implements SipCall {
        @Override
        public String callId() {
            return "dialog";
        }

        @Override
        public SipRequest invite() {
            return new NoRequest().request();
        }

        @Override
        public void ring(int status, Optional<Body> sdp, Map<String, String> headers) {
            ordered.add("ring " + status + " " + headers);
        }

        @Override
        public void answer(Body sdp, Map<String, String> headers) {
            ordered.add("answer " + sdp.text());
        }

        @Override
        public void reject(int status, Optional<String> reason, Map<String, List<String>> headers) {
            ordered.add("reject " + status + " " + reason.orElse("") + " " + headers);
        }

        @Override
        public void offer(Body sdp) {
            ordered.add("offer " + sdp.text());
        }

        @Override
        public void requestOffer() {
            ordered.add("requestOffer");
        }

        @Override
        public void accept(Body sdp) {
            ordered.add("accept " + sdp.text());
        }

        @Override
        public void refuse(int status, Optional<String> reason) {
            ordered.add("refuse " + status + " " + reason.orElse(""));
        }

        @Override
        public void info(Body body) {
            ordered.add("info " + body.text());
        }

        @Override
        public boolean takesMessages() {
            return true;
        }

        @Override
        public boolean takesRefers() {
            return true;
        }

        @Override
        public void refer(String target, Map<String, String> headers, SipReferEvents told) {
            ordered.add("refer " + target + " " + headers);
            told.onAccepted();
            told.onProgress(180);
            told.onOver(target.contains("busy") ? 486 : 200);
        }

        @Override
        public void message(Body body) {
            ordered.add("message " + body.contentType() + " " + body.text());
        }

        @Override
        public void hangup(Optional<String> reason) {
            ordered.add("hangup " + reason.orElse(""));
        }
    }

    private final class Heard implements LegEvents {
        @Override
        public void onRinging(Optional<MediaDescription> early) {
            heard.add("ringing");
        }

        @Override
        public void onAnswered(MediaDescription remote) {
            heard.add("answered");
        }

        @Override
        public void onConfirmed() {
            heard.add("confirmed");
        }

        @Override
        public void onOffer(MediaDescription remote) {
            heard.add("offer " + remote.streams().size());
        }

        @Override
        public void onAnswer(MediaDescription remote) {
            heard.add("answer");
        }

        @Override
        public void onOfferRefused(Cause why) {
            heard.add("offer refused " + why);
        }

        @Override
        public void onDigit(char digit, int durationMs) {
            heard.add("digit " + digit + " " + durationMs);
        }

        @Override
        public void onMessage(String text) {
            heard.add("message " + text);
        }

        @Override
        public boolean mediaFlows() {
            heard.add("media flows?");
            return true;
        }

        @Override
        public void onEnded(Cause why) {
            heard.add("ended " + why);
        }
    }
}
