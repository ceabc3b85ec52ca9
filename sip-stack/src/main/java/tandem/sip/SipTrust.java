package tandem.sip;

import java.nio.file.Path;

/** Whose certificates we believe when a TLS connection of ours is answered (RFC 3261 section 26.3.1). */
public sealed interface SipTrust {
    /** Those the system's authorities signed, for the name that was called. */
    record KnownAuthorities() implements SipTrust {}

    /** Everybody's, self-signed ones too: encrypted, but whoever sits between may read along. */
    record Anybody() implements SipTrust {}

    /** Those signed by a certificate in that PEM file, or standing in it, for the name that was called. */
    record Authorities(Path file) implements SipTrust {}
}
