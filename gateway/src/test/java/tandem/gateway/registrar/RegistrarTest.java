package tandem.gateway.registrar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.sip.SipWay;

class RegistrarTest {
    private final Registry registry = new Registry();

    @Test
    void aRegisterIsAskedForThePasswordAndThenGranted() {
        Registry.Phone phone = registry.phone("101", "secret 1");
        assertEquals(401, phone.send("Contact: <sip:101@192.0.2.7:5070>").status());
        Registry.Answer answer = phone.again();
        assertEquals(200, answer.status());
        assertEquals(List.of("<sip:101@192.0.2.7:5070>;expires=3600"), answer.values("Contact"));
        assertEquals(1, answer.values("Date").size());
        assertEquals(List.of("registered 101"), registry.told);
        Binding binding = registry.only("101");
        assertFalse(binding.source());
        assertEquals(new SipWay("UDP", phone.at), binding.way());
    }

    @Test
    void anUnknownUserIsAskedAndRefusedAsAWrongPasswordIs() {
        Registry.Answer wrong = registry.phone("101", "guess 1").register("Contact: <sip:a@192.0.2.7>");
        Registry.Answer unknown = registry.phone("999", "guess 1").register("Contact: <sip:a@192.0.2.7>");
        assertEquals(401, wrong.status());
        assertEquals(wrong.status(), unknown.status());
        assertEquals(wrong.reason(), unknown.reason());
        assertEquals(wrong.headers().keySet(), unknown.headers().keySet());
        assertEquals(List.of(), registry.registrar.bindings("101"));
    }

    @Test
    void whoGuessesIsRefusedForAWhileInWordsEvenWhenItIsRight() {
        for (int i = 0; i < 6; i++) {
            registry.phone("101", "guess " + i).register("Contact: <sip:a@192.0.2.7>");
        }
        Registry.Answer refused = registry.phone("101", "secret 1").send("Contact: <sip:a@192.0.2.7>");
        assertEquals(403, refused.status());
        assertEquals("Too Many Wrong Passwords, Again In 4 Seconds", refused.reason());
        assertEquals(List.of("4"), refused.values("Retry-After"));
        registry.loop.advanceMs(4_000);
        assertEquals(
                200,
                registry.phone("101", "secret 1")
                        .register("Contact: <sip:a@192.0.2.7>")
                        .status());
    }

    @Test
    void aPasswordThatWasSeenCannotBeSentAgain() {
        Registry.Phone phone = registry.phone("101", "secret 1");
        phone.register("Contact: <sip:a@192.0.2.7>");
        Registry.Answer replayed = registry.deliver(phone.last.replace("CSeq: 2", "CSeq: 3"), phone.at);
        assertEquals(401, replayed.status());
        assertTrue(replayed.values("WWW-Authenticate").getFirst().contains("stale=true"));
    }

    @Test
    void oneDeviceCannotRegisterAnother() {
        Registry.Phone phone = registry.phone("101", "secret 1");
        phone.to = "102";
        Registry.Answer answer = phone.register("Contact: <sip:a@192.0.2.7>");
        assertEquals(403, answer.status());
        assertEquals("You are 101 and may not register another", answer.reason());
    }

    @Test
    void severalContactsAreKeptThePreferredFirstAndListed() {
        Registry.Phone phone = registry.phone("101", "secret 1");
        phone.register("Contact: <sip:a@192.0.2.7>;q=0.3, <sip:b@192.0.2.8>;expires=90;q=0.8");
        Registry.Answer listed = phone.register();
        assertEquals(
                List.of("<sip:b@192.0.2.8>;expires=90;q=0.800", "<sip:a@192.0.2.7>;expires=3600;q=0.300"),
                listed.values("Contact"));
        assertEquals(2, registry.kept("101").size());
    }

