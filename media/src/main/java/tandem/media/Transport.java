package tandem.media;

import java.util.List;

/** How a stream's packets are protected, with what the peer needs to know of it. */
public sealed interface Transport {
    /** RTP in the clear. */
    Plain PLAIN = new Plain();

    /** RTP in the clear. */
    record Plain() implements Transport {}

    /** SRTP with keys in the description (RFC 4568), in order of preference; an answer has one. */
    record Sdes(List<Crypto> cryptos) implements Transport {
        public Sdes {
            cryptos = List.copyOf(cryptos);
        }
    }

    /** DTLS-SRTP (RFC 5763). */
    record Dtls(List<Fingerprint> fingerprints, Setup setup) implements Transport {
        public Dtls {
            fingerprints = List.copyOf(fingerprints);
        }
    }

    /** Both offered at once, for the peer to choose (RFC 8643); never an answer. */
    record Either(Sdes sdes, Dtls dtls) implements Transport {}

    /**
     * One line of SDES keys.
     *
     * @param tag the number an answer repeats
     * @param suite the cipher suite
     * @param key master key and salt, {@link SrtpSuite#keyLength()} plus {@link SrtpSuite#saltLength()} octets
     */
    @SuppressWarnings("ArrayRecordComponent") // key octets: copied in, compared in constant time, never printed
    record Crypto(int tag, SrtpSuite suite, byte[] key) {
        public Crypto {
            key = key.clone();
        }

        /** Names the suite and keeps the key to itself: this may reach a log. */
        @Override
        public String toString() {
            return tag + " " + suite;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Crypto c
                    && c.tag == tag
                    && c.suite == suite
                    && java.security.MessageDigest.isEqual(c.key, key);
        }

        @Override
        public int hashCode() {
            return 31 * tag + suite.hashCode();
        }
    }

    /**
     * A certificate's fingerprint (RFC 8122).
     *
     * @param hash the hash function's name as in SDP, such as {@code sha-256}
     * @param value upper-case hexadecimal octets with colons
     */
    record Fingerprint(String hash, String value) {}

    /** Who opens the DTLS association (RFC 4145, RFC 5763 section 5). */
    enum Setup {
        ACTIVE,
        PASSIVE,
        ACTPASS
    }
}
