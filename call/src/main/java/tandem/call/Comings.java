package tandem.call;

import java.util.ArrayList;
import java.util.List;
import tandem.base.RateGate;
import tandem.media.Prompt;

/** Tells those in a room who comes and who goes, as the room is set up, and not more often than is borne. */
final class Comings {
    private static final long EVERY_NS = 2_000_000_000L;
    private static final Prompt LOW = new Prompt.Tone(440, -22, 120);
    private static final Prompt HIGH = new Prompt.Tone(660, -22, 120);

    private final Room room;
    private final RateGate gate = new RateGate(EVERY_NS);

    Comings(Room room) {
        this.room = room;
    }

    void tell(Participant participant, boolean comes) {
        if (room.settings().announcements() != Announcements.OFF && gate.pass(room.nowNs())) {
            room.mix().play(words(participant.name(), comes));
        }
    }

    private List<Prompt> words(String name, boolean comes) {
        if (room.settings().announcements() == Announcements.NAMES && RoomKeys.isNumber(name)) {
            String language = room.settings().language();
            List<Prompt> words = new ArrayList<>(Saying.digits(language, name));
            words.add((comes ? Saying.HAS_JOINED : Saying.HAS_LEFT).in(language));
            return words;
        }
        return comes ? List.of(LOW, HIGH) : List.of(HIGH, LOW);
    }
}
