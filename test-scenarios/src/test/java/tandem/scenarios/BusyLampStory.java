package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Linphonec;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Sipp;

/** Busy-lamp keys of phones, and what a conference phone shows of its room; a call is picked up by what a lamp tells. */
class BusyLampStory {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String PASSWORD = "a key of its own";
    private static final String RULES = "  - {name: desk phones, when: {to: '10\\d'}, go: {device: '$0', ring: 30s}}\n";
    private static final Pattern STATE = Pattern.compile("<state>(\\w+)</state>");

    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.startWith(RULES, """
                devices:
                  - {user: '101', password: a key of its own}
                  - {user: '102', password: a key of its own}
                  - {user: '103', password: a key of its own}
                """);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Sipp.Order watch(String number, String event, String watcher) {
        return Sipp.scenario("subscribe")
                .to(gateway.address())
                .user(number)
                .with("-key", "event", event, "-key", "watcher", watcher, "-au", watcher, "-ap", PASSWORD);
    }

    /** The states it was told so far, the same one told again left out. */
    private static List<String> states(Sipp watches) {
        List<String> all = STATE.matcher(watches.messages())
                .results()
                .map(found -> found.group(1))
                .toList();
        return java.util.stream.IntStream.range(0, all.size())
                .filter(i -> i == 0 || !all.get(i).equals(all.get(i - 1)))
                .mapToObj(all::get)
                .toList();
    }

    private static void told(Sipp watches, String last) {
        Patience.require(() -> "told " + last + "\n" + watches.report(), SOON, () -> {
            List<String> states = states(watches);
            return !states.isEmpty() && states.getLast().equals(last);
        });
    }

    @ParameterizedTest(name = "over {0}")
    @ValueSource(strings = {"u1", "t1"})
    void aKeyForARoomIsLitWhileSomebodyIsInIt(String transport) {
        String room = transport.equals("u1") ? "1000" : "1001";
        try (Sipp key = watch(room, "dialog", "103").with("-t", transport).start()) {
            told(key, "terminated");
            try (Sipp ann = Sipp.scenario("call-until-bye")
                    .to(gateway.address())
                    .user(room)
                    .start()) {
                told(key, "confirmed");
                gateway.hangUp(gateway.roster(room).getFirst().required("id").asText());
                ann.succeed();
            }
            told(key, "terminated");
            key.succeed();
            assertEquals(List.of("terminated", "confirmed", "terminated"), states(key));
        }
    }

    @Test
    void aKeyForAPhoneFollowsItsCall() {
        try (Sipp phone = Sipp.scenario("uas-answer").start();
                Sipp key = watch("101", "dialog", "103").start()) {
            registers("101", phone);
            told(key, "terminated");
            try (Sipp ann = Sipp.scenario("call-until-bye")
                    .to(gateway.address())
                    .user("101")
                    .start()) {
                told(key, "confirmed");
                gateway.hangUp(gateway.callTo("101").required("id").asText());
                ann.succeed();
                phone.succeed();
            }
            told(key, "terminated");
            key.succeed();
            List<String> states = new ArrayList<>(states(key));
            states.remove("early"); // told only where it lasts as long as a key may be told again
            assertEquals(List.of("terminated", "confirmed", "terminated"), states);
        }
    }

    private static void registers(String user, Sipp phone) {
        Sipp.scenario("register-contact")
                .to(gateway.address())
                .user(user)
                .with("-ap", PASSWORD, "-key", "contact", "sip:" + user + "@127.0.0.1:" + phone.port())
                .succeed();
    }

    @Test
    void whatAKeyIsToldPicksTheCallUp() {
        try (Sipp phone = Sipp.scenario("uas-ring").start();
                Sipp key = watch("102", "dialog", "103").start()) {
            registers("102", phone);
            told(key, "terminated");
            try (Sipp ann = Sipp.scenario("call-until-bye")
                    .to(gateway.address())
                    .user("102")
                    .start()) {
                told(key, "early");
                MatchResult dialog = Pattern.compile(
                                "call-id=\"([^\"]+)\" local-tag=\"([^\"]+)\" remote-tag=\"([^\"]+)\"")
                        .matcher(key.messages())
                        .results()
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(key.report()));
                String replaces =
                        dialog.group(1) + ";to-tag=" + dialog.group(3) + ";from-tag=" + dialog.group(2) + ";early-only";
                try (Sipp carl = Sipp.scenario("pickup")
                        .to(gateway.address())
                        .user("sipp")
                        .with("-au", "103", "-ap", PASSWORD, "-key", "device", "103", "-key", "replaces", replaces)
                        .start()) {
                    Patience.require(
                            () -> "the call is picked up\n" + carl.report(),
                            SOON,
                            () -> carl.messages().contains("SIP/2.0 200"));
                    phone.succeed();
                    told(key, "terminated");
                    Patience.require(
                            "the two talk",
                            SOON,
                            () -> gateway.calls().stream()
                                    .anyMatch(call ->
                                            call.required("state").asText().equals("up")));
                    gateway.hangUp(gateway.calls().stream()
                            .filter(call -> call.required("state").asText().equals("up"))
                            .findFirst()
                            .orElseThrow()
                            .required("id")
                            .asText());
                    carl.succeed();
                    ann.succeed();
                }
            }
            key.succeed();
        }
    }

    @Test
    void aConferencePhoneIsToldWhoIsInItsRoom() {
        try (Sipp phone = watch("1100", "conference", "103").start()) {
            Patience.require("it is told", SOON, () -> phone.messages().contains("<user-count>0</user-count>"));
            try (Sipp ann = Sipp.scenario("call-until-bye")
                    .to(gateway.address())
                    .user("1100")
                    .start()) {
                Patience.require("of one", SOON, () -> phone.messages().contains("<user-count>1</user-count>"));
                assertTrue(phone.messages().contains("<display-text>sipp</display-text>"), phone.messages());
                assertTrue(ann.messages().contains(">;isfocus"), ann.messages());
                gateway.hangUp(gateway.roster("1100").getFirst().required("id").asText());
                ann.succeed();
            }
            phone.succeed();
        }
    }

    /** A room's Contact says that it is a conference: a phone that may act upon that stays in its call, and its keys work. */
    @Test
    void aPhoneThatKnowsConferencesStaysInItsRoom() {
        try (Linphonec lin = new Linphonec(1000, /* keysByInfo= */ false)) {
            lin.call(gateway.uri("1200"));
            Patience.require("lin is in the room", SOON, () -> gateway.inRoom("1200") == 1);
            lin.press("*6");
            Patience.require("its keys are heard", SOON, () -> gateway.muted("1200") == 1);
            assertEquals(1, gateway.inRoom("1200"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"subscribe-bad-event", "subscribe-too-brief"})
    void isRefusedAsItsProtocolHasIt(String scenario) {
        Sipp.scenario(scenario).to(gateway.address()).user("1300").succeed();
    }
}
