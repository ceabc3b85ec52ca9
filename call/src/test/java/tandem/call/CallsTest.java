package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.MediaStats;

class CallsTest {
    private final Switchboard board = new Switchboard();

    @Test
    void strangersFromPublicAddressesAreNotLetIn() {
        board.source = "203.0.113.5";
        assertEquals(List.of("hangup FORBIDDEN"), board.arrive("1000").heard());
    }

    @Test
    void moreCallsThanAllowedAreRefusedAndCounted() {
        board.maxCalls = 2;
        board.calls.apply(board.settings());
        FakeLeg first = board.arrive("1000");
        board.arrive("1001");
        assertEquals(List.of("hangup OVERLOADED"), board.arrive("1002").heard());
        first.ends(Cause.NORMAL);
        assertEquals("answer SENDRECV [PCMU]", board.arrive("1003").heard().getFirst());
        assertEquals(1, board.calls.counters().ended(Protocol.SIP, Way.INBOUND, Cause.OVERLOADED));
        assertEquals(2, board.calls.counters().active(Protocol.SIP, Way.INBOUND));
    }

    @Test
    void newCallsAreRefusedWhileThereIsNoProcessorTimeAndThoseThatAreUpGoOn() {
        FakeLeg up = board.arrive("1000");
        board.calls.shed(true);
        assertEquals(List.of("hangup NO_CAPACITY"), board.arrive("1000").heard());
        assertEquals(List.of("hangup NO_CAPACITY"), board.arrive("9196").heard());
        assertEquals(2, board.calls.counters().ended(Protocol.SIP, Way.INBOUND, Cause.NO_CAPACITY));
        assertEquals(1, board.calls.active());
        assertFalse(up.over());
        board.calls.shed(false);
        assertEquals("answer SENDRECV [PCMU]", board.arrive("1000").heard().getFirst());
    }

    @Test
    void drainingRefusesNewCallsAndTellsWhenTheLastHasEnded() {
        FakeLeg leg = board.arrive("1000");
        boolean[] done = {false};
        board.calls.drain(() -> done[0] = true);
        assertEquals(List.of("hangup SHUTDOWN"), board.arrive("1000").heard());
        assertFalse(done[0]);
        leg.ends(Cause.NORMAL);
        assertTrue(done[0]);
    }

    @Test
    void endingAllSaysWhyToEverybody() {
        FakeLeg room = board.arrive("1000");
        FakeLeg caller = board.arrive("b");
        board.calls.endAll(Cause.SHUTDOWN);
        assertEquals(Optional.of(Cause.SHUTDOWN), room.cause);
        assertEquals(Optional.of(Cause.SHUTDOWN), caller.cause);
        assertEquals(Optional.of(Cause.SHUTDOWN), board.out().cause);
        assertEquals(0, board.calls.active());
    }

    @Test
    void aBugEndsOneCallAndNoOther() {
        FakeLeg other = board.arrive("1000");
        FakeLeg leg = board.arrive("bug");
        assertEquals(List.of("hangup INTERNAL"), leg.heard());
        assertEquals(1, board.calls.counters().bugs());
        assertFalse(other.over());
        assertEquals(1, board.calls.active());
    }

    @Test
    void whatNoRuleKnowsIsNotFoundAndInTheBook() {
        board.arrive("nowhere");
        CallRecord record = board.calls.calls().getFirst();
        assertEquals(CallRecord.State.ENDED, record.state());
        assertEquals("no such number", record.words());
        assertEquals("nowhere", record.dialled());
        assertEquals("sip:101@example.org", record.legs().getFirst().address());
    }

    @Test
    void theBookKeepsTheLastThousandCallsNewestFirst() {
        for (int i = 0; i < 1100; i++) {
            board.arrive("x" + i);
        }
        assertEquals(1000, board.calls.calls().size());
        assertEquals("x1099", board.calls.calls().getFirst().dialled());
        assertTrue(board.calls.call(board.calls.calls().getLast().id()).isPresent());
    }

    @Test
    void anybodyMayHangUpACallById() {
        FakeLeg leg = board.arrive("1000");
        String id = board.calls.calls().getFirst().id();
        assertTrue(board.calls.hangup(id, Cause.REMOVED));
        assertEquals(Optional.of(Cause.REMOVED), leg.cause);
        assertFalse(board.calls.hangup(id, Cause.REMOVED));
    }

    @Test
    void aCallerThatIsGoneBeforeItArrivedLeavesNothing() {
        Party party = board.calls.arriving();
        party.onEnded(Cause.NORMAL);
        assertEquals(0, board.calls.active());
        assertTrue(board.calls.calls().isEmpty());
    }

    @Test
    void privateAddressesAreWhatTheRfcsSay() {
        for (String inside :
                List.of("127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "::1", "fd00::1", "fe80::1")) {
            assertTrue(Guests.PRIVATE.admits(InetAddress.ofLiteral(inside)), inside);
        }
        for (String outside : List.of("172.32.0.1", "192.169.0.1", "8.8.8.8", "2001:db8::1")) {
            assertFalse(Guests.PRIVATE.admits(InetAddress.ofLiteral(outside)), outside);
        }
        assertTrue(Cidr.parse("192.0.2.0/33").isEmpty());
        assertTrue(Cidr.parse("host").isEmpty());
        assertTrue(Cidr.parse("2001:db8::/32").orElseThrow().contains(InetAddress.ofLiteral("2001:db8:1::")));
    }

    @Test
    void whatWasCountedInTheLastSecondIsInTheBookToo() {
        FakeLeg leg = board.arrive("1000");
        FakeSession session = board.session();
        leg.ends(Cause.NORMAL);
        board.arrive("nowhere");
        session.events.onClosed(new MediaStats("PCMU", 77, 70, 1, 0, 0, -1, 0, 0, "", false, MediaStats.Overall.NONE));
        CallRecord record = board.calls.calls().getLast();
        assertEquals(77, record.legs().getFirst().media().packetsReceived());
        assertEquals(Optional.of(Cause.NORMAL), record.legs().getFirst().cause());
        assertEquals(record, board.calls.call(record.id()).orElseThrow());
    }
}
