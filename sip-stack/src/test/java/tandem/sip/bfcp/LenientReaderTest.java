package tandem.sip.bfcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What terminals do otherwise than RFC 8855 has it, and what is refused. */
class LenientReaderTest {
    private static final String IDS = "00000063 0007 0005";

    private static Reading datagram(String hex) {
        byte[] octets = Hex.octets(hex);
        return BfcpReader.datagram(octets, 0, octets.length);
    }

    private static Body body(String hex) {
        return assertInstanceOf(Reading.Whole.class, datagram(hex)).message().body();
    }

    private static Reading.Refused refused(String hex, ErrorCode code) {
        Reading.Refused refused = assertInstanceOf(Reading.Refused.class, datagram(hex));
        assertEquals(code, refused.error().code());
        return refused;
    }

    private static Body asked(String info, Priority priority) {
        return new Body.FloorRequest(List.of(1), OptionalInt.empty(), Optional.of(info), Optional.of(priority));
    }

    @Test
    void readsAttributesThatAreNotPadded() {
        // PARTICIPANT-PROVIDED-INFO "abc", and PRIORITY at once; the whole is filled up to four octets
        assertEquals(asked("abc", Priority.LOW), body("4001 0004" + IDS + "0404 0001  1005 616263  0804 2000 000000"));
        assertEquals(asked("abc", Priority.LOW), body("4001 0004" + IDS + "0404 0001  1005 616263  0804 2000"));
    }

    @Test
    void readsPaddingThatIsNotZero() {
        assertEquals(asked("abc", Priority.LOW), body("4001 0004" + IDS + "0404 0001  1005 616263 adbeef  0804 2000"));
    }

    @Test
    void readsPaddingThatIsCountedInAndPaddingTooMuch() {
        assertEquals(asked("abc", Priority.LOW), body("4001 0004" + IDS + "0404 0001  1008 616263 000000  0804 2000"));
        assertEquals(
                asked("abc", Priority.LOW),
                body("4001 0006" + IDS + "0404 0001 00000000  1005 616263 000000  0804 2000 00000000"));
    }

    @Test
    void readsAGroupWhoseInsideIsNotPadded() {
        // BENEFICIARY-INFORMATION with a display name of three octets, counted without padding, then
        // FLOOR-REQUEST-STATUS
        Body read = body("4004 0006" + IDS + "1e15 0009  1c09 0005 1805 416e6e  2208 0001 0a04 0300  000000");
        RequestInformation information = ((Body.FloorRequestStatus) read).information();
        assertEquals(Optional.of("Ann"), information.beneficiary().orElseThrow().displayName());
        assertEquals(Optional.of(RequestStatus.GRANTED), information.status());
    }

    @Test
    void readsAMessageThatLacksItsLastPadding() {
        assertEquals(
                new Body.FloorRequest(List.of(1), OptionalInt.empty(), Optional.of("abc"), Optional.empty()),
                body("4001 0003" + IDS + "0404 0001  1005 616263"));
    }

    @Test
    void readsLengthsThatLeaveTheirOwnHeaderOut() {
        assertEquals(Body.FloorRequest.of(1), body("4001 0001" + IDS + "0402 0001"));
        assertEquals(new Body.FloorRelease(9), body("4002 0001" + IDS + "0602 0009"));
    }

    @Test
    void readsVersionOneInDatagramsWithAndWithoutTheResponseBit() {
        Reading.Whole without = assertInstanceOf(Reading.Whole.class, datagram("2011 0000" + IDS));
        assertEquals(new BfcpMessage(new Header(1, false, 99, 7, 5), new Body.GoodbyeAck()), without.message());
        Reading.Whole with = assertInstanceOf(Reading.Whole.class, datagram("300f 0000" + IDS));
        assertEquals(new BfcpMessage(new Header(1, true, 99, 7, 5), new Body.FloorStatusAck()), with.message());
    }

    @Test
    void readsTheAcknowledgementsOfTandbergAndOfTheDrafts() {
        assertEquals(new Body.FloorRequestStatusAck(), body("305b 0000" + IDS));
        assertEquals(new Body.FloorStatusAck(), body("305d 0000" + IDS));
        assertEquals(new Body.FloorStatusAck(), body("5010 0000" + IDS));
        assertEquals(new Body.Goodbye(), body("4011 0000" + IDS));
        assertEquals(new Body.GoodbyeAck(), body("5012 0000" + IDS));
    }

