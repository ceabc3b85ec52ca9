package tandem.gateway.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** The administrator's token: made at the first start, kept under the data folder, readable by its owner alone. */
public final class AdminToken {
    private static final String FILE = "admin-token";
    private static final int OCTETS = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final String token;
    private final Path file;

    private AdminToken(String token, Path file) {
        this.token = token;
        this.file = file;
    }

    /** The token of that data folder, made where there is none yet. */
    public static AdminToken of(Path data) throws IOException {
        Optional<AdminToken> there = read(data);
        if (there.isPresent()) {
            shut(there.get().file);
            return there.get();
        }
        Files.createDirectories(data);
        byte[] random = new byte[OCTETS];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path file = data.resolve(FILE);
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        Files.writeString(file, token + "\n", StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new AdminToken(token, file);
    }

    /** A file that was copied here, or restored, may be readable by others. */
    private static void shut(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && !view.readAttributes().permissions().equals(OWNER_ONLY)) {
            view.setPermissions(OWNER_ONLY);
        }
    }

    /** The token of that data folder, if there is one. */
    public static Optional<AdminToken> read(Path data) throws IOException {
        Path file = data.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String token = Files.readString(file, StandardCharsets.UTF_8).strip();
        return token.isEmpty() ? Optional.empty() : Optional.of(new AdminToken(token, file));
    }

    /** The file it is in. */
    public Path file() {
        return file;
    }

    /** The token itself: not for logs. */
    public String reveal() {
        return token;
    }

    /** Whether an Authorization header gives this token; compared in constant time. */
    boolean admits(Optional<String> authorization) {
        String scheme = "Bearer ";
        boolean bearer =
                authorization.isPresent() && authorization.get().regionMatches(true, 0, scheme, 0, scheme.length());
        byte[] given =
                (bearer ? authorization.get().substring(scheme.length()).strip() : "").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), given) && bearer;
    }

    @Override
    public String toString() {
        return "token in " + file;
    }
}
