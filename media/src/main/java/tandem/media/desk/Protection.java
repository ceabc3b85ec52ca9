package tandem.media.desk;

import org.jspecify.annotations.Nullable;
import tandem.media.NegotiatedKeys;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.Step;
import tandem.media.srtp.SrtpKeys;
import tandem.media.srtp.SrtpOneWay;

/** The keys of one session, both ways, and what happened to them: agreed, changed, awaited from a handshake. */
final class Protection {
    private static final long OLD_KEYS_NS = 2_000_000_000L;

    private final KeysInTurn in = new KeysInTurn(SrtpOneWay::receiving);
    private final KeysInTurn out = new KeysInTurn(SrtpOneWay::sending);
    private @Nullable SrtpOneWay old; // the keys before, while the peer may still use them
    private long newUsedSinceNs; // 0 before the first packet the keys in use have opened
    private boolean wanted;

    /** Packets go in the clear. */
    void none() {
        in.rest();
        out.rest();
        old = null;
        wanted = false;
    }

    /** Keys from the descriptions; the same ones again change nothing. */
    void keys(NegotiatedKeys.Sdes keys) {
        keys(
                new SrtpKeys(keys.suite(), keys.theirs().key()),
                new SrtpKeys(keys.suite(), keys.ours().key()));
    }

    /** Keys for what we receive and what we send. */
    void keys(SrtpKeys theirs, SrtpKeys ours) {
        wanted = true;
        SrtpOneWay left = in.used();
        if (in.use(theirs)) {
            old = left;
            newUsedSinceNs = 0;
        }
        out.use(ours);
    }

    /** Nothing goes or is believed until a handshake brought keys. */
    void await() {
        wanted = true;
    }

    /** Nothing is agreed yet; what comes in the clear is believed unless keys are demanded. */
    void undecided(boolean keysFirst) {
        if (in.used() == null && out.used() == null) {
            wanted = keysFirst;
        }
    }

    /** Whether packets may be sent. */
    boolean ready() {
        return !wanted || out.used() != null;
    }

    /** The step that takes it off, or {@code next} itself where there is none. */
    Step unprotect(PathCounters counters, Step next) {
        if (!wanted) {
            return next;
        }
        SrtpOneWay keys = in.used();
        return keys == null ? new Awaiting(counters, next) : new Unprotect(keys, this, counters, next);
    }

    /** The keys before, as long as they still open what comes; mostly null. */
    @Nullable
    SrtpOneWay old() {
        return old;
    }

    /**
     * The peer uses its new keys: those before are good until two seconds after that began (RFC 4568 section 7.1.4), whatever is
     * negotiated meanwhile.
     */
    void onNewKeysUsed(long nowNs) {
        if (newUsedSinceNs == 0) {
            newUsedSinceNs = nowNs;
        } else if (nowNs - newUsedSinceNs > OLD_KEYS_NS) {
            old = null;
        }
    }

    /** Protects in place; the new length, or -1. */
    int protect(byte[] packet, int offset, int length) {
        if (!wanted) {
            return length;
        }
        SrtpOneWay keys = out.used();
        return keys == null ? -1 : keys.protectRtp(packet, offset, length);
    }

    int protectRtcp(byte[] packet, int length) {
        if (!wanted) {
            return length;
        }
        SrtpOneWay keys = out.used();
        return keys == null ? -1 : keys.protectRtcp(packet, length);
    }

    int unprotectRtcp(byte[] packet, int length, PathCounters counters) {
        if (!wanted) {
            return length;
        }
        SrtpOneWay keys = in.used();
        if (keys == null) {
            return -1;
        }
        SrtpOneWay.Verdict verdict = keys.unprotectRtcp(packet, length);
        if (verdict == SrtpOneWay.Verdict.OK) {
            return keys.length();
        }
        if (verdict == SrtpOneWay.Verdict.NOT_AUTHENTIC) {
            counters.notAuthentic++;
        }
        return -1;
    }

    /** The suite in use, or empty. */
    String name() {
        SrtpOneWay used = out.used();
        return used == null ? "" : used.keys().suite().toString();
    }

    void close() {
        in.close();
        out.close();
        old = null;
    }

    /** Drops what comes before the keys. */
    private record Awaiting(PathCounters counters, Step next) implements Step {
        @Override
        public void take(Inbound packet) {
            counters.early++;
        }

        @Override
        public String toString() {
            return "awaiting keys -> " + next;
        }
    }
}