    @ParameterizedTest
    @CsvSource({
        "Contact: <sip:a@192.0.2.7>;expires=59, 423",
        "Contact: <sip:a@192.0.2.7>;expires=60, 200",
        "Contact: <sip:a@192.0.2.7>;expires=99999999999, 200",
        "Contact: <sip:a@192.0.2.7>;expires=soon, 200",
        "Contact: <tel:+491>, 400",
        "Contact: *, 400",
    })
    void whatIsAskedForIsWithinBounds(String contact, int status) {
        Registry.Answer answer = registry.phone("101", "secret 1").register(contact);
        assertEquals(status, answer.status());
        if (status == 423) {
            assertEquals(List.of("60"), answer.values("Min-Expires"));
        }
        registry.registrar
                .bindings("101")
                .forEach(b -> assertTrue(b.expiresMs() - registry.loop.epochMs() <= 3_600_000));
    }

    @Test
    void aContactIsRemovedByALifetimeOfNothingAndAllOfThemByAStar() {
        Registry.Phone phone = registry.phone("101", "secret 1");
        phone.register("Contact: <sip:a@192.0.2.7>, <sip:b@192.0.2.7>, <sip:c@192.0.2.7>");
        phone.register("Contact: <sip:a@192.0.2.7>;expires=0");
        assertEquals(2, registry.registrar.bindings("101").size());
        assertEquals(400, phone.register("Contact: *", "Expires: 7").status());
        Registry.Answer answer = phone.register("Contact: *", "Expires: 0");
        assertEquals(200, answer.status());
        assertEquals(List.of(), answer.values("Contact"));
        assertEquals(List.of(), registry.kept("101"));
        assertEquals(List.of("registered 101", "unregistered 101"), registry.told);
    }

    @Test
    void aRequestThatIsOlderThanOneThatWasGrantedChangesNothing() {
        Registry.Phone phone = registry.phone("101", "secret 1");
        phone.register("Contact: <sip:a@192.0.2.7>");
        phone.sequence = 0;
        Registry.Answer answer = phone.register("Contact: <sip:a@192.0.2.7>;expires=0");
        assertEquals(400, answer.status());
        assertEquals(1, registry.registrar.bindings("101").size());
        assertEquals(400, phone.register("Contact: *", "Expires: 0").status());
        phone.callId = "another";
        assertEquals(200, phone.register("Contact: *", "Expires: 0").status());
    }

    @Test
    void aBindingExpires() {
        registry.phone("101", "secret 1").register("Contact: <sip:a@192.0.2.7>;expires=60");
        registry.loop.advanceMs(59_000);
        assertEquals(1, registry.registrar.bindings("101").size());
        registry.loop.advanceMs(2_000);
        assertEquals(0, registry.registrar.bindings("101").size());
        assertEquals(List.of(), registry.kept("101"));
        assertEquals(0, registry.registrar.counters().contacts.get());
        assertFalse(registry.registrar.expects(InetAddress.ofLiteral("192.0.2.7")));
    }

    @Test
    void theAnswerWaitsForTheStoreAndSaysWhereItFailed() {
        registry.storing = false;
        Registry.Phone phone = registry.phone("101", "secret 1");
        phone.send("Contact: <sip:a@192.0.2.7>");
        int before = registry.answers.size();
        phone.again();
        assertEquals(before, registry.answers.size());
        registry.finish(false);
        assertEquals(500, registry.answers.getLast().status());
        phone.send("Contact: <sip:a@192.0.2.7>");
        registry.finish(true);
        assertEquals(200, registry.answers.getLast().status());
    }

    @Test
    void whatWasStoredIsThereAgainButForWhatIsGone() {
        Registry.Phone phone = registry.phone("101", "secret 1");
        phone.register("Contact: <sip:a@192.0.2.7>;expires=60, <sip:b@192.0.2.7>");
        Registry.Phone page = registry.phone("102", "secret 2");
        page.transport = "WS";
        page.register("Contact: <sip:x@y.invalid;transport=ws>");
        Registry next = registry.restarted();
        next.loop.advanceMs(61_000);
        assertEquals("sip:b@192.0.2.7", next.only("101").contact());
        assertEquals(List.of(), next.registrar.bindings("102"));
        assertTrue(next.registrar.registered(InetAddress.ofLiteral("192.0.2.7"), "101"));
    }

    @Test
    void aRequestThatComesBeforeTheStoreIsReadWaitsForIt() {
        Registry late = new Registry(/* loads= */ false);
        Registry.Phone phone = late.phone("101", "secret 1");
        phone.send("Contact: <sip:a@192.0.2.7>");
        assertEquals(0, late.answers.size());
        late.loads();
        assertEquals(401, late.answers.getLast().status());
    }

