package tandem.scenarios.kit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A certificate that is signed by itself, and its elliptic key, in files.
 *
 * @param certificate PEM file
 * @param key PEM file, PKCS #8
 */
public record Pem(Path certificate, Path key) {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PASSWORD = "of no account";

    /** Those of the repository whose names begin so. */
    public static Pem of(String name) {
        return new Pem(Places.root().resolve(name + "-cert.pem"), Places.root().resolve(name + "-key.pem"));
    }

    /** A new one of that common name, made by the JDK's keytool. */
    public static Pem made(String name) {
        Path folder = Places.fresh("certificate");
        Path store = folder.resolve("store.p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        try (Program run = new Program(Program.bounded(LIMIT, command), folder, Map.of())) {
            if (!run.exit(LIMIT).equals(OptionalInt.of(0))) {
                throw new AssertionError(String.join("\n", run.printed()));
            }
        }
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            Pem made = new Pem(folder.resolve("cert.pem"), folder.resolve("key.pem"));
            Places.write(
                    made.certificate,
                    text("CERTIFICATE", keys.getCertificate("it").getEncoded()));
            Places.write(
                    made.key,
                    text(
                            "PRIVATE KEY",
                            keys.getKey("it", PASSWORD.toCharArray()).getEncoded()));
            return made;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException odd) {
            throw new IllegalStateException(odd);
        }
    }

    private static String text(String what, byte[] octets) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(octets) + "\n-----END " + what
                + "-----\n";
    }

    Certificate readCertificate() throws GeneralSecurityException {
        byte[] octets = Places.read(certificate).getBytes(StandardCharsets.US_ASCII);
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(octets));
    }

    PrivateKey readKey() throws GeneralSecurityException {
        byte[] pkcs8 = Base64.getMimeDecoder().decode(Places.read(key).replaceAll("-----.*-----", ""));
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }
}
