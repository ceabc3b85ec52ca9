package tandem.sip.bfcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** RFC 8855 13: what a server answers, what it asks its listener, and whom it tells. */
class FloorServerTest extends ServerLab {
    @Test
    void tellsHowTheFloorsStandBeforeATerminalSaysAnything() {
        Terms terms = Terms.unreliable(99, 5, 1);
        Terminal terminal = new Terminal(loop, terms);
        terminal.talksTo(
                new FloorServer(loop, Set.of(1), new Room()).join(terms, Joining.participant("Ann"), terminal));
        assertEquals(List.of("0 FLOOR_STATUS[]"), terminal.seen());
        assertEquals("20080001 00000063", Hex.hex(terminal.octets().getFirst()).replaceAll("(.{8})(.{8}).*", "$1 $2"));
        terminal.answers(new Body.FloorStatusAck());
        loop.advanceMs(60_000);
        assertEquals(List.of(), terminal.seen());
    }

    @Test
    void answersEveryHelloAndTellsOfTheFirst() {
        Terminal terminal = joined(5, Joining.participant("Ann"));
        terminal.seen();
        says(terminal, new Body.Hello());
        says(terminal, new Body.Hello());
        assertEquals(List.of("0 HELLO_ACK", "0 FLOOR_STATUS[]", "0 FLOOR_STATUS[]", "0 HELLO_ACK"), terminal.seen());
        assertEquals(List.of("hello 5"), heard);
    }

    @Test
    void grantsAtOnceInTheAnswerWhenTheListenerDoes() {
        decide = ask -> assertTrue(server.grant(ask.requestId()));
        Terminal terminal = quiet(5);
        says(terminal, asks(1));
        assertEquals(List.of("0 FLOOR_REQUEST_STATUS #1 GRANTED"), terminal.seen());
        assertEquals(100, terminal.last().header().transactionId());
        assertEquals(List.of("user 5 asks #1"), heard);
    }

    @Test
    void saysPendingFirstAndTheDecisionLater() {
        Terminal terminal = quiet(5);
        says(terminal, asks(1));
        assertTrue(server.accept(1, 2));
        assertTrue(server.grant(1));
        assertTrue(server.revoke(1, "the host has taken it"));
        assertFalse(server.grant(1));
        assertEquals(
                List.of(
                        "0 FLOOR_REQUEST_STATUS #1 PENDING",
                        "0 FLOOR_REQUEST_STATUS #1 ACCEPTED",
                        "0 FLOOR_REQUEST_STATUS #1 GRANTED",
                        "0 FLOOR_REQUEST_STATUS #1 REVOKED"),
                terminal.seen());
        assertEquals(0, terminal.last().header().transactionId());
        assertEquals(
                Optional.of("the host has taken it"),
                ((Body.FloorRequestStatus) terminal.last().body()).information().statusInfo());
    }

    @Test
    void obeysOnlyWhatMayFollow() {
        Terminal terminal = quiet(5);
        says(terminal, asks(1));
        assertFalse(server.revoke(1, "not held"));
        assertFalse(server.vacate(1));
        assertTrue(server.deny(1, "no"));
        assertFalse(server.grant(1));
        assertEquals(List.of("0 FLOOR_REQUEST_STATUS #1 PENDING", "0 FLOOR_REQUEST_STATUS #1 DENIED"), terminal.seen());
        assertEquals(List.of(), server.requests(1));
    }

    @Test
    void tellsAllWhoFollowAFloorOfEachChangeTheHolderFirst() {
        Terminal ann = quiet(5);
        Terminal ben = joined(6, Joining.participant("Ben"));
        Terminal cleo = quiet(7);
        says(cleo, new Body.FloorQuery(List.of(1)));
        ben.seen();
        cleo.seen();
        says(ann, asks(1));
        says(ben, asks(1));
        server.grant(2);
        assertEquals(
                List.of(
                        "0 FLOOR_STATUS[#1 PENDING]",
                        "0 FLOOR_STATUS[#1 PENDING, #2 PENDING]",
                        "0 FLOOR_STATUS[#2 GRANTED, #1 PENDING]"),
                cleo.seen());
        assertEquals("0 FLOOR_STATUS[#2 GRANTED, #1 PENDING]", ben.seen().getLast());
        assertEquals(List.of("0 FLOOR_REQUEST_STATUS #1 PENDING"), ann.seen());
        Body.FloorStatus status = (Body.FloorStatus) cleo.last().body();
        assertEquals(
                Optional.of(new UserInformation(6, Optional.of("Ben"), Optional.empty())),
                status.requests().getFirst().beneficiary());
    }

    @Test
    void handsTheFloorOnInOneTurnWithOneStatus() {
        Terminal ann = quiet(5);
        says(ann, asks(1));
        server.grant(1);
        Terminal ben = joined(6, Joining.participant("Ben"));
        decide = ask -> {
            server.revoke(1, "the last to ask takes it");
            server.grant(ask.requestId());
        };
        ann.seen();
        ben.seen();
        says(ben, asks(1));
        assertEquals(List.of("0 FLOOR_REQUEST_STATUS #1 REVOKED"), ann.seen());
        assertEquals(List.of("0 FLOOR_REQUEST_STATUS #2 GRANTED", "0 FLOOR_STATUS[#2 GRANTED]"), ben.seen());
    }

