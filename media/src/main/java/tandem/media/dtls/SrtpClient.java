package tandem.media.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import tandem.media.Transport.Fingerprint;
import tandem.media.srtp.SrtpKeys;

/** Our side of a DTLS handshake that we open. */
final class SrtpClient extends DefaultTlsClient {
    private static final int[] SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
    };

    private final DtlsIdentity identity;
    private final List<Fingerprint> expected;
    private int profile = -1;
    private SrtpKeys[] keys = {};

    SrtpClient(DtlsIdentity identity, List<Fingerprint> expected) {
        super(identity.crypto());
        this.identity = identity;
        this.expected = expected;
    }

    /** Client's and server's keys, once the handshake is done. */
    SrtpKeys[] keys() {
        return keys;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return SUITES.clone();
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return DtlsWorkers.LIMIT_MS;
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete", "checkstyle:illegaltype"}) // the library's own signature
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(SrtpProfiles.OFFERED, new byte[0]));
        return extensions;
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete", "checkstyle:illegaltype"}) // the library's own signature
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        UseSRTPData chosen = TlsSRTPUtils.getUseSRTPExtension(extensions);
        if (chosen == null || chosen.getProtectionProfiles().length != 1) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "no SRTP profile chosen");
        }
        profile = SrtpProfiles.choose(chosen.getProtectionProfiles())
                .orElseThrow(
                        () -> new TlsFatalAlert(AlertDescription.illegal_parameter, "an SRTP profile not offered"));
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
                Peers.check(server.getCertificate(), expected);
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return identity.signer(context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        keys = SrtpProfiles.keys(context, profile);
    }
}
