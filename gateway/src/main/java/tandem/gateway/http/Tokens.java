package tandem.gateway.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import tandem.base.Clock;
import tandem.call.Pass;
import tandem.call.Role;

/**
 * Tokens for one room: JWT (RFC 7519) signed with HS256 (RFC 7518 section 3.2) and nothing else, by a key made at the first start and
 * kept under the data folder. One is good until it expires, however often it is shown: a browser comes back with it after a
 * dropped network. From any thread.
 */
public final class Tokens {
    private static final String FILE = "token-key";
    private static final int LONGEST = 2048;
    private static final int LONGEST_NAME = 256;
    private static final String ROOM = "room";
    private static final String ROLE = "role";
    private static final String NAME = "name";

    private final byte[] key;
    private final Clock clock;
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();

    private Tokens(byte[] key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Those of the key in that data folder, which is made where there is none yet. */
    public static Tokens of(Path data, Clock clock) throws IOException {
        return of(SecretFile.readOrMake(data.resolve(FILE)), clock);
    }

    /** Those of that secret: a key is its digest, so that whatever stands in the file is as long as HS256 wants it. */
    static Tokens of(String secret, Clock clock) {
        try {
            byte[] key = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return new Tokens(key, clock);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("no SHA-256 in this Java", impossible);
        }
    }

    /** What a token turns out to be. */
    public sealed interface Read {}

    /** Ours, and in force. */
    public record Valid(Pass pass) implements Read {}

    /** Not ours, not a token, or changed on the way. */
    public record Wrong() implements Read {}

    /** Ours, and its time is over. */
    public record Expired() implements Read {}

    /**
     * A token that was made.
     *
     * @param token itself: not for logs
     * @param expires when its time is over, whole seconds
     */
    public record Made(String token, Instant expires) {
        @Override
        public String toString() {
            return "token until " + expires;
        }
    }

    /** A token that says so for that long from now. */
    public Made make(Pass pass, Duration lifetime) {
        Instant now = Instant.ofEpochSecond(clock.epochMs() / 1000);
        Instant expires = now.plus(lifetime);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .claim(ROOM, pass.room())
                .claim(ROLE, Views.word(pass.role()))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expires))
                .jwtID(UUID.randomUUID().toString());
        pass.name().ifPresent(name -> claims.claim(NAME, name));
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
        try {
            jwt.sign(new MACSigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("no HS256 in this Java", impossible);
        }
        return new Made(jwt.serialize(), expires);
    }

    /** What that token is. Whatever it is made of, nothing is thrown. */
    public Read read(String token) {
        Read read = looked(token);
        switch (read) {
            case Valid _ -> {}
            case Wrong _ -> wrong.incrementAndGet();
            case Expired _ -> expired.incrementAndGet();
        }
        return read;
    }

    private Read looked(String token) {
        if (token.length() > LONGEST) {
            return new Wrong();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(new MACVerifier(key))) {
                return new Wrong();
            }
            return of(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException | RuntimeException unreadable) {
            return new Wrong();
        }
    }

    private Read of(JWTClaimsSet claims) throws ParseException {
        Optional<Instant> expires =
                Optional.ofNullable(claims.getExpirationTime()).map(Date::toInstant);
        String room = claims.getStringClaim(ROOM);
        Optional<Role> role = role(claims.getStringClaim(ROLE));
        if (expires.isEmpty() || room == null || role.isEmpty()) {
            return new Wrong();
        }
        if (!expires.get().isAfter(Instant.ofEpochMilli(clock.epochMs()))) {
            return new Expired();
        }
        Optional<String> name = Optional.ofNullable(claims.getStringClaim(NAME))
                .filter(n -> !n.isBlank() && n.length() <= LONGEST_NAME);
        return new Valid(new Pass(room, role.get(), name));
    }

    private static Optional<Role> role(@org.jspecify.annotations.Nullable String word) {
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** How many were wrong. */
    public long wrong() {
        return wrong.get();
    }

    /** How many came after their time. */
    public long expired() {
        return expired.get();
    }
}
