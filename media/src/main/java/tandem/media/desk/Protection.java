package tandem.media.desk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.media.NegotiatedKeys;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.Step;
import tandem.media.srtp.SrtpKeys;
import tandem.media.srtp.SrtpOneWay;

/** The keys of one session, both ways, and what happened to them: agreed, changed, awaited from a handshake. */
final class Protection {
    private @Nullable SrtpOneWay in; // none while unprotected or awaited
    private @Nullable SrtpOneWay old; // the keys before, while the peer may still use them
    private @Nullable SrtpOneWay out;
    private boolean wanted;

    /** Packets go in the clear. */
    void none() {
        close();
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
        if (in == null || !in.keys().equals(theirs)) {
            old = in;
            in = SrtpOneWay.receiving(theirs);
        }
        if (out == null || !out.keys().equals(ours)) {
            out = SrtpOneWay.sending(ours);
        }
    }

    /** Nothing goes or is believed until a handshake brought keys. */
    void await() {
        wanted = true;
    }

    /** Nothing is agreed yet; what comes in the clear is believed unless keys are demanded. */
    void undecided(boolean keysFirst) {
        if (in == null && out == null) {
            wanted = keysFirst;
        }
    }

    /** Whether packets may be sent. */
    boolean ready() {
        return !wanted || out != null;
    }

    /** The step that takes it off, or {@code next} itself where there is none. */
    Step unprotect(PathCounters counters, Step next) {
        if (!wanted) {
            return next;
        }
        return in == null ? new Awaiting(counters, next) : new Unprotect(in, Optional.ofNullable(old), counters, next);
    }

    /** Protects in place; the new length, or -1. */
    int protect(byte[] packet, int offset, int length) {
        if (!wanted) {
            return length;
        }
        return out == null ? -1 : out.protectRtp(packet, offset, length);
    }

    int protectRtcp(byte[] packet, int length) {
        if (!wanted) {
            return length;
        }
        return out == null ? -1 : out.protectRtcp(packet, length);
    }

    int unprotectRtcp(byte[] packet, int length, PathCounters counters) {
        if (!wanted) {
            return length;
        }
        if (in == null) {
            return -1;
        }
        SrtpOneWay.Verdict verdict = in.unprotectRtcp(packet, length);
        if (verdict == SrtpOneWay.Verdict.OK) {
            return in.length();
        }
        if (verdict == SrtpOneWay.Verdict.NOT_AUTHENTIC) {
            counters.notAuthentic++;
        }
        return -1;
    }

    /** The suite in use, or empty. */
    String name() {
        SrtpOneWay used = out;
        return used == null ? "" : used.keys().suite().toString();
    }

    void close() {
        for (SrtpOneWay keys : new SrtpOneWay[] {in, old, out}) {
            if (keys != null) {
                keys.close();
            }
        }
        in = null;
        old = null;
        out = null;
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
