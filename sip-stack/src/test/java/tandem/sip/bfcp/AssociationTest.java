package tandem.sip.bfcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tandem.base.HandTurnedLoop;

/** RFC 8855 8: transactions in datagrams with T1 (500 ms) and T2 (10 s), and on streams. */
class AssociationTest {
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<String> heard = new ArrayList<>();

    private final class Hearing implements Association.User {
        @Override
        public void onRequest(BfcpMessage request) {
            heard.add("asked " + request.primitive());
            current.reply(request, new Body.FloorStatus(OptionalInt.of(1), List.of()));
        }

        @Override
        public void onStatus(BfcpMessage status) {
            heard.add("told " + status.primitive());
            current.acknowledge(status, new Body.FloorStatusAck());
        }

        @Override
        public void onAnswer(Body request, Body answer) {
            heard.add(request.primitive() + " got " + answer.primitive());
        }

        @Override
        public void onUnanswered(Body request) {
            heard.add("nobody answers " + request.primitive());
        }
    }

    private Terms terms = Terms.unreliable(99, 5, 2);
    private Terminal peer = new Terminal(loop, terms);
    private Association current = over(terms);

    private Association over(Terms agreed) {
        terms = agreed;
        peer = new Terminal(loop, agreed);
        current = new Association(loop, BfcpTimes.RFC, agreed, peer, new Hearing());
        peer.talksTo(current);
        return current;
    }

    private static Body.FloorStatus status(int floorId) {
        return new Body.FloorStatus(OptionalInt.of(floorId), List.of());
    }

    @Test
    void sendsFourTimesByT1AndGivesUp() {
        current.request(new Body.Hello());
        loop.advanceMs(60_000);
        assertEquals(List.of("0 HELLO", "500 HELLO", "1500 HELLO", "3500 HELLO"), peer.seen());
        assertEquals(List.of("nobody answers HELLO"), heard);
        assertEquals(Hex.hex(peer.octets().get(0)), Hex.hex(peer.octets().get(3)));
        assertEquals(3, current.counters().sentAgain());
        assertEquals(0, loop.timers());
    }

    @Test
    void givesUpSevenAndAHalfSecondsAfterTheFirst() {
        current.request(new Body.Hello());
        loop.advanceMs(7_499);
        assertEquals(List.of(), heard);
        loop.advanceMs(1);
        assertEquals(List.of("nobody answers HELLO"), heard);
    }

    @Test
    void stopsWithTheAnswerAndCountsFurtherOnes() {
        current.request(new Body.Hello());
        loop.advanceMs(700);
        peer.answers(Body.HelloAck.everything());
        peer.answers(Body.HelloAck.everything());
        loop.advanceMs(60_000);
        assertEquals(List.of("0 HELLO", "500 HELLO"), peer.seen());
        assertEquals(List.of("HELLO got HELLO_ACK"), heard);
        assertEquals(1, current.counters().unmatched());
    }

    @Test
    void hasOneRequestOnItsWayAtATimeWithAnIdOfItsOwn() {
        current.request(new Body.Hello());
        current.request(new Body.FloorQuery(List.of(1)));
        assertEquals(List.of("0 HELLO"), peer.seen());
        int first = peer.last().header().transactionId();
        peer.answers(Body.HelloAck.everything());
        assertEquals(List.of("0 FLOOR_QUERY"), peer.seen());
        assertNotEquals(first, peer.last().header().transactionId());
        assertNotEquals(0, peer.last().header().transactionId());
    }

    @Test
    void sendsOfWaitingStatusesTheNewestOfEachFloor() {
        current.request(status(1));
        current.request(status(1));
        current.request(status(2));
        current.request(status(1));
        peer.answers(new Body.FloorStatusAck());
        peer.answers(new Body.FloorStatusAck());
        peer.answers(new Body.FloorStatusAck());
        assertEquals(List.of("0 FLOOR_STATUS[]", "0 FLOOR_STATUS[]", "0 FLOOR_STATUS[]"), peer.seen());
        assertEquals(3, heard.size());
    }

    @Test
    void waitsNoMoreForAPeerThatNeverAnsweredAnything() {
        current.request(status(1));
        loop.advanceMs(7_500);
        peer.seen();
        current.request(status(1));
        current.request(status(2));
        assertEquals(List.of("7500 FLOOR_STATUS[]", "7500 FLOOR_STATUS[]"), peer.seen());
        peer.answers(new Body.FloorStatusAck());
        current.request(status(1));
        current.request(status(2));
        assertEquals(List.of("7500 FLOOR_STATUS[]"), peer.seen());
    }

    @Test
    void answersACopyWithTheSameOctetsUntilT2() {
        peer.says(7, new Body.FloorQuery(List.of(1)));
        loop.advanceMs(9_999);
        peer.says(7, new Body.FloorQuery(List.of(1)));
        assertEquals(List.of("asked FLOOR_QUERY"), heard);
        assertSame(peer.octets().get(0), peer.octets().get(1));
        assertEquals(1, current.counters().repliedAgain());
        loop.advanceMs(1);
        peer.says(7, new Body.FloorQuery(List.of(1)));
        assertEquals(List.of("asked FLOOR_QUERY", "asked FLOOR_QUERY"), heard);
        assertEquals(
                List.of("0 FLOOR_STATUS answers[]", "9999 FLOOR_STATUS answers[]", "10000 FLOOR_STATUS answers[]"),
                peer.seen());
    }

