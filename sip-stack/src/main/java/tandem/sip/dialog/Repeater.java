package tandem.sip.dialog;

import org.jspecify.annotations.Nullable;
import tandem.base.Loop;
import tandem.base.Timer;
import tandem.sip.transaction.Times;

/** Sends a message again and again with doubling intervals until told to stop, or 64*T1 have passed. */
final class Repeater {
    private final Loop loop;
    private final Times times;
    private final long longest;
    private @Nullable Timer timer;
    private @Nullable Runnable again;
    private @Nullable Runnable giveUp;
    private long interval;
    private long spent;

    /** One whose intervals grow up to {@code longest} nanoseconds. */
    Repeater(Loop loop, Times times, long longest) {
        this.loop = loop;
        this.times = times;
        this.longest = longest;
    }

    /** Begins; {@code again} was done once already. */
    void start(Runnable again, Runnable giveUp) {
        stop();
        this.again = again;
        this.giveUp = giveUp;
        interval = times.t1();
        spent = 0;
        timer = loop.after(interval, this::fire);
    }

    private void fire() {
        spent += interval;
        Runnable last = giveUp;
        Runnable next = again;
        if (last == null || next == null) {
            return;
        }
        if (spent >= times.all()) {
            stop();
            last.run();
            return;
        }
        interval = Math.min(Math.min(2 * interval, longest), times.all() - spent);
        timer = loop.after(interval, this::fire);
        next.run();
    }

    boolean running() {
        return timer != null;
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        again = null;
        giveUp = null;
    }
}
