package tandem.gateway.webrtc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;

/** One frame of a browser's, read: an object with a type (docs/room-protocol.md). Members are asked for one by one. */
final class Frame {
    private static final int MOST_DEPTH = 8;
    private static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .maxStringLength(Frame.LONGEST)
                            .build())
                    .build())
            .build();

    /** Characters of a frame at most. */
    static final int LONGEST = 64 * 1024;

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_CANDIDATE = 1024;

    private final ObjectNode object;

    private Frame(ObjectNode object) {
        this.object = object;
    }

    /** A frame that cannot be taken; the message is for whoever wrote the client. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        }
    }

    /** Reads a frame. */
    static Frame read(String text) throws Unreadable {
        if (text.length() > LONGEST) {
            throw new Unreadable("a frame has 64 KB at most");
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node instanceof ObjectNode object && object.path("type").isTextual()) {
                return new Frame(object);
            }
        } catch (JsonProcessingException broken) {
            throw new Unreadable("not JSON: " + broken.getOriginalMessage());
        }
        throw new Unreadable("a frame is an object with a 'type'");
    }

    /** What it is. */
    String type() {
        return object.path("type").textValue();
    }

    /** A text of at most that many characters; empty where it is missing, null, or something else. */
    Optional<String> text(String name, int longest) {
        JsonNode node = object.path(name);
        return node.isTextual() && node.textValue().length() <= longest
                ? Optional.of(node.textValue())
                : Optional.empty();
    }

    /** A name or a word. */
    Optional<String> word(String name) {
        return text(name, LONGEST_NAME);
    }

    /** A text that must be there. */
    String needed(String name, int longest) throws Unreadable {
        return text(name, longest)
                .orElseThrow(() -> new Unreadable(
                        "'" + type() + "' needs a text '" + name + "' of at most " + longest + " characters"));
    }

    /** The line of a candidate, written as an RTCIceCandidate is or by itself; empty where there is none: they are all told. */
    Optional<String> candidate() {
        JsonNode node = object.path("candidate");
        JsonNode line = node.isObject() ? node.path("candidate") : node;
        return line.isTextual() && line.textValue().length() <= LONGEST_CANDIDATE
                ? Optional.of(line.textValue())
                : Optional.empty();
    }

    /** True or false, which must be there. */
    boolean flag(String name) throws Unreadable {
        JsonNode node = object.path(name);
        if (!node.isBoolean()) {
            throw new Unreadable("'" + type() + "' needs '" + name + "', true or false");
        }
        return node.booleanValue();
    }

    /** A whole number; empty where it is missing or something else. */
    OptionalInt number(String name) {
        JsonNode node = object.path(name);
        return node.isInt() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }
}
