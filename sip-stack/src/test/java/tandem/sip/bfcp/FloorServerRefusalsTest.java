package tandem.sip.bfcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** RFC 8855 13: what a server refuses, whom it lets decide, and how much it takes. */
class FloorServerRefusalsTest extends ServerLab {
    private static int conferenceOf(byte[] octets) {
        return BfcpReader.get16(octets, 6);
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

    @Test
    void letsNobodyReleaseWhatIsSomebodyElses() {
        says(quiet(5), asks(1));
        Terminal ben = quiet(6);
        says(ben, new Body.FloorRelease(1));
        assertEquals(List.of("0 ERROR UNAUTHORIZED_OPERATION"), ben.seen());
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
}
