package tandem.gateway.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** The administrator's token: made at the first start, kept under the data folder, readable by its owner alone. */
public final class AdminToken {
    private static final String FILE = "admin-token";

    private final String token;
    private final Path file;

    private AdminToken(String token, Path file) {
        this.token = token;
        this.file = file;
    }

    /** The token of that data folder, made where there is none yet. */
    public static AdminToken of(Path data) throws IOException {
        Path file = data.resolve(FILE);
        return new AdminToken(SecretFile.readOrMake(file), file);
    }

    /** The token of that data folder, if there is one. */
    public static Optional<AdminToken> read(Path data) throws IOException {
        Path file = data.resolve(FILE);
        return SecretFile.read(file).map(token -> new AdminToken(token, file));
    }

    /** The file it is in. */
    public Path file() {
        return file;
    }

    /** The token itself: not for logs. */
    public String reveal() {
        return token;
    }

    /** Whether an Authorization header gives this token. */
    boolean admits(Optional<String> authorization) {
        String scheme = "Bearer ";
        boolean bearer =
                authorization.isPresent() && authorization.get().regionMatches(true, 0, scheme, 0, scheme.length());
        return is(bearer ? authorization.get().substring(scheme.length()).strip() : "") && bearer;
    }

    /** Whether that is this token; compared in constant time. */
    boolean is(String given) {
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "token in " + file;
    }
}
