package tandem.sip;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The final response to a request outside dialogs.
 *
 * @param response status and headers
 * @param way by which hop it came
 * @param contact the URI that our Contact had; empty where there was none
 * @param seenAs where the request came from as the peer saw it (received and rport of Via, RFC 3581); empty where it does not say
 * @param digest how a challenge ended that this response still is, or that came before it
 */
public record SipAnswer(
        SipResponse response, SipWay way, Optional<String> contact, Optional<InetSocketAddress> seenAs, Digest digest) {
    /** What became of digest authentication. */
    public enum Digest {
        /** Nobody asked for it. */
        NOT_ASKED,
        /** It was asked for and given; whether it helped, the status says. */
        GIVEN,
        /** It was given, and asked for again with a nonce that is not stale: name or password are wrong. */
        REFUSED,
        /** It was asked for, and there are no credentials. */
        NO_CREDENTIALS,
        /** It was asked for by a scheme, algorithm or qop that is not known here. */
        UNKNOWN
    }
}
