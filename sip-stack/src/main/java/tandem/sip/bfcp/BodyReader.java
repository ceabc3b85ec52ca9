package tandem.sip.bfcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * Attributes as the body of a message (RFC 8855 5.3). Empty where one is missing that the message is about; attributes that have no place
 * there, and second ones where one is allowed, are passed over.
 */
final class BodyReader {
    private BodyReader() {}

    static Optional<Body> read(Primitive primitive, List<Attribute> all) {
        return switch (primitive) {
            case FLOOR_REQUEST -> floorRequest(all);
            case FLOOR_RELEASE ->
                first(all, AttributeType.FLOOR_REQUEST_ID).map(id -> new Body.FloorRelease(id.value()));
            case FLOOR_REQUEST_QUERY ->
                first(all, AttributeType.FLOOR_REQUEST_ID).map(id -> new Body.FloorRequestQuery(id.value()));
            case FLOOR_REQUEST_STATUS ->
                first(all, AttributeType.FLOOR_REQUEST_INFORMATION)
                        .map(group -> new Body.FloorRequestStatus(information(group)));
            case USER_QUERY -> Optional.of(new Body.UserQuery(id(all, AttributeType.BENEFICIARY_ID)));
            case USER_STATUS ->
                Optional.of(new Body.UserStatus(user(all, AttributeType.BENEFICIARY_INFORMATION), requests(all)));
            case FLOOR_QUERY -> Optional.of(new Body.FloorQuery(ids(all, AttributeType.FLOOR_ID)));
            case FLOOR_STATUS -> Optional.of(new Body.FloorStatus(id(all, AttributeType.FLOOR_ID), requests(all)));
            case CHAIR_ACTION ->
                first(all, AttributeType.FLOOR_REQUEST_INFORMATION)
                        .map(group -> new Body.ChairAction(information(group)));
            case CHAIR_ACTION_ACK -> Optional.of(new Body.ChairActionAck());
            case HELLO -> Optional.of(new Body.Hello());
            case HELLO_ACK -> Optional.of(helloAck(all));
            case ERROR -> Optional.of(error(all));
            case FLOOR_REQUEST_STATUS_ACK -> Optional.of(new Body.FloorRequestStatusAck());
            case FLOOR_STATUS_ACK -> Optional.of(new Body.FloorStatusAck());
            case GOODBYE -> Optional.of(new Body.Goodbye());
            case GOODBYE_ACK -> Optional.of(new Body.GoodbyeAck());
        };
    }

    private static Optional<Body> floorRequest(List<Attribute> all) {
        List<Integer> floors = ids(all, AttributeType.FLOOR_ID);
        return floors.isEmpty()
                ? Optional.empty()
                : Optional.of(new Body.FloorRequest(
                        floors,
                        id(all, AttributeType.BENEFICIARY_ID),
                        text(all, AttributeType.PARTICIPANT_PROVIDED_INFO),
                        priority(all)));
    }

    private static Body helloAck(List<Attribute> all) {
        return new Body.HelloAck(
                codes(all, AttributeType.SUPPORTED_PRIMITIVES, Primitive::of, 0),
                codes(all, AttributeType.SUPPORTED_ATTRIBUTES, AttributeType::of, 1));
    }

    private static <T> List<T> codes(List<Attribute> all, AttributeType type, IntFunction<Optional<T>> of, int shift) {
        List<T> known = new ArrayList<>();
        first(all, type).ifPresent(list -> {
            for (byte octet : list.contents()) {
                of.apply((octet & 0xFF) >>> shift).ifPresent(known::add);
            }
        });
        return known;
    }

    private static Body error(List<Attribute> all) {
        byte[] octets =
                first(all, AttributeType.ERROR_CODE).map(Attribute::contents).orElse(new byte[0]);
        ErrorCode code = octets.length == 0 ? ErrorCode.GENERIC_ERROR : ErrorCode.of(octets[0] & 0xFF);
        List<Integer> unknown = new ArrayList<>();
        if (code == ErrorCode.UNKNOWN_MANDATORY_ATTRIBUTE) {
            for (int i = 1; i < octets.length; i++) {
                unknown.add((octets[i] & 0xFF) >>> 1);
            }
        }
        return new Body.ErrorReply(code, unknown, text(all, AttributeType.ERROR_INFO));
    }

    private static List<RequestInformation> requests(List<Attribute> all) {
        return Attribute.every(all, AttributeType.FLOOR_REQUEST_INFORMATION).stream()
                .map(BodyReader::information)
                .toList();
    }

    private static RequestInformation information(Attribute group) {
        List<Attribute> inside = group.inside();
        return new RequestInformation(
                group.value(),
                first(inside, AttributeType.OVERALL_REQUEST_STATUS).map(BodyReader::detail),
                Attribute.every(inside, AttributeType.FLOOR_REQUEST_STATUS).stream()
                        .map(floor -> new FloorDetail(floor.value(), detail(floor)))
                        .toList(),
                user(inside, AttributeType.BENEFICIARY_INFORMATION),
                user(inside, AttributeType.REQUESTED_BY_INFORMATION),
                priority(inside),
                text(inside, AttributeType.PARTICIPANT_PROVIDED_INFO));
    }

    private static StatusDetail detail(Attribute group) {
        int bits = first(group.inside(), AttributeType.REQUEST_STATUS)
                .map(Attribute::value)
                .orElse(0);
        return new StatusDetail(
                RequestStatus.of(bits >>> 8), bits & 0xFF, text(group.inside(), AttributeType.STATUS_INFO));
    }

    private static Optional<UserInformation> user(List<Attribute> all, AttributeType type) {
        return first(all, type)
                .map(group -> new UserInformation(
                        group.value(),
                        text(group.inside(), AttributeType.USER_DISPLAY_NAME),
                        text(group.inside(), AttributeType.USER_URI)));
    }

    private static Optional<Priority> priority(List<Attribute> all) {
        return first(all, AttributeType.PRIORITY).map(bits -> Priority.of(bits.value() >>> 13));
    }

    private static Optional<Attribute> first(List<Attribute> all, AttributeType type) {
        return Attribute.first(all, type);
    }

    private static OptionalInt id(List<Attribute> all, AttributeType type) {
        return all.stream()
                .filter(each -> each.type() == type)
                .mapToInt(Attribute::value)
                .findFirst();
    }

    private static List<Integer> ids(List<Attribute> all, AttributeType type) {
        return Attribute.every(all, type).stream()
                .map(Attribute::value)
                .distinct()
                .toList();
    }

    private static Optional<String> text(List<Attribute> all, AttributeType type) {
        return first(all, type).map(Attribute::text).filter(text -> !text.isEmpty());
    }
}
