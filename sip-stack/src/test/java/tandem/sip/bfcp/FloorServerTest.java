package tandem.sip.bfcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tandem.base.HandTurnedLoop;

/** RFC 8855 13: what a server answers, what it asks its listener, and whom it tells. */
class FloorServerTest {
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<String> heard = new ArrayList<>();
    private Consumer<FloorAsk> decide = ask -> {};
    private final FloorServer server = new FloorServer(loop, Set.of(1, 2), new Room());
    private int transaction = 100;

    private final class Room implements FloorListener {
        @Override
        public void onFloorRequested(FloorAsk ask) {
            heard.add("user " + ask.userId() + " asks #" + ask.requestId());
            decide.accept(ask);
        }

        @Override
        public void onFloorReleased(int requestId, int userId, RequestStatus how) {
            heard.add("user " + userId + " #" + requestId + " " + how);
        }

        @Override
        public void onChairDecided(int chairId, int requestId, RequestStatus decision, Optional<String> info) {
            heard.add("chair " + chairId + " #" + requestId + " " + decision);
        }

        @Override
        public void onHello(int userId) {
            heard.add("hello " + userId);
        }

        @Override
        public void onGoodbye(int userId) {
            heard.add("goodbye " + userId);
        }

        @Override
        public void onSilent(int userId) {
            heard.add("silent " + userId);
        }
    }

    private Terminal joined(int userId, Joining joining) {
        Terms terms = Terms.reliable(99, userId);
        Terminal terminal = new Terminal(loop, terms);
        return terminal.talksTo(server.join(terms, joining, terminal));
    }

    /** One that is told nothing it does not ask for. */
    private Terminal quiet(int userId) {
        return joined(userId, new Joining(false, false, Optional.of("user " + userId)));
    }

    private void says(Terminal terminal, Body body) {
        terminal.says(transaction++, body);
    }

    private static Body.FloorRequest asks(int floorId) {
        return Body.FloorRequest.of(floorId);
    }

