package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tandem.base.HandTurnedLoop;
import tandem.sip.SipCredentials;

class DigestServerTest {
    private static final String PEER = "192.0.2.7";

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final DigestServer server = new DigestServer(
            "tandem",
            new byte[32],
            loop,
            300,
            2,
            List.of("SHA-256", "MD5"),
            user -> user.equals("101") ? Optional.of("secret") : Optional.empty());

    private static DigestClient client(String user, String password) {
        return new DigestClient(new SipCredentials(user, password), new Random(1));
    }

    private DigestServer.Verdict tried(DigestClient client) {
        return server.verify(
                "REGISTER",
                List.of(client.authorization("REGISTER", "sip:tandem").orElseThrow()),
                PEER);
    }

    private DigestClient challenged(String user, String password) {
        DigestClient client = client(user, password);
        assertTrue(client.challenged(server.challenges(PEER, false)));
        return client;
    }

    @Test
    void acceptsTheRightPasswordAgainAndAgainWithRisingCounts() {
        DigestClient client = challenged("101", "secret");
        assertEquals(new DigestServer.Verdict.Accepted("101"), tried(client));
        assertEquals(new DigestServer.Verdict.Accepted("101"), tried(client));
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownUserAlike() {
        assertEquals(new DigestServer.Verdict.Refused("101"), tried(challenged("101", "guess")));
        assertEquals(new DigestServer.Verdict.Refused("102"), tried(challenged("102", "no such user")));
    }

    @Test
    void replayIsStale() {
        DigestClient client = challenged("101", "secret");
        List<String> once =
                List.of(client.authorization("REGISTER", "sip:tandem").orElseThrow());
        assertEquals(new DigestServer.Verdict.Accepted("101"), server.verify("REGISTER", once, PEER));
        assertEquals(new DigestServer.Verdict.Stale(), server.verify("REGISTER", once, PEER));
    }

    @Test
    void oldNonceIsStaleAndAForgedOneToo() {
        DigestClient client = challenged("101", "secret");
        loop.advanceMs(301_000);
        assertEquals(new DigestServer.Verdict.Stale(), tried(client));
        DigestClient forger = client("101", "secret");
        String nonce = "0".repeat(56);
        assertTrue(forger.challenged(
                List.of("Digest realm=\"tandem\", nonce=\"" + nonce + "\", algorithm=MD5, qop=\"auth\"")));
        assertEquals(new DigestServer.Verdict.Stale(), tried(forger));
    }

    @Test
    void nonceThatFellOutOfMemoryCannotBeReplayed() {
        DigestClient first = challenged("101", "secret");
        List<String> once =
                List.of(first.authorization("REGISTER", "sip:tandem").orElseThrow());
        assertEquals(new DigestServer.Verdict.Accepted("101"), server.verify("REGISTER", once, PEER));
        for (int i = 0; i < 2; i++) {
            loop.advanceMs(1_000);
            tried(challenged("101", "secret"));
        }
        assertEquals(new DigestServer.Verdict.Stale(), server.verify("REGISTER", once, PEER));
    }

    @Test
    void nothingForThisRealmIsMissing() {
        assertEquals(new DigestServer.Verdict.Missing(), server.verify("REGISTER", List.of(), PEER));
        assertEquals(
                new DigestServer.Verdict.Missing(),
                server.verify("REGISTER", List.of("Digest realm=\"other\", username=\"101\", nonce=\"1\""), PEER));
    }

    @Test
    void aNonceIsGoodForThePeerItWasGivenToAndTellsAnotherNothing() {
        List<String> answer = List.of(challenged("101", "secret")
                .authorization("REGISTER", "sip:tandem")
                .orElseThrow());
        assertEquals(new DigestServer.Verdict.Stale(), server.verify("REGISTER", answer, "198.51.100.9"));
        List<String> guess = List.of(challenged("101", "guess")
                .authorization("REGISTER", "sip:tandem")
                .orElseThrow());
        assertEquals(new DigestServer.Verdict.Stale(), server.verify("REGISTER", guess, "198.51.100.9"));
        assertEquals(new DigestServer.Verdict.Accepted("101"), server.verify("REGISTER", answer, PEER));
    }

    @Test
    void twoThatAreChallengedInOneMillisecondDoNotUseUpEachOthersNonce() {
        DigestClient one = challenged("101", "secret");
        DigestClient other = challenged("101", "secret");
        assertEquals(new DigestServer.Verdict.Accepted("101"), tried(one));
        assertEquals(new DigestServer.Verdict.Accepted("101"), tried(other));
    }

    @Test
    void onlyWhatIsAskedForIsTaken() {
        DigestServer strict = new DigestServer(
                "tandem", new byte[32], loop, 300, 2, List.of("SHA-256"), user -> Optional.of("secret"));
        assertEquals(1, strict.challenges(PEER, false).size());
        String challenge = strict.challenges(PEER, false).getFirst();
        DigestClient weak = client("101", "secret");
        assertTrue(weak.challenged(List.of(challenge.replace("SHA-256", "MD5"))));
        List<String> answer =
                List.of(weak.authorization("REGISTER", "sip:tandem").orElseThrow());
        assertEquals(new DigestServer.Verdict.Missing(), strict.verify("REGISTER", answer, PEER));
    }
}
