package tandem.sip.bfcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 8855 5: every primitive, octet by octet. */
class MessageBytesTest {
    private static Header header(int version, boolean response) {
        return new Header(version, response, 99, 7, 5);
    }

    @ParameterizedTest
    @MethodSource("tandem.sip.bfcp.Sample#all")
    void isWrittenInVersionTwoForDatagramsAndReadAgain(Sample sample) {
        byte[] request = BfcpWriter.write(header(2, false), sample.body());
        byte[] response = BfcpWriter.write(header(2, true), sample.body());
        assertEquals(Hex.hex(sample.octets("40")), Hex.hex(request));
        assertEquals(Hex.hex(sample.octets("50")), Hex.hex(response));
        assertEquals(
                new Reading.Whole(new BfcpMessage(header(2, false), sample.body())),
                sample.body() instanceof Body.GoodbyeAck
                        ? asAck(request)
                        : BfcpReader.datagram(request, 0, request.length));
        if (!(sample.body() instanceof Body.Goodbye)) {
            assertEquals(
                    new Reading.Whole(new BfcpMessage(header(2, true), sample.body())),
                    BfcpReader.datagram(response, 0, response.length));
        }
    }

    /** Without the R bit 17 is the drafts' Goodbye; nothing of ours sends that. */
    private static Reading asAck(byte[] request) {
        Reading read = BfcpReader.datagram(request, 0, request.length);
        assertEquals(new Reading.Whole(new BfcpMessage(header(2, false), new Body.Goodbye())), read);
        return new Reading.Whole(new BfcpMessage(header(2, false), new Body.GoodbyeAck()));
    }

    @ParameterizedTest
    @MethodSource("tandem.sip.bfcp.Sample#all")
    void isWrittenInVersionOneForStreamsAndReadAgain(Sample sample) {
        byte[] octets = BfcpWriter.write(header(1, false), sample.body());
        assertEquals(Hex.hex(sample.octets("20")), Hex.hex(octets));
        assertEquals(new Reading.Whole(new BfcpMessage(header(1, false), sample.body())), BfcpReader.message(octets));
    }

    @Test
    void writesIdsOfAllTheirBits() {
        byte[] octets =
                BfcpWriter.write(new Header(1, false, 0xFFFF_FFFEL, 0xFFFF, 0xFFFD), new Body.FloorRelease(0xFFFC));
        assertEquals("2002 0001 fffffffe ffff fffd 0604 fffc".replace(" ", ""), Hex.hex(octets));
        assertEquals(
                new Reading.Whole(new BfcpMessage(
                        new Header(1, false, 0xFFFF_FFFEL, 0xFFFF, 0xFFFD), new Body.FloorRelease(0xFFFC))),
                BfcpReader.message(octets));
    }

    @Test
    void padsTextsOfEveryLength() {
        assertEquals(
                "1003 61 000000 00".replace(" ", "").substring(0, 8),
                payloadOf("a").substring(8));
        assertEquals("1004 6161".replace(" ", ""), payloadOf("aa").substring(8));
        assertEquals("1005 616161 000000".replace(" ", ""), payloadOf("aaa").substring(8));
        assertEquals("1006 61616161 0000".replace(" ", ""), payloadOf("aaaa").substring(8));
    }

    private static String payloadOf(String info) {
        Body body = new Body.FloorRequest(List.of(1), OptionalInt.empty(), Optional.of(info), Optional.empty());
        return Hex.hex(BfcpWriter.write(header(1, false), body)).substring(24);
    }

    @Test
    void cutsATextBetweenCharactersWhereItsAttributeEnds() {
        Body body = new Body.FloorRequest(
                List.of(1), OptionalInt.empty(), Optional.of("a" + "\u00e9".repeat(200)), Optional.empty());
        byte[] octets = BfcpWriter.write(header(1, false), body);
        assertEquals(
                new Reading.Whole(new BfcpMessage(
                        header(1, false),
                        new Body.FloorRequest(
                                List.of(1),
                                OptionalInt.empty(),
                                Optional.of("a" + "\u00e9".repeat(126)),
                                Optional.empty()))),
                BfcpReader.message(octets));
    }

    @Test
    void leavesTextsOutOfAGroupThatWouldNotFit() {
        UserInformation user = new UserInformation(5, Optional.of("n".repeat(150)), Optional.of("u".repeat(90)));
        RequestInformation whole = information(1, Optional.of(user));
        byte[] octets = BfcpWriter.write(header(1, false), new Body.FloorRequestStatus(whole));
        assertEquals(
                new Reading.Whole(new BfcpMessage(header(1, false), new Body.FloorRequestStatus(whole.withoutTexts()))),
                BfcpReader.message(octets));
        assertEquals(5, whole.withoutTexts().beneficiary().orElseThrow().userId());
    }

    private static RequestInformation information(int floors, Optional<UserInformation> beneficiary) {
        return new RequestInformation(
                9,
                Optional.of(StatusDetail.of(RequestStatus.GRANTED)),
                IntStream.rangeClosed(1, floors)
                        .mapToObj(floor -> new FloorDetail(floor, StatusDetail.of(RequestStatus.GRANTED)))
                        .toList(),
                beneficiary,
                Optional.empty(),
                Optional.of(Priority.NORMAL),
                Optional.empty());
    }

    @Test
    void refusesToWriteWhatTheRfcDoesNotHave() {
        Body nothing = new Body.FloorRequest(List.of(), OptionalInt.empty(), Optional.empty(), Optional.empty());
        assertRefused(header(1, false), nothing);
        assertRefused(header(1, false), new Body.FloorRelease(0x1_0000));
        assertRefused(header(3, false), new Body.Hello());
        assertRefused(new Header(1, false, 0x1_0000_0000L, 7, 5), new Body.Hello());
        assertRefused(header(1, false), new Body.FloorRequestStatus(information(0, Optional.empty())));
        assertRefused(header(1, false), new Body.FloorRequestStatus(information(40, Optional.empty())));
        assertRefused(header(1, false), new Body.FloorQuery(Collections.nCopies(5_000, 1)));
    }

    private static void assertRefused(Header header, Body body) {
        assertThrows(IllegalArgumentException.class, () -> BfcpWriter.write(header, body));
    }
}
