package tandem.gateway.records;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** By which a gateway's rows are told from those of others that share its database: made once, kept in the data folder. */
final class GatewayId {
    private static final String FILE = "gateway-id";
    private static final int OCTETS = 6;
    private static final Pattern GOOD = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private GatewayId() {}

    /** That of this folder, where one of an administrator's choice may stand in {@code gateway-id}. */
    static String of(Path data) throws IOException {
        Path file = data.resolve(FILE);
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (GOOD.matcher(text).matches()) {
                return text;
            }
            if (!text.isEmpty()) {
                throw new IOException(file + " is to hold 1 to 64 letters, digits, '.', '_' or '-'");
            }
        }
        byte[] octets = new byte[OCTETS];
        new SecureRandom().nextBytes(octets);
        String fresh = HexFormat.of().formatHex(octets);
        Files.createDirectories(data);
        Files.writeString(file, fresh + "\n", StandardCharsets.UTF_8);
        return fresh;
    }
}
