package tandem.webrtc;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lite agent (RFC 8445 section 2.5): it only answers checks, and sends where the last nominated one came from. The peer's checks
 * are its consent to be sent packets too (RFC 7675 section 5.1 has a full agent ask for it; a lite one cannot).
 */
final class IceLite {
    /** So long a check counts as consent (RFC 7675 section 5.1). */
    static final long CONSENT_NS = 30_000_000_000L;

    /** So long after that the peer may still come back, before the session is over: longer than a seat is kept. */
    static final long GONE_NS = 60_000_000_000L;

    /** While checks come at least that often the peer is there: browsers send one each second or two. */
    private static final long THERE_NS = 10_000_000_000L;

    /** So long a way may take to be found. */
    static final long FOUND_NS = 30_000_000_000L;

    private static final int MOST_WAYS = 16;

    private final ArrayDeque<Way> ways = new ArrayDeque<>(); // those checked, the oldest first
    private long sinceNs; // it was begun, or restarted
    private Credentials current;
    private @Nullable Credentials before; // those of the restart before, while the peer may still use them
    private @Nullable Way selected;
    private boolean nominated;
    private long checkedNs;

    /** What comes of a check. */
    sealed interface Verdict {
        /** The way works: answer with a signature of that key. */
        record Valid(Credentials signer) implements Verdict {}

        /** Refused, with an error code. */
        record Refused(int code, String reason) implements Verdict {}
    }

    IceLite(Credentials credentials, long nowNs) {
        current = credentials;
        sinceNs = nowNs;
    }

    /** The peer may use these from now on, and those in use until it does (RFC 8445 section 9). Those that are void now, or null. */
    @Nullable
    Credentials restart(Credentials fresh, long nowNs) {
        sinceNs = nowNs;
        Credentials unused = before;
        before = current;
        current = fresh;
        return unused;
    }

    /** A check came by that way. */
    Verdict onCheck(StunCheck check, Way way, long nowNs) {
        if (!check.signed() || check.ufrag().isEmpty()) {
            return new Verdict.Refused(400, "Bad Request");
        }
        Credentials used = used(check.ufrag());
        if (used == null || !check.signedWith(used.key())) {
            return new Verdict.Refused(401, "Unauthorized");
        }
        if (check.unknown() != 0) {
            return new Verdict.Refused(420, "Unknown Attribute");
        }
        if (check.fromControlled()) {
            return new Verdict.Refused(487, "Role Conflict"); // we can be nothing but controlled
        }
        remember(way);
        checkedNs = nowNs;
        boolean fresh = used.equals(current);
        if (fresh && before != null && check.nominates()) {
            before = null;
        }
        if (check.nominates() && fresh) {
            selected = way;
            nominated = true;
        } else if (!nominated || selected == null) {
            selected = way;
        }
        return new Verdict.Valid(used);
    }

    private @Nullable Credentials used(String ufrag) { // null: neither of ours
        if (current.ufrag().equals(ufrag)) {
            return current;
        }
        Credentials old = before;
        return old != null && old.ufrag().equals(ufrag) ? old : null;
    }

    private void remember(Way way) {
        if (ways.contains(way)) {
            return;
        }
        ways.addLast(way);
        if (ways.size() > MOST_WAYS) {
            Way oldest = ways.removeFirst();
            if (oldest.equals(selected)) {
                ways.addLast(oldest);
                oldest = ways.removeFirst();
            }
            oldest.drop();
        }
    }

    /** Whether the peer is there, and that is a way to it. */
    boolean livesBy(Way way, long nowNs) {
        return checkedNs != 0 && nowNs - checkedNs < THERE_NS && ways.contains(way);
    }

    /** That way is gone: a connection was closed. */
    void forget(Way way) {
        ways.remove(way);
        if (way.equals(selected)) {
            selected = ways.peekLast();
            nominated = false;
        }
    }

    /** The ways that were checked. */
    List<Way> ways() {
        return List.copyOf(ways);
    }

    /** Where packets go, or null before any check and after consent has run out. */
    @Nullable
    Way selected(long nowNs) {
        return selected != null && nowNs - checkedNs < CONSENT_NS ? selected : null;
    }

    /** Why it is over, looked at from time to time; null while it is not. */
    @Nullable
    String lost(long nowNs) {
        if (checkedNs == 0) {
            return nowNs - sinceNs < FOUND_NS
                    ? null
                    : "no way to the browser was found (ICE): UDP may be blocked between us";
        }
        long heardNs = Math.max(checkedNs, sinceNs);
        return nowNs - heardNs < GONE_NS ? null : "the browser has not been heard of for a minute (ICE)";
    }
}
