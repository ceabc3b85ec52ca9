package tandem.media.desk;

import tandem.media.rtp.RtpSource;

/** Loss over the last five seconds, fed once a second. */
final class LossMeter {
    private static final int SECONDS = 5;

    private final long[] lost = new long[SECONDS + 1];
    private final long[] received = new long[SECONDS + 1];
    private int at;

    /** A second has passed. */
    void second(RtpSource source) {
        at = (at + 1) % (SECONDS + 1);
        lost[at] = source.lostTotal();
        received[at] = source.received();
    }

    /** Percent of what was sent to us. */
    double percent() {
        int then = (at + 1) % (SECONDS + 1);
        long gone = Math.max(0, lost[at] - lost[then]);
        long came = Math.max(0, received[at] - received[then]);
        return gone + came == 0 ? 0 : 100.0 * gone / (gone + came);
    }
}
