package tandem.call;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tandem.media.MediaDescription;
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
 * @param offers whether it is asked for its offer instead of being made one: a browser, which takes none but its own kind
 * @param known as what it is known here
 */
public record Target(
        Door door,
        String address,
        InetAddress peer,
        MediaTerms terms,
        Optional<String> callerUser,
        Optional<Duration> ring,
        boolean offers,
        Known known) {
    /**
     * As what somebody is known here.
     *
     * @param trunk the trunk it is dialled by, which may be another than the one the route names first
     * @param device which device of ours it is, if it is one
     * @param name what others see of it; empty: the user part of its address
     * @param away whether it did not answer when it was last asked: it may be back, and is not waited for as long as others
     */
    public record Known(Optional<String> trunk, Optional<String> device, String name, boolean away) {
        /** As nobody in particular. */
        public static final Known NOBODY = new Known(Optional.empty(), Optional.empty(), "", /* away= */ false);

        /** As whoever is at the other end of that trunk. */
        public static Known trunk(String trunk) {
            return trunk(trunk, /* away= */ false);
        }

        /** The same, which may not be there now. */
        public static Known trunk(String trunk, boolean away) {
            return new Known(Optional.of(trunk), Optional.empty(), "", away);
        }

        /** As that device of ours. */
        public static Known device(String device, String name) {
            return new Known(Optional.empty(), Optional.of(device), name, /* away= */ false);
        }
    }

    /** One that is made an offer. */
    public Target(
            Door door,
            String address,
            InetAddress peer,
            MediaTerms terms,
            Optional<String> callerUser,
            Optional<Duration> ring) {
        this(door, address, peer, terms, callerUser, ring, /* offers= */ false, Known.NOBODY);
    }

    /** What others see of it. */
    String name() {
        return known.name().isEmpty() ? Addresses.user(address) : known.name();
    }

    /** Who that is, were it to call us: what it may do where it asks for something. */
    Arrival arrival(String id) {
        return new Arrival(
                id,
                Protocol.SIP,
                address,
                "",
                "",
                "",
                peer,
                known.trunk(),
                known.device(),
                MediaDescription.EMPTY,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }
}
