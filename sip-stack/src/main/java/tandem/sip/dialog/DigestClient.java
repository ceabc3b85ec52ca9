package tandem.sip.dialog;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tandem.sip.SipCredentials;

/**
 * Answers digest challenges for one account at one peer (RFC 3261 22.2, RFC 7616, RFC 8760): the strongest known algorithm among
 * the challenges, qop auth where offered, else auth-int, the nonce used again with a rising count.
 */
public final class DigestClient {
    private static final byte[] NO_BODY = {};

    private final SipCredentials credentials;
    private final RandomGenerator random;
    private @Nullable DigestChallenge challenge;
    private Digest.Algorithm algorithm = Digest.Algorithm.MD5;
    private int count;
    private boolean proved;
    private boolean refused;

    /** For that account; {@code random} gives the cnonce. */
    public DigestClient(SipCredentials credentials, RandomGenerator random) {
        this.credentials = credentials;
        this.random = random;
    }

    /**
     * Takes the challenges of a 401 or 407. False where none can be answered, or the credentials were refused already: a new
     * nonce that is not called stale means a wrong password.
     */
    public boolean challenged(List<String> values) {
        Optional<DigestChallenge> best = Optional.empty();
        for (String value : values) {
            Optional<DigestChallenge> next = DigestChallenge.read(value).filter(DigestClient::answerable);
            if (next.isPresent() && (best.isEmpty() || strength(next.get()).compareTo(strength(best.get())) > 0)) {
                best = next;
            }
        }
        if (best.isEmpty()) {
            return false;
        }
        refused = challenge != null && count > 0 && !proved && !best.get().stale();
        proved = false;
        challenge = best.get();
        algorithm = Digest.Algorithm.of(challenge.get("algorithm")).orElse(Digest.Algorithm.MD5);
        count = 0;
        return !refused;
    }

    /** Whether the last challenge meant that name or password are wrong. */
    boolean refused() {
        return refused;
    }

    private static boolean answerable(DigestChallenge each) {
        boolean qop = each.get("qop").isEmpty() || each.offersAuth() || each.offersIntegrity();
        return qop
                && !each.get("nonce").isEmpty()
                && Digest.Algorithm.of(each.get("algorithm")).isPresent();
    }

    private static Digest.Algorithm strength(DigestChallenge each) {
        return Digest.Algorithm.of(each.get("algorithm")).orElse(Digest.Algorithm.MD5);
    }

    /** The nonce was accepted: a later challenge with a new one is not a refusal. */
    public void accepted() {
        proved = count > 0;
    }

    /** The value of Authorization or Proxy-Authorization for that request without a body; empty before the first challenge. */
    public Optional<String> authorization(String method, String uri) {
        return authorization(method, uri, NO_BODY);
    }

    /** The same for a request with that body. */
    public Optional<String> authorization(String method, String uri, byte[] body) {
        DigestChallenge known = challenge;
        if (known == null) {
            return Optional.empty();
        }
        String realm = known.get("realm");
        String nonce = known.get("nonce");
        String token = known.get("algorithm");
        String cnonce = HexFormat.of().toHexDigits(random.nextLong());
        String a1 = Digest.a1(algorithm, credentials.username(), realm, credentials.password());
        if (token.toLowerCase(Locale.ROOT).endsWith("-sess")) {
            a1 = Digest.session(algorithm, a1, nonce, cnonce);
        }
        StringBuilder out = new StringBuilder(256).append("Digest username=");
        quote(out, credentials.username());
        quote(out.append(", realm="), realm);
        quote(out.append(", nonce="), nonce);
        quote(out.append(", uri="), uri);
        String nc = HexFormat.of().toHexDigits(++count);
        if (known.offersAuth()) {
            quote(out.append(", response="), Digest.response(algorithm, a1, nonce, nc, cnonce, method + ':' + uri));
            quote(out.append(", qop=auth, nc=").append(nc).append(", cnonce="), cnonce);
        } else if (known.offersIntegrity()) {
            String counts = nc + ':' + cnonce;
            quote(out.append(", response="), Digest.integrity(algorithm, a1, nonce, counts, method + ':' + uri, body));
            quote(out.append(", qop=auth-int, nc=").append(nc).append(", cnonce="), cnonce);
        } else {
            quote(out.append(", response="), Digest.response(algorithm, a1, nonce, method, uri));
        }
        if (!token.isEmpty()) {
            out.append(", algorithm=").append(token);
        }
        if (!known.get("opaque").isEmpty()) {
            quote(out.append(", opaque="), known.get("opaque"));
        }
        return Optional.of(out.toString());
    }

    private static void quote(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
