package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Places;
import tandem.scenarios.kit.SipSocket;

/** Whoever goes through a range of users, guesses passwords or calls itself a scanner learns nothing, is left without answers, and is named to fail2ban. */
class ScannersFindNothingStory {
    private static final Pattern SECRETS = Pattern.compile("nonce=\"[^\"]*\"|tag=\\w+|\\d{3}@");

    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.startWith("", """
                access: {guests: none}
                devices:
                  - {user: '105', password: correct horse}
                  - {user: '109', password: battery staple}
                """);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** What came back for each user: nothing, or the answer without what differs each time. */
    private static Map<String, Optional<String>> scan(String address, String method, int users, String... lines) {
        Map<String, Optional<String>> found = new LinkedHashMap<>();
        try (SipSocket scanner = new SipSocket(address, gateway)) {
            for (int i = 100; i < 100 + users; i++) {
                String user = Integer.toString(i);
                String request = scanner.request(method, user, "scan" + i, lines);
                found.put(
                        user,
                        scanner.ask(request, found.containsValue(Optional.<String>empty()) ? 30 : 2_000)
                                .map(ScannersFindNothingStory::shape));
            }
        }
        return found;
    }

    private static String shape(String answer) {
        return SECRETS.matcher(answer)
                .replaceAll("")
                .lines()
                .filter(line -> !line.matches("(Via|CSeq|Call-ID): .*"))
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"REGISTER, 127.0.0.21", "INVITE, 127.0.0.22"})
    void aRangeOfUsersLooksAllTheSameAndThenThereIsSilence(String method, String address) {
        Map<String, Optional<String>> found = scan(address, method, 300);
        Set<String> shapes =
                found.values().stream().flatMap(Optional::stream).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(1, shapes.size(), () -> String.join("\n---\n", shapes));
        String status = method.equals("INVITE") ? "SIP/2.0 407 " : "SIP/2.0 401 ";
        assertTrue(shapes.iterator().next().startsWith(status), shapes::toString);
        assertFalse(shapes.iterator().next().matches("(?s).*Tandem/\\d.*"), "no version is told");
        assertTrue(found.containsKey("105") && found.get("105").isPresent(), found::toString);
        long silent = found.values().stream().filter(Optional::isEmpty).count();
        assertTrue(silent > 20, () -> silent + " were not answered");
        assertNamed(address, "scanner");
    }

    @Test
    void optionsSayTheSameOfEveryUser() {
        Set<String> shapes = scan("127.0.0.23", "OPTIONS", 15).values().stream()
                .map(answer -> answer.orElse("nothing"))
                .collect(Collectors.toSet());
        assertEquals(1, shapes.size(), () -> String.join("\n---\n", shapes));
    }

    @Test
    void whatCallsItselfAScannerIsAnsweredThreeTimes() {
        Map<String, Optional<String>> found = scan("127.0.0.24", "OPTIONS", 8, "User-Agent: friendly-scanner");
        assertEquals(3, found.values().stream().filter(Optional::isPresent).count());
        assertNamed("127.0.0.24", "tool");
    }

    @Test
    void whoGuessesIsLockedOutAndThePhoneItselfIsNot() {
        try (SipSocket phone = new SipSocket("127.0.0.30", gateway);
                SipSocket guesser = new SipSocket("127.0.0.31", gateway)) {
            assertStatus(200, phone.register("109", "battery staple", 3_000));
            for (int i = 0; i < 6; i++) {
                assertStatus(401, guesser.register("109", "guess " + i, 3_000));
            }
            assertStatus(403, guesser.register("109", "battery staple", 3_000));
            assertStatus(403, guesser.register("109", "guess", 3_000));
            assertStatus(200, phone.register("109", "battery staple", 3_000));
            assertNamed("127.0.0.31", "locked");
            assertTrue(named("127.0.0.30").isEmpty());
        }
    }

    @Test
    void anUnknownUserIsLockedOutAsAKnownOneIs() {
        try (SipSocket guesser = new SipSocket("127.0.0.32", gateway)) {
            for (int i = 0; i < 6; i++) {
                assertStatus(401, guesser.register("777", "guess " + i, 3_000));
            }
            assertStatus(403, guesser.register("777", "guess", 3_000));
            assertNamed("127.0.0.32", "unknown-user");
        }
    }

    private static void assertStatus(int status, Optional<String> answer) {
        assertTrue(answer.orElse("nothing came").startsWith("SIP/2.0 " + status + " "), answer::toString);
    }

    private static void assertNamed(String address, String reason) {
        Patience.require(
                () -> address + " is named for " + reason + " in\n" + String.join("\n", gateway.log()),
                Duration.ofSeconds(3),
                () -> named(address).contains(reason));
    }

    /** For what that address is named in lines that the shipped filter matches. */
    private static List<String> named(String address) {
        Pattern filter = filter();
        return gateway.log().stream()
                .map(line -> line.replaceFirst("^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(Z|[+-]\\d\\d:\\d\\d)", ""))
                .map(filter::matcher)
                .filter(Matcher::matches)
                .filter(line -> line.group("host").equals(address))
                .map(line -> line.group().replaceFirst(".*reason=", "").replaceFirst(" .*", ""))
                .distinct()
                .toList();
    }

    /** The filter's expression as fail2ban reads it, once it has taken the time away. */
    private static Pattern filter() {
        return Places.read(Places.root().resolve("packaging/fail2ban/tandem.conf"))
                .lines()
                .filter(line -> line.startsWith("failregex = "))
                .map(line -> line.substring("failregex = ".length()).replace("<HOST>", "(?<host>[0-9a-fA-F.:]+)"))
                .map(Pattern::compile)
                .findFirst()
                .orElseThrow();
    }
}
