package tandem.gateway.webrtc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tandem.call.Cause;
import tandem.call.ChatMessage;
import tandem.call.Participant;
import tandem.call.Presence;
import tandem.call.Role;
import tandem.call.Room;
import tandem.call.Saying;
import tandem.media.Ice;
import tandem.media.sdp.SdpIce;

/** The frames a browser is told, as text (docs/room-protocol.md). */
final class Told {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Told() {}

    private static ObjectNode of(String type) {
        return JSON.objectNode().put("type", type);
    }

    static String ping() {
        return of("ping").toString();
    }

    static String pin(boolean wrong, boolean optional) {
        return of("pin").put("wrong", wrong).put("optional", optional).toString();
    }

    static String ringing(Optional<String> answer) {
        ObjectNode frame = of("ringing");
        answer.ifPresent(sdp -> frame.put("answer", sdp));
        return frame.toString();
    }

    /** The seat is taken, or taken again; {@code in} is empty where it is in no room. */
    static String seated(String type, Seated seated, Optional<Participant> in) {
        ObjectNode frame = of(type).put("version", RoomProtocol.VERSION);
        seated.answer().ifPresent(sdp -> frame.put("answer", sdp));
        frame.put("seat", seated.seat()).put("self", seated.self());
        in.ifPresent(participant -> {
            room(frame, participant.room());
            waiting(frame, participant);
        });
        return frame.toString();
    }

    /**
     * A seat as its holder is told of it.
     *
     * @param answer our description, where one is owed
     * @param seat the key to come back by
     * @param self the participant's id
     */
    record Seated(Optional<String> answer, String seat, String self) {}

    static String moved(Participant to) {
        ObjectNode frame = room(of("moved"), to.room());
        waiting(frame, to);
        return frame.toString();
    }

    /** It waits at the door of a room, and hears music by that answer. */
    static String waiting(Participant one, Optional<String> answer) {
        ObjectNode frame = of("waiting").put("version", RoomProtocol.VERSION).put("for", waitsFor(one.presence()));
        answer.ifPresent(sdp -> frame.put("answer", sdp));
        frame.put("self", one.id());
        frame.set("room", room(one.room()));
        return frame.toString();
    }

    private static String waitsFor(Presence presence) {
        return switch (presence) {
            case IN -> "";
            case WAITS_FOR_HOST -> "host";
            case KNOCKS -> "admission";
        };
    }

    /** Nobody waits there any more under that id. */
    static String waitingOver(Participant one) {
        return of("participant-waiting-over").put("id", one.id()).toString();
    }

    /** Somebody is being called into the room. */
    static String calling(String id, String number, boolean rings) {
        return of("calling")
                .put("id", id)
                .put("number", number)
                .put("rings", rings)
                .toString();
    }

    /** Who was called has come, or will not for that cause. */
    static String callingOver(String id, String number, Optional<Cause> why) {
        ObjectNode frame = of("calling-over").put("id", id).put("number", number);
        why.ifPresent(cause -> frame.put("cause", word(cause)).put("words", cause.words()));
        return frame.toString();
    }

    /** What came of a key, by the name of what a phone would be told. */
    static String keyReply(Saying words) {
        return of("key-reply").put("saying", words.recording()).toString();
    }

    /** To those who may let them in, who is at the door. */
    private static void waiting(ObjectNode frame, Participant to) {
        if (isHost(to)) {
            ArrayNode all = frame.putArray("waiting");
            to.room().waiting().stream()
                    .filter(one -> one.presence() == Presence.KNOCKS) // others come in with the host
                    .forEach(one -> all.add(participant(one)));
        }
    }

    private static ObjectNode room(ObjectNode frame, Room room) {
        frame.set("room", room(room));
        ArrayNode all = frame.putArray("participants");
        room.participants().forEach(one -> all.add(participant(one)));
        return frame;
    }

    private static ObjectNode room(Room room) {
        return JSON.objectNode()
                .put("name", room.name())
                .put("title", room.settings().title())
                .put("locked", room.locked());
    }

    private static ObjectNode participant(Participant one) {
        ObjectNode node = JSON.objectNode()
                .put("id", one.id())
                .put("name", one.name())
                .put("protocol", word(one.facts().protocol()))
                .put("role", word(one.role()))
                .put("muted", one.muted())
                .put("muted-itself", one.mutedItself())
                .put("held", one.held())
                .put("hand", one.handRaised())
                .put("speaking", one.speaking())
                .put("chat", one.facts().chat());
        one.handRaisedAt().ifPresent(at -> node.put("hand-at", at.toString()));
        if (one.presence().waits()) {
            node.put("waits-for", waitsFor(one.presence()));
        }
        return node;
    }

    static String roomChanged(Room room) {
        ObjectNode frame = of("room-changed");
        frame.set("room", room(room));
        return frame.toString();
    }

    /** {@code participant-joined}, {@code participant-changed} or {@code participant-waiting}. */
    static String about(String type, Participant one) {
        ObjectNode frame = of(type);
        frame.set("participant", participant(one));
        return frame.toString();
    }

    static String left(Participant one) {
        return of("participant-left").put("id", one.id()).toString();
    }

    static String speaking(Participant one) {
        return of("speaking")
                .put("id", one.id())
                .put("speaking", one.speaking())
                .toString();
    }

    static String chat(ChatMessage line) {
        ObjectNode frame = of("chat").put("number", line.number());
        frame.putObject("from").put("id", line.fromId()).put("name", line.fromName());
        return frame.put("text", line.text()).put("at", line.at().toString()).toString();
    }

    static String offer(String sdp) {
        return of("offer").put("offer", sdp).toString();
    }

    static String answer(String sdp) {
        return of("answer").put("answer", sdp).toString();
    }

    static String candidate(Ice.Candidate ours) {
        ObjectNode frame = of("candidate");
        frame.putObject("candidate").put("candidate", SdpIce.line(ours)).put("sdpMLineIndex", 0);
        return frame.toString();
    }

    static String offerRefused(Cause why) {
        return of("offer-refused")
                .put("cause", word(why))
                .put("words", why.words())
                .toString();
    }

    static String error(String about, String cause, String words) {
        return of("error")
                .put("about", about)
                .put("cause", cause)
                .put("words", words)
                .toString();
    }

    static String ended(Cause why) {
        return ended(word(why), why.words(), AGAIN.contains(why));
    }

    static String ended(String cause, String words, boolean again) {
        return of("ended")
                .put("cause", cause)
                .put("words", words)
                .put("again", again)
                .toString();
    }

    /** After these one may come back at once: nobody wanted one to go. */
    private static final List<Cause> AGAIN = List.of(
            Cause.SHUTDOWN,
            Cause.GONE,
            Cause.MEDIA_FAILED,
            Cause.MEDIA_SILENT,
            Cause.OVERLOADED,
            Cause.NO_CAPACITY,
            Cause.INTERNAL);

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static boolean isHost(Participant one) {
        return one.role() == Role.HOST;
    }
}
