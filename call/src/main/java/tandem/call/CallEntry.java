package tandem.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.base.Clock;
import tandem.call.CallRecord.LegRecord;
import tandem.call.CallRecord.State;
import tandem.media.MediaStats;

/** The book entry of a call that is going on; its parties come and go. */
final class CallEntry {
    private static final int MOST_PAST_LEGS = 8;

    private final String id;
    private final Way way;
    private final Protocol protocol;
    private final String dialled;
    private final Instant began;
    private final List<LegRecord> past = new ArrayList<>(2);
    private final List<Party> pastParties = new ArrayList<>(2);
    private final List<Party> parties = new ArrayList<>(2);
    private final Clock clock;
    private @Nullable Party owner;
    private boolean said = true;
    private Optional<Instant> answered = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private Optional<Cause> cause = Optional.empty();
    private Optional<String> room = Optional.empty();

    CallEntry(String id, Way way, Protocol protocol, String dialled, Clock clock) {
        this.id = id;
        this.way = way;
        this.protocol = protocol;
        this.dialled = PinMask.of(dialled);
        this.clock = clock;
        this.began = now();
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.epochMs());
    }

    String id() {
        return id;
    }

    Way way() {
        return way;
    }

    Protocol protocol() {
        return protocol;
    }

    String dialled() {
        return dialled;
    }

    List<Party> parties() {
        return List.copyOf(parties);
    }

    boolean answered() {
        return answered.isPresent();
    }

    void enters(Party party) {
        parties.add(party);
    }

    /** The party's leg is over: it is kept as a record. */
    void leaves(Party party, Cause why) {
        if (party == owner) {
            cause = Optional.of(why);
        }
        if (parties.remove(party) && past.size() < MOST_PAST_LEGS) {
            past.add(party.record(Optional.of(why)));
            pastParties.add(party);
        }
    }

    /** The figures of a leg that is over have come in. */
    CallEntry withLastFigures(Party party, MediaStats last) {
        int at = pastParties.indexOf(party);
        if (at >= 0) {
            past.set(at, past.get(at).with(last));
        }
        return this;
    }

    void onAnswered() {
        if (answered.isEmpty()) {
            answered = Optional.of(now());
        }
    }

    void onRoom(String name) {
        room = Optional.of(name);
    }

    /** The party that began the call. */
    void owner(Party party) {
        owner = party;
    }

    /** No line of the log tells of it. */
    void unsaid() {
        said = false;
    }

    boolean said() {
        return said;
    }

    /** Whether the party that began it, and every other, is over. */
    boolean over() {
        return cause.isPresent() && parties.isEmpty();
    }

    /** The call is over; why. */
    Cause onEnded() {
        ended = Optional.of(now());
        return cause.orElse(Cause.INTERNAL);
    }

    CallRecord record() {
        List<LegRecord> legs = new ArrayList<>(past);
        for (Party party : parties) {
            legs.add(party.record(Optional.empty()));
        }
        State state = ended.isPresent() ? State.ENDED : answered.isPresent() ? State.UP : State.RINGING;
        return new CallRecord(id, way, state, dialled, began, answered, ended, cause, room, legs);
    }
}