    private static RequestInformation chairs(int requestId, int floorId, RequestStatus status) {
        return new RequestInformation(
                requestId,
                Optional.empty(),
                List.of(new FloorDetail(floorId, StatusDetail.of(status))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

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
        assertEquals(101, transaction);
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
    void letsNobodyReleaseWhatIsSomebodyElses() {
        says(quiet(5), asks(1));
        Terminal ben = quiet(6);
        says(ben, new Body.FloorRelease(1));
        assertEquals(List.of("0 ERROR UNAUTHORIZED_OPERATION"), ben.seen());
        assertEquals(1, server.requests(1).size());
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
    void refusesOtherConferencesUsersFloorsAndRequests() {
        Terminal ann = quiet(5);
        ann.says(new Header(1, false, 98, 1, 5), new Body.Hello());
        ann.says(new Header(1, false, 99, 2, 6), new Body.Hello());
        says(ann, asks(3));
        says(ann, new Body.FloorQuery(List.of(1, 3)));
        says(ann, new Body.FloorRequestQuery(9));
        says(ann, new Body.UserQuery(OptionalInt.of(9)));
        says(ann, new Body.FloorRequest(List.of(1), OptionalInt.of(9), Optional.empty(), Optional.empty()));
        assertEquals(
                List.of(
                        "0 ERROR CONFERENCE_DOES_NOT_EXIST",
                        "0 ERROR USER_DOES_NOT_EXIST",
                        "0 ERROR INVALID_FLOOR_ID",
                        "0 ERROR INVALID_FLOOR_ID",
                        "0 ERROR FLOOR_REQUEST_ID_DOES_NOT_EXIST",
                        "0 ERROR USER_DOES_NOT_EXIST",
                        "0 ERROR USER_DOES_NOT_EXIST"),
                ann.seen());
        assertEquals(List.of(), heard);
        assertEquals(98, conferenceOf(ann.octets().getFirst()));
    }

    private static int conferenceOf(byte[] octets) {
        return BfcpReader.get16(octets, 6);
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
    void asksTheListenerWhatAChairDecidesAndHearsNobodyElse() {
        Terminal ann = quiet(5);
        Terminal chair = joined(8, new Joining(true, false, Optional.empty()));
        says(ann, asks(1));
        ann.seen();
        says(ann, new Body.ChairAction(chairs(1, 1, RequestStatus.GRANTED)));
        says(chair, new Body.ChairAction(chairs(7, 1, RequestStatus.GRANTED)));
        says(chair, new Body.ChairAction(chairs(1, 2, RequestStatus.GRANTED)));
        says(chair, new Body.ChairAction(chairs(1, 1, RequestStatus.REVOKED)));
        says(chair, new Body.ChairAction(chairs(1, 1, RequestStatus.GRANTED)));
        assertEquals(List.of("0 ERROR UNAUTHORIZED_OPERATION"), ann.seen());
        assertEquals(
                List.of(
                        "0 ERROR FLOOR_REQUEST_ID_DOES_NOT_EXIST",
                        "0 ERROR INVALID_FLOOR_ID",
                        "0 ERROR GENERIC_ERROR",
                        "0 CHAIR_ACTION_ACK"),
                chair.seen());
        assertEquals(List.of("user 5 asks #1", "chair 8 #1 GRANTED"), heard);
    }

    @Test
    void letsAChairAskForSomebodyWhoMayGiveItBack() {
        Terminal ann = quiet(5);
        Terminal chair = joined(8, new Joining(true, false, Optional.empty()));
        Body.FloorRequest forAnn =
                new Body.FloorRequest(List.of(1), OptionalInt.of(5), Optional.empty(), Optional.empty());
        Body.FloorRequest forChair =
                new Body.FloorRequest(List.of(1), OptionalInt.of(8), Optional.empty(), Optional.empty());
        says(ann, forChair);
        says(chair, forAnn);
        chair.seen();
        says(ann, new Body.FloorRelease(1));
        assertEquals(List.of("0 ERROR UNAUTHORIZED_OPERATION", "0 FLOOR_REQUEST_STATUS #1 CANCELLED"), ann.seen());
        assertEquals(List.of("0 FLOOR_REQUEST_STATUS #1 CANCELLED"), chair.seen());
    }

    @Test
    void boundsAFloodOfFloorRequests() {
        Terminal ann = quiet(5);
        for (int i = 0; i < 1_000; i++) {
            says(ann, asks(1));
        }
        assertEquals(2, server.requests(1).size());
        assertEquals(
                998,
                ann.seen().stream()
                        .filter("0 ERROR TOO_MANY_FLOOR_REQUESTS"::equals)
                        .count());
        assertEquals(2, heard.size());
    }

    @Test
    void boundsHowOftenTheFloorIsAskedForAndGivenBack() {
        Terminal ann = quiet(5);
        for (int i = 1; i <= 100; i++) {
            says(ann, asks(1));
            says(ann, new Body.FloorRelease(i));
        }
        assertEquals(20, heard.stream().filter(fact -> fact.contains("asks")).count());
        loop.advanceMs(10_000);
        says(ann, asks(1));
        assertEquals(21, heard.stream().filter(fact -> fact.contains("asks")).count());
    }

    @Test
    void boundsWhatAllAskForTogether() {
        for (int user = 1; user <= 100; user++) {
            says(quiet(user), asks(1));
        }
        assertEquals(48, server.requests(1).size());
        Terminal last = joined(200, Joining.participant("x".repeat(300)));
        assertEquals("0 FLOOR_STATUS", last.seen().getFirst().substring(0, 14));
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

    @Test
    void refusesWhatOnlyServersSay() {
        Terms terms = Terms.unreliable(99, 5, 2);
        Terminal ann = new Terminal(loop, terms);
        ann.talksTo(server.join(terms, new Joining(false, false, Optional.empty()), ann));
        says(ann, new Body.FloorStatus(OptionalInt.of(1), List.of()));
        assertEquals(List.of("0 ERROR answers UNAUTHORIZED_OPERATION"), ann.seen());
    }
}
