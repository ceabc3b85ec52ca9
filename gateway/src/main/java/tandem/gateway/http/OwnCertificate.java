package tandem.gateway.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.dtls.SelfSigned;

/**
 * The certificate of a gateway that was given none: signed by itself, for this machine's names and addresses, kept under the data
 * folder so that a browser that was told once to go on need not be told again. It is made anew when its time is nearly over, or when
 * the machine has a name or an address that is not in it.
 */
public final class OwnCertificate {
    private static final Logger log = LoggerFactory.getLogger(OwnCertificate.class);
    private static final String CERTIFICATE = "https.pem";
    private static final String KEY = "https.key";
    private static final Duration VALID = Duration.ofDays(825); // for longer Apple's systems refuse even a trusted one
    private static final Duration NEARLY = Duration.ofDays(30);
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9-]{1,63})*");
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final int MOST_ADDRESSES = 64;

    private OwnCertificate() {}

    /** The one of that data folder, made where there is none that will do. */
    public static HttpsIdentity of(Path data, Instant now) throws IOException {
        return of(data, now, namesHere());
    }

    static HttpsIdentity of(Path data, Instant now, SelfSigned.Names names) throws IOException {
        Path certificate = data.resolve(CERTIFICATE);
        Path key = data.resolve(KEY);
        if (Files.exists(certificate) && Files.exists(key)) {
            try {
                HttpsIdentity there = HttpsIdentity.read(certificate, key);
                if (serves(there.certificate(), now, names)) {
                    SecretFile.shut(key);
                    return there;
                }
                log.info("the certificate in {} is made anew: it expires, or names another machine", certificate);
            } catch (CannotListen unreadable) {
                log.warn("the certificate in {} is made anew: {}", certificate, unreadable.getMessage());
            }
        }
        SelfSigned made = SelfSigned.make(new SecureRandom(), now, VALID, names);
        SecretFile.write(key, made.keyPem());
        Files.writeString(certificate, made.certificatePem());
        return HttpsIdentity.read(certificate, key);
    }

    private static boolean serves(X509Certificate certificate, Instant now, SelfSigned.Names names) {
        if (!certificate.getNotAfter().toInstant().isAfter(now.plus(NEARLY))) {
            return false;
        }
        Set<String> named = named(certificate);
        return named.containsAll(names.hosts())
                && names.addresses().stream().map(InetAddress::getHostAddress).allMatch(named::contains);
    }

    private static Set<String> named(X509Certificate certificate) {
        Set<String> named = new LinkedHashSet<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                named.add(String.valueOf(name.get(1)));
            }
        } catch (CertificateParsingException unreadable) {
            log.debug("no names in a certificate: {}", unreadable.toString());
        }
        return named;
    }

    private static SelfSigned.Names namesHere() {
        Set<String> hosts = new LinkedHashSet<>(List.of("localhost"));
        try {
            String host = Files.readString(HOST_NAME, StandardCharsets.US_ASCII)
                    .strip()
                    .toLowerCase(Locale.ROOT);
            if (HOST.matcher(host).matches()) {
                hosts.add(host);
            }
        } catch (IOException elsewhere) {
            log.debug("no host name: {}", elsewhere.toString()); // asking the resolver could take seconds
        }
        return new SelfSigned.Names(List.copyOf(hosts), addressesHere());
    }

    /** Link-local addresses of IPv6 are left out: no browser takes them with their zone. */
    private static List<InetAddress> addressesHere() {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !(address instanceof Inet6Address && address.isLinkLocalAddress()))
                    .map(OwnCertificate::withoutZone)
                    .distinct()
                    .limit(MOST_ADDRESSES)
                    .forEach(addresses::add);
        } catch (SocketException unknown) {
            log.debug("no addresses: {}", unknown.toString());
        }
        return addresses;
    }

    private static InetAddress withoutZone(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalStateException("an address of a wrong length", impossible);
        }
    }
}
