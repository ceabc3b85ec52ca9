package tandem.media.video;

import java.util.Arrays;

/**
 * Whether a queue grows on the path (draft-ietf-rmcat-gcc-02 sections 5.2 to 5.4). Packets sent together are a group; how much
 * longer each group was on its way than the one before adds up to the delay of the queue. A line is laid through the last
 * groups, and what it rises over all of them, in milliseconds, is compared with a threshold that follows it slowly.
 */
final class Trendline {
    /** What the path seems to be. */
    enum Signal {
        /** It carries what is sent. */
        NORMAL,
        /** A queue grows. */
        OVERUSED,
        /** A queue shrinks. */
        UNDERUSED
    }

    private static final int GROUPS = 20;
    private static final double GROUP_MS = 5;
    private static final double LONGEST_BURST_MS = 100;
    private static final double SMOOTHING = 0.8;
    private static final double FIRST_THRESHOLD_MS = 12.5;
    private static final double LEAST_THRESHOLD_MS = 6;
    private static final double MOST_THRESHOLD_MS = 600;
    private static final double UP = 0.01;
    private static final double DOWN = 0.00018;
    private static final double OUTLIER_MS = 15;
    private static final double LONGEST_STEP_MS = 100;
    private static final double OVERUSE_MS = 10;
    private static final double JUMP_MS = 10_000;

    private final double[] at = new double[GROUPS];
    private final double[] delay = new double[GROUPS];
    private int groups;
    private boolean inGroup;
    private double groupSentMs;
    private double groupLastSentMs;
    private double groupFirstMs;
    private double groupMs;
    private boolean before;
    private double beforeSentMs;
    private double beforeMs;
    private double originMs;
    private double sum;
    private double smooth;
    private double threshold = FIRST_THRESHOLD_MS;
    private double rise;
    private double overMs;
    private Signal signal = Signal.NORMAL;

    /** Takes a packet, in the order they were sent: when it was sent on our clock, when it came on the other's. */
    void onArrival(double sentMs, double arrivedMs) {
        if (inGroup && Math.abs(arrivedMs - groupMs) > JUMP_MS) {
            restart(); // another clock, or a pause
        }
        if (inGroup && belongs(sentMs, arrivedMs)) {
            groupLastSentMs = Math.max(groupLastSentMs, sentMs);
            groupMs = Math.max(groupMs, arrivedMs);
            return;
        }
        if (inGroup) {
            close();
        }
        inGroup = true;
        groupSentMs = sentMs;
        groupLastSentMs = sentMs;
        groupFirstMs = arrivedMs;
        groupMs = arrivedMs;
    }

    /** Section 5.2: sent together, or come together though they were sent one after another. */
    private boolean belongs(double sentMs, double arrivedMs) {
        if (sentMs - groupSentMs <= GROUP_MS) {
            return true;
        }
        double gap = arrivedMs - groupMs;
        boolean pushed = gap - (sentMs - groupLastSentMs) < 0;
        return pushed && gap <= GROUP_MS && arrivedMs - groupFirstMs < LONGEST_BURST_MS;
    }

    private void close() {
        if (!before) {
            before = true;
            originMs = groupMs;
        } else {
            double sent = groupLastSentMs - beforeSentMs;
            double arrived = groupMs - beforeMs;
            add(arrived - sent, arrived);
        }
        beforeSentMs = groupLastSentMs;
        beforeMs = groupMs;
    }

    private void add(double variation, double passedMs) {
        sum += variation;
        smooth = SMOOTHING * smooth + (1 - SMOOTHING) * sum;
        if (groups == GROUPS) {
            System.arraycopy(at, 1, at, 0, GROUPS - 1);
            System.arraycopy(delay, 1, delay, 0, GROUPS - 1);
            groups--;
        }
        at[groups] = groupMs - originMs;
        delay[groups] = smooth;
        groups++;
        double earlier = rise;
        rise = groups < 3 ? 0 : slope() * (at[groups - 1] - at[0]);
        detect(earlier, passedMs);
        adapt(passedMs);
    }

    private double slope() {
        double meanAt = 0;
        double meanDelay = 0;
        for (int i = 0; i < groups; i++) {
            meanAt += at[i] / groups;
            meanDelay += delay[i] / groups;
        }
        double above = 0;
        double below = 0;
        for (int i = 0; i < groups; i++) {
            above += (at[i] - meanAt) * (delay[i] - meanDelay);
            below += (at[i] - meanAt) * (at[i] - meanAt);
        }
        return below == 0 ? 0 : above / below;
    }

    private void detect(double earlier, double passedMs) {
        if (rise > threshold) {
            overMs += Math.max(0, passedMs);
            if (overMs >= OVERUSE_MS && rise >= earlier) {
                signal = Signal.OVERUSED;
            }
            return;
        }
        overMs = 0;
        signal = rise < -threshold ? Signal.UNDERUSED : Signal.NORMAL;
    }

    private void adapt(double passedMs) {
        double size = Math.abs(rise);
        if (size - threshold > OUTLIER_MS) {
            return;
        }
        double gain = size < threshold ? DOWN : UP;
        threshold += gain * (size - threshold) * Math.clamp(passedMs, 0, LONGEST_STEP_MS);
        threshold = Math.clamp(threshold, LEAST_THRESHOLD_MS, MOST_THRESHOLD_MS);
    }

    /** What the path seems to be now. */
    Signal signal() {
        return signal;
    }

    private void restart() {
        inGroup = false;
        before = false;
        groups = 0;
        sum = 0;
        smooth = 0;
        rise = 0;
        overMs = 0;
        signal = Signal.NORMAL;
        Arrays.fill(delay, 0);
    }
}
