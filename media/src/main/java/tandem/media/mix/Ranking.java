package tandem.media.mix;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is summed: at most so many, the loudest. Who is chosen stays for at least 300 ms after he was last above the threshold,
 * and gives way to another only when that one is clearly louder.
 */
final class Ranking {
    /** Below this level in dBov somebody does not ask to be summed; he stays for {@link #HOLD_NS} once he was. */
    static final int QUIET = -65;

    /** How fast a past loudness is forgotten, in dB a tick: 20 dB in 300 ms. */
    static final float FALL_PER_TICK = 1.33f;

    private static final int ENTER = -60;
    private static final int LOUDER = 6;
    private static final long HOLD_NS = 300_000_000;

    private final int places;
    private int taken;

    Ranking(int places) {
        this.places = places;
    }

    /** Chooses for this tick; who lost his place is marked as leaving. */
    void choose(List<Seat> seats, long nowNs) {
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            if (seat.chosen && (seat.muted() || nowNs - seat.loudNs > HOLD_NS)) {
                leave(seat);
            }
        }
        for (Seat next = loudest(seats); next != null && admit(seats, next, nowNs); next = loudest(seats)) {
            next.chosen = true;
            next.chosenNs = nowNs;
            taken++;
        }
    }

    /** Gives the place of one who goes to others. */
    void forget(Seat seat) {
        if (seat.chosen) {
            seat.chosen = false;
            taken--;
        }
    }

    private boolean admit(List<Seat> seats, Seat next, long nowNs) {
        if (taken < places) {
            return true;
        }
        Seat weakest = weakest(seats);
        if (weakest == null || next.rank < weakest.rank + LOUDER || nowNs - weakest.chosenNs < HOLD_NS) {
            return false;
        }
        leave(weakest);
        return true;
    }

    private void leave(Seat seat) {
        seat.chosen = false;
        seat.leaving = true;
        taken--;
    }

    private static @Nullable Seat loudest(List<Seat> seats) { // null: nobody asks, the usual case
        Seat best = null;
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            boolean asks = !seat.chosen && !seat.leaving && !seat.muted() && seat.level > ENTER;
            if (asks && (best == null || seat.rank > best.rank)) {
                best = seat;
            }
        }
        return best;
    }

    private static @Nullable Seat weakest(List<Seat> seats) { // null where no place is taken
        Seat weakest = null;
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            if (seat.chosen && (weakest == null || seat.rank < weakest.rank)) {
                weakest = seat;
            }
        }
        return weakest;
    }
}
