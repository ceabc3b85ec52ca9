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
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final DigestServer server = new DigestServer(
            "tandem",
            new byte[32],
            loop,
            300,
            2,
            user -> user.equals("101") ? Optional.of("secret") : Optional.empty());

    private static DigestClient client(String user, String password) {
        return new DigestClient(new SipCredentials(user, password), new Random(1));
    }

    private DigestServer.Verdict tried(DigestClient client) {
        return server.verify(
                "REGISTER",
                List.of(client.authorization("REGISTER", "sip:tandem").orElseThrow()));
    }

    private DigestClient challenged(String user, String password) {
        DigestClient client = client(user, password);
        assertTrue(client.challenged(server.challenges(false)));
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
        assertEquals(new DigestServer.Verdict.Accepted("101"), server.verify("REGISTER", once));
        assertEquals(new DigestServer.Verdict.Stale(), server.verify("REGISTER", once));
    }

    @Test
    void oldNonceIsStaleAndAForgedOneToo() {
        DigestClient client = challenged("101", "secret");
        loop.advanceMs(301_000);
        assertEquals(new DigestServer.Verdict.Stale(), tried(client));
        DigestClient forger = client("101", "secret");
        String nonce = "0".repeat(48);
        assertTrue(forger.challenged(
                List.of("Digest realm=\"tandem\", nonce=\"" + nonce + "\", algorithm=MD5, qop=\"auth\"")));
        assertEquals(new DigestServer.Verdict.Stale(), tried(forger));
    }

    @Test
    void nonceThatFellOutOfMemoryCannotBeReplayed() {
        DigestClient first = challenged("101", "secret");
        List<String> once =
                List.of(first.authorization("REGISTER", "sip:tandem").orElseThrow());
        assertEquals(new DigestServer.Verdict.Accepted("101"), server.verify("REGISTER", once));
        for (int i = 0; i < 2; i++) {
            loop.advanceMs(1_000);
            tried(challenged("101", "secret"));
        }
        assertEquals(new DigestServer.Verdict.Stale(), server.verify("REGISTER", once));
    }

    @Test
    void nothingForThisRealmIsMissing() {
        assertEquals(new DigestServer.Verdict.Missing(), server.verify("REGISTER", List.of()));
        assertEquals(
                new DigestServer.Verdict.Missing(),
                server.verify("REGISTER", List.of("Digest realm=\"other\", username=\"101\", nonce=\"1\"")));
    }
}
