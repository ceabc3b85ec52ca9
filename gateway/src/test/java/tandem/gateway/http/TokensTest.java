package tandem.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.base.HandTurnedLoop;
import tandem.call.Pass;
import tandem.call.Role;

class TokensTest {
    private static final Pass ANN = new Pass("1000", Role.HOST, Optional.of("Ann"));

    @TempDir
    Path data;

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final Tokens tokens = Tokens.of("secret", loop.clock());

    @Test
    void saysWhatItWasMadeToSayUntilItExpires() {
        Tokens.Made made = tokens.make(ANN, Duration.ofMinutes(5));
        assertEquals(new Tokens.Valid(ANN), tokens.read(made.token()));
        assertEquals(new Tokens.Valid(ANN), tokens.read(made.token()), "a browser comes back with it");
        loop.advanceMs(Duration.ofMinutes(5).toMillis());
        assertEquals(new Tokens.Expired(), tokens.read(made.token()));
        assertEquals("0 1", tokens.wrong() + " " + tokens.expired());
    }

    @Test
    void aNameIsNotNeeded() {
        Pass nobody = new Pass("board", Role.GUEST, Optional.empty());
        assertEquals(
                new Tokens.Valid(nobody),
                tokens.read(tokens.make(nobody, Duration.ofHours(1)).token()));
    }

    @Test
    void theKeyIsMadeOnceAndForItsOwnerAlone() throws Exception {
        String token =
                Tokens.of(data, loop.clock()).make(ANN, Duration.ofHours(1)).token();
        assertInstanceOf(Tokens.Valid.class, Tokens.of(data, loop.clock()).read(token));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("token-key"))));
        Files.delete(data.resolve("token-key"));
        assertEquals(new Tokens.Wrong(), Tokens.of(data, loop.clock()).read(token));
    }

    @Test
    void whatIsChangedOnTheWayIsWrong() {
        String token = tokens.make(ANN, Duration.ofHours(1)).token();
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            Tokens.Read read = tokens.read(token.substring(0, i) + other + token.substring(i + 1));
            // the last characters of a part may carry bits that say nothing
            assertFalse(read instanceof Tokens.Valid(Pass pass) && !pass.equals(ANN), token + " at " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "e30.e30.", "nonsense", "\u0000.\u0000.\u0000", "{}.{}.{}"})
    void nonsenseIsWrongAndNothingIsThrown(String token) {
        assertEquals(new Tokens.Wrong(), tokens.read(token));
        assertEquals(new Tokens.Wrong(), tokens.read(token.repeat(2_000)));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .claim("room", "1000")
                .claim("role", "host")
                .expirationTime(Date.from(Instant.parse("2100-01-01T00:00:00Z")));
    }

    private static String signed(JWSAlgorithm algorithm, JWTClaimsSet claims) throws Exception {
        byte[] key = MessageDigest.getInstance("SHA-256").digest("secret".getBytes(StandardCharsets.US_ASCII));
        byte[] longer = java.util.Arrays.copyOf(key, algorithm.equals(JWSAlgorithm.HS256) ? 32 : 64);
        SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims);
        jwt.sign(new MACSigner(longer));
        return jwt.serialize();
    }

    @Test
    void anotherAlgorithmOrNoneIsWrong() throws Exception {
        assertInstanceOf(Tokens.Valid.class, tokens.read(signed(JWSAlgorithm.HS256, claims().build())));
        assertEquals(new Tokens.Wrong(), tokens.read(signed(JWSAlgorithm.HS512, claims().build())));
        assertEquals(new Tokens.Wrong(), tokens.read(new PlainJWT(claims().build()).serialize()));
    }

    @Test
    void whatLacksRoomRoleOrTimeIsWrong() throws Exception {
        assertEquals(
                new Tokens.Wrong(),
                tokens.read(
                        signed(JWSAlgorithm.HS256, claims().claim("room", null).build())));
        assertEquals(
                new Tokens.Wrong(),
                tokens.read(signed(
                        JWSAlgorithm.HS256, claims().claim("role", "king").build())));
        assertEquals(
                new Tokens.Wrong(),
                tokens.read(signed(JWSAlgorithm.HS256, claims().claim("room", 5).build())));
        assertEquals(
                new Tokens.Wrong(),
                tokens.read(
                        signed(JWSAlgorithm.HS256, claims().expirationTime(null).build())));
    }
}
