package tandem.call;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import tandem.media.MediaTerms;

/**
 * Somebody who can be dialled.
 *
 * @param door by which protocol
 * @param address in that protocol's terms, such as {@code sip:101@pbx.example.org;transport=tcp}
 * @param peer the network address its signalling will go to; decides which of ours is described for media
 * @param terms codecs and protection it is offered
 * @param callerUser user part of our From; empty keeps the caller's
 * @param ring how long it may ring, if it has a limit of its own
 */
public record Target(
        Door door,
        String address,
        InetAddress peer,
        MediaTerms terms,
        Optional<String> callerUser,
        Optional<Duration> ring) {}
