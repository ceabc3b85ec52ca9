package tandem.gateway.sip;

import java.util.Optional;
import tandem.media.MediaTerms;
import tandem.sip.SipRequest;

/** Tells which trunk an INVITE came by. On the signalling loop. */
public interface TrunkLines {
    /** The trunk it came by; empty where it came by none. Nothing the sender can write at will decides this. */
    Optional<Incoming> of(SipRequest invite);

    /**
     * A call that came by a trunk.
     *
     * @param trunk its name
     * @param number that was dialled, as the dial plan is to have it
     * @param from URI of who calls, as the dial plan is to have it
     * @param name of who calls, or empty
     * @param terms codecs and protection of the trunk
     * @param begun to be run as the call begins
     * @param over to be run when it is over
     */
    record Incoming(
            String trunk, String number, String from, String name, MediaTerms terms, Runnable begun, Runnable over) {}
}
