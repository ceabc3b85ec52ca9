package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.sip.dialog.Lab.ANSWER;
import static tandem.sip.dialog.Lab.OFFER;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tandem.sip.Body;
import tandem.sip.SipReferEvents;
import tandem.sip.SipReferral;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** REFER within a dialog and the subscription it makes (RFC 3515, 4488, 5057), both ways. */
class ReferTest {
    private final Lab lab = new Lab(false);
    private final Lab.Agent bob = lab.agent("bob");
    private final Lab.Raw peer = lab.raw("peer");
    private Heard in = new Heard();
    private Response dialog = Response.to(new Request("INVITE", "sip:nobody"), 200);
    private int branches;

    @BeforeEach
    void peerHasCalledAndIsAnswered() {
        peer.send(bob, peer.invite(bob, Optional.of(OFFER), "Allow: INVITE, ACK, BYE, REFER, NOTIFY"), "invite");
        lab.ms(20);
        dialog = peer.last();
        peer.send(bob, peer.within(dialog, "ACK", 1), "ack");
        lab.ms(20);
        in = bob.arrived.getLast();
        in.seen();
        peer.requests.clear();
        peer.responses.clear();
    }

    private Request refer(long sequence, String to, String... headers) {
        Request refer = peer.within(dialog, "REFER", sequence);
        refer.add("Refer-To", to);
        for (String header : headers) {
            int colon = header.indexOf(": ");
            refer.add(header.substring(0, colon), header.substring(colon + 2));
        }
        return refer;
    }

    private Response send(Request request) {
        peer.send(bob, request, "branch" + branches++);
        lab.ms(20);
        return peer.responses.getLast();
    }

    private static String told(Request notify) {
        return notify.body().orElseThrow().text().strip() + " | "
                + notify.header("Subscription-State").orElseThrow();
    }

    /** Answers what was notified since, and says what it was. */
    private List<String> notified() {
        List<String> told = new ArrayList<>();
        while (!peer.requests.isEmpty()) {
            Request notify = peer.requests.removeFirst();
            assertEquals("NOTIFY", notify.method());
            told.add(told(notify));
            peer.answer(notify, 200, "", Optional.empty());
            lab.ms(20);
        }
        return told;
    }

    @Test
    void aReferIsTakenWith202AndToldOfByNotifyUntilItIsOver() {
        Response taken = send(refer(2, "<sip:carl@10.0.0.9>", "Referred-By: <sip:peer@example.org>"));
        assertEquals("202 Accepted", taken.status() + " " + taken.reason());
        assertTrue(taken.has("Contact"));
        assertEquals(List.of("refer sip:carl@10.0.0.9"), in.seen());
        SipReferral referral = in.referrals.getLast();
        assertEquals("carl 10.0.0.9", referral.targetUser() + " " + referral.targetHost());
        assertEquals(Optional.of("<sip:peer@example.org>"), referral.referredBy());
        Request first = peer.last("NOTIFY");
        assertEquals("refer;id=2", first.header("Event").orElseThrow());
        assertEquals("message/sipfrag;version=2.0", first.header("Content-Type").orElseThrow());
        assertTrue(first.has("Contact"), "RFC 6665 section 4.2.2: a NOTIFY is a target refresh");
        assertEquals(List.of("SIP/2.0 100 Trying | active;expires=300"), notified());
        lab.ms(10_000);
        referral.progress(180, "Ringing");
        lab.ms(20);
        assertEquals(List.of("SIP/2.0 180 Ringing | active;expires=289"), notified());
        referral.over(200, "OK");
        lab.ms(20);
        assertEquals(List.of("SIP/2.0 200 OK | terminated;reason=noresource"), notified());
        referral.progress(180, "Ringing");
        referral.over(404, "Not Found");
        lab.ms(400_000);
        assertEquals(List.of(), notified());
    }

    @Test
    void ofNotifiesThatWaitTheNewestAloneIsSent() {
        send(refer(2, "<sip:carl@10.0.0.9>"));
        SipReferral referral = in.referrals.getLast();
        for (int i = 0; i < 100; i++) {
            referral.progress(180, "Ringing");
        }
        referral.over(486, "Busy Here");
        lab.ms(20);
        assertEquals(1, peer.requests.size(), "the one before is not answered yet");
        assertEquals(
                List.of(
                        "SIP/2.0 100 Trying | active;expires=300",
                        "SIP/2.0 486 Busy Here | terminated;reason=noresource"),
                notified());
    }

    @Test
    void whoWantsNoNotifyGetsNone() {
        Response taken = send(refer(2, "<sip:carl@10.0.0.9>", "Refer-Sub: false", "Require: norefersub"));
        assertEquals(202, taken.status());
        assertEquals(Optional.of("false"), taken.header("Refer-Sub"));
        assertFalse(in.referrals.getLast().subscribed());
        in.referrals.getLast().over(200, "OK");
        lab.ms(20);
        assertTrue(peer.requests.isEmpty());
    }

