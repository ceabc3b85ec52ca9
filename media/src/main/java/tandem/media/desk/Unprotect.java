package tandem.media.desk;

import java.util.Arrays;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.Step;
import tandem.media.srtp.SrtpOneWay;

/** Takes SRTP's protection off. After a re-offer with new keys those before still open what was on its way. */
final class Unprotect implements Step {
    private final SrtpOneWay keys;
    private final Protection protection;
    private final PathCounters counters;
    private final Step next;

    Unprotect(SrtpOneWay keys, Protection protection, PathCounters counters, Step next) {
        this.keys = keys;
        this.protection = protection;
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
        SrtpOneWay old = protection.old();
        if (old == null) {
            return open(in, keys);
        }
        byte[] copy = Arrays.copyOf(in.bytes, in.length); // for the seconds of a change of keys only
        SrtpOneWay.Verdict verdict = open(in, keys);
        if (verdict == SrtpOneWay.Verdict.OK) {
            protection.onNewKeysUsed(in.nowNs);
            return verdict;
        }
        System.arraycopy(copy, 0, in.bytes, 0, copy.length);
        in.packet.wrap(in.bytes, copy.length);
        return open(in, old);
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
