package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.sip.dialog.Lab.ANSWER;
import static tandem.sip.dialog.Lab.OFFER;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** RFC 4028: who refreshes, what with, and what happens when nobody does. */
class SessionTimerTest {
    private final Lab lab = new Lab(false);
    private final Lab.Agent ann = lab.agent("ann");
    private final Lab.Raw peer = lab.raw("peer");

    private Heard answered(String... headers) {
        Heard out = ann.call(peer, Optional.of(OFFER));
        lab.ms(10);
        peer.answer(peer.last("INVITE"), 200, "one", Optional.of(ANSWER), headers);
        lab.ms(10);
        out.seen();
        peer.requests.clear();
        return out;
    }

    private void answerRefreshes(long seconds, String method, String... headers) {
        for (long s = 0; s < seconds; s++) {
            lab.ms(1_000);
            if (!peer.requests.isEmpty() && peer.requests.getLast().method().equals(method)) {
                Request request = peer.requests.getLast();
                peer.requests.clear();
                peer.answer(
                        request, 200, "", method.equals("INVITE") ? Optional.of(ANSWER) : Optional.empty(), headers);
            }
        }
    }

    @Test
    void asksInItsInvite() {
        ann.call(peer, Optional.of(OFFER));
        lab.ms(10);
        assertEquals("1800", peer.last("INVITE").header("Session-Expires").orElseThrow());
        assertTrue(peer.last("INVITE").headers("Supported").contains("timer"));
    }

    @Test
    void refreshesByUpdateAtHalfTimeWhereThePeerTakesIt() {
        Heard out = answered("Session-Expires: 180;refresher=uac", "Allow: INVITE, ACK, BYE, UPDATE");
        lab.ms(89_900);
        assertEquals(List.of(), peer.requests);
        lab.ms(200);
        Request update = peer.last("UPDATE");
        assertTrue(update.body().isEmpty());
        assertEquals("180;refresher=uac", update.header("Session-Expires").orElseThrow());
        answerRefreshes(1_000, "UPDATE", "Session-Expires: 180;refresher=uac");
        assertEquals(List.of(), out.seen());
        assertEquals(1, ann.core.calls());
    }

    @Test
    void refreshesByReinviteWithTheCurrentDescriptionElse() {
        Heard out = answered("Session-Expires: 180;refresher=uac", "Allow: INVITE, ACK, BYE");
        lab.ms(90_100);
        assertEquals("v=0 offer", peer.last("INVITE").body().orElseThrow().text());
        answerRefreshes(1_000, "INVITE", "Session-Expires: 180;refresher=uac");
        assertEquals(List.of(), out.seen());
    }

    @Test
    void endsAPeerThatNeverRefreshesAndSendsNoMedia() {
        Heard out = answered("Session-Expires: 180;refresher=uas");
        lab.ms(147_900);
        assertEquals(List.of(), out.seen());
        lab.ms(200); // 180 s less 32 s
        assertEquals(List.of("ended Expired"), out.seen());
        assertTrue(peer.last("BYE").header("Reason").orElseThrow().contains("408"));
    }

    @Test
    void letsAPeerThatNeverRefreshesLiveWhileItsMediaFlowsTwoHoursAtMost() {
        Heard out = answered("Session-Expires: 180;refresher=uas");
        out.media = true;
        lab.ms(3_600_000);
        assertEquals(List.of(), out.seen());
        lab.ms(3_800_000);
        assertEquals(List.of("ended Expired"), out.seen());
    }

    @Test
    void noTimerWhereThePeerGrantsNone() {
        Heard out = answered();
        lab.ms(100_000_000);
        assertEquals(List.of(), out.seen());
        assertEquals(0, lab.loop.timers());
    }

    @Test
    void triesAgainWithTheMinimumOfA422() {
        ann.call(peer, Optional.of(OFFER));
        lab.ms(10);
        peer.answer(peer.last("INVITE"), 422, "x", Optional.empty(), "Min-SE: 3600");
        lab.ms(10);
        Request again = peer.last("INVITE");
        assertEquals("3600", again.header("Session-Expires").orElseThrow());
        assertEquals("3600", again.header("Min-SE").orElseThrow());
        assertEquals(2, again.cseq());
    }

    private Response invited(String... headers) {
        peer.send(ann, peer.invite(ann, Optional.of(OFFER), headers), "i");
        lab.ms(10);
        Response response = peer.last();
        peer.send(ann, peer.within(response, "ACK", 1), "a");
        peer.requests.clear();
        return response;
    }

    @Test
    void grantsWhatTheCallerAsksAndEndsItWhenItDoesNotRefresh() {
        Response response = invited("Session-Expires: 300;refresher=uac", "Supported: timer");
        assertEquals("300;refresher=uac", response.header("Session-Expires").orElseThrow());
        assertEquals(List.of("timer"), response.headers("Require"));
        lab.ms(200_000);
        Request update = peer.within(response, "UPDATE", 2);
        update.add("Session-Expires", "300;refresher=uac");
        update.add("Supported", "timer");
        peer.send(ann, update, "u");
        lab.ms(10);
        assertEquals("300;refresher=uac", peer.last().header("Session-Expires").orElseThrow());
        lab.ms(267_000);
        assertEquals(1, ann.core.calls());
        lab.ms(2_000);
        assertEquals(0, ann.core.calls());
    }

    @Test
    void refreshesItselfForACallerThatDoesNotKnowTheTimer() {
        Response response = invited("Session-Expires: 300");
        assertEquals("300;refresher=uas", response.header("Session-Expires").orElseThrow());
        assertTrue(response.headers("Require").isEmpty());
        lab.ms(150_100);
        assertEquals("v=0 answer", peer.last("INVITE").body().orElseThrow().text());
    }

    @Test
    void updateWithoutBodyIsAnsweredByTheStackWithoutDisturbingItsUser() {
        Response response = invited();
        Heard in = ann.arrived.getFirst();
        in.seen();
        peer.send(ann, peer.within(response, "UPDATE", 2), "u");
        lab.ms(10);
        assertEquals(200, peer.last().status());
        assertEquals(List.of(), in.seen());
    }
}
