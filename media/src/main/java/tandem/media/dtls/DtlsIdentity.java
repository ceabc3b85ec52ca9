package tandem.media.dtls;

import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import tandem.media.Transport.Fingerprint;

/**
 * Who we are in DTLS: a self-signed P-256 certificate made at start. Nobody trusts it by itself; its fingerprint in the
 * description is what counts (RFC 5763 section 5). Shared between threads.
 */
public final class DtlsIdentity {
    private static final long VALID_DAYS = 365;

    private final BcTlsCrypto crypto;
    private final AsymmetricKeyParameter key;
    private final Certificate certificate;
    private final Fingerprint fingerprint;

    private DtlsIdentity(BcTlsCrypto crypto, KeyPair pair, byte[] encoded) throws IOException {
        this.crypto = crypto;
        this.key = PrivateKeyFactory.createKey(pair.getPrivate().getEncoded());
        this.certificate = new Certificate(new TlsCertificate[] {crypto.createCertificate(encoded)});
        this.fingerprint = Fingerprints.of("sha-256", encoded);
    }

    /** A new key with its certificate, valid from a day before {@code epochMs} for a year. */
    public static DtlsIdentity make(SecureRandom random, long epochMs) {
        SelfSigned made = SelfSigned.make(
                random, Instant.ofEpochMilli(epochMs), Duration.ofDays(VALID_DAYS), SelfSigned.Names.NONE);
        try {
            return new DtlsIdentity(new BcTlsCrypto(random), made.pair(), made.encoded());
        } catch (IOException e) {
            throw new IllegalStateException("a certificate of ours cannot be read", e);
        }
    }

    /** What a description says of it: sha-256. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    BcTlsCrypto crypto() {
        return crypto;
    }

    /** Signs for us in one handshake. */
    TlsCredentialedSigner signer(TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                key,
                certificate,
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }
}
