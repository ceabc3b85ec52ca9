package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.sip.Body;
import tandem.sip.SipEvent;
import tandem.sip.SipRequest;
import tandem.sip.SipSettings;
import tandem.sip.SipSubscription;
import tandem.sip.SipSubscriptionEvents;
import tandem.sip.SipWay;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** A subscription as the notifier keeps it (RFC 6665). */
class SubscriptionTest {
    private Lab lab = new Lab("UDP");
    private Lab.Agent bob = lab.agent("bob");
    private Lab.Raw peer = lab.raw("peer");
    private final Source source = new Source();
    private boolean bySource;
    private int branches;
    private long lastTold;

    /** What is told. */
    private final class Source implements SipSubscriptionEvents {
        String state = "idle";
        boolean told = true;
        Optional<SipSubscription> subscription = Optional.empty();
        final List<String> ends = new ArrayList<>();

        void take(SipRequest request) {
            subscription = bob.core.subscribe(request, bySource, this);
        }

        void becomes(String now) {
            state = now;
            subscription.orElseThrow().changed();
        }

        @Override
        public Optional<Body> state(long version) {
            String text = version + " " + state;
            return told
                    ? Optional.of(new Body("application/x-state", text.getBytes(StandardCharsets.UTF_8)))
                    : Optional.empty();
        }

        @Override
        public void onEnded(String why) {
            ends.add(why);
        }
    }

    @BeforeEach
    void bobTakesThem() {
        bob.asked = source::take;
    }

    private void over(String transport) {
        lab = new Lab(transport);
        bob = lab.agent("bob");
        peer = lab.raw("peer");
        bob.asked = source::take;
    }

    private Request subscribe(String... headers) {
        Request request = new Request("SUBSCRIBE", bob.uri());
        request.add("Max-Forwards", "70");
        request.add("From", '<' + peer.uri() + ">;tag=raw");
        request.add("To", '<' + bob.uri() + '>');
        request.add("Call-ID", "watch");
        request.add("CSeq", "1 SUBSCRIBE");
        request.add("Contact", '<' + peer.uri() + '>');
        request.add("Event", "dialog");
        for (String header : headers) {
            int colon = header.indexOf(": ");
            request.set(header.substring(0, colon), header.substring(colon + 2));
        }
        return request;
    }

    private Request again(Response dialog, long sequence, String... headers) {
        Request request = peer.within(dialog, "SUBSCRIBE", sequence);
        request.add("Event", "dialog");
        for (String header : headers) {
            int colon = header.indexOf(": ");
            request.set(header.substring(0, colon), header.substring(colon + 2));
        }
        return request;
    }

    private Response send(Request request) {
        peer.send(bob, request, "branch" + branches++);
        lab.ms(20);
        return peer.last();
    }

    /** Answers what was notified since with that status, and says what it was. */
    private List<String> notified(int status) {
        List<String> told = new ArrayList<>();
        while (!peer.requests.isEmpty()) {
            Request notify = peer.requests.removeFirst();
            assertEquals("NOTIFY", notify.method());
            if (notify.cseq() == lastTold) {
                continue; // a copy
            }
            lastTold = notify.cseq();
            told.add(notify.body().map(Body::text).orElse("-") + " | "
                    + notify.header("Subscription-State").orElseThrow());
            peer.answer(notify, status, "", Optional.empty());
            lab.ms(20);
        }
        return told;
    }

    private List<String> notified() {
        return notified(200);
    }

    @Test
    void aSubscriptionIsGrantedAndToldAtOnce() {
        Response granted = send(subscribe("Event: dialog;id=7", "Expires: 600"));
        assertEquals("200 OK", granted.status() + " " + granted.reason());
        assertEquals(Optional.of("600"), granted.header("Expires"));
        assertEquals("<sip:bob@10.0.0.1:5060>", granted.header("Contact").orElseThrow());
        Request notify = peer.last("NOTIFY");
        assertEquals(peer.uri(), notify.uri());
        assertEquals("dialog;id=7", notify.header("Event").orElseThrow());
        assertEquals("<sip:bob@10.0.0.1:5060>", notify.header("Contact").orElseThrow());
        assertEquals(granted.toTag(), notify.fromTag());
        assertEquals("raw", notify.toTag());
        assertEquals("application/x-state", notify.header("Content-Type").orElseThrow());
        assertEquals(List.of("0 idle | active;expires=600"), notified());
        assertEquals(1, bob.core.subscriptions());
    }

