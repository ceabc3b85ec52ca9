package tandem.sip;

import java.util.Optional;

/** Who tells a subscription how things stand. On the signalling loop. */
public interface SipSubscriptionEvents {
    /**
     * How things stand, as a document of that version: 0 for the first, one more for each that follows. Empty where the peer may not be
     * told any longer: then its subscription ends.
     */
    Optional<Body> state(long version);

    /** It is over: nothing more is asked or told. Comes once and last, never before {@link SipStack#subscribe} has returned. */
    void onEnded(String why);
}