    @Test
    void whoHangsUpAtOnceIsToldAllTheSame() {
        send(refer(2, "<sip:carl@10.0.0.9>"));
        notified();
        assertEquals(200, send(peer.within(dialog, "BYE", 3)).status());
        in.referrals.getLast().over(200, "OK");
        lab.ms(20);
        assertEquals(List.of("SIP/2.0 200 OK | terminated;reason=noresource"), notified());
    }

    @Test
    void aPeerThatKnowsNothingOfItIsNotToldAgain() {
        send(refer(2, "<sip:carl@10.0.0.9>"));
        peer.answer(peer.last("NOTIFY"), 481, "", Optional.empty());
        lab.ms(20);
        peer.requests.clear();
        in.referrals.getLast().over(200, "OK");
        lab.ms(40_000);
        assertTrue(peer.requests.isEmpty());
        assertTrue(in.ends.isEmpty(), "the call goes on: the 481 is the subscription's (RFC 5057 section 5.2)");
    }

    @Test
    void aSubscriptionEndsByItselfAfterFiveMinutes() {
        send(refer(2, "<sip:carl@10.0.0.9>"));
        notified();
        lab.ms(300_000);
        assertEquals(List.of("SIP/2.0 408 Request Timeout | terminated;reason=timeout"), notified());
        in.referrals.getLast().over(200, "OK");
        lab.ms(20);
        assertEquals(List.of(), notified());
    }

    @Test
    void aSubscriptionIsRefreshedAndEndedBySubscribe() {
        send(refer(2, "<sip:carl@10.0.0.9>"));
        notified();
        Request refresh = peer.within(dialog, "SUBSCRIBE", 3);
        refresh.add("Event", "refer;id=2");
        Response granted = send(refresh);
        assertEquals(
                "200 299", granted.status() + " " + granted.header("Expires").orElse(""));
        assertEquals(1, notified().size());
        Request enough = peer.within(dialog, "SUBSCRIBE", 4);
        enough.add("Event", "refer;id=2");
        enough.add("Expires", "0");
        assertEquals(200, send(enough).status());
        assertTrue(notified().getFirst().endsWith("terminated;reason=timeout"));
        Request late = peer.within(dialog, "SUBSCRIBE", 5);
        late.add("Event", "refer;id=2");
        assertEquals(481, send(late).status());
        Request other = peer.within(dialog, "SUBSCRIBE", 6);
        other.add("Event", "presence");
        assertEquals(
                "489 refer",
                send(other).status() + " " + peer.last().header("Allow-Events").orElse(""));
    }

    @Test
    void whatCannotBeReferredToIsRefused() {
        assertEquals(400, send(peer.within(dialog, "REFER", 2)).status());
        Request two = refer(3, "<sip:a@x>");
        two.add("Refer-To", "<sip:b@x>");
        assertEquals(400, send(two).status());
        assertEquals(400, send(refer(4, "<sip:")).status());
        assertEquals(501, send(refer(5, "<sip:a@x;method=BYE>")).status());
        assertEquals(416, send(refer(6, "<http://example.org/>")).status());
        assertEquals(400, send(refer(7, "<sip:a@x?Replaces=only-a-call-id>")).status());
        assertEquals(
                400, send(refer(8, "<sip:a@x?Subject=a%0d%0aVia:%20b>")).status(), "a line break behind an escape");
        assertEquals(List.of(), in.seen());
        in.atRefer = referral -> referral.refuse(403, Optional.of("Not You"));
        Response refused = send(refer(9, "<sip:a@x>"));
        assertEquals("403 Not You", refused.status() + " " + refused.reason());
        assertTrue(peer.requests.isEmpty());
    }

    @Test
    void fourAtOnceAreAsManyAsAreTaken() {
        for (int i = 2; i < 6; i++) {
            assertEquals(202, send(refer(i, "<sip:a@x>")).status());
        }
        assertEquals(491, send(refer(6, "<sip:a@x>")).status());
        in.referrals.getFirst().over(200, "OK");
        assertEquals(202, send(refer(7, "<sip:a@x>")).status());
    }

    @Test
    void theDialogToReplaceIsReadFromTheUriWithItsEscapes() {
        send(refer(
                2,
                "\"Carl <x>\" <sip:carl@10.0.0.9;method=invite;user=phone?Replaces=12%40host%3Bto-tag%3Dours"
                        + "%3Bfrom-tag%3Dtheirs&Subject=a%20b>;x=y"));
        SipReferral referral = in.referrals.getLast();
        assertEquals("sip:carl@10.0.0.9;user=phone", referral.target());
        assertEquals(
                "12@host;to-tag=ours;from-tag=theirs",
                referral.replaces().orElseThrow().value());
        assertEquals(Map.of("Subject", "a b"), referral.headers());
    }