    @ParameterizedTest(name = "Expires: {0}")
    @CsvSource({"1, 423, 60", "59, 423, 60", "60, 200, 60", "3600, 200, 3600", "86400, 200, 3600", "-, 200, 3600"})
    void itsTimeIsBounded(String asked, int status, String time) {
        Request request = subscribe();
        if (!asked.equals("-")) {
            request.set("Expires", asked);
        }
        Response response = send(request);
        assertEquals(status, response.status());
        assertEquals(
                time, response.header(status == 423 ? "Min-Expires" : "Expires").orElseThrow());
        assertEquals(status == 200 ? 1 : 0, bob.core.subscriptions());
        assertEquals(status == 200 ? 1 : 0, notified().size());
    }

    @Test
    void changesWithinHalfASecondAreToldTogether() {
        send(subscribe());
        assertEquals(List.of("0 idle | active;expires=3600"), notified());
        source.becomes("early");
        source.becomes("confirmed");
        lab.ms(300);
        source.becomes("idle again");
        assertEquals(List.of(), notified());
        lab.ms(200);
        assertEquals(List.of("1 idle again | active;expires=3600"), notified());
        lab.ms(1_000);
        assertEquals(List.of(), notified());
        source.becomes("early");
        lab.ms(20);
        assertEquals(List.of("2 early | active;expires=3598"), notified());
    }

    @Test
    void thereIsOneNotifyAtATimeAndTheLastStateIsTold() {
        send(subscribe());
        Request first = peer.requests.removeFirst();
        lab.ms(600);
        source.becomes("early");
        lab.ms(200);
        source.becomes("confirmed");
        lab.ms(600);
        assertTrue(peer.requests.stream().allMatch(each -> each.cseq() == first.cseq()), "copies of the first alone");
        peer.requests.clear();
        peer.answer(first, 200, "", Optional.empty());
        lab.ms(20);
        assertEquals(List.of("1 confirmed | active;expires=3599"), notified());
    }

    @Test
    void eachRefreshIsFollowedByANotifyWithTheTimeGranted() {
        Response granted = send(subscribe("Expires: 600"));
        notified();
        lab.ms(500_000);
        Response refreshed = send(again(granted, 2, "Expires: 300"));
        assertEquals(Optional.of("300"), refreshed.header("Expires"));
        assertEquals(List.of("1 idle | active;expires=300"), notified());
        lab.ms(299_000);
        assertEquals(List.of(), notified());
        lab.ms(2_000);
        assertEquals(List.of("2 idle | terminated;reason=timeout"), notified());
        assertEquals(List.of("ended"), source.ends);
        assertEquals(0, bob.core.subscriptions());
        assertEquals(481, send(again(granted, 3)).status());
    }

    @Test
    void whoWantsNoMoreIsToldALastTime() {
        Response granted = send(subscribe());
        notified();
        Response ended = send(again(granted, 2, "Expires: 0"));
        assertEquals("200 0", ended.status() + " " + ended.header("Expires").orElseThrow());
        assertEquals(List.of("1 idle | terminated;reason=timeout"), notified());
        source.becomes("early");
        lab.ms(4_000_000);
        assertEquals(List.of(), notified());
        assertEquals(List.of("ended"), source.ends);
    }

    @Test
    void aFetchIsToldOnce() {
        assertEquals(Optional.of("0"), send(subscribe("Expires: 0")).header("Expires"));
        assertEquals(List.of("0 idle | terminated;reason=timeout"), notified());
        assertEquals(List.of("ended"), source.ends);
        assertEquals(0, bob.core.subscriptions());
    }

    @Test
    void whoMayBeToldNoLongerIsToldSoAndNothingElse() {
        send(subscribe());
        notified();
        lab.ms(600);
        source.told = false;
        source.becomes("secret");
        lab.ms(20);
        assertEquals(List.of("- | terminated;reason=rejected"), notified());
        assertEquals(List.of("ended"), source.ends);
    }

