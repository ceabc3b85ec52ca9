package tandem.gateway.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tandem.call.Cause;
import tandem.sip.SipEnd;

class SipCausesTest {
    @ParameterizedTest
    @EnumSource
    void everyCauseRefusesWithAFinalStatusAndSaysWhy(Cause cause) {
        int status = SipCauses.status(cause);
        assertTrue(status >= 400 && status < 700, cause + " is " + status);
        List<String> warnings = SipCauses.headers(cause).getOrDefault("Warning", List.of(""));
        assertTrue(warnings.getFirst().contains(cause.words()));
    }

    @ParameterizedTest
    @CsvSource({
        "BUSY,486",
        "DECLINED,603",
        "NOT_FOUND,404",
        "MEDIA_REFUSED,488",
        "GONE,410",
        "GLARE,491",
        "CANCELLED,487"
    })
    void whatGoesOutComesBackTheSame(Cause cause, int status) {
        assertEquals(status, SipCauses.status(cause));
        assertEquals(cause, SipCauses.of(status));
    }

    @Test
    void a503FromBelowIsNot503ToTheCaller() {
        assertEquals(502, SipCauses.status(SipCauses.of(503)));
    }

    @Test
    void overloadSaysWhenToTryAgain() {
        assertEquals(List.of("10"), SipCauses.headers(Cause.OVERLOADED).get("Retry-After"));
        assertEquals(List.of("10"), SipCauses.headers(Cause.NO_CAPACITY).get("Retry-After"));
        assertEquals(503, SipCauses.status(Cause.NO_CAPACITY));
    }

    @Test
    void aCancelForAnAnswerElsewhereIsNoMissedCall() {
        SipEnd elsewhere = new SipEnd.Cancelled(Optional.of("SIP ;cause=200 ;text=\"Call completed elsewhere\""));
        assertEquals(Cause.ANSWERED_ELSEWHERE, SipCauses.of(elsewhere, Cause.NORMAL));
        assertEquals(Cause.CANCELLED, SipCauses.of(new SipEnd.Cancelled(Optional.empty()), Cause.NORMAL));
    }

    @Test
    void whatWeEndedHasOurCause() {
        assertEquals(Cause.TIMEOUT, SipCauses.of(new SipEnd.NoResponse("no response"), Cause.NORMAL));
        assertEquals(Cause.UNREACHABLE, SipCauses.of(new SipEnd.NoWay("nobody listens"), Cause.NORMAL));
        assertEquals(Cause.REMOVED, SipCauses.of(new SipEnd.Ours(), Cause.REMOVED));
    }

    @Test
    void aWarningStaysOneQuotedString() {
        assertEquals("399 tandem \"say 'no'\"", SipCauses.warning("say \"no\""));
    }
}
