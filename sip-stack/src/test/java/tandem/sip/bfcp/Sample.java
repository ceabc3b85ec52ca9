package tandem.sip.bfcp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A message with the octets behind its header, and its primitive and length as the header has them. */
public record Sample(Body body, String primitiveAndLength, String payload) {
    /** One of each primitive. */
    public static List<Sample> all() {
        return Stream.concat(flat().stream(), grouped().stream()).toList();
    }

    private static List<Sample> flat() {
        return List.of(
                new Sample(
                        new Body.FloorRequest(
                                List.of(1, 2), OptionalInt.of(6), Optional.of("slides"), Optional.of(Priority.HIGH)),
                        "01 0006",
                        "0404 0001  0404 0002  0204 0006  1008 736c69646573  0804 6000"),
                new Sample(new Body.FloorRelease(9), "02 0001", "0604 0009"),
                new Sample(new Body.FloorRequestQuery(9), "03 0001", "0604 0009"),
                new Sample(new Body.UserQuery(OptionalInt.of(6)), "05 0001", "0204 0006"),
                new Sample(new Body.FloorQuery(List.of(1)), "07 0001", "0404 0001"),
                new Sample(new Body.ChairActionAck(), "0a 0000", ""),
                new Sample(new Body.Hello(), "0b 0000", ""),
                new Sample(
                        Body.HelloAck.everything(),
                        "0c 000a",
                        "1613 0102030405060708090a0b0c0d0e0f1011 00  1414 020406080a0c0e10121416181a1c1e202224"),
                new Sample(
                        new Body.ErrorReply(ErrorCode.UNKNOWN_MANDATORY_ATTRIBUTE, List.of(42), Optional.of("what")),
                        "0d 0003",
                        "0c04 04 54  0e06 77686174 0000"),
                new Sample(new Body.FloorRequestStatusAck(), "0e 0000", ""),
                new Sample(new Body.FloorStatusAck(), "0f 0000", ""),
                new Sample(new Body.Goodbye(), "10 0000", ""),
                new Sample(new Body.GoodbyeAck(), "11 0000", ""));
    }

    private static List<Sample> grouped() {
        return List.of(
                new Sample(
                        new Body.FloorRequestStatus(information(
                                Optional.of(StatusDetail.of(RequestStatus.GRANTED)),
                                StatusDetail.of(RequestStatus.GRANTED),
                                Optional.of(new UserInformation(5, Optional.of("Ann"), Optional.empty())))),
                        "04 0008",
                        "1e20 0009  2408 0009 0a04 0300  2208 0001 0a04 0300  1c0c 0005 1805 416e6e 000000"),
                new Sample(
                        new Body.UserStatus(
                                Optional.of(new UserInformation(5, Optional.empty(), Optional.of("sip:a@b"))),
                                List.of()),
                        "06 0004",
                        "1c10 0005 1a09 7369703a614062 000000"),
                new Sample(
                        new Body.FloorStatus(
                                OptionalInt.of(1),
                                List.of(information(
                                        Optional.of(new StatusDetail(
                                                Optional.of(RequestStatus.ACCEPTED), 2, Optional.empty())),
                                        StatusDetail.NONE,
                                        Optional.empty()))),
                        "08 0005",
                        "0404 0001  1e10 0009  2408 0009 0a04 0202  2204 0001"),
                new Sample(
                        new Body.ChairAction(information(
                                Optional.empty(),
                                new StatusDetail(Optional.of(RequestStatus.DENIED), 0, Optional.of("no")),
                                Optional.empty())),
                        "09 0004",
                        "1e10 0009  220c 0001 0a04 0400 1204 6e6f"));
    }

    /** In conference 99, transaction 7, user 5, behind that first octet. */
    public byte[] octets(String firstOctet) {
        return Hex.octets(firstOctet + primitiveAndLength + "00000063 0007 0005" + payload);
    }

    private static RequestInformation information(
            Optional<StatusDetail> overall, StatusDetail floor, Optional<UserInformation> beneficiary) {
        return new RequestInformation(
                9,
                overall,
                List.of(new FloorDetail(1, floor)),
                beneficiary,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
