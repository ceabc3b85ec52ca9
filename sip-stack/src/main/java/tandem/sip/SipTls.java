package tandem.sip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import tandem.sip.transport.Tls;

/** What is shown and believed on TLS connections of ours to one host, in the place of what holds for all. */
public final class SipTls {
    private final Tls tls;

    private SipTls(Tls tls) {
        this.tls = tls;
    }

    /**
     * Reads the files; blocks for that.
     *
     * @param certificate PEM chain of ours; empty: nothing is shown
     * @param key its PEM private key
     * @throws IOException naming the file and what is wrong with it
     */
    public static SipTls of(Optional<Path> certificate, Optional<Path> key, SipTrust trust) throws IOException {
        Optional<Tls.Identity> identity =
                certificate.flatMap(chain -> key.map(itsKey -> new Tls.Identity(chain, itsKey)));
        return new SipTls(Tls.of(identity, SipStack.trust(trust)));
    }

    Tls tls() {
        return tls;
    }
}
