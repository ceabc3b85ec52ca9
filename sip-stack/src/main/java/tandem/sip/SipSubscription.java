package tandem.sip;

import java.util.Optional;

/**
 * A peer's subscription that was taken (RFC 6665 section 4.2): it is told how things stand by NOTIFY, now and whenever they change, until it
 * ends. Orders after the end do nothing. On the signalling loop.
 */
public interface SipSubscription {
    /**
     * Things have changed: it is told how they stand, at once or, within half a second of the time before or while that one is not
     * answered, a little later, together with what changes until then.
     */
    void changed();

    /**
     * Ends it, with how things stand.
     *
     * @param reason as section 4.1.3 has them: {@code deactivated}, {@code probation}, {@code rejected}, {@code noresource} ...
     * @param retryAfterS after how many seconds it may be tried again, where that is to be said
     */
    void end(String reason, Optional<Integer> retryAfterS);
}
