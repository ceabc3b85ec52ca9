package tandem.media.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A P-256 key with a certificate signed by itself (RFC 5280), for DTLS and for HTTPS without a certificate of the operator's. */
public final class SelfSigned {
    private static final Duration BEFORE = Duration.ofDays(1); // a peer's clock may be slow
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final KeyPair pair;
    private final byte[] encoded;

    private SelfSigned(KeyPair pair, byte[] encoded) {
        this.pair = pair;
        this.encoded = encoded;
    }

    /**
     * Whom the certificate names, as subjectAltName (RFC 5280 section 4.2.1.6); nobody, where its fingerprint alone counts.
     *
     * @param hosts DNS names
     * @param addresses IP addresses
     */
    public record Names(List<String> hosts, List<InetAddress> addresses) {
        /** Nobody. */
        public static final Names NONE = new Names(List.of(), List.of());

        public Names {
            hosts = List.copyOf(hosts);
            addresses = List.copyOf(addresses);
        }

        private Optional<GeneralNames> general() {
            List<GeneralName> all = new java.util.ArrayList<>();
            hosts.forEach(host -> all.add(new GeneralName(GeneralName.dNSName, host)));
            addresses.forEach(address ->
                    all.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress()))));
            return all.isEmpty() ? Optional.empty() : Optional.of(new GeneralNames(all.toArray(new GeneralName[0])));
        }
    }

    /** A new key with its certificate, valid from a day before {@code from}. */
    public static SelfSigned make(SecureRandom random, Instant from, Duration valid, Names names) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            return new SelfSigned(pair, sign(pair, random, tbs(pair, random, from, valid, names)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no P-256 in this Java", e);
        }
    }

    private static TBSCertificate tbs(KeyPair pair, SecureRandom random, Instant from, Duration valid, Names names)
            throws IOException {
        X500Name name = new X500Name("CN=tandem");
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(new BigInteger(63, random)));
        generator.setSignature(algorithm());
        generator.setIssuer(name);
        generator.setSubject(name);
        generator.setStartDate(time(from.minus(BEFORE)));
        generator.setEndDate(time(from.plus(valid)));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        Optional<GeneralNames> general = names.general();
        if (general.isPresent()) {
            generator.setExtensions(ofServer(general.get()));
        }
        return generator.generateTBSCertificate();
    }

    /** What browsers look for in a server's certificate. */
    private static Extensions ofServer(GeneralNames names) throws IOException {
        return new Extensions(new Extension[] {
            new Extension(Extension.subjectAlternativeName, false, names.getEncoded()),
            new Extension(Extension.basicConstraints, true, new BasicConstraints(false).getEncoded()),
            new Extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature).getEncoded()),
            new Extension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth).getEncoded())
        });
    }

    private static AlgorithmIdentifier algorithm() {
        return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    }

    private static byte[] sign(KeyPair pair, SecureRandom random, TBSCertificate unsigned)
            throws GeneralSecurityException, IOException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate(), random);
        signature.update(unsigned.getEncoded());
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(unsigned);
        parts.add(algorithm());
        parts.add(new DERBitString(signature.sign()));
        return new DERSequence(parts).getEncoded();
    }

    /** UTCTime is good until 2049 (RFC 5280 section 4.1.2.5.1). */
    private static Time time(Instant at) {
        return new Time(new ASN1UTCTime(UTC_TIME.format(at)));
    }

    KeyPair pair() {
        return pair;
    }

    byte[] encoded() {
        return encoded.clone();
    }

    /** The certificate as PEM (RFC 7468). */
    public String certificatePem() {
        return pem("CERTIFICATE", encoded);
    }

    /** The key as PEM, PKCS 8: not for logs. */
    public String keyPem() {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(der) + "\n-----END " + what + "-----\n";
    }
}
