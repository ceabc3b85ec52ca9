package tandem.sip.dialog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The digest computation of RFC 7616 section 3.4.1 with the algorithms RFC 8760 gives SIP. Pure functions. */
final class Digest {
    private Digest() {}

    /** An algorithm of the field, best last. */
    enum Algorithm {
        MD5("MD5", "MD5"),
        SHA_256("SHA-256", "SHA-256"),
        SHA_512_256("SHA-512-256", "SHA-512/256");

        private final String token;
        private final String provider;

        Algorithm(String token, String provider) {
            this.token = token;
            this.provider = provider;
        }

        /** As SIP writes it. */
        String token() {
            return token;
        }

        /** The algorithm of that token, {@code -sess} taken off; MD5 where none is written; empty where it is not known. */
        static Optional<Algorithm> of(String written) {
            String name = written.isEmpty() ? "MD5" : written.toUpperCase(Locale.ROOT);
            String plain = name.endsWith("-SESS") ? name.substring(0, name.length() - 5) : name;
            for (Algorithm each : values()) {
                if (each.token.equals(plain)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }

        /** Lower-case hexadecimal of the hash of the text as UTF-8. */
        String hash(String text) {
            return hash(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Lower-case hexadecimal of the hash of these octets. */
        String hash(byte[] data) {
            try {
                byte[] octets = MessageDigest.getInstance(provider).digest(data);
                return HexFormat.of().formatHex(octets);
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("this Java has no " + provider, missing);
            }
        }
    }

    /** H(A1): user, realm and password; what a registrar may store in the password's place. */
    static String a1(Algorithm algorithm, String user, String realm, String password) {
        return algorithm.hash(user + ':' + realm + ':' + password);
    }

    /** H(A1) of a {@code -sess} algorithm. */
    static String session(Algorithm algorithm, String a1, String nonce, String cnonce) {
        return algorithm.hash(a1 + ':' + nonce + ':' + cnonce);
    }

    /** The response without qop, as RFC 2069 had it. */
    static String response(Algorithm algorithm, String a1, String nonce, String method, String uri) {
        return algorithm.hash(a1 + ':' + nonce + ':' + algorithm.hash(method + ':' + uri));
    }

    /** The response with qop=auth; {@code nc} is eight hexadecimal digits. */
    static String response(
            Algorithm algorithm, String a1, String nonce, String nc, String cnonce, String methodAndUri) {
        return algorithm.hash(a1 + ':' + nonce + ':' + nc + ':' + cnonce + ":auth:" + algorithm.hash(methodAndUri));
    }

    /** The response with qop=auth-int, which covers the body too; {@code counts} is nc and cnonce with a colon between. */
    static String integrity(
            Algorithm algorithm, String a1, String nonce, String counts, String methodAndUri, byte[] body) {
        String a2 = algorithm.hash(methodAndUri + ':' + algorithm.hash(body));
        return algorithm.hash(a1 + ':' + nonce + ':' + counts + ":auth-int:" + a2);
    }
}