    @Test
    void anOrderedEndIsSaidWithWhenToComeAgain() {
        send(subscribe());
        source.subscription.orElseThrow().end("probation", Optional.of(30));
        lab.ms(20);
        assertEquals(
                List.of("0 idle | active;expires=3600", "1 idle | terminated;reason=probation;retry-after=30"),
                notified(),
                "the first is still to be answered");
        assertEquals(0, bob.core.subscriptions());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"481", "408", "405", "489", "403"})
    void anAnswerThatKnowsNoSubscriptionEndsIt(int status) {
        send(subscribe());
        notified(status);
        assertEquals(List.of("NOTIFY was answered " + status), source.ends);
        assertEquals(0, bob.core.subscriptions());
        source.becomes("early");
        lab.ms(10_000);
        assertEquals(List.of(), notified());
    }

    @Test
    void anotherFailureIsTriedAgainAFewTimes() {
        send(subscribe());
        assertEquals(1, notified(500).size());
        lab.ms(4_900);
        assertEquals(List.of(), notified());
        lab.ms(200);
        assertEquals(List.of("1 idle | active;expires=3595"), notified());
        lab.ms(10_000);
        for (int i = 0; i < 3; i++) {
            source.becomes("early");
            lab.ms(5_100);
            assertEquals(1, notified(500).size());
        }
        assertEquals(List.of("NOTIFY was answered 500"), source.ends);
    }

    @Test
    void silenceEndsIt() {
        send(subscribe());
        lab.ms(33_000);
        assertEquals(List.of("NOTIFY: no response"), source.ends);
        assertEquals(0, bob.core.subscriptions());
    }

    @Test
    void aLostNotifyAndACopyOfTheSubscribeChangeNothing() {
        lab.lose(index -> index == 2); // SUBSCRIBE, 200, NOTIFY
        Request request = subscribe();
        send(request);
        assertEquals(List.of(), peer.requests);
        new LabCopies(request).send();
        lab.ms(600);
        assertEquals(1, source.subscription.stream().count());
        assertEquals(1, bob.others.size());
        assertEquals(List.of("0 idle | active;expires=3600"), notified());
    }

    /** The same octets once more. */
    private final class LabCopies {
        private final Request request;

        LabCopies(Request request) {
            this.request = request;
        }

        void send() {
            lab.new Way(peer, bob).send(request.encode(), "", what -> {});
        }
    }

    @Test
    void aConnectionThatIsLostEndsIt() {
        over("TCP");
        send(subscribe());
        notified();
        bob.core.lost(new SipWay("TCP", peer.address), "closed");
        lab.ms(10);
        assertEquals(List.of("closed"), source.ends);
        assertEquals(0, bob.core.subscriptions());
    }

    @Test
    void itIsToldWhereItsContactSaysOrWhereItsSubscribeCameFrom() {
        Lab.Raw other = lab.raw("other");
        send(subscribe("Contact: <" + other.uri() + ">"));
        assertEquals(1, other.requests.size());
        assertEquals(0, peer.requests.size());
        bySource = true;
        send(subscribe("Contact: <" + other.uri() + ">", "Call-ID: second"));
        assertEquals(1, other.requests.size());
        assertEquals(1, peer.requests.size());
    }

    @Test
    void itsRoutesAreTaken() {
        Lab.Raw proxy = lab.raw("proxy");
        send(subscribe("Record-Route: <sip:" + proxy.host() + ";lr>"));
        Request notify = proxy.last("NOTIFY");
        assertEquals("<sip:" + proxy.host() + ";lr>", notify.header("Route").orElseThrow());
        assertEquals(peer.uri(), notify.uri());
    }

    @Test
    void whatIsNotOfItIsRefused() {
        Response granted = send(subscribe());
        notified();
        assertEquals(500, send(again(granted, 1)).status(), "out of order");
        assertEquals(489, send(again(granted, 2, "Event: conference")).status());
        assertEquals(423, send(again(granted, 3, "Expires: 5")).status());
        assertEquals(405, send(peer.within(granted, "INFO", 4)).status());
        Request other = again(granted, 5);
        other.set("From", '<' + peer.uri() + ">;tag=another");
        assertEquals(481, send(other).status());
        assertEquals(List.of(), source.ends);
        assertEquals(400, send(subscribe("Event: di alog", "Call-ID: b")).status());
    }

    @Test
    void theyAreBounded() {
        SipSettings.Limits usual = SipSettings.Limits.USUAL;
        bob = lab.agent("small", new SipSettings.Limits(500, 1800, 90, 180, 7200, 200_000, 2));
        bob.asked = source::take;
        for (int i = 0; i < 2; i++) {
            assertEquals(200, send(subscribe("Call-ID: call" + i)).status());
        }
        Response full = send(subscribe("Call-ID: third"));
        assertEquals("503 Too Many Subscriptions", full.status() + " " + full.reason());
        assertTrue(full.has("Retry-After"));
        assertFalse(usual.maxCalls() < 10_000, "as many as there may be calls");
        notified(481);
        assertEquals(200, send(subscribe("Call-ID: fourth")).status());
    }

    @Test
    void anEventHasANameAndAnIdPerhaps() {
        assertEquals(Optional.of(new SipEvent("dialog", "")), SipEvent.read("Dialog ; sla"));
        assertEquals(Optional.of(new SipEvent("refer", "93809823")), SipEvent.read("refer; id=93809823;x=y"));
        for (String wrong : List.of("", ";id=1", "a b", "dialog;id=a b", "d\"", "x".repeat(300))) {
            assertEquals(Optional.empty(), SipEvent.read(wrong), wrong);
        }
    }
}