    @Test
    void whoseContactDoesNotLeadBackIsReachedWhereItCameFrom() {
        registry.phone("101", "secret 1").register("Contact: <sip:101@10.1.1.1:5060>");
        assertTrue(registry.only("101").source());
        registry.phone("102", "secret 2").register("Contact: <sip:102@phone.example>");
        assertTrue(registry.only("102").source());
    }

    @Test
    void aProxysPathIsKeptAndGivenBack() {
        Registry.Phone phone = registry.phone("101", "secret 1");
        Registry.Answer answer =
                phone.register("Contact: <sip:101@10.1.1.1>", "Path: <sip:p1.example;lr>, <sip:p2.example;lr;ob>");
        assertEquals(List.of("<sip:p1.example;lr>", "<sip:p2.example;lr;ob>"), answer.values("Path"));
        Binding binding = registry.only("101");
        assertEquals(List.of("sip:p1.example;lr", "sip:p2.example;lr;ob"), binding.path());
        assertFalse(binding.source());
    }

    @Test
    void whoIsBehindAProxyWithoutPathIsReachedByIt() {
        String via = "Via: SIP/2.0/UDP 10.1.1.1:5060;branch=z9hG4bKinner";
        String flow = ";+sip.instance=\"<urn:uuid:1>\";reg-id=1";
        registry.phone("101", "secret 1").register(via, "Contact: <sip:101@10.1.1.1:5060>" + flow);
        assertTrue(registry.only("101").source());
        assertEquals(0, registry.only("101").regId(), "the flow is the proxy's (RFC 5626 section 6)");
        registry.phone("102", "secret 2").register(via, "Contact: <sip:102@192.0.2.7:5090>");
        assertFalse(registry.only("102").source(), "an SBC that writes itself into Contact");
    }

    @Test
    void aPathDecidesWhereverTheContactIs() {
        registry.phone("101", "secret 1").register("Contact: <sip:101@192.0.2.7:5060>", "Path: <sip:p1.example;lr>");
        assertFalse(registry.only("101").source());
        assertEquals(List.of("sip:p1.example;lr"), registry.only("101").path());
    }

    @Test
    void aFlowOfTheSameInstanceAndNumberTakesThePlaceOfTheOneBefore() {
        Registry.Phone phone = registry.phone("101", "secret 1");
        String instance = ";+sip.instance=\"<urn:uuid:1>\"";
        phone.register("Contact: <sip:a@10.0.0.1:1>" + instance + ";reg-id=1", "Supported: outbound, path");
        phone.register("Contact: <sip:a@10.0.0.1:2>" + instance + ";reg-id=2", "Supported: outbound, path");
        phone.callId = "after-its-restart";
        Registry.Answer answer =
                phone.register("Contact: <sip:a@10.0.0.1:3>" + instance + ";reg-id=1", "Supported: outbound, path");
        assertEquals(List.of("outbound"), answer.values("Require"));
        assertEquals(
                List.of("sip:a@10.0.0.1:2", "sip:a@10.0.0.1:3"),
                registry.registrar.bindings("101").stream()
                        .map(Binding::contact)
                        .toList());
        assertTrue(answer.values("Contact").getFirst().contains(instance + ";reg-id=2"));
    }

    @Test
    void aPhoneThatSaysWhichItIsAndBeginsAnewIsNoLongerWhereItWas() {
        Registry.Phone phone = registry.phone("101", "secret 1");
        phone.register("Contact: <sip:a@192.0.2.7:1>;+sip.instance=\"<urn:uuid:1>\"");
        phone.callId = "after-its-restart";
        phone.register("Contact: <sip:a@192.0.2.7:2>;+sip.instance=\"<urn:uuid:1>\"");
        assertEquals("sip:a@192.0.2.7:2", registry.only("101").contact());
    }

    @Test
    void whoAsksForAGruuIsGivenAPublicOne() {
        Registry.Phone phone = registry.phone("101", "secret 1");
        String contact = "Contact: <sip:a@192.0.2.7>;+sip.instance=\"<urn:uuid:f81d>\"";
        assertFalse(phone.register(contact).values("Contact").getFirst().contains("gruu"));
        Registry.Answer answer = phone.register(contact, "Supported: gruu");
        assertTrue(
                answer.values("Contact").getFirst().endsWith(";pub-gruu=\"sip:101@tandem.example;gr=urn:uuid:f81d\""),
                answer.toString());
    }

