package tandem.media.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tandem.media.Transport.Fingerprint;

/** Fingerprints of certificates (RFC 8122 section 5); sha-256 and stronger count. */
final class Fingerprints {
    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    private Fingerprints() {}

    /** The certificate's fingerprint by a hash that counts. */
    static Fingerprint of(String hash, byte[] certificate) {
        byte[] digest = digest(hash, certificate).orElseThrow(() -> new IllegalArgumentException(hash));
        return new Fingerprint(hash, HEX.formatHex(digest));
    }

    /** Whether the certificate has one of the fingerprints. */
    static boolean match(List<Fingerprint> described, byte[] certificate) {
        return described.stream()
                .anyMatch(f -> digest(f.hash(), certificate)
                        .map(HEX::formatHex)
                        .filter(f.value().toUpperCase(Locale.ROOT)::equals)
                        .isPresent());
    }

    private static Optional<byte[]> digest(String hash, byte[] certificate) {
        Optional<String> algorithm =
                switch (hash.toLowerCase(Locale.ROOT)) {
                    case "sha-256" -> Optional.of("SHA-256");
                    case "sha-384" -> Optional.of("SHA-384");
                    case "sha-512" -> Optional.of("SHA-512");
                    default -> Optional.empty(); // md5, sha-1: not believed
                };
        return algorithm.map(name -> {
            try {
                return MessageDigest.getInstance(name).digest(certificate);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java has them
            }
        });
    }
}
