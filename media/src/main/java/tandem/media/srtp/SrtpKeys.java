package tandem.media.srtp;

import java.util.Arrays;
import java.util.Objects;
import tandem.media.SrtpSuite;

/** Master key and salt of one direction (RFC 3711 section 8.1), copied in and never printed. */
public final class SrtpKeys {
    private final SrtpSuite suite;
    private final byte[] key;
    private final byte[] salt;

    /**
     * Key and salt in one, as SDES writes them.
     *
     * @throws IllegalArgumentException when the length does not fit the suite
     */
    public SrtpKeys(SrtpSuite suite, byte[] keyAndSalt) {
        this.suite = suite;
        int keyLength = suite.keyLength();
        if (keyAndSalt.length != keyLength + suite.saltLength()) {
            throw new IllegalArgumentException(keyAndSalt.length + " octets of key for " + suite);
        }
        this.key = Arrays.copyOf(keyAndSalt, keyLength);
        this.salt = Arrays.copyOfRange(keyAndSalt, keyLength, keyAndSalt.length);
    }

    /** The suite they are for. */
    public SrtpSuite suite() {
        return suite;
    }

    byte[] key() {
        return key.clone();
    }

    byte[] salt() {
        return salt.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SrtpKeys k
                && k.suite == suite
                && java.security.MessageDigest.isEqual(k.key, key)
                && java.security.MessageDigest.isEqual(k.salt, salt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(suite, Arrays.hashCode(salt));
    }

    @Override
    public String toString() {
        return suite.toString();
    }
}