    @Test
    void ofTooManyContactsThoseGoThatExpireFirst() {
        Registry.Phone phone = registry.phone("101", "secret 1");
        for (int i = 0; i < 12; i++) {
            phone.register("Contact: <sip:a@192.0.2.7:" + (1000 + i) + ">;expires=" + (100 + i));
        }
        List<Binding> bindings = registry.registrar.bindings("101");
        assertEquals(10, bindings.size());
        assertTrue(bindings.stream().noneMatch(b -> b.contact().endsWith(":1000")));
        String many = "<sip:a@192.0.2.7>" + ", <sip:b@192.0.2.7>".repeat(10);
        assertEquals(400, phone.register("Contact: " + many).status());
        assertEquals(
                400,
                phone.register("Contact: <sip:" + "a".repeat(600) + "@192.0.2.7>")
                        .status());
    }

    @Test
    void whoIsTakenFromTheConfigurationOrGetsAnotherPasswordIsRegisteredNoLonger() {
        registry.phone("101", "secret 1").register("Contact: <sip:a@192.0.2.7>");
        registry.phone("102", "secret 2").register("Contact: <sip:a@192.0.2.7>");
        registry.accounts("101", "secret 1", "102", "another");
        assertEquals(1, registry.registrar.bindings("101").size());
        assertEquals(0, registry.registrar.bindings("102").size());
        registry.accounts("102", "another");
        assertEquals(0, registry.registrar.bindings("101").size());
        assertEquals(List.of(), registry.kept("101"));
        assertFalse(registry.registrar.knows("101"));
        assertEquals("unregistered 101", registry.told.getLast());
        assertFalse(registry.registrar.expects(InetAddress.ofLiteral("192.0.2.7")));
        assertEquals(0, registry.registrar.counters().contacts.get());
    }

    @Test
    void whatWasReachedByAConnectionAloneIsGoneWithIt() {
        Registry.Phone page = registry.phone("101", "secret 1");
        page.transport = "WS";
        page.register("Contact: <sip:x@y.invalid;transport=ws>");
        Registry.Phone desk = registry.phone("101", "secret 1");
        desk.transport = "TCP";
        desk.callId = "desk";
        desk.register("Contact: <sip:101@192.0.2.7:5062;transport=tcp>");
        registry.registrar.onLost(new SipWay("TCP", desk.at));
        assertEquals(2, registry.registrar.bindings("101").size());
        registry.registrar.onLost(new SipWay("WS", page.at));
        assertEquals(
                "sip:101@192.0.2.7:5062;transport=tcp", registry.only("101").contact());
    }

    @Test
    void theLastFailureIsShownUntilItIsMended() {
        registry.phone("101", "guess 1").register("Contact: <sip:a@192.0.2.7>");
        assertEquals(
                "wrong password, or an old challenge was answered",
                registry.registrar.devices().getFirst().failure().orElseThrow());
        registry.phone("101", "secret 1").register("Contact: <sip:a@192.0.2.7>");
        assertTrue(registry.registrar.devices().getFirst().failure().isEmpty());
        assertEquals(2, registry.registrar.devices().size());
    }

    @Test
    void whoIsBehindAddressTranslationIsAskedEachHalfMinuteWhetherItIsThere() {
        registry.phone("101", "secret 1").register("Contact: <sip:101@10.1.1.1:5060>");
        registry.phone("102", "secret 2").register("Contact: <sip:102@192.0.2.7:5060>");
        registry.loop.advanceMs(26_000);
        assertEquals(List.of("sip:101@10.1.1.1:5060"), registry.asked);
        registry.answering = false;
        registry.loop.advanceMs(75_000);
        assertEquals(4, registry.asked.size());
        assertEquals(1, registry.registrar.devices().getFirst().silent().size());
        registry.answering = true;
        registry.loop.advanceMs(26_000);
        assertEquals(0, registry.registrar.devices().getFirst().silent().size());
    }
}
