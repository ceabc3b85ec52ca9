package tandem.media.dtls;

import java.io.IOException;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.TlsFatalAlert;
import tandem.media.Transport.Fingerprint;

/** Whether the other side of a handshake is who described itself. */
final class Peers {
    private Peers() {}

    /**
     * Its certificate must have one of the fingerprints (RFC 5763 section 5).
     *
     * @throws TlsFatalAlert when it has not, or there is none
     */
    static void check(Certificate certificate, List<Fingerprint> expected) throws IOException {
        if (certificate == null || certificate.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.certificate_required, "the peer shows no certificate");
        }
        if (!Fingerprints.match(expected, certificate.getCertificateAt(0).getEncoded())) {
            throw new TlsFatalAlert(
                    AlertDescription.bad_certificate, "the peer's certificate has not the fingerprint it described");
        }
    }
}
