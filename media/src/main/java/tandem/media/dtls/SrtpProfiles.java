package tandem.media.dtls;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.TlsContext;
import tandem.media.SrtpSuite;
import tandem.media.srtp.SrtpKeys;

/** The use_srtp extension (RFC 5764 section 4.1.2, RFC 7714 section 14.2) and the keys behind it. */
final class SrtpProfiles {
    /** What we offer, best first. */
    static final int[] OFFERED = {
        SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM,
        SRTPProtectionProfile.SRTP_AEAD_AES_256_GCM,
        SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80,
        SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32
    };

    private SrtpProfiles() {}

    /** The first of ours among the peer's. */
    static Optional<Integer> choose(int[] offered) {
        return Arrays.stream(OFFERED)
                .filter(ours -> Arrays.stream(offered).anyMatch(theirs -> theirs == ours))
                .boxed()
                .findFirst();
    }

    private static SrtpSuite suite(int profile) {
        return switch (profile) {
            case SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM -> SrtpSuite.AEAD_AES_128_GCM;
            case SRTPProtectionProfile.SRTP_AEAD_AES_256_GCM -> SrtpSuite.AEAD_AES_256_GCM;
            case SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32 -> SrtpSuite.AES_CM_128_HMAC_SHA1_32;
            default -> SrtpSuite.AES_CM_128_HMAC_SHA1_80;
        };
    }

    /** Client's and server's keys (RFC 5764 section 4.2: client key, server key, client salt, server salt). */
    static SrtpKeys[] keys(TlsContext context, int profile) {
        SrtpSuite suite = suite(profile);
        int key = suite.keyLength();
        int salt = suite.saltLength();
        byte[] block = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
        SrtpKeys client = new SrtpKeys(suite, join(block, 0, key, 2 * key, salt));
        SrtpKeys server = new SrtpKeys(suite, join(block, key, key, 2 * key + salt, salt));
        Arrays.fill(block, (byte) 0);
        return new SrtpKeys[] {client, server};
    }

    private static byte[] join(byte[] block, int keyAt, int key, int saltAt, int salt) {
        byte[] both = Arrays.copyOfRange(block, keyAt, keyAt + key + salt);
        System.arraycopy(block, saltAt, both, key, salt);
        return both;
    }
}
