package tandem.media.jitter;

/**
 * Keeps the delay where it should be, by playing a little faster or slower for a while.
 *
 * <p>What is watched is the slack: how long the last packet that a tick needed had been there. As long as ticks and packets keep
 * step, what is left over after a tick is always the same, nothing is filtered, and only the slack drifts with the difference
 * of the clocks. When the slack gets too small, or larger than a whole step too large, exactly one step of samples is put in
 * or left out, spread over seconds.
 */
final class Pace {
    /** What is always allowed for beyond the lateness measured. */
    static final long MARGIN_NS = 3_000_000;

    private static final int WINDOW_TICKS = 25;
    private static final double FASTEST = 0.005;
    private static final double SLEW = 0.0005;
    private static final int WINDOWS_PER_STEP = 10;
    private static final long TOO_DEEP_NS = 6_000_000;
    private static final long MS = 1_000_000;

    private final int rate;
    private long slackNs = Long.MAX_VALUE;
    private int left = Integer.MAX_VALUE;
    private int ticks;
    private long lastSlackNs = Long.MAX_VALUE;
    private double trendNs;
    private double owed;
    private double speed;

    /** For samples of that rate in Hz. */
    Pace(int rate) {
        this.rate = rate;
    }

    /** How many samples more (or less) the next {@code samples} shall use up. */
    double extra(int samples) {
        double brake = Math.sqrt(2 * SLEW * Math.abs(owed) / samples);
        double wanted = Math.copySign(Math.min(FASTEST, brake), owed);
        if (owed == 0) {
            wanted = 0;
        }
        speed += Math.max(-SLEW, Math.min(SLEW, wanted - speed));
        double extra = speed * samples;
        boolean last = owed != 0 && (Math.abs(owed) < SLEW * samples || (extra != 0 && (owed - extra) * owed <= 0));
        if (last) {
            extra = owed;
            speed = 0;
        }
        owed -= extra;
        return extra;
    }

    /** Samples to be used up faster (or, below zero, slower) that are not yet. */
    double owed() {
        return owed;
    }

    /** Another piece was taken out or put in at once: that much less is owed. */
    void settle(double samples) {
        owed -= samples;
    }

    /** Nothing is known any more. */
    void restart() {
        slackNs = Long.MAX_VALUE;
        left = Integer.MAX_VALUE;
        ticks = 0;
        lastSlackNs = Long.MAX_VALUE;
        owed = 0;
        speed = 0;
    }

    /**
     * A tick was played.
     *
     * @param slack how long the last packet taken had been there, had it come as fast as the fastest
     * @param leftOver samples left
     * @param packetSamples samples of a packet
     * @param lateNs the lateness to allow for
     */
    void played(long slack, int leftOver, int packetSamples, long lateNs) {
        if (owed != 0 || speed != 0) {
            forgetWindow();
            return;
        }
        slackNs = Math.min(slackNs, slack);
        left = Math.min(left, leftOver);
        if (++ticks < WINDOW_TICKS) {
            return;
        }
        if (lastSlackNs != Long.MAX_VALUE) {
            trendNs += (Math.max(-MS, Math.min(MS, slackNs - lastSlackNs)) - trendNs) / 8;
        }
        lastSlackNs = slackNs;
        decide(step(packetSamples), lateNs + MARGIN_NS);
        forgetWindow();
    }

    private void decide(int step, long allowNs) {
        long stepNs = step * 1_000L * MS / rate;
        double spentNs = Math.max(0, -trendNs * WINDOWS_PER_STEP);
        if (slackNs < allowNs + spentNs) {
            long missing = Math.max(1, Math.ceilDiv(allowNs - slackNs, stepNs));
            owed = left - missing * step;
        } else if (left > rate / 1_000) {
            owed = left;
        } else if (slackNs > allowNs + stepNs + TOO_DEEP_NS) {
            owed = Math.floorDiv(slackNs - allowNs - MARGIN_NS, stepNs) * (double) step;
        }
    }

    private void forgetWindow() {
        if (owed != 0) {
            lastSlackNs = Long.MAX_VALUE;
        }
        slackNs = Long.MAX_VALUE;
        left = Integer.MAX_VALUE;
        ticks = 0;
    }

    /** The least by which packets and ticks can be shifted and be in step again. */
    private int step(int packetSamples) {
        int a = rate / 50;
        int b = Math.max(1, packetSamples);
        while (b != 0) {
            int rest = a % b;
            a = b;
            b = rest;
        }
        return Math.max(a, rate / 200);
    }

    /** How much more than {@link #MARGIN_NS} the first packet of a talk must have waited, so that the later ones need not be late. */
    static long firstWaitNs(int packetMs) {
        int most = 0;
        for (int tick = 0; tick < 6; tick++) {
            int packets = (20 * tick + 20 + packetMs - 1) / packetMs;
            most = Math.max(most, packetMs * packets - 20 * tick);
        }
        return (most - packetMs) * MS + MARGIN_NS / 3;
    }
}
