package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.sip.Body;
import tandem.sip.SipAnswer;
import tandem.sip.SipAsk;
import tandem.sip.SipAskEvents;
import tandem.sip.SipAsking;
import tandem.sip.SipContact;
import tandem.sip.SipCredentials;
import tandem.sip.SipSeries;
import tandem.sip.message.Request;

/** Requests outside dialogs (RFC 3261 8.1, 10.2, 22.2; RFC 3263 4.3; RFC 7616), octets in sight. */
class AskTest {
    private static final SipCredentials OFFICE = new SipCredentials("8000", "secret");
    private static final String CHALLENGE = "Digest realm=\"pbx\", nonce=\"n1\", qop=\"auth\"";

    private final Lab lab = new Lab(false);
    private final Lab.Agent us = lab.agent("us");
    private final Lab.Raw pbx = lab.raw("pbx");
    private final Lab.Raw spare = lab.raw("spare");
    private final Told told = new Told();

    /** What is reported. */
    private static final class Told implements SipAskEvents {
        private final List<SipAnswer> answers = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();

        @Override
        public void onAnswered(SipAnswer answer) {
            answers.add(answer);
        }

        @Override
        public void onUnanswered(String why) {
            failures.add(why);
        }

        SipAnswer last() {
            return answers.getLast();
        }
    }

    private SipAsking send(SipAsk ask) {
        return send(ask, us.core.series(ask.credentials()));
    }

    private SipAsking send(SipAsk ask, SipSeries series) {
        SipAsking asking = us.core.ask(ask, series, told);
        assertTrue(told.answers.isEmpty() || told.failures.isEmpty());
        lab.ms(10);
        return asking;
    }

    private SipAsk register() {
        return SipAsk.to("REGISTER", "sip:10.0.0.2")
                .from("sip:8000@10.0.0.2", "")
                .towards("sip:8000@10.0.0.2")
                .at(new SipContact("8000", Map.of("line", "x1"), Map.of("expires", "300")))
                .as(OFFICE);
    }

    private Request last() {
        return pbx.last("REGISTER");
    }

    @Test
    void aRegisterInOctets() {
        send(register());
        String text = last().toString()
                .replaceAll("branch=z9hG4bK\\p{XDigit}{16}", "branch=B")
                .replaceAll("tag=\\p{XDigit}+", "tag=T")
                .replaceAll("Call-ID: \\p{XDigit}{32}@tandem", "Call-ID: C");
        assertEquals(
                String.join(
                        "\r\n",
                        "REGISTER sip:10.0.0.2 SIP/2.0",
                        "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=B;rport=5060;received=10.0.0.1",
                        "Max-Forwards: 70",
                        "From: <sip:8000@10.0.0.2>;tag=T",
                        "To: <sip:8000@10.0.0.2>",
                        "Call-ID: C",
                        "CSeq: 1 REGISTER",
                        "User-Agent: Tandem",
                        "Contact: <sip:8000@10.0.0.1:5060;line=x1>;expires=300",
                        "Content-Length: 0",
                        "",
                        ""),
                text);
        pbx.answer(last(), 200, "t", Optional.empty(), "Service-Route: <sip:edge;lr>", "Path: <sip:p;lr>");
        SipAnswer answer = told.last();
        assertEquals(200, answer.response().status());
        assertEquals(Optional.of("<sip:edge;lr>"), answer.response().header("Service-Route"));
        assertEquals("10.0.0.2:5060 by UDP", answer.way().toString());
        assertEquals(Optional.of("sip:8000@10.0.0.1:5060;line=x1"), answer.contact());
        assertEquals("/10.0.0.1:5060", answer.seenAs().orElseThrow().toString());
        assertEquals(SipAnswer.Digest.NOT_ASKED, answer.digest());
    }

