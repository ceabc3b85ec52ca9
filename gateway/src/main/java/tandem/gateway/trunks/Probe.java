package tandem.gateway.trunks;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tandem.base.Loop;
import tandem.base.Timer;

/**
 * Asks again and again whether the other side is there. A question goes on to other addresses, and over UDP is repeated, until there is
 * an answer or none can come; one that takes long tells already that the other side is away.
 */
final class Probe {
    private static final long PATIENCE_NS = 8_000_000_000L; // five times sent over UDP
    private static final long SOON_NS = 2_000_000_000L;
    private static final long LATEST_AGAIN_NS = 10_000_000_000L;

    private final Loop loop;
    private final RandomGenerator random;
    private final long everyNs;
    private final Wire wire;
    private boolean runs;
    private boolean answersAny;
    private boolean away;
    private @Nullable Timer timer;

    /** What asks. */
    interface Wire {
        /** Asks; an earlier question is waited for no more. */
        void ask();

        /** The last question is waited for no more. */
        void forget();

        /** It is there: it answered, whatever. */
        void onThere();

        /** It is not there; {@code why} in words. */
        void onAway(String why);
    }

    /** Asks every so often. */
    Probe(Loop loop, RandomGenerator random, long everyNs, Wire wire) {
        this.loop = loop;
        this.random = random;
        this.everyNs = everyNs;
        this.wire = wire;
    }

    /** Asks now, and goes on. */
    void start() {
        runs = true;
        ask();
    }

    /** Asks now what it would ask later. */
    void tryAgain() {
        if (runs) {
            ask();
        }
    }

    /** The same, where it is known to be there already: the first question is to show soon whether it answers any. */
    void startSoon() {
        runs = true;
        away = false;
        next(Math.min(everyNs, SOON_NS));
    }

    private void next(long ns) {
        stopTimer();
        timer = loop.after(ns - random.nextLong(ns / 10 + 1), this::ask);
    }

    private void ask() {
        stopTimer();
        timer = loop.after(PATIENCE_NS, this::slow);
        wire.ask();
    }

    /** A question under way knows no better than the one before it how that ended. */
    private void slow() {
        if (!away) {
            away(Line.NO_ANSWER);
        }
    }

    private void away(String why) {
        away = true;
        wire.onAway(why);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** An answer. */
    void onAnswer(int status, String reason) {
        if (!runs) {
            return;
        }
        answersAny = true;
        if (status == 503 || status == 408) {
            next(Math.min(everyNs, LATEST_AGAIN_NS));
            away("it is out of service: " + status + " " + reason);
        } else {
            next(everyNs);
            away = false;
            wire.onThere();
        }
    }

    /** No answer; {@code why} in words. */
    void onUnanswered(String why) {
        if (runs) {
            next(Math.min(everyNs, LATEST_AGAIN_NS));
            away(why);
        }
    }

    /** Whether it ever answered one: who never did may just not know the question. */
    boolean answersAny() {
        return answersAny;
    }

    /** Asks no more. */
    void stop() {
        runs = false;
        stopTimer();
        wire.forget();
    }
}
