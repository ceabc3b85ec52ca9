package tandem.media.video;

import java.util.Arrays;
import tandem.media.rtcp.TransportFeedback;

/**
 * How fast a path can be sent on, by what transport-wide feedback says of delay and loss (draft-ietf-rmcat-gcc-02: section 5 for
 * delay, with a line laid through the delays instead of its Kalman filter; section 6 for loss). Rates are in bit/s, times of one
 * monotonic clock. Allocates nothing after its making.
 */
public final class BandwidthEstimator implements TransportFeedback.Arrivals {
    private static final int SLOTS = 4_096;
    private static final int MASK = SLOTS - 1;
    private static final double NS_A_MS = 1e6;
    private static final long LOSS_PERIOD_NS = 500_000_000L;
    private static final int LEAST_JUDGED = 20;
    private static final double MUCH_LOSS = 0.10;
    private static final double LITTLE_LOSS = 0.02;
    private static final long SILENCE_NS = 1_000_000_000L;

    private enum Fate {
        NONE,
        SENT,
        MISSING,
        ARRIVED
    }

    private final Trendline trend = new Trendline();
    private final RateControl control;
    private final Received received = new Received();
    private final double least;
    private final double most;
    private final int[] number = new int[SLOTS];
    private final int[] octets = new int[SLOTS];
    private final long[] sentNs = new long[SLOTS];
    private final Fate[] fate = new Fate[SLOTS];
    private double byLoss;
    private int lost;
    private int arrived;
    private long lossSinceNs;
    private long heardNs;
    private long lastSentNs;
    private long newestNs = Long.MIN_VALUE;
    private boolean heard;
    private boolean judging;

    /** Begins with the rate {@code first}, and stays between {@code least} and {@code most}. */
    public BandwidthEstimator(long first, long least, long most) {
        this.control = new RateControl(first, least, most);
        this.least = least;
        this.most = most;
        this.byLoss = first;
        Arrays.fill(fate, Fate.NONE);
    }

    /** A packet with that transport-wide number was sent, of so many octets with all headers that count. */
    public void onSent(int sequence, int length, long nowNs) {
        int slot = sequence & MASK;
        number[slot] = sequence & 0xFFFF;
        octets[slot] = length;
        sentNs[slot] = nowNs;
        fate[slot] = Fate.SENT;
        lastSentNs = nowNs;
        if (!heard) {
            heard = true; // silence counts from the first packet on
            heardNs = nowNs;
        }
    }

    /** Takes a report. */
    public void onReport(TransportFeedback report, long nowNs) {
        newestNs = Long.MIN_VALUE;
        report.tell(this);
        if (newestNs == Long.MIN_VALUE) {
            return; // about nothing we sent
        }
        heard = true;
        heardNs = nowNs;
        double rttMs = (nowNs - newestNs) / NS_A_MS;
        control.update(trend.signal(), received.rate(), rttMs, nowNs / NS_A_MS);
        judge(nowNs);
    }

    @Override
    public void onArrival(int sequence, long atUs) {
        int slot = sequence & MASK;
        if (number[slot] != sequence || fate[slot] == Fate.NONE || fate[slot] == Fate.ARRIVED) {
            return;
        }
        if (fate[slot] == Fate.MISSING) {
            lost = Math.max(0, lost - 1);
        }
        fate[slot] = Fate.ARRIVED;
        arrived++;
        newestNs = Math.max(newestNs, sentNs[slot]);
        received.onArrival(atUs, octets[slot]);
        trend.onArrival(sentNs[slot] / NS_A_MS, atUs / 1_000.0);
    }

    @Override
    public void onMissing(int sequence) {
        int slot = sequence & MASK;
        if (number[slot] == sequence && fate[slot] == Fate.SENT) {
            fate[slot] = Fate.MISSING;
            lost++;
        }
    }

    /** Section 6: above a tenth down by half of it, below a fiftieth up by a twentieth. */
    private void judge(long nowNs) {
        if (!judging) {
            judging = true;
            lossSinceNs = nowNs;
        }
        int judged = lost + arrived;
        if (nowNs - lossSinceNs < LOSS_PERIOD_NS || judged < LEAST_JUDGED) {
            return;
        }
        double share = (double) lost / judged;
        if (share > MUCH_LOSS) {
            byLoss = Math.min(byLoss, control.rate()) * (1 - 0.5 * share);
        } else if (share < LITTLE_LOSS) {
            byLoss *= 1.05;
        }
        byLoss = Math.clamp(byLoss, least, most);
        lost = 0;
        arrived = 0;
        lossSinceNs = nowNs;
    }

    /** Time passes: where packets go out and no report comes for a second, the rate is halved, once a second. */
    public void onTime(long nowNs) {
        if (heard && nowNs - heardNs >= SILENCE_NS && lastSentNs - heardNs > 0) {
            heardNs = nowNs;
            byLoss = Math.clamp(bitsPerSecond() / 2.0, least, most);
            control.cut(byLoss);
        }
    }

    /** What may be sent. */
    public long bitsPerSecond() {
        return (long) Math.min(control.rate(), byLoss);
    }
}
