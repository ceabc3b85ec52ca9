package tandem.gateway.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tandem.base.HandTurnedLoop;
import tandem.sip.SipAnswer;

/** RFC 3261 10.2 on invented time. */
class RegistrationTest implements Registration.Wire {
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<String> sent = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Registration registration = new Registration(loop, new Random(1), 300, this, this::changed);

    private void changed() {
        told.add(registration.state()
                + registration.failure().map(why -> ": " + why).orElse(""));
    }

    @Override
    public void register(long expiresS) {
        sent.add("register " + expiresS);
    }

    @Override
    public void over() {
        sent.add("over");
    }

    private List<String> sent() {
        List<String> copy = List.copyOf(sent);
        sent.clear();
        return copy;
    }

    private String told() {
        return told.getLast();
    }

    private void answer(int status, String reason, SipAnswer.Digest digest) {
        registration.onAnswer(new Registration.Answer(status, reason, 300, Optional.empty(), Optional.empty(), digest));
    }

    private void granted(long seconds) {
        registration.onAnswer(new Registration.Answer(
                200, "OK", seconds, Optional.empty(), Optional.empty(), SipAnswer.Digest.GIVEN));
    }

    private void held() {
        registration.start();
        granted(300);
        sent();
    }

    @Test
    void isRenewedLongBeforeItsEnd() {
        registration.start();
        assertEquals(List.of("register 300"), sent());
        granted(300);
        assertEquals("REGISTERED", told());
        assertEquals(Optional.of(300L), registration.heldForS());
        loop.advanceMs(134_000);
        assertEquals(List.of(), sent());
        loop.advanceMs(17_000);
        assertEquals(List.of("register 300"), sent());
        granted(3600);
        loop.advanceMs(2_600_000);
        assertEquals(List.of(), sent());
        loop.advanceMs(401_000);
        assertEquals(List.of("register 300"), sent());
    }

    @Test
    void asksForLongerWhereItIsTold() {
        registration.start();
        sent();
        registration.onAnswer(new Registration.Answer(
                423, "Interval Too Brief", 0, Optional.of(900L), Optional.empty(), SipAnswer.Digest.GIVEN));
        assertEquals(List.of("register 900"), sent());
        registration.onAnswer(new Registration.Answer(
                423, "Interval Too Brief", 0, Optional.of(7200L), Optional.empty(), SipAnswer.Digest.GIVEN));
        assertEquals(List.of(), sent(), "once in a row");
        assertEquals("REFUSED: it wants longer registrations than can be had: 423 Interval Too Brief", told());
    }

    @Test
    void tellsAWrongPasswordFromOneThatIsGone() {
        registration.start();
        answer(401, "Unauthorized", SipAnswer.Digest.REFUSED);
        assertEquals("REFUSED: wrong username or password: 401 Unauthorized", told());
        registration.onUnanswered("no answer");
        assertTrue(told().startsWith("REFUSED"), "nothing was asked");
        sent();
        loop.advanceMs(60_000);
        assertEquals(List.of("register 300"), sent(), "not before half a minute, and by the minute");
        registration.onUnanswered("no answer");
        assertEquals("UNREACHABLE: no answer", told());
    }

    @Test
    void saysWhatTheAnswerMeans() {
        registration.start();
        answer(401, "", SipAnswer.Digest.NO_CREDENTIALS);
        assertEquals("REFUSED: it asks for a password, and none is configured: 401", told());
        answer(403, "Forbidden", SipAnswer.Digest.GIVEN);
        assertEquals("REFUSED: it does not let us register, or the password is wrong: 403 Forbidden", told());
        answer(404, "Not Found", SipAnswer.Digest.NOT_ASKED);
        assertEquals("REFUSED: it does not know the username: 404 Not Found", told());
        answer(503, "Service Unavailable", SipAnswer.Digest.NOT_ASKED);
        assertEquals("UNREACHABLE: it is out of service: 503 Service Unavailable", told());
    }

    @Test
    void waitsLongerAfterEachFailureAndAsLongAsItIsTold() {
        registration.start();
        sent();
        long[] most = {2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000};
        for (long limit : most) {
            registration.onUnanswered("x");
            loop.advanceMs(limit / 2 - 1);
            assertEquals(List.of(), sent());
            loop.advanceMs(limit / 2 + 1);
            assertEquals(List.of("register 300"), sent());
        }
        registration.onAnswer(new Registration.Answer(
                503, "Full", 0, Optional.empty(), Optional.of(600L), SipAnswer.Digest.NOT_ASKED));
        loop.advanceMs(599_000);
        assertEquals(List.of(), sent());
        loop.advanceMs(1_000);
        assertEquals(List.of("register 300"), sent());
        granted(300);
        registration.onGone("x");
        loop.advanceMs(2_000);
        assertEquals(List.of("register 300"), sent(), "a success makes it begin with short waits again");
    }

    @Test
    void aSlowAnswerIsToldAndStillTaken() {
        held();
        loop.advanceMs(150_000);
        assertEquals(List.of("register 300"), sent());
        loop.advanceMs(8_000);
        assertEquals("UNREACHABLE: no answer", told());
        granted(300);
        assertEquals("REGISTERED", told());
        assertEquals(List.of(), sent());
    }

    @Test
    void comesAgainSoonWhereItsConnectionIsGone() {
        held();
        registration.onLost("the peer closed");
        assertEquals("TRYING: the connection is gone: the peer closed", told());
        loop.advanceMs(1_000);
        assertEquals(List.of("register 300"), sent());
    }

    @Test
    void isTakenBackAtTheEnd() {
        held();
        registration.stop();
        assertEquals(List.of("register 0"), sent());
        answer(200, "OK", SipAnswer.Digest.GIVEN);
        assertEquals(List.of("over"), sent());
        loop.advanceMs(600_000);
        assertEquals(List.of(), sent());
    }

    @Test
    void isNotWaitedForAtTheEnd() {
        held();
        registration.stop();
        loop.advanceMs(1_500);
        assertEquals(List.of("register 0", "over"), sent());
    }

    @Test
    void whatWasNeverHeldIsNotTakenBack() {
        registration.start();
        answer(403, "Forbidden", SipAnswer.Digest.GIVEN);
        sent();
        registration.stop();
        assertEquals(List.of("over"), sent());
    }
}
