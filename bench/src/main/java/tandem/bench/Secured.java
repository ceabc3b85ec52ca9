package tandem.bench;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The ear of a leg under SRTP whose other leg says silence in the clear: every packet has the secured length, and the first one
 * opens with the gateway's key and holds that silence.
 */
final class Secured implements RtpStream.Ear {
    private static final int LENGTH = RtpStream.HEADER + Voices.FRAME + Srtp.TAG;

    /** What the first packet was. */
    private enum First {
        NONE,
        OPENED,
        FORGED
    }

    private final Srtp theirs;
    private final AtomicInteger right = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicReference<First> first = new AtomicReference<>(First.NONE);

    /** For a leg whose answer is that description; fails when it is not secured. */
    Secured(String answer) {
        if (!answer.contains("RTP/SAVP")) {
            throw new MeasureFailed("the answer is not secured: " + answer);
        }
        theirs = new Srtp(Sdp.key(answer));
    }

    @Override
    public void heard(RtpStream stream, byte[] packet, int length, long nowNs) {
        if (length != LENGTH) {
            wrong.incrementAndGet();
            return;
        }
        right.incrementAndGet();
        if (first.get() == First.NONE) {
            byte[] payload = theirs.open(packet, length);
            boolean silence = payload.length == Voices.FRAME && payload[Voices.FRAME - 1] == G711.SILENCE;
            first.set(silence ? First.OPENED : First.FORGED);
        }
    }

    /** Fails unless what came was secured. */
    void require() {
        if (wrong.get() > 0 || first.get() != First.OPENED) {
            throw new MeasureFailed("a leg is not secured: " + right.get() + " packets of the secured length, "
                    + wrong.get() + " of another; the first: " + first.get());
        }
    }
}