    @Test
    void answersAChallengeAndIsNotChallengedAgain() {
        SipSeries series = us.core.series(Optional.of(OFFICE));
        send(register(), series);
        assertFalse(last().has("Authorization"));
        pbx.answer(last(), 401, "t", Optional.empty(), "WWW-Authenticate: " + CHALLENGE);
        lab.ms(10);
        String first = last().header("Authorization").orElseThrow();
        assertTrue(first.contains("nc=00000001"), first);
        assertEquals(2, last().cseq());
        pbx.answer(last(), 200, "t", Optional.empty());
        assertEquals(SipAnswer.Digest.GIVEN, told.last().digest());

        send(register(), series);
        assertTrue(last().header("Authorization").orElseThrow().contains("nc=00000002"));
        assertEquals(3, last().cseq());
        assertEquals(series.callId(), last().callId());
        pbx.answer(last(), 401, "t", Optional.empty(), "WWW-Authenticate: " + CHALLENGE.replace("n1", "n2"));
        lab.ms(10);
        assertTrue(last().header("Authorization").orElseThrow().contains("nonce=\"n2\""), "it forgot its nonce");
        pbx.answer(last(), 200, "t", Optional.empty());
        assertEquals(2, told.answers.size());
    }

    @Test
    void knowsAWrongPasswordFromAStaleNonce() {
        send(register());
        pbx.answer(last(), 401, "t", Optional.empty(), "WWW-Authenticate: " + CHALLENGE);
        lab.ms(10);
        pbx.answer(last(), 401, "t", Optional.empty(), "WWW-Authenticate: " + CHALLENGE + ", stale=true");
        lab.ms(10);
        assertEquals(3, last().cseq());
        pbx.answer(last(), 401, "t", Optional.empty(), "WWW-Authenticate: " + CHALLENGE.replace("n1", "n3"));
        lab.ms(10);
        assertEquals(3, last().cseq(), "nothing more is sent");
        assertEquals(401, told.last().response().status());
        assertEquals(SipAnswer.Digest.REFUSED, told.last().digest());
    }

    @Test
    void answersTheProxyTheServerAndEachRealm() {
        send(register());
        pbx.answer(last(), 407, "t", Optional.empty(), "Proxy-Authenticate: Digest realm=\"edge\", nonce=\"e\"");
        lab.ms(10);
        assertEquals(1, last().headers("Proxy-Authorization").size());
        pbx.answer(
                last(),
                401,
                "t",
                Optional.empty(),
                "WWW-Authenticate: " + CHALLENGE,
                "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"s\", algorithm=SHA-256, qop=\"auth,auth-int\"",
                "WWW-Authenticate: Digest realm=\"other\", nonce=\"o\", qop=\"auth-int\"");
        lab.ms(10);
        List<String> given = last().headers("Authorization");
        assertEquals(2, given.size());
        assertTrue(given.get(0).contains("realm=\"pbx\", nonce=\"s\"")
                && given.get(0).contains("qop=auth,"));
        assertTrue(given.get(1).contains("realm=\"other\"") && given.get(1).contains("qop=auth-int,"));
        assertEquals(1, last().headers("Proxy-Authorization").size(), "the proxy's realm is still answered");
        pbx.answer(last(), 200, "t", Optional.empty());
        assertEquals(200, told.last().response().status());
    }

    @Test
    void saysThatItCannotAnswer() {
        send(register());
        pbx.answer(last(), 401, "t", Optional.empty(), "WWW-Authenticate: Negotiate x");
        assertEquals(SipAnswer.Digest.UNKNOWN, told.last().digest());
        send(SipAsk.to("OPTIONS", "sip:10.0.0.2"));
        pbx.answer(pbx.last("OPTIONS"), 401, "t", Optional.empty(), "WWW-Authenticate: " + CHALLENGE);
        assertEquals(SipAnswer.Digest.NO_CREDENTIALS, told.last().digest());
    }

