package tandem.media.desk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.Step;
import tandem.media.srtp.SrtpOneWay;

/**
 * Takes SRTP's protection off. After a re-offer with new keys the old ones still open what was on its way, until the first
 * packet the new ones open has come and two seconds have passed (RFC 4568 section 7.1.4).
 */
final class Unprotect implements Step {
    private static final long OLD_KEYS_NS = 2_000_000_000L;

    private final SrtpOneWay keys;
    private final PathCounters counters;
    private final Step next;
    private @Nullable SrtpOneWay old; // none where there was no other key, or its time is over
    private long newSinceNs;

    Unprotect(SrtpOneWay keys, Optional<SrtpOneWay> old, PathCounters counters, Step next) {
        this.keys = keys;
        this.old = old.orElse(null);
        this.counters = counters;
        this.next = next;
    }

    @Override
    public void take(Inbound in) {
        SrtpOneWay.Verdict verdict = open(in);
        switch (verdict) {
            case OK -> clear(in);
            case NOT_AUTHENTIC -> counters.notAuthentic++;
            case REPLAYED -> counters.replayed++;
            case MALFORMED -> counters.malformed++;
        }
    }

    /** What is left after the tag was taken off may be less than the header claims. */
    private void clear(Inbound in) {
        if (in.packet.payloadLength() < 0) {
            counters.malformed++;
        } else {
            next.take(in);
        }
    }

    private SrtpOneWay.Verdict open(Inbound in) {
        if (old == null) {
            return open(in, keys);
        }
        byte[] copy = java.util.Arrays.copyOf(in.bytes, in.length); // for the seconds of a change of keys only
        SrtpOneWay.Verdict verdict = open(in, keys);
        if (verdict == SrtpOneWay.Verdict.OK) {
            retire(in.nowNs);
            return verdict;
        }
        System.arraycopy(copy, 0, in.bytes, 0, copy.length);
        in.packet.wrap(in.bytes, copy.length);
        return open(in, old);
    }

    private void retire(long nowNs) {
        if (newSinceNs == 0) {
            newSinceNs = nowNs;
        } else if (nowNs - newSinceNs > OLD_KEYS_NS) {
            old = null;
        }
    }

    private static SrtpOneWay.Verdict open(Inbound in, SrtpOneWay with) {
        SrtpOneWay.Verdict verdict = with.unprotectRtp(in.bytes, in.length);
        if (verdict == SrtpOneWay.Verdict.OK) {
            in.packet.length(with.length());
        }
        return verdict;
    }

    @Override
    public String toString() {
        return keys + " -> " + next;
    }
}
