package tandem.media.video;

/**
 * How fast to send by delay: up while the path carries it, down to a share of what arrives when a queue grows
 * (draft-ietf-rmcat-gcc-02 section 5.5). Rates are in bit/s.
 */
final class RateControl {
    private enum State {
        HOLD,
        INCREASE,
        DECREASE
    }

    private static final double BETA = 0.85;
    private static final double GROWTH_A_SECOND = 1.08;
    private static final double ABOVE_RECEIVED = 1.5;
    private static final double SPARE = 10_000;
    private static final double LEAST_STEP = 1_000;
    private static final double PACKET_BITS = 1_200 * 8;
    private static final double DEVIATIONS = 3;
    private static final double AVERAGING = 0.95;
    private static final double LEAST_VARIANCE = 0.4;
    private static final double MOST_VARIANCE = 2.5;

    private final double least;
    private final double most;
    private double rate;
    private State state = State.INCREASE;
    private double lastMs;
    private boolean updated;
    private double average = -1; // kbit/s received where queues grew
    private double variance = LEAST_VARIANCE; // relative to the average

    RateControl(double first, double least, double most) {
        this.rate = first;
        this.least = least;
        this.most = most;
    }

    /**
     * Goes on.
     *
     * @param received what arrives at the other side, or a negative number while that is unknown
     */
    void update(Trendline.Signal signal, double received, double rttMs, double nowMs) {
        double passedMs = updated ? nowMs - lastMs : 0;
        updated = true;
        lastMs = nowMs;
        state = next(signal);
        switch (state) {
            case HOLD -> {}
            case INCREASE -> increase(received, rttMs, passedMs);
            case DECREASE -> decrease(received);
        }
        rate = Math.clamp(rate, least, most);
    }

    private State next(Trendline.Signal signal) {
        return switch (signal) {
            case OVERUSED -> State.DECREASE;
            case UNDERUSED -> State.HOLD;
            case NORMAL -> state == State.DECREASE ? State.HOLD : State.INCREASE;
        };
    }

    private void increase(double received, double rttMs, double passedMs) {
        if (received >= 0 && average >= 0 && received / 1_000 > average + DEVIATIONS * deviation()) {
            average = -1; // the path carries more than it did
        }
        double grown;
        if (average >= 0) {
            double share = 0.5 * Math.min(passedMs / (100 + rttMs), 1);
            grown = rate + Math.max(LEAST_STEP * passedMs / 1_000, share * PACKET_BITS);
        } else {
            grown = rate * Math.pow(GROWTH_A_SECOND, Math.min(passedMs / 1_000, 1));
        }
        double bound = received < 0 ? grown : ABOVE_RECEIVED * received + SPARE;
        rate = Math.max(rate, Math.min(grown, bound)); // who sends less than it may does not lose what it may
    }

    private double deviation() {
        return Math.sqrt(variance * average);
    }

    private void decrease(double received) {
        double arrived = received < 0 ? rate : received;
        double kilo = arrived / 1_000;
        if (average >= 0 && kilo < average - DEVIATIONS * deviation()) {
            average = -1;
        }
        if (average < 0) {
            average = kilo;
        } else {
            double off = kilo - average;
            average = AVERAGING * average + (1 - AVERAGING) * kilo;
            double relative = off * off / Math.max(1, average);
            variance = Math.clamp(AVERAGING * variance + (1 - AVERAGING) * relative, LEAST_VARIANCE, MOST_VARIANCE);
        }
        rate = Math.min(rate, BETA * arrived);
    }

    /** No more than that: another bound holds. */
    void cut(double bitsPerSecond) {
        rate = Math.clamp(bitsPerSecond, least, most);
    }

    double rate() {
        return rate;
    }
}