    @Test
    void goesOnToTheNextHopWhereOneIsSilent() {
        send(SipAsk.to("OPTIONS", "sip:10.0.0.2-10.0.0.3"));
        lab.ms(3_900);
        assertTrue(spare.requests.isEmpty());
        lab.ms(100);
        assertEquals(List.of("10.0.0.2 for 60 s"), us.avoided);
        spare.answer(spare.last("OPTIONS"), 200, "t", Optional.empty());
        assertEquals("10.0.0.3:5060 by UDP", told.last().way().toString());
        assertNotEquals(
                pbx.last("OPTIONS").topVia().branch(),
                spare.last("OPTIONS").topVia().branch());
    }

    /** Twice would be told twice. */
    @Test
    void aMessageGoesToTheNextHopOnlyWhenItIsLost() {
        send(SipAsk.to("MESSAGE", "sip:10.0.0.2-10.0.0.3"));
        lab.ms(31_000);
        assertTrue(spare.requests.isEmpty());
        lab.ms(2_000);
        spare.answer(spare.last("MESSAGE"), 200, "t", Optional.empty());
        assertEquals("10.0.0.3:5060 by UDP", told.last().way().toString());
    }

    @Test
    void leavesAHopThatAnswersInNoSilence() {
        send(SipAsk.to("OPTIONS", "sip:10.0.0.2-10.0.0.3"));
        lab.ms(3_000);
        pbx.answer(pbx.last("OPTIONS"), 200, "t", Optional.empty());
        lab.ms(60_000);
        assertTrue(spare.requests.isEmpty());
        assertEquals(List.of(), us.avoided);
        assertEquals(1, told.answers.size());
    }

    @Test
    void goesOnToTheNextHopAt503AndSparesWhoAsksForIt() {
        send(SipAsk.to("OPTIONS", "sip:10.0.0.2-10.0.0.3"));
        pbx.answer(pbx.last("OPTIONS"), 503, "t", Optional.empty(), "Retry-After: 20 (busy)");
        lab.ms(10);
        assertEquals(List.of("10.0.0.2 for 20 s"), us.avoided);
        spare.answer(spare.last("OPTIONS"), 503, "t", Optional.empty());
        assertEquals(List.of("10.0.0.2 for 20 s"), us.avoided);
        assertEquals(503, told.last().response().status());
    }

    @Test
    void tellsWhatIsWrong() {
        send(SipAsk.to("OPTIONS", "sip:10.0.0.9"));
        send(SipAsk.to("OPTIONS", "mailto?"));
        send(SipAsk.to("OPTIONS", "sip:10.0.0.2"));
        lab.ms(33_000);
        assertEquals(
                List.of(
                        "no way to 10.0.0.9: no address",
                        "no SIP address: mailto?",
                        "10.0.0.2:5060 by UDP: no response"),
                told.failures);
    }

    @Test
    void passesByTheRouteSetAndCarriesABody() {
        send(SipAsk.to("MESSAGE", "sip:bob@far.example")
                .via(List.of("sip:10.0.0.2", "sip:service;lr"))
                .with(Map.of("Subject", List.of("hi")))
                .carrying(new Body("text/plain", new byte[] {'h', 'i'})));
        Request message = pbx.last("MESSAGE");
        assertEquals("sip:bob@far.example", message.uri());
        assertEquals(List.of("<sip:10.0.0.2;lr>", "<sip:service;lr>"), message.headers("Route"));
        assertEquals("hi", message.body().orElseThrow().text());
        assertFalse(message.has("Contact"));
    }

    @Test
    void isForgottenAndSilent() {
        SipAsking asking = send(SipAsk.to("OPTIONS", "sip:10.0.0.2"));
        asking.forget();
        pbx.answer(pbx.last("OPTIONS"), 200, "t", Optional.empty());
        lab.ms(60_000);
        assertTrue(told.answers.isEmpty() && told.failures.isEmpty());
        assertEquals(1, pbx.requests.size(), "nothing is repeated");
        assertEquals(0, us.core.transactions().size());
    }
}
