package tandem.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.base.Clock;
import tandem.call.CallRecord.Caller;
import tandem.call.CallRecord.LegRecord;
import tandem.call.CallRecord.Link;
import tandem.call.CallRecord.Side;
import tandem.call.CallRecord.State;
import tandem.media.MediaStats;
import tandem.media.PacketTap;

/** The book entry of a call that is going on; its parties come and go. */
final class CallEntry {
    private static final int MOST_PAST_LEGS = 8;
    private static final int MOST_LINKS = 8;

    private final String id;
    private final Way way;
    private final Protocol protocol;
    private final Caller caller;
    private final String dialled;
    private final Instant began;
    private final List<LegRecord> past = new ArrayList<>(2);
    private final List<Party> pastParties = new ArrayList<>(2);
    private final List<Party> parties = new ArrayList<>(2);
    private final Clock clock;
    private @Nullable Party owner;
    private boolean said = true;
    private Optional<PacketTap> tap = Optional.empty();
    private int transfers;
    private int legs;
    private Optional<Side> ending = Optional.empty(); // who began what ends parties now
    private Optional<Side> endedBy = Optional.empty();
    private List<Link> links = List.of();
    private Optional<Instant> rang = Optional.empty();
    private Optional<Instant> answered = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private Optional<Cause> cause = Optional.empty();
    private Optional<Cause> verdict = Optional.empty();
    private Optional<String> room = Optional.empty();

    CallEntry(String id, Way way, Protocol protocol, Caller caller, String dialled, Clock clock) {
        this.id = id;
        this.way = way;
        this.protocol = protocol;
        this.caller = caller;
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

    /** The party is of this call; its leg's number. */
    int enters(Party party) {
        parties.add(party);
        if (tap.isPresent()) {
            party.media().tap(tap);
        }
        return legs++;
    }

    /** Shows the media of all its legs there, those to come too; or nowhere. */
    void tap(Optional<PacketTap> to) {
        tap = to;
        parties.forEach(party -> party.media().tap(to));
    }

    /** That side ends a party, and with it perhaps others; whether this is the first of them. */
    boolean endsBy(Side side) {
        boolean first = ending.isEmpty();
        if (first) {
            ending = Optional.of(side);
        }
        return first;
    }

    /** What one end brought about is done. */
    void endsNoMore() {
        ending = Optional.empty();
    }

    /** The other call belongs to this one. */
    void link(Link.Kind kind, String other) {
        Link link = new Link(kind, other);
        if (links.size() < MOST_LINKS && !links.contains(link)) {
            List<Link> more = new ArrayList<>(links);
            more.add(link);
            links = List.copyOf(more);
        }
    }

    /** The party's leg is over: it is kept as a record. */
    void leaves(Party party, Cause why) {
        if (party == owner) {
            cause = Optional.of(verdict.orElse(why));
            endedBy = ending;
        }
        if (parties.remove(party) && past.size() < MOST_PAST_LEGS) {
            past.add(party.record(Optional.of(why)).over(now()));
            pastParties.add(party);
        }
    }

    /** The party goes on in another call. */
    void movesOut(Party party) {
        if (tap.isPresent()) {
            party.media().tap(Optional.empty());
        }
        leaves(party, Cause.TRANSFERRED);
        if (party == owner && !parties.isEmpty()) {
            cause = Optional.empty();
            owner = parties.getFirst();
        }
    }

    /** How often one of it was put through to another, with this time. */
    int transferredAgain() {
        return ++transfers;
    }

    /** The figures of a leg that is over have come in. */
    CallEntry withLastFigures(Party party, MediaStats last) {
        int at = pastParties.indexOf(party);
        if (at >= 0) {
            past.set(at, past.get(at).with(last));
        }
        return this;
    }

    void onRinging() {
        if (rang.isEmpty()) {
            rang = Optional.of(now());
        }
    }

    void onAnswered() {
        if (answered.isEmpty()) {
            answered = Optional.of(now());
        }
    }

    void onRoom(String name) {
        room = Optional.of(name);
    }

    /** The party whose end is the call's: who began it, or who was put through by that one. */
    void owner(Party party) {
        owner = party;
        cause = Optional.empty();
    }

    /** Nobody of those who were called came: that is why, whatever the last of them said. */
    void failed(Cause why) {
        verdict = Optional.of(why);
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
        List<LegRecord> all = new ArrayList<>(past);
        for (Party party : parties) {
            all.add(party.record(Optional.empty()));
        }
        State state = ended.isPresent() ? State.ENDED : answered.isPresent() ? State.UP : State.RINGING;
        return new CallRecord(
                id, way, protocol, state, caller, dialled, began, rang, answered, ended, cause, endedBy, room, all,
                links);
    }
}
