package tandem.media;

/** The SRTP protection suites we speak (RFC 4568, RFC 7714), strongest last. */
public enum SrtpSuite {
    AES_CM_128_HMAC_SHA1_32(16, 14),
    AES_CM_128_HMAC_SHA1_80(16, 14),
    AEAD_AES_128_GCM(16, 12),
    AEAD_AES_256_GCM(32, 12);

    private final int keyLength;
    private final int saltLength;

    SrtpSuite(int keyLength, int saltLength) {
        this.keyLength = keyLength;
        this.saltLength = saltLength;
    }

    /** Octets of the master key. */
    public int keyLength() {
        return keyLength;
    }

    /** Octets of the master salt. */
    public int saltLength() {
        return saltLength;
    }
}