    @Test
    void takesAnIdThatIsUsedForSomethingElseAsANewRequest() {
        peer.says(7, new Body.FloorQuery(List.of(1)));
        peer.says(7, new Body.FloorQuery(List.of(2)));
        peer.says(7, new Body.Hello());
        peer.says(7, new Body.FloorQuery(List.of(1)));
        assertEquals(List.of("asked FLOOR_QUERY", "asked FLOOR_QUERY", "asked HELLO", "asked FLOOR_QUERY"), heard);
    }

    @Test
    void keepsSixtyFourAnswersAndNoTimersBesides() {
        IntStream.rangeClosed(1, 200).forEach(id -> peer.says(id, new Body.Hello()));
        assertEquals(64, loop.timers());
        peer.says(137, new Body.Hello());
        assertEquals(200, heard.size());
        peer.says(136, new Body.Hello());
        assertEquals(201, heard.size());
        current.close();
        assertEquals(0, loop.timers());
    }

    @Test
    void tellsWhoBeganByTheResponseBitThoughBothSidesCountAlike() {
        current.request(new Body.FloorQuery(List.of(1)));
        int id = peer.last().header().transactionId();
        peer.says(id, status(1)); // the server's own, by chance with our number
        assertEquals(List.of("told FLOOR_STATUS"), heard);
        peer.says(new Header(2, true, 99, id, 5), status(1));
        assertEquals(List.of("told FLOOR_STATUS", "FLOOR_QUERY got FLOOR_STATUS"), heard);
        assertEquals(List.of("0 FLOOR_QUERY", "0 FLOOR_STATUS_ACK answers"), peer.seen());
    }

    @Test
    void matchesByIdAndKindWhereVersionOneHasNoResponseBit() {
        over(Terms.unreliable(99, 5, 1));
        current.request(new Body.FloorQuery(List.of(1)));
        peer.says(peer.last().header().transactionId(), status(1));
        assertEquals(List.of("FLOOR_QUERY got FLOOR_STATUS"), heard);
        current.request(Body.FloorRequest.of(1));
        peer.says(peer.last().header().transactionId(), status(1));
        assertEquals(List.of("FLOOR_QUERY got FLOOR_STATUS", "told FLOOR_STATUS"), heard);
    }

    @Test
    void speaksTheVersionThePeerSpeaks() {
        peer.says(new Header(1, false, 99, 7, 5), new Body.Hello());
        assertEquals("30", Hex.hex(peer.octets().getLast()).substring(0, 2));
        current.request(new Body.Hello());
        assertEquals("20", Hex.hex(peer.octets().getLast()).substring(0, 2));
    }

    @Test
    void sendsAndTakesFragments() {
        over(new Terms(99, 5, 2, false, 64));
        List<Integer> floors = IntStream.rangeClosed(1, 30).boxed().toList();
        current.request(new Body.FloorQuery(floors));
        assertEquals(List.of("0 fragment at 0", "0 fragment at 48", "0 fragment at 96"), peer.seen());
        loop.advanceMs(500);
        assertEquals(3, peer.seen().size());
        List<byte[]> parts = List.copyOf(peer.octets().subList(0, 3));
        peer.gives(parts.get(2));
        peer.gives(parts.get(0));
        assertEquals(List.of(), heard);
        peer.gives(parts.get(1));
        assertEquals(List.of("asked FLOOR_QUERY"), heard);
    }

    @Test
    void refusesWhatCannotBeReadAndAnswersNoAnswer() {
        peer.gives(Hex.octets("400b 0001 00000063 0007 0005"));
        assertEquals(List.of("0 ERROR answers INCORRECT_MESSAGE_LENGTH"), peer.seen());
        assertEquals(
                "500d", Hex.hex(peer.octets().getLast()).substring(0, 4), "version, R bit and primitive of the Error");
        peer.gives(Hex.octets("500d 0001 00000063 0007 0005"));
        peer.gives(Hex.octets("40"));
        assertEquals(List.of(), peer.seen());
        assertEquals(2, current.counters().refused());
        assertEquals(1, current.counters().dropped());
    }

    @Test
    void saysItsOwnOnAStreamAtOnceWithTransactionZero() {
        over(Terms.reliable(99, 5));
        current.request(status(1));
        current.request(status(1));
        assertEquals(
                "20080001 00000063 0000 0005 04040001".replace(" ", ""),
                Hex.hex(peer.octets().getLast()));
        assertEquals(List.of("0 FLOOR_STATUS[]", "0 FLOOR_STATUS[]"), peer.seen());
        assertEquals(0, loop.timers());
    }

    @Test
    void acknowledgesNothingOnAStreamAndSendsNothingTwice() {
        over(Terms.reliable(99, 5));
        peer.says(0, status(1));
        current.request(new Body.Hello());
        loop.advanceMs(60_000);
        assertEquals(List.of("0 HELLO"), peer.seen());
        assertEquals(List.of("told FLOOR_STATUS", "nobody answers HELLO"), heard);
    }

    @Test
    void takesEveryRequestOfAStreamForANewOne() {
        over(Terms.reliable(99, 5));
        peer.says(7, new Body.Hello());
        peer.says(7, new Body.Hello());
        assertEquals(2, heard.size());
    }

    @Test
    void closesAStreamThatCannotBeCut() {
        over(Terms.reliable(99, 5));
        peer.gives(Hex.octets("000b 0000 00000063 0007 0005"));
        assertEquals(List.of("0 close no BFCP on a stream"), peer.seen());
    }

    @Test
    void isDeafAndMuteOnceClosed() {
        current.request(new Body.Hello());
        current.close();
        peer.says(7, new Body.Hello());
        current.request(new Body.Hello());
        loop.advanceMs(60_000);
        assertEquals(List.of("0 HELLO"), peer.seen());
        assertEquals(List.of(), heard);
    }
}
