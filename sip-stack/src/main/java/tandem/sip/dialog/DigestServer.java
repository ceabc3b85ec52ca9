package tandem.sip.dialog;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tandem.base.Clock;

/**
 * Challenges and verifies by digest (RFC 3261 22, RFC 7616, RFC 8760). A nonce is its time and a number under a HMAC that is good for one
 * peer, so none is stored until it is used; a count that was used before, or a nonce without counts used twice, is a replay and gets a
 * fresh challenge. Who cannot have seen a challenge, since its source address is not its own, cannot be wrong either.
 */
public final class DigestServer {
    private static final HexFormat HEX = HexFormat.of();
    private static final int STAMP = 16;
    private static final int NUMBER = 8;
    private static final int SUM = 32;

    private final String realm;
    private final SecretKeySpec secret;
    private final Clock clock;
    private final long lifeMs;
    private final List<Digest.Algorithm> algorithms;
    private final Function<String, Optional<String>> passwords;
    private final Map<String, Long> counts;
    private long forgottenMs = Long.MIN_VALUE;
    private int challenges;

    /** What became of credentials. */
    public sealed interface Verdict {
        /** They are that user's. */
        record Accepted(String user) implements Verdict {}

        /** None were given for this realm: challenge. */
        record Missing() implements Verdict {}

        /** The nonce is old, used up or another's, and whether they are right is not said: challenge with stale. */
        record Stale() implements Verdict {}

        /** They are wrong, though they answer a challenge that this very peer was given. */
        record Refused(String user) implements Verdict {}
    }

    /**
     * A verifier for one realm.
     *
     * @param secret of this process, 32 octets of chance
     * @param lifeS how many seconds a nonce is good
     * @param remembered how many nonces in use are kept
     * @param algorithms those asked for, in that order, as SIP writes them; no other is taken. More than one, or one that is not
     *     MD5, keeps out the many clients that know no other and give up at the first challenge they do not understand
     * @param passwords of each user; empty where there is no such user
     */
    public DigestServer(
            String realm,
            byte[] secret,
            Clock clock,
            int lifeS,
            int remembered,
            List<String> algorithms,
            Function<String, Optional<String>> passwords) {
        this.algorithms = algorithms.stream()
                .map(each -> Digest.Algorithm.of(each)
                        .orElseThrow(() -> new IllegalArgumentException("no algorithm " + each)))
                .toList();
        this.realm = realm;
        this.secret = new SecretKeySpec(secret.clone(), "HmacSHA256");
        this.clock = clock;
        this.lifeMs = lifeS * 1_000L;
        this.passwords = passwords;
        this.counts = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                boolean full = size() > remembered;
                if (full) {
                    forgottenMs = Math.max(forgottenMs, stamp(eldest.getKey()));
                }
                return full;
            }
        };
    }

    /**
     * The values of WWW-Authenticate or Proxy-Authenticate, one for each algorithm.
     *
     * @param peer whose answer will be believed, such as its address
     */
    public List<String> challenges(String peer, boolean stale) {
        String head = HEX.toHexDigits(clock.epochMs()) + HEX.toHexDigits(challenges++);
        String nonce = head + sum(head, peer);
        return algorithms.stream()
                .map(each -> challenge(nonce, each.token(), stale))
                .toList();
    }

    private String challenge(String nonce, String algorithm, boolean stale) {
        return "Digest realm=\"" + realm + "\", nonce=\"" + nonce + "\", algorithm=" + algorithm + ", qop=\"auth\""
                + (stale ? ", stale=true" : "");
    }

    private String sum(String head, String peer) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            byte[] sum = mac.doFinal((realm + ' ' + head + ' ' + peer).getBytes(StandardCharsets.UTF_8));
            return HEX.formatHex(sum, 0, SUM / 2);
        } catch (NoSuchAlgorithmException | InvalidKeyException missing) {
            throw new IllegalStateException("this Java has no HmacSHA256", missing);
        }
    }

    private static long stamp(String nonce) {
        return HexFormat.fromHexDigitsToLong(nonce, 0, STAMP);
    }

    /** Verifies the values of Authorization or Proxy-Authorization of a request of that peer's with that method. */
    public Verdict verify(String method, List<String> values, String peer) {
        for (String value : values) {
            Optional<DigestChallenge> given =
                    DigestChallenge.read(value).filter(each -> each.get("realm").equals(realm));
            if (given.isPresent()) {
                return verify(method, given.get(), peer);
            }
        }
        return new Verdict.Missing();
    }

    /** Whose credentials these are to be, whether they are right or not; empty where none are for this realm. */
    public Optional<String> claimed(List<String> values) {
        return values.stream()
                .flatMap(value -> DigestChallenge.read(value).stream())
                .filter(each -> each.get("realm").equals(realm))
                .map(each -> each.get("username"))
                .findFirst();
    }

    private Verdict verify(String method, DigestChallenge given, String peer) {
        String user = given.get("username");
        String nonce = given.get("nonce");
        Optional<Digest.Algorithm> algorithm =
                Digest.Algorithm.of(given.get("algorithm")).filter(algorithms::contains);
        boolean session = given.get("algorithm").toLowerCase(Locale.ROOT).endsWith("-sess");
        if (algorithm.isEmpty() || session) {
            return new Verdict.Missing();
        }
        Optional<String> password = passwords.apply(user);
        String a1 = Digest.a1(algorithm.get(), user, realm, password.orElse("no such user"));
        String wanted = given.get("qop").equalsIgnoreCase("auth")
                ? Digest.response(
                        algorithm.get(),
                        a1,
                        nonce,
                        given.get("nc"),
                        given.get("cnonce"),
                        method + ':' + given.get("uri"))
                : Digest.response(algorithm.get(), a1, nonce, method, given.get("uri"));
        boolean right = same(wanted, given.get("response").toLowerCase(Locale.ROOT)) && password.isPresent();
        if (!ours(nonce, peer)) {
            return new Verdict.Stale();
        }
        if (!right) {
            return new Verdict.Refused(user);
        }
        return fresh(nonce, given) ? new Verdict.Accepted(user) : new Verdict.Stale();
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the nonce is one that peer was given, and young. */
    private boolean ours(String nonce, String peer) {
        if (nonce.length() != STAMP + NUMBER + SUM || !nonce.chars().allMatch(HexFormat::isHexDigit)) {
            return false;
        }
        long age = clock.epochMs() - stamp(nonce);
        String head = nonce.substring(0, STAMP + NUMBER);
        return same(sum(head, peer), nonce.substring(STAMP + NUMBER)) && age >= 0 && age <= lifeMs;
    }

    /** Whether the count of that nonce was not used yet; then it is used now. */
    private boolean fresh(String nonce, DigestChallenge given) {
        Long last = counts.get(nonce);
        long count = count(given);
        if (count < 1 || (last == null ? stamp(nonce) <= forgottenMs : count <= last)) {
            return false;
        }
        counts.put(nonce, count);
        return true;
    }

    /** The nonce count; 1 where the client knows no qop, so that its nonce is good once. */
    private static long count(DigestChallenge given) {
        if (given.get("qop").isEmpty()) {
            return 1;
        }
        String nc = given.get("nc");
        boolean wellFormed = nc.length() == 8 && nc.chars().allMatch(HexFormat::isHexDigit);
        return wellFormed ? HexFormat.fromHexDigitsToLong(nc) : -1;
    }
}
