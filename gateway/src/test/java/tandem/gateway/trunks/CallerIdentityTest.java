package tandem.gateway.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.gateway.config.Config;

/** RFC 3323, RFC 3325. */
class CallerIdentityTest {
    private static final Map<String, List<String>> NONE = Map.of();

    private static Config.CallerId rules(String from, boolean asserted, boolean remoteParty, Config.Privacy privacy) {
        return new Config.CallerId(
                from.isEmpty() ? Optional.empty() : Optional.of(from),
                Optional.of(asserted),
                Optional.of(remoteParty),
                Optional.of(privacy),
                Optional.empty());
    }

    private static CallerIdentity ann(Config.CallerId rules, String account, Map<String, List<String>> headers) {
        return CallerIdentity.of(rules, account, "pbx.example", new CallerIdentity.Caller("101", "Ann \"A\"", headers));
    }

    @Test
    void fromIsTheCallerTheAccountOrTheNumberThatIsWritten() {
        Config.CallerId silent = rules("", false, false, Config.Privacy.KEEP);
        assertEquals("sip:101@pbx.example", ann(silent, "", NONE).fromUri());
        assertEquals("sip:8000@pbx.example", ann(silent, "8000", NONE).fromUri());
        assertEquals(
                "sip:101@pbx.example",
                ann(rules("keep", false, false, Config.Privacy.KEEP), "8000", NONE)
                        .fromUri());
        assertEquals(
                "sip:+4930@pbx.example",
                ann(rules("+4930", false, false, Config.Privacy.KEEP), "8000", NONE)
                        .fromUri());
        assertEquals(NONE, ann(silent, "8000", NONE).headers());
        assertEquals("Ann \"A\"", ann(silent, "8000", NONE).fromName());
    }

    @Test
    void theCallerIsAssertedWhateverFromSays() {
        CallerIdentity identity = ann(rules("+4930", true, true, Config.Privacy.KEEP), "8000", NONE);
        assertEquals(
                Map.of(
                        "P-Asserted-Identity", List.of("\"Ann \\\"A\\\"\" <sip:101@pbx.example>"),
                        "Remote-Party-ID",
                                List.of(
                                        "\"Ann \\\"A\\\"\" <sip:101@pbx.example>;party=calling;screen=yes;privacy=off")),
                identity.headers());
    }

    @Test
    void whoWithholdsTheNumberStaysUnknownButToTheTrunk() {
        CallerIdentity identity =
                ann(rules("", true, true, Config.Privacy.KEEP), "8000", Map.of("Privacy", List.of("user; id")));
        assertEquals("sip:anonymous@anonymous.invalid", identity.fromUri());
        assertEquals("Anonymous", identity.fromName());
        assertEquals(List.of("id"), identity.headers().get("Privacy"));
        assertEquals(
                List.of("\"Ann \\\"A\\\"\" <sip:101@pbx.example>;party=calling;screen=yes;privacy=full"),
                identity.headers().get("Remote-Party-ID"));
    }

    @Test
    void allOrNoneMayBeHidden() {
        assertEquals(
                "Anonymous",
                ann(rules("", false, false, Config.Privacy.ID), "8000", NONE).fromName());
        CallerIdentity shown =
                ann(rules("", false, false, Config.Privacy.NONE), "8000", Map.of("Privacy", List.of("id")));
        assertEquals("sip:8000@pbx.example", shown.fromUri());
        assertEquals(NONE, shown.headers());
    }

    @Test
    void whoDivertedIsToldUnlessItIsNotToBe() {
        Map<String, List<String>> diverted = Map.of("Diversion", List.of("<sip:1@x>"), "Subject", List.of("hi"));
        assertEquals(
                diverted,
                ann(rules("", false, false, Config.Privacy.KEEP), "", diverted).headers());
        Config.CallerId discreet = new Config.CallerId(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false));
        assertEquals(
                Map.of("Subject", List.of("hi")), ann(discreet, "", diverted).headers());
    }
}
