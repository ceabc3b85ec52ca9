package tandem.base;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Certificates and private keys as operators have them: PEM with PKCS 8, and the older PKCS 1 (RSA) and SEC 1 (EC) forms, which the
 * JDK reads only when wrapped into PKCS 8 (RFC 5958 2).
 */
public final class PemFiles {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA |EC |ENCRYPTED )?)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = {6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0};
    private static final byte[] EC = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 4;
    private static final int PARAMETERS = 0xA0;

    private PemFiles() {}

    /** The certificates of the file, in order; at least one. What is thrown names the file and what is wrong with it. */
    public static List<X509Certificate> certificates(Path file) throws SSLException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new SSLException("no certificate in " + file);
            }
            return certificates;
        } catch (CertificateException malformed) {
            throw new SSLException("no certificate in " + file + ": " + malformed.getMessage(), malformed);
        } catch (SSLException ours) {
            throw ours;
        } catch (IOException unreadable) {
            throw new SSLException("cannot read " + file, unreadable);
        }
    }

    /** The first private key of the file. What is thrown names the file and what is wrong with it. */
    public static PrivateKey key(Path file) throws SSLException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new SSLException("cannot read " + file, unreadable);
        }
        Matcher block = KEY.matcher(text);
        if (!block.find()) {
            throw new SSLException("no private key in " + file);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            return switch (block.group(1)) {
                case "RSA " -> ofPkcs8(wrapped(RSA, der));
                case "EC " -> ofPkcs8(wrapped(joined(EC, curve(der)), der));
                case "ENCRYPTED " -> throw new SSLException("the private key in " + file + " has a password");
                default -> ofPkcs8(der);
            };
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw new SSLException("the private key in " + file + " cannot be read", malformed);
        }
    }

    /** Whether what the key signs is the certificate's signature. */
    public static boolean together(PrivateKey key, X509Certificate certificate) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        byte[] text = "tandem".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(text);
            return verifying.verify(signature);
        } catch (GeneralSecurityException different) {
            return false;
        }
    }

    private static PrivateKey ofPkcs8(byte[] der) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        GeneralSecurityException last = new GeneralSecurityException("no key");
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException other) {
                last = other;
            }
        }
        throw last;
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, joined(VERSION_0, element(SEQUENCE, algorithm), element(OCTET_STRING, key)));
    }

    /** The curve's object identifier out of an ECPrivateKey (RFC 5915 3): the content of its element [0]. */
    private static byte[] curve(byte[] der) {
        int at = content(der, 0);
        while (at < der.length) {
            int begin = content(der, at);
            int end = begin + length(der, at);
            if ((der[at] & 0xFF) == PARAMETERS) {
                return Arrays.copyOfRange(der, begin, end);
            }
            at = end;
        }
        throw new IllegalArgumentException("no curve");
    }

    private static int content(byte[] der, int at) {
        return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7F : 0);
    }

    private static int length(byte[] der, int at) {
        if (der[at + 1] >= 0) {
            return der[at + 1];
        }
        int length = 0;
        for (int i = at + 2; i < content(der, at); i++) {
            length = (length << 8) | (der[i] & 0xFF);
        }
        return length;
    }

    private static byte[] element(int tag, byte[] content) {
        byte[] head = content.length < 0x80
                ? new byte[] {(byte) tag, (byte) content.length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return joined(head, content);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
