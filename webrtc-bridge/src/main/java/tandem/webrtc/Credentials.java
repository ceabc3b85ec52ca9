package tandem.webrtc;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * What checks of a session are signed with (RFC 8445 section 5.3): 48 random bits of name, so that no two sessions share one, and
 * 144 of password.
 */
record Credentials(String ufrag, String password) {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int UFRAG = 8;
    private static final int PASSWORD = 24;

    static Credentials make(RandomGenerator random) {
        return new Credentials(text(random, UFRAG), text(random, PASSWORD));
    }

    private static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** The key of the signatures. */
    byte[] key() {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /** The name alone: the rest is a secret. */
    @Override
    public String toString() {
        return ufrag;
    }
}
