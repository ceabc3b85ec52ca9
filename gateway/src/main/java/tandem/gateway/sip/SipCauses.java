package tandem.gateway.sip;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tandem.call.Cause;
import tandem.sip.SipEnd;

/**
 * The one table between causes and SIP: status codes (RFC 3261 section 21), Reason headers (RFC 3326) with Q.850 causes, and a
 * Warning (RFC 3261 section 20.43) that says in plain words why.
 */
public final class SipCauses {
    private static final String RETRY_AFTER_S = "10";

    private SipCauses() {}

    /** The status that refuses an INVITE for that cause. */
    public static int status(Cause cause) {
        return switch (cause) {
            case NORMAL, NO_ANSWER, UNAVAILABLE, REMOVED, ROOM_ENDED, NO_HOST, TRANSFERRED -> 480;
            case CANCELLED -> 487;
            case BUSY, ANSWERED_ELSEWHERE, ROOM_FULL -> 486;
            case DECLINED -> 603;
            case NOT_FOUND -> 404;
            case GONE -> 410;
            case FORBIDDEN,
                    UNAUTHORIZED,
                    NOT_IN_BUDGET,
                    WRONG_PIN,
                    PIN_LOCKED_OUT,
                    TOKEN_NEEDED,
                    TOKEN_WRONG,
                    TOKEN_EXPIRED,
                    ROOM_LOCKED,
                    MOVED,
                    NOT_LET_IN -> 403;
            case MEDIA_REFUSED, MEDIA_FAILED -> 488;
            case LOOP -> 482;
            case GLARE -> 491;
            case OVERLOADED, NO_CAPACITY, SHUTDOWN, GATEWAY_STOPPED -> 503;
            case UNREACHABLE, PEER_ERROR -> 502;
            case TIMEOUT, MEDIA_SILENT, SESSION_EXPIRED -> 504;
            case PROTOCOL_ERROR -> 400;
            case INTERNAL -> 500;
        };
    }

    /** The cause of ITU-T Q.850 that is nearest. */
    static int q850(Cause cause) {
        return switch (cause) {
            case NORMAL, CANCELLED, REMOVED, ROOM_ENDED, TRANSFERRED -> 16;
            case BUSY, ROOM_FULL -> 17;
            case NO_ANSWER, NO_HOST -> 19;
            case DECLINED,
                    FORBIDDEN,
                    UNAUTHORIZED,
                    NOT_IN_BUDGET,
                    WRONG_PIN,
                    PIN_LOCKED_OUT,
                    TOKEN_NEEDED,
                    TOKEN_WRONG,
                    TOKEN_EXPIRED,
                    ROOM_LOCKED,
                    NOT_LET_IN -> 21;
            case ANSWERED_ELSEWHERE -> 26;
            case MOVED -> 23;
            case NOT_FOUND, GONE -> 1;
            case UNREACHABLE -> 27;
            case UNAVAILABLE -> 20;
            case MEDIA_REFUSED -> 88;
            case LOOP -> 25;
            case OVERLOADED, NO_CAPACITY, SHUTDOWN -> 42;
            case TIMEOUT, SESSION_EXPIRED -> 102;
            case MEDIA_SILENT, MEDIA_FAILED, PEER_ERROR, GATEWAY_STOPPED, INTERNAL -> 41;
            case GLARE -> 127;
            case PROTOCOL_ERROR -> 111;
        };
    }

    /** The reason phrase: the cause in plain words, since most phones show it. */
    static Optional<String> phrase(Cause cause) {
        String words = cause.words();
        return Optional.of(words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
    }

    /** The Reason header of a CANCEL, BYE or refusal for that cause. */
    static String reason(Cause cause) {
        if (cause == Cause.ANSWERED_ELSEWHERE) {
            return "SIP;cause=200;text=\"Call completed elsewhere\"";
        }
        return "Q.850;cause=" + q850(cause) + ";text=\"" + cause.words() + "\"";
    }

    /** Headers of a refusal: why, and when to try again. */
    static Map<String, List<String>> headers(Cause cause) {
        return cause == Cause.OVERLOADED || cause == Cause.NO_CAPACITY || cause == Cause.SHUTDOWN
                ? Map.of(
                        "Warning", List.of(warning(cause.words())),
                        "Reason", List.of(reason(cause)),
                        "Retry-After", List.of(RETRY_AFTER_S))
                : Map.of("Warning", List.of(warning(cause.words())), "Reason", List.of(reason(cause)));
    }

    /** A Warning header: 399, ours, in words. */
    static String warning(String words) {
        return "399 tandem \"" + words.replace('\\', '/').replace('"', '\'') + "\"";
    }

    /** What a status means that refused an INVITE or an offer of ours. */
    static Cause of(int status) {
        return switch (status) {
            case 300, 301, 302, 305 -> Cause.MOVED;
            case 400, 414, 416, 420, 421, 423, 505 -> Cause.PROTOCOL_ERROR;
            case 401, 407 -> Cause.UNAUTHORIZED;
            case 402, 403, 433, 607, 608 -> Cause.FORBIDDEN;
            case 404, 484, 485, 604 -> Cause.NOT_FOUND;
            case 408 -> Cause.NO_ANSWER;
            case 410, 481 -> Cause.GONE;
            case 415, 488, 606 -> Cause.MEDIA_REFUSED;
            case 480, 430 -> Cause.UNAVAILABLE;
            case 482, 483 -> Cause.LOOP;
            case 486, 600 -> Cause.BUSY;
            case 487 -> Cause.CANCELLED;
            case 491 -> Cause.GLARE;
            case 503 ->
                Cause.UNREACHABLE; // another server may do: RFC 3261 section 16.7 step 6 keeps it from the caller
            case 504 -> Cause.TIMEOUT;
            default -> status >= 600 ? Cause.DECLINED : status < 400 ? Cause.UNREACHABLE : Cause.PEER_ERROR;
        };
    }

    /** Why the session ended; {@code ours} is what we ended it for, where we did. */
    static Cause of(SipEnd end, Cause ours) {
        return switch (end) {
            case SipEnd.Bye ignored -> Cause.NORMAL;
            case SipEnd.Cancelled cancelled -> elsewhere(cancelled) ? Cause.ANSWERED_ELSEWHERE : Cause.CANCELLED;
            case SipEnd.Refused refused -> of(refused.status());
            case SipEnd.NoResponse ignored -> Cause.TIMEOUT;
            case SipEnd.NoWay ignored -> Cause.UNREACHABLE;
            case SipEnd.Expired ignored -> Cause.SESSION_EXPIRED;
            case SipEnd.Ours ignored -> ours;
        };
    }

    private static boolean elsewhere(SipEnd.Cancelled cancelled) {
        String reason = cancelled.reason().orElse("").replace(" ", "").toLowerCase(Locale.ROOT);
        return reason.startsWith("sip;cause=200") || reason.startsWith("q.850;cause=26");
    }
}