    @Test
    void takesTheMandatoryBitOfKnownAttributesForNothing() {
        assertEquals(Body.FloorRequest.of(1), body("4001 0001" + IDS + "0504 0001"));
    }

    @Test
    void skipsUnknownAttributesThatAreNotMandatory() {
        assertEquals(Body.FloorRequest.of(1), body("4001 0003" + IDS + "5406 01020304 0000  0404 0001"));
    }

    @Test
    void namesAllUnknownMandatoryAttributesInItsError() {
        Reading.Refused refused = refused(
                "4001 0004" + IDS + "5504 0102  0404 0001  5704 0000 5504 0000", ErrorCode.UNKNOWN_MANDATORY_ATTRIBUTE);
        assertEquals(List.of(42, 43), refused.unknownAttributes());
        assertTrue(refused.answerable());
        byte[] error = BfcpWriter.write(new Header(2, true, 99, 7, 5), refused.error());
        assertEquals("500d0002 00000063 0007 0005 0c05 04 5456 000000".replace(" ", ""), Hex.hex(error));
    }

    @Test
    void findsThemInGroupsToo() {
        assertEquals(
                List.of(42),
                refused("4009 0003" + IDS + "1e0c 0009  2204 0001  5504 0102", ErrorCode.UNKNOWN_MANDATORY_ATTRIBUTE)
                        .unknownAttributes());
    }

    @Test
    void readsTextThatIsNoUtf8AndStatusesNobodyKnows() {
        assertEquals(
                new Body.FloorRequest(List.of(1), OptionalInt.empty(), Optional.of("\uFFFD"), Optional.empty()),
                body("4001 0002" + IDS + "0404 0001  1003 ff 00"));
        RequestInformation information =
                ((Body.FloorRequestStatus) body("4004 0003" + IDS + "1e0c 0009  2208 0001 0a04 0900")).information();
        assertEquals(Optional.empty(), information.status());
    }

    @Test
    void refusesWrongLengths() {
        refused("4001 0002" + IDS + "0404 0001", ErrorCode.INCORRECT_MESSAGE_LENGTH);
        refused("4001 0000" + IDS + "0404 0001", ErrorCode.INCORRECT_MESSAGE_LENGTH);
        refused("4001 1001" + IDS, ErrorCode.INCORRECT_MESSAGE_LENGTH);
        refused("4001 0001" + IDS + "0408 0001", ErrorCode.UNABLE_TO_PARSE);
        refused("4001 0001" + IDS + "0401 0001", ErrorCode.UNABLE_TO_PARSE);
        refused("4002 0000" + IDS, ErrorCode.UNABLE_TO_PARSE);
    }

    @Test
    void refusesVersionsAndPrimitivesThatNobodyKnows() {
        refused("600b 0000" + IDS, ErrorCode.UNSUPPORTED_VERSION);
        refused("4040 0000" + IDS, ErrorCode.UNKNOWN_PRIMITIVE);
    }

    @Test
    void answersNoResponseWithAnError() {
        assertEquals(
                false, refused("5040 0000" + IDS, ErrorCode.UNKNOWN_PRIMITIVE).answerable());
        assertEquals(
                false,
                refused("400d 0001" + IDS, ErrorCode.INCORRECT_MESSAGE_LENGTH).answerable());
    }

    @Test
    void dropsWhatHasNoHeader() {
        assertInstanceOf(Reading.Dropped.class, datagram(""));
        assertInstanceOf(Reading.Dropped.class, datagram("400b 0000 00000063 0007 00"));
        assertInstanceOf(Reading.Dropped.class, datagram("4808 0001" + IDS));
    }

    @Test
    void endsWithAttributesWithoutEnd() {
        byte[] many = Arrays.copyOf(Hex.octets("4007 1000" + IDS), Header.LENGTH + BfcpReader.MAX_PAYLOAD);
        for (int i = Header.LENGTH; i < many.length; i += 4) {
            System.arraycopy(Hex.octets("04040001"), 0, many, i, 4);
        }
        Reading.Refused refused = assertInstanceOf(Reading.Refused.class, BfcpReader.datagram(many, 0, many.length));
        assertEquals(ErrorCode.UNABLE_TO_PARSE, refused.error().code());
    }
}