    @Test
    void releasesWhatIsHeldAndCancelsWhatWaits() {
        Terminal ann = quiet(5);
        says(ann, asks(1));
        says(ann, asks(2));
        server.grant(1);
        ann.seen();
        says(ann, new Body.FloorRelease(1));
        says(ann, new Body.FloorRelease(2));
        says(ann, new Body.FloorRelease(2));
        assertEquals(
                List.of(
                        "0 FLOOR_REQUEST_STATUS #1 RELEASED",
                        "0 FLOOR_REQUEST_STATUS #2 CANCELLED",
                        "0 ERROR FLOOR_REQUEST_ID_DOES_NOT_EXIST"),
                ann.seen());
        assertEquals(List.of("user 5 #1 RELEASED", "user 5 #2 CANCELLED"), heard.subList(2, 4));
    }

    @Test
    void endsTheRequestsOfWhoSaysGoodbyeAndOfWhoIsLost() {
        Terminal ann = quiet(5);
        Terminal ben = quiet(6);
        Terminal cleo = joined(7, Joining.participant("Cleo"));
        says(ann, asks(1));
        server.grant(1);
        says(ben, asks(1));
        cleo.seen();
        heard.clear();
        says(ann, new Body.Goodbye());
        server.leave(6);
        assertEquals(List.of("user 5 #1 RELEASED", "goodbye 5", "user 6 #2 CANCELLED"), heard);
        assertEquals(List.of("0 FLOOR_STATUS[#2 PENDING]", "0 FLOOR_STATUS[]"), cleo.seen());
        assertEquals("0 GOODBYE_ACK", ann.seen().getLast());
        says(ann, new Body.Hello());
        assertEquals("hello 5", heard.getLast());
        ben.seen();
        says(ben, new Body.Hello());
        assertEquals(List.of(), ben.seen());
    }

    @Test
    void answersQueriesAndForgetsFloorsThatAreNotNamed() {
        Terminal ann = quiet(5);
        says(ann, asks(1));
        ann.seen();
        says(ann, new Body.FloorRequestQuery(1));
        says(ann, new Body.UserQuery(OptionalInt.empty()));
        assertEquals(
                List.of(1),
                ((Body.UserStatus) ann.last().body())
                        .requests().stream().map(RequestInformation::requestId).toList());
        says(ann, new Body.FloorQuery(List.of(1, 2)));
        server.grant(1);
        says(ann, new Body.FloorQuery(List.of()));
        server.revoke(1, "enough");
        assertEquals(
                List.of(
                        "0 FLOOR_REQUEST_STATUS #1 PENDING",
                        "0 USER_STATUS",
                        "0 FLOOR_STATUS[#1 PENDING]",
                        "0 FLOOR_STATUS[]",
                        "0 FLOOR_REQUEST_STATUS #1 GRANTED",
                        "0 FLOOR_STATUS[#1 GRANTED]",
                        "0 FLOOR_STATUS[]",
                        "0 FLOOR_REQUEST_STATUS #1 REVOKED"),
                ann.seen());
    }

    @Test
    void showsWhoHoldsTheFloorWithoutBfcp() {
        Terminal ann = joined(5, Joining.participant("Ann"));
        ann.seen();
        int request = server.occupy(900, 1, "Zoe in a browser").orElseThrow();
        assertEquals(List.of("0 FLOOR_STATUS[#1 GRANTED]"), ann.seen());
        assertEquals(
                Optional.of("Zoe in a browser"),
                server.requests(1).getFirst().beneficiary().orElseThrow().displayName());
        assertTrue(server.vacate(request));
        assertFalse(server.vacate(request));
        assertEquals(List.of("0 FLOOR_STATUS[]"), ann.seen());
        assertEquals(List.of(), heard);
        assertThrows(IllegalArgumentException.class, () -> server.occupy(5, 1, "Ann"));
    }

    @Test
    void keepsTheFloorOfWhoComesByAnotherWire() {
        Terminal before = quiet(5);
        says(before, asks(1));
        server.grant(1);
        Terminal after = joined(5, Joining.participant("Ann"));
        assertEquals(List.of("0 FLOOR_STATUS[#1 GRANTED]"), floorOne(after.seen()));
        says(after, new Body.FloorRelease(1));
        assertEquals("user 5 #1 RELEASED", heard.getLast());
        before.seen();
        says(before, new Body.Hello());
        assertEquals(List.of(), before.seen());
    }

    private static List<String> floorOne(List<String> seen) {
        return seen.stream().filter(line -> line.contains("#")).toList();
    }

    @Test
    void saysWhoIsSilentAndLetsItStay() {
        Terms terms = Terms.unreliable(99, 5, 2);
        Terminal ann = new Terminal(loop, terms);
        ann.talksTo(server.join(terms, new Joining(false, false, Optional.empty()), ann));
        says(ann, asks(1));
        server.grant(1);
        loop.advanceMs(60_000);
        assertEquals(List.of("user 5 asks #1", "silent 5"), heard);
        assertEquals(1, server.requests(1).size());
    }
}
