package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.Ice;

/** Ways to a peer and to us that are found after the descriptions (trickle ICE). */
class CandidatesTest {
    private static final Ice.Candidate ONE = new Ice.Candidate(
            "1",
            1,
            Optional.empty(),
            1,
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 5000),
            Ice.Type.HOST);

    private final Switchboard board = new Switchboard();

    @Test
    void thePeersGoToItsMediaAndOursToItsLeg() {
        FakeLeg leg = board.arrive("1000");
        leg.heard();
        leg.events.onCandidate(ONE);
        assertEquals(List.of(ONE), board.session().candidates);
        board.session().events.onCandidate(ONE);
        assertEquals(List.of("candidate HOST"), leg.heard());
    }

    @Test
    void thoseThatComeBeforeThereIsMediaWaitForIt() {
        LegMedia media = new LegMedia(board.calls.arriving(), Media.TERMS);
        for (int i = 0; i < 100; i++) {
            media.remoteCandidate(ONE);
        }
        assertTrue(media.open(board.desk, InetAddress.getLoopbackAddress(), /* ice= */ true, Optional.empty()));
        assertEquals(64, board.session().candidates.size()); // as many as a description may have
    }
}
