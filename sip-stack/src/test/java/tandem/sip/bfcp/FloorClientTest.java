package tandem.sip.bfcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tandem.base.HandTurnedLoop;

/** RFC 8855 10: a participant at somebody else's server. */
class FloorClientTest {
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<String> heard = new ArrayList<>();
    private final Terms terms = Terms.unreliable(99, 5, 2);
    private final Terminal mcu = new Terminal(loop, terms);
    private final FloorClient client = new FloorClient(loop, terms, mcu, new Heard(heard));

    FloorClientTest() {
        mcu.talksTo(client.association());
    }

    /** Writes down what a client tells. */
    record Heard(List<String> lines) implements FloorClient.Events {
        @Override
        public void onHello(Body.HelloAck ack) {
            lines.add("hello, can " + ack.primitives().size());
        }

        @Override
        public void onGranted(int requestId) {
            lines.add("granted #" + requestId);
        }

        @Override
        public void onWaiting(int requestId, RequestStatus status, int queuePosition) {
            lines.add("waiting #" + requestId + " " + status + " " + queuePosition);
        }

        @Override
        public void onLost(int requestId, RequestStatus how, Optional<String> why) {
            lines.add("lost #" + requestId + " " + how
                    + why.map(text -> " " + text).orElse(""));
        }

        @Override
        public void onFloorStatus(int floorId, List<RequestInformation> requests) {
            lines.add("floor " + floorId + " "
                    + requests.stream().flatMap(each -> each.status().stream()).toList());
        }

        @Override
        public void onRefused(Body request, Body.ErrorReply error) {
            lines.add(request.primitive() + " refused " + error.code());
        }

        @Override
        public void onUnreachable(Body request) {
            lines.add(request.primitive() + " unreachable");
        }

        @Override
        public void onGoodbye() {
            lines.add("goodbye");
        }
    }

    private static Body.FloorRequestStatus status(int requestId, RequestStatus status) {
        return new Body.FloorRequestStatus(new RequestInformation(
                requestId,
                Optional.of(new StatusDetail(Optional.of(status), 3, Optional.of("so"))),
                List.of(new FloorDetail(1, StatusDetail.NONE)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    @Test
    void greetsAsksHoldsAndGivesBack() {
        client.hello();
        mcu.answers(Body.HelloAck.everything());
        assertTrue(client.request(1));
        assertFalse(client.request(1));
        mcu.answers(status(9, RequestStatus.PENDING));
        mcu.says(1, status(9, RequestStatus.ACCEPTED));
        mcu.says(2, status(9, RequestStatus.GRANTED));
        mcu.says(3, status(9, RequestStatus.GRANTED));
        assertTrue(client.holds());
        client.release();
        assertFalse(client.holds());
        mcu.answers(status(9, RequestStatus.RELEASED));
        loop.advanceMs(60_000);
        assertEquals(List.of("hello, can 17", "waiting #9 PENDING 3", "waiting #9 ACCEPTED 3", "granted #9"), heard);
        assertEquals(
                List.of(
                        "0 HELLO",
                        "0 FLOOR_REQUEST",
                        "0 FLOOR_REQUEST_STATUS_ACK answers",
                        "0 FLOOR_REQUEST_STATUS_ACK answers",
                        "0 FLOOR_REQUEST_STATUS_ACK answers",
                        "0 FLOOR_RELEASE"),
                mcu.seen());
    }

    @Test
    void losesTheFloorWithTheReasonAndMayAskAgain() {
        client.request(1);
        mcu.answers(status(9, RequestStatus.GRANTED));
        mcu.says(1, status(8, RequestStatus.REVOKED));
        assertTrue(client.holds());
        mcu.says(2, status(9, RequestStatus.REVOKED));
        assertEquals(List.of("granted #9", "lost #9 REVOKED so"), heard);
        assertTrue(client.request(1));
    }

    @Test
    void isGrantedThoughTheAnswerComesAfterTheGrant() {
        client.request(1);
        BfcpMessage request = mcu.last();
        mcu.says(1, status(9, RequestStatus.GRANTED));
        mcu.says(new Header(2, true, 99, request.header().transactionId(), 5), status(9, RequestStatus.PENDING));
        assertEquals(List.of("granted #9"), heard);
    }

    @Test
    void givesBackWhatItWantsNoMoreOnceItKnowsItsNumber() {
        client.request(1);
        client.release();
        mcu.seen();
        mcu.answers(status(9, RequestStatus.GRANTED));
        assertEquals(List.of("0 FLOOR_RELEASE"), mcu.seen());
        assertEquals(new Body.FloorRelease(9), mcu.last().body());
        assertEquals(List.of(), heard);
    }

    @Test
    void mayAskAgainAfterAnErrorAndAfterSilence() {
        client.request(1);
        mcu.answers(Body.ErrorReply.of(ErrorCode.INVALID_FLOOR_ID, "no"));
        assertTrue(client.request(1));
        loop.advanceMs(7_500);
        assertEquals(List.of("FLOOR_REQUEST refused INVALID_FLOOR_ID", "FLOOR_REQUEST unreachable"), heard);
        assertTrue(client.request(1));
    }

    @Test
    void isToldThatNobodyAnswersThoughItGreetsMeanwhile() {
        client.hello();
        loop.advanceMs(7_500);
        client.request(1);
        client.hello();
        loop.advanceMs(60_000);
        assertEquals(List.of("HELLO unreachable", "FLOOR_REQUEST unreachable", "HELLO unreachable"), heard);
        assertTrue(client.request(1));
    }

    @Test
    void mayWantAgainWhatItRegretsButNothingElseMeanwhile() {
        client.request(1);
        client.release();
        assertFalse(client.request(2));
        assertTrue(client.request(1));
        mcu.answers(status(9, RequestStatus.GRANTED));
        assertEquals(List.of("granted #9"), heard);
    }

    @Test
    void acknowledgesEachFloorStatusAndTellsItOnce() {
        mcu.says(1, new Body.FloorStatus(OptionalInt.of(1), List.of()));
        mcu.says(1, new Body.FloorStatus(OptionalInt.of(1), List.of()));
        assertEquals(List.of("floor 1 []"), heard);
        assertEquals(List.of("0 FLOOR_STATUS_ACK answers", "0 FLOOR_STATUS_ACK answers"), mcu.seen());
    }

    @Test
    void answersTheServersHelloAndGoodbyeAndNothingElse() {
        mcu.says(1, new Body.Hello());
        mcu.says(2, Body.FloorRequest.of(1));
        mcu.says(3, new Body.Goodbye());
        assertEquals(
                List.of("0 HELLO_ACK answers", "0 ERROR answers UNAUTHORIZED_OPERATION", "0 GOODBYE_ACK answers"),
                mcu.seen());
        assertEquals(List.of("goodbye"), heard);
    }

    @Test
    void saysGoodbyeInDatagramsOnly() {
        client.goodbye();
        assertEquals(List.of("0 GOODBYE"), mcu.seen());
        Terminal stream = new Terminal(loop, Terms.reliable(99, 5));
        new FloorClient(loop, Terms.reliable(99, 5), stream, new Heard(heard)).goodbye();
        assertEquals(List.of(), stream.seen());
    }
}
