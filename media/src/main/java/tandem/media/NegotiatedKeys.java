package tandem.media;

import java.util.List;
import tandem.media.Transport.Crypto;
import tandem.media.Transport.Fingerprint;

/** How the packets of an agreed stream are protected. */
public sealed interface NegotiatedKeys {
    /** Not at all. */
    None NONE = new None();

    /** Not at all. */
    record None() implements NegotiatedKeys {}

    /**
     * SRTP with the keys of the descriptions (RFC 4568).
     *
     * @param suite of both directions
     * @param ours protects what we send
     * @param theirs protects what we receive
     */
    record Sdes(SrtpSuite suite, Crypto ours, Crypto theirs) implements NegotiatedKeys {}

    /**
     * DTLS-SRTP (RFC 5763).
     *
     * @param theirs one of these must be the fingerprint of the peer's certificate
     * @param client whether we open the association; otherwise we wait for it
     */
    record Dtls(List<Fingerprint> theirs, boolean client) implements NegotiatedKeys {
        public Dtls {
            theirs = List.copyOf(theirs);
        }
    }
}
