package tandem.gateway.webrtc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** One line of a browser's: what is said by it, and what it was told. */
final class Browser implements Line {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Hall hall;
    final Connection connection;
    private final List<String> told = new ArrayList<>();
    String closed = "";

    Browser(Hall hall, String room) {
        this.hall = hall;
        this.connection = hall.door.connected(this, Hall.caller(room));
    }

    @Override
    public void send(String frame) {
        if (!closed.isEmpty()) {
            throw new IllegalStateException("told after the end: " + frame);
        }
        told.add(frame);
    }

    @Override
    public void close(int code, String reason) {
        closed = code + " " + reason;
    }

    /** Says that, names and values by turns; the loop's turn ends. */
    Browser says(String type, Object... members) {
        ObjectNode frame = JSON.createObjectNode().put("type", type);
        for (int i = 0; i < members.length; i += 2) {
            frame.putPOJO(String.valueOf(members[i]), members[i + 1]);
        }
        return saysText(frame.toString());
    }

    Browser saysText(String text) {
        connection.onFrame(text);
        hall.loop.runPosted();
        return this;
    }

    /** Joins under that name. */
    Browser joins(String name, Object... more) {
        Object[] members = new Object[more.length + 4];
        System.arraycopy(more, 0, members, 4, more.length);
        members[0] = "name";
        members[1] = name;
        members[2] = "offer";
        members[3] = Hall.OFFER;
        return says("join", members);
    }

    /** What it was told since this was last asked, each frame by its type. */
    List<String> types() {
        List<String> types =
                told.stream().map(frame -> read(frame).path("type").asText()).toList();
        told.clear();
        return types;
    }

    /** The last frame of that type since {@link #types}; an empty object where there was none. */
    JsonNode last(String type) {
        return told.stream()
                .map(Browser::read)
                .filter(frame -> frame.path("type").asText().equals(type))
                .reduce((first, second) -> second)
                .orElseGet(JSON::createObjectNode);
    }

    /** Forgets what it was told, and is itself. */
    Browser quiet() {
        told.clear();
        return this;
    }

    /** The frame it was told last of all. */
    JsonNode last() {
        return read(told.getLast());
    }

    /** Its socket is gone: with a close frame or without. */
    void gone(boolean meant) {
        connection.onClosed(meant);
        hall.loop.runPosted();
    }

    private static JsonNode read(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
