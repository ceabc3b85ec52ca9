package tandem.call;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import tandem.base.Timer;

/**
 * Those who are called until one of them takes the call: groups in turn, those of a group rung together, the first that answers has it
 * and the others are told so (RFC 3261 sections 16.6 and 16.7).
 */
final class Ringing {
    /** Failures that say nothing about the person called: another way to it may work. */
    static final Set<Cause> TRY_NEXT = Set.of(
            Cause.UNREACHABLE,
            Cause.TIMEOUT,
            Cause.OVERLOADED,
            Cause.NO_CAPACITY,
            Cause.PEER_ERROR,
            Cause.UNAVAILABLE,
            Cause.UNAUTHORIZED);

    /** Of several failures the caller is told the one that says most of the person called (section 16.7, step 6). */
    private static final List<Cause> TELLING = List.of(
            Cause.DECLINED,
            Cause.MOVED,
            Cause.BUSY,
            Cause.NO_ANSWER,
            Cause.MEDIA_REFUSED,
            Cause.UNAVAILABLE,
            Cause.FORBIDDEN,
            Cause.NOT_FOUND,
            Cause.GONE);

    /** How long one who shows no sign of life keeps the next from being tried, or, where it was away before, the caller waiting. */
    private static final long SILENT_NS = 8_000_000_000L;

    private final Calls calls;
    private final Dials dials;
    private final Queue<Targets.Group> groups = new ArrayDeque<>();
    private final List<Party> branches = new ArrayList<>(1);
    private boolean searching;
    private boolean onePerson;
    private boolean rang;
    private int parts = 1;
    private Optional<Cause> best = Optional.empty();
    private Optional<Timer> limit = Optional.empty();
    private Optional<Timer> silence = Optional.empty();

    /** Whoever calls them. */
    interface Dials {
        /** The call they are called for. */
        String id();

        /** How long the route lets them ring, if it says. */
        Optional<Duration> ring();

        /** A party for that target, with media; empty where there is no room for one. */
        Optional<Party> open(Target target);

        /** Dials that target for its party, as the only one of its group or beside others. */
        void dial(Party party, Target target, boolean alone);

        /** Nobody took the call. */
        void failed(Cause why);
    }

    Ringing(Calls calls, Dials dials) {
        this.calls = calls;
        this.dials = dials;
    }

    /** Rings whom that found, or nobody. */
    void begin(Targets.Found found) {
        switch (found) {
            case Targets.Found.Dial dial -> tryInTurn(dial.targets());
            case Targets.Found.Ring ring -> search(ring.groups());
            case Targets.Found.Nobody nobody -> dials.failed(nobody.why());
        }
    }

    /** One after the other; the next only where the one before could not be reached. */
    private void tryInTurn(List<Target> targets) {
        targets.forEach(target -> groups.add(new Targets.Group(List.of(target), /* onePerson= */ true)));
        begin(/* searches= */ false);
    }

    /** Group after group, until somebody takes the call. */
    private void search(List<Targets.Group> given) {
        groups.addAll(given);
        begin(/* searches= */ true);
    }

    private void begin(boolean searches) {
        searching = searches;
        parts = searches ? groups.size() : 1;
        best = Optional.empty();
        ringNext();
    }

    /** Whether that party is one of those that are rung now. */
    boolean has(Party party) {
        return branches.contains(party);
    }

    /** One of those that are rung now. */
    Optional<Party> any() {
        return branches.stream().findFirst();
    }

    /** Whether none of these has rung before; this one does now. */
    boolean firstToRing() {
        boolean first = !rang;
        rang = true;
        return first;
    }

    private void ringNext() {
        Targets.Group group = groups.remove();
        onePerson = group.onePerson();
        rang = false;
        best = searching ? best : Optional.empty();
        for (Target target : group.targets()) {
            dial(target, group.targets().size() == 1);
        }
        if (branches.isEmpty()) {
            onFailed(Cause.OVERLOADED);
            return;
        }
        Duration ring = dials.ring()
                .or(group.targets().getFirst()::ring)
                .orElse(calls.settings().times().ring());
        long ringNs = ring.toNanos() / parts;
        decided(group, ringNs);
        limit = Optional.of(calls.loop().after(ringNs, this::tooLong));
        boolean away =
                group.targets().stream().allMatch(target -> target.known().away());
        if (!searching && (away || !groups.isEmpty())) {
            silence = Optional.of(
                    calls.loop().after(SILENT_NS, () -> tooSilent(away ? Cause.UNREACHABLE : Cause.TIMEOUT)));
        }
    }

    private void decided(Targets.Group group, long ringNs) {
        int more = groups.size();
        calls.decided(
                dials.id(),
                Decision.About.DIALLING,
                () -> group.targets().stream()
                        .map(target -> "dials " + PinMask.of(target.address()) + " at "
                                + target.peer().getHostAddress() + ", for " + ringNs / 1_000_000_000 + " s"
                                + (target.known().away() ? ", though it was away before" : "")
                                + (more == 0 ? "" : ", with " + more + " more to try"))
                        .toList());
    }

    private void tooSilent(Cause why) {
        List.copyOf(branches).stream()
                .filter(party -> !party.noticed())
                .forEach(party -> party.guarded(() -> party.end(why)));
    }

    private void tooLong() {
        List.copyOf(branches).forEach(party -> party.guarded(() -> party.end(Cause.NO_ANSWER)));
    }

    private void dial(Target target, boolean alone) {
        Optional<Party> opened = dials.open(target);
        if (opened.isEmpty()) {
            note(Cause.OVERLOADED);
            return;
        }
        Party party = opened.get();
        branches.add(party);
        try {
            dials.dial(party, target, alone);
        } catch (RuntimeException bug) {
            party.end(Cause.INTERNAL);
            throw bug;
        }
    }

    /** That one has it: the others need ring no longer. */
    void takenBy(Party party) {
        List<Party> others = new ArrayList<>(branches);
        others.remove(party);
        end(others, Cause.ANSWERED_ELSEWHERE);
    }

    /** The call is wanted no longer. */
    void giveUp(Cause why) {
        end(List.copyOf(branches), why);
    }

    private void end(List<Party> those, Cause why) {
        stopWaiting();
        groups.clear();
        branches.clear();
        those.forEach(party -> party.end(why));
    }

    private void stopWaiting() {
        limit.ifPresent(Timer::cancel);
        limit = Optional.empty();
        silence.ifPresent(Timer::cancel);
        silence = Optional.empty();
    }

    /** That party is over; whether it was one of those that are rung now. */
    boolean left(Party party) {
        return branches.remove(party);
    }

    /** One that was rung did not take the call: the others go on, or the next group is rung, or nobody could be had. */
    void onFailed(Cause why) {
        note(why);
        boolean declined = onePerson && why == Cause.DECLINED;
        if (!branches.isEmpty()) {
            if (declined) {
                List.copyOf(branches).forEach(party -> party.end(why));
            }
            return;
        }
        stopWaiting();
        Cause told = best.orElse(why);
        if (!groups.isEmpty() && (searching ? !declined : TRY_NEXT.contains(told))) {
            calls.decided(dials.id(), Decision.About.DIALLING, () -> List.of(told.words() + ": tries the next"));
            ringNext();
        } else {
            groups.clear();
            dials.failed(told);
        }
    }

    private void note(Cause why) {
        if (best.isEmpty() || weight(why) < weight(best.get())) {
            best = Optional.of(why);
        }
    }

    private static int weight(Cause why) {
        int at = TELLING.indexOf(why);
        return at < 0 ? TELLING.size() : at;
    }
}