    @Test
    void aReferCrossesAReinviteAndABye() {
        in.up().offer(Body.sdp("v=0 newer"));
        lab.ms(20);
        assertEquals(202, send(refer(2, "<sip:carl@10.0.0.9>")).status(), "it is no offer: nothing glares");
        peer.answer(peer.last("INVITE"), 200, "", Optional.of(ANSWER));
        lab.ms(20);
        assertEquals("answer answer", in.log.getLast());
        in.up().hangup(Optional.empty());
        lab.ms(20);
        assertEquals(481, send(refer(3, "<sip:carl@10.0.0.9>")).status(), "our BYE is on its way");
    }

    // Ours.

    private static final class Told implements SipReferEvents {
        final List<String> log = new ArrayList<>();

        @Override
        public void onAccepted() {
            log.add("accepted");
        }

        @Override
        public void onRefused(int status) {
            log.add("refused " + status);
        }

        @Override
        public void onProgress(int status) {
            log.add("progress " + status);
        }

        @Override
        public void onOver(int status) {
            log.add("over " + status);
        }
    }

    private int notify(long sequence, String event, String state, String fragment) {
        Request notify = peer.within(dialog, "NOTIFY", sequence);
        notify.add("Event", event);
        notify.add("Subscription-State", state);
        notify.setBody(new Body("message/sipfrag", fragment.getBytes(StandardCharsets.UTF_8)));
        return send(notify).status();
    }

    @Test
    void ourReferSaysWhomToCallAndTheNotifiesAreRead() {
        assertTrue(in.up().takesRefers());
        Told told = new Told();
        in.up().refer("sip:carl@10.0.0.9", Map.of("Referred-By", "<sip:bob@10.0.0.1>"), told);
        assertEquals(List.of(), told.log);
        lab.ms(20);
        Request refer = peer.last("REFER");
        assertEquals("<sip:carl@10.0.0.9>", refer.header("Refer-To").orElseThrow());
        assertEquals("<sip:bob@10.0.0.1>", refer.header("Referred-By").orElseThrow());
        assertTrue(refer.has("Contact"));
        assertEquals(
                200, notify(2, "refer", "active;expires=60", "SIP/2.0 100 Trying\r\n"), "it may come before the 202");
        peer.answer(refer, 202, "", Optional.empty());
        lab.ms(20);
        assertEquals(481, notify(3, "refer;id=77", "active;expires=60", "SIP/2.0 180 Ringing\r\n"));
        assertEquals(489, notify(4, "presence", "active;expires=60", "SIP/2.0 180 Ringing\r\n"));
        assertEquals(200, notify(5, "refer;id=1", "active;expires=60", "SIP/2.0 180 Ringing\r\n"));
        assertEquals(200, notify(6, "refer", "terminated;reason=noresource", "SIP/2.0 200 OK\r\n"));
        assertEquals(List.of("accepted", "progress 100", "progress 180", "over 200"), told.log);
        assertEquals(481, notify(7, "refer", "terminated;reason=noresource", "SIP/2.0 200 OK\r\n"));
    }

    @Test
    void ourReferMayBeRefusedOrNeverAnsweredOrTakenWithoutAWord() {
        Told told = new Told();
        in.up().refer("sip:carl@10.0.0.9", Map.of(), told);
        Told second = new Told();
        in.up().refer("sip:carl@10.0.0.9", Map.of(), second);
        lab.ms(20);
        peer.answer(peer.last("REFER"), 603, "", Optional.empty());
        lab.ms(20);
        assertEquals(List.of("refused 603"), told.log);
        assertEquals(List.of("refused 491"), second.log, "one at a time");
        Told quiet = new Told();
        in.up().refer("sip:carl@10.0.0.9", Map.of(), quiet);
        lab.ms(20);
        peer.answer(peer.last("REFER"), 202, "", Optional.empty(), "Refer-Sub: false");
        lab.ms(20);
        assertEquals(List.of("accepted", "over 202"), quiet.log);
        Told unheard = new Told();
        in.up().refer("sip:carl@10.0.0.9", Map.of(), unheard);
        lab.ms(33_000);
        assertEquals(List.of("refused 408"), unheard.log);
    }

    @Test
    void aSubscriptionOfOursThatIsNeverEndedIsGivenUp() {
        Told told = new Told();
        in.up().refer("sip:carl@10.0.0.9", Map.of(), told);
        lab.ms(20);
        peer.answer(peer.last("REFER"), 202, "", Optional.empty());
        for (int i = 0; i < 60; i++) {
            notify(2 + i, "refer", "active;expires=60", "SIP/2.0 180 Ringing\r\n");
        }
        assertEquals("over 408", told.log.getLast());
        assertEquals(51, told.log.size(), "so many are listened to");
        Told bye = new Told();
        in.up().refer("sip:carl@10.0.0.9", Map.of(), bye);
        lab.ms(20);
        send(peer.within(dialog, "BYE", 100));
        assertEquals(List.of("over 408"), bye.log);
    }
}
