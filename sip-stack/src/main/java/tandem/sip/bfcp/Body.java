package tandem.sip.bfcp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a message says: one record for each primitive, with its attributes (RFC 8855 5.3). Ids have 16 bits. */
public sealed interface Body {
    /** Which primitive it is. */
    Primitive primitive();

    /** Asks for floors (5.3.1); the beneficiary is the sender unless another is named. */
    record FloorRequest(
            List<Integer> floorIds, OptionalInt beneficiaryId, Optional<String> info, Optional<Priority> priority)
            implements Body {
        /** Copies its list. */
        public FloorRequest {
            floorIds = List.copyOf(floorIds);
        }

        /** Asks for one floor for oneself. */
        public static FloorRequest of(int floorId) {
            return new FloorRequest(List.of(floorId), OptionalInt.empty(), Optional.empty(), Optional.empty());
        }

        @Override
        public Primitive primitive() {
            return Primitive.FLOOR_REQUEST;
        }
    }

    /** Gives a floor back, or asks for it no more (5.3.2). */
    record FloorRelease(int requestId) implements Body {
        @Override
        public Primitive primitive() {
            return Primitive.FLOOR_RELEASE;
        }
    }

    /** Asks how far a request has come (5.3.3). */
    record FloorRequestQuery(int requestId) implements Body {
        @Override
        public Primitive primitive() {
            return Primitive.FLOOR_REQUEST_QUERY;
        }
    }

    /** Says how far a request has come (5.3.4). */
    record FloorRequestStatus(RequestInformation information) implements Body {
        @Override
        public Primitive primitive() {
            return Primitive.FLOOR_REQUEST_STATUS;
        }
    }

    /** Asks for a user's requests, the sender's own unless another is named (5.3.5). */
    record UserQuery(OptionalInt beneficiaryId) implements Body {
        @Override
        public Primitive primitive() {
            return Primitive.USER_QUERY;
        }
    }

    /** A user's requests (5.3.6). */
    record UserStatus(Optional<UserInformation> beneficiary, List<RequestInformation> requests) implements Body {
        /** Copies its list. */
        public UserStatus {
            requests = List.copyOf(requests);
        }

        @Override
        public Primitive primitive() {
            return Primitive.USER_STATUS;
        }
    }

    /** Asks to be told of those floors from now on, and of no others (5.3.7). */
    record FloorQuery(List<Integer> floorIds) implements Body {
        /** Copies its list. */
        public FloorQuery {
            floorIds = List.copyOf(floorIds);
        }

        @Override
        public Primitive primitive() {
            return Primitive.FLOOR_QUERY;
        }
    }

    /** Who holds a floor and who waits for it (5.3.8). */
    record FloorStatus(OptionalInt floorId, List<RequestInformation> requests) implements Body {
        /** Copies its list. */
        public FloorStatus {
            requests = List.copyOf(requests);
        }

        @Override
        public Primitive primitive() {
            return Primitive.FLOOR_STATUS;
        }
    }

    /** A chair decides over a request (5.3.9). */
    record ChairAction(RequestInformation information) implements Body {
        @Override
        public Primitive primitive() {
            return Primitive.CHAIR_ACTION;
        }
    }

    /** The chair was heard (5.3.10). */
    record ChairActionAck() implements Body {
        @Override
        public Primitive primitive() {
            return Primitive.CHAIR_ACTION_ACK;
        }
    }

    /** Asks whether anybody is there and what they can (5.3.11). */
    record Hello() implements Body {
        @Override
        public Primitive primitive() {
            return Primitive.HELLO;
        }
    }

    /** What the answering side can; what it names that RFC 8855 does not have is left out (5.3.12). */
    record HelloAck(List<Primitive> primitives, List<AttributeType> attributes) implements Body {
        /** Copies its lists. */
        public HelloAck {
            primitives = List.copyOf(primitives);
            attributes = List.copyOf(attributes);
        }

        /** All of RFC 8855. */
        public static HelloAck everything() {
            return new HelloAck(List.of(Primitive.values()), List.of(AttributeType.values()));
        }

        @Override
        public Primitive primitive() {
            return Primitive.HELLO_ACK;
        }
    }

    /** A request was refused; the attributes (seven bits each) belong to {@link ErrorCode#UNKNOWN_MANDATORY_ATTRIBUTE} (5.3.13). */
    record ErrorReply(ErrorCode code, List<Integer> unknownAttributes, Optional<String> info) implements Body {
        /** Copies its list. */
        public ErrorReply {
            unknownAttributes = List.copyOf(unknownAttributes);
        }

        /** That reason, with a text for people. */
        public static ErrorReply of(ErrorCode code, String info) {
            return new ErrorReply(code, List.of(), Optional.of(info));
        }

        @Override
        public Primitive primitive() {
            return Primitive.ERROR;
        }
    }

    /** A server's FloorRequestStatus arrived; datagrams only (5.3.14). */
    record FloorRequestStatusAck() implements Body {
        @Override
        public Primitive primitive() {
            return Primitive.FLOOR_REQUEST_STATUS_ACK;
        }
    }

    /** A server's FloorStatus arrived; datagrams only (5.3.15). */
    record FloorStatusAck() implements Body {
        @Override
        public Primitive primitive() {
            return Primitive.FLOOR_STATUS_ACK;
        }
    }

    /** The sender goes (5.3.16). */
    record Goodbye() implements Body {
        @Override
        public Primitive primitive() {
            return Primitive.GOODBYE;
        }
    }

    /** It may go (5.3.17). */
    record GoodbyeAck() implements Body {
        @Override
        public Primitive primitive() {
            return Primitive.GOODBYE_ACK;
        }
    }
}
