package tandem.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Timer;

/**
 * Whom a room calls by itself: once for each conference, when the first one is in it who was not called. A call that finds nobody is
 * made again, three times in all. On the signalling loop.
 */
final class AutoDials {
    private static final Logger log = LoggerFactory.getLogger(AutoDials.class);
    private static final int MOST_TRIES = 3;
    private static final long AGAIN_NS = 30_000_000_000L;

    /** After these nobody is to be troubled again. */
    private static final Set<Cause> FINAL = Set.of(
            Cause.DECLINED,
            Cause.NOT_FOUND,
            Cause.GONE,
            Cause.FORBIDDEN,
            Cause.UNAUTHORIZED,
            Cause.MEDIA_REFUSED,
            Cause.LOOP,
            Cause.PROTOCOL_ERROR,
            Cause.REMOVED,
            Cause.ROOM_ENDED,
            Cause.SHUTDOWN,
            Cause.INTERNAL);

    private final Room room;
    private final Rooms rooms;
    private final List<Dialling> diallings = new ArrayList<>();
    private Optional<Timer> alone = Optional.empty();
    private boolean begun;

    AutoDials(Room room, Rooms rooms) {
        this.room = room;
        this.rooms = rooms;
    }

    /** How each stands. */
    List<DialState> states() {
        return begun
                ? diallings.stream().map(Dialling::state).toList()
                : room.settings().dials().stream()
                        .map(dial -> new DialState(dial, DialState.Step.IDLE, 0, Optional.empty(), Optional.empty()))
                        .toList();
    }

    /** Somebody has come in. */
    void onEntered() {
        alone.ifPresent(Timer::cancel);
        alone = Optional.empty();
        if (!begun) {
            begun = true;
            room.settings().dials().forEach(dial -> diallings.add(new Dialling(dial)));
            List.copyOf(diallings).forEach(Dialling::begin);
        }
    }

    /** Somebody has left; the others are still here. One whom the room called is not left to talk to itself. */
    void onLeft(Participant participant) {
        diallings.stream().filter(one -> one.is(participant)).forEach(Dialling::onLeft);
        List<Participant> here = room.participants();
        if (here.size() == 1 && diallings.stream().anyMatch(one -> one.is(here.getFirst()))) {
            Participant last = here.getFirst();
            alone = Optional.of(
                    room.loop().after(rooms.graceNs(), () -> last.party().end(Cause.ROOM_ENDED)));
        }
    }

    /** Nobody is here any more: who is still being called is called no longer. */
    void onEmptied() {
        alone.ifPresent(Timer::cancel);
        alone = Optional.empty();
        begun = false;
        List<Dialling> old = List.copyOf(diallings);
        diallings.clear();
        old.forEach(Dialling::giveUp);
    }

    /** One whom the room calls, in this conference. */
    private final class Dialling implements Invitation.Outcome {
        private final AutoDial dial;
        private DialState.Step step = DialState.Step.IDLE;
        private int tries;
        private Optional<String> call = Optional.empty();
        private Optional<Cause> cause = Optional.empty();
        private Optional<Timer> again = Optional.empty();

        Dialling(AutoDial dial) {
            this.dial = dial;
        }

        DialState state() {
            return new DialState(dial, step, tries, call, cause);
        }

        boolean is(Participant participant) {
            return step == DialState.Step.IN
                    && call.filter(participant.id()::equals).isPresent();
        }

        /** Calls it, unless it came by itself. */
        void begin() {
            String user = Addresses.user(dial.to());
            boolean here = room.participants().stream()
                    .anyMatch(one -> Addresses.user(one.facts().address()).equals(user));
            if (here) {
                to(DialState.Step.CAME);
            } else {
                dial();
            }
        }

        private void dial() {
            again = Optional.empty();
            tries++;
            cause = Optional.empty();
            to(DialState.Step.CALLING);
            Route.Outward route = Route.Outward.named(dial.to(), dial.trunk());
            String id = rooms.dial(room, route, new Invitation.Terms(dial.role(), dial.dtmf(), this, Optional.empty()));
            if (step == DialState.Step.CALLING) {
                call = Optional.of(id);
            }
        }

        @Override
        public void onCame(Participant participant) {
            call = Optional.of(participant.id());
            to(DialState.Step.IN);
        }

        @Override
        public void onFailed(Cause why) {
            cause = Optional.of(why);
            call = Optional.empty();
            if (!begun || !diallings.contains(this)) {
                return;
            }
            if (tries < MOST_TRIES && !FINAL.contains(why)) {
                again = Optional.of(room.loop().after(AGAIN_NS * tries, this::dial));
                to(DialState.Step.WAITS);
            } else {
                log.info("room {} does not reach {}: {}", room.name(), dial, why.words());
                to(DialState.Step.FAILED);
            }
        }

        void onLeft() {
            to(DialState.Step.LEFT);
        }

        void giveUp() {
            again.ifPresent(Timer::cancel);
            if (step == DialState.Step.CALLING) {
                call.ifPresent(rooms::hangup);
            }
        }

        private void to(DialState.Step next) {
            step = next;
            room.events().onRoomChanged(room);
        }
    }
}
