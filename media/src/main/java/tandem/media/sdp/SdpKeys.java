package tandem.media.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tandem.media.SrtpSuite;
import tandem.media.Transport;
import tandem.media.Transport.Crypto;
import tandem.media.Transport.Dtls;
import tandem.media.Transport.Fingerprint;
import tandem.media.Transport.Sdes;
import tandem.media.Transport.Setup;

/** The keying attributes: a=crypto (RFC 4568, RFC 7714), a=fingerprint (RFC 8122) and a=setup (RFC 4145). */
final class SdpKeys {
    private static final int MAX_CRYPTOS = 32;
    private static final int MAX_FINGERPRINTS = 16;
    private static final Map<String, Integer> HASH_OCTETS =
            Map.of("sha-1", 20, "sha-224", 28, "sha-256", 32, "sha-384", 48, "sha-512", 64);

    private SdpKeys() {}

    /** What the attributes of a stream with this profile offer; plain where none of them is usable. */
    static Transport read(SdpSection session, SdpSection media, String profile) {
        String upper = profile.toUpperCase(Locale.ROOT);
        boolean dtlsOnly = upper.startsWith("UDP/TLS/") || upper.startsWith("TCP/TLS/");
        List<Crypto> cryptos = dtlsOnly ? List.of() : cryptos(media);
        List<Fingerprint> fingerprints = fingerprints(media);
        if (fingerprints.isEmpty()) {
            fingerprints = fingerprints(session);
        }
        Dtls dtls = new Dtls(fingerprints, setup(media, session));
        if (cryptos.isEmpty()) {
            return fingerprints.isEmpty() ? Transport.PLAIN : dtls;
        }
        Sdes sdes = new Sdes(cryptos);
        return fingerprints.isEmpty() ? sdes : new Transport.Either(sdes, dtls);
    }

    private static List<Crypto> cryptos(SdpSection media) {
        List<Crypto> cryptos = new ArrayList<>();
        media.values("crypto").limit(MAX_CRYPTOS).forEach(value -> crypto(value).ifPresent(cryptos::add));
        return cryptos;
    }

    /** {@code 1 AES_CM_128_HMAC_SHA1_80 inline:KEY|2^31|1:1 WSH=64}; empty where we could not honour it. */
    static Optional<Crypto> crypto(String value) {
        List<String> words = Words.of(value);
        if (words.size() < 3) {
            return Optional.empty();
        }
        OptionalInt tag = Words.number(words.get(0), 0, 999_999_999);
        Optional<SrtpSuite> suite = suite(words.get(1));
        boolean understood = words.stream().skip(3).allMatch(SdpKeys::isHarmless);
        if (tag.isEmpty() || suite.isEmpty() || !understood) {
            return Optional.empty();
        }
        return key(words.get(2), suite.get()).map(key -> new Crypto(tag.getAsInt(), suite.get(), key));
    }

    private static Optional<SrtpSuite> suite(String name) {
        return Arrays.stream(SrtpSuite.values())
                .filter(suite -> suite.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** RFC 4568 section 6.3: hints we may pass over, and what is the default; everything else changes the packets. */
    private static boolean isHarmless(String parameter) {
        String upper = parameter.toUpperCase(Locale.ROOT);
        return upper.startsWith("-")
                || upper.startsWith("WSH=")
                || upper.startsWith("FEC_ORDER=")
                || upper.equals("KDR=0");
    }

    /** One key, its lifetime passed over; more than one, or a key identifier in each packet, is not for us. */
    private static Optional<byte[]> key(String parameters, SrtpSuite suite) {
        if (!parameters.regionMatches(/* ignoreCase= */ true, 0, "inline:", 0, 7) || parameters.indexOf(';') >= 0) {
            return Optional.empty();
        }
        String[] parts = parameters.substring(7).split("\\|", -1);
        boolean identifier = Arrays.stream(parts).skip(1).anyMatch(part -> part.indexOf(':') >= 0);
        if (identifier) {
            return Optional.empty();
        }
        return base64(parts[0]).filter(key -> key.length == suite.keyLength() + suite.saltLength());
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static List<Fingerprint> fingerprints(SdpSection section) {
        List<Fingerprint> fingerprints = new ArrayList<>();
        section.values("fingerprint")
                .limit(MAX_FINGERPRINTS)
                .forEach(value -> fingerprint(value).ifPresent(fingerprints::add));
        return fingerprints;
    }

    /** {@code sha-256 4A:AD:...}, with as many octets as the hash has. */
    static Optional<Fingerprint> fingerprint(String value) {
        String hash = Words.first(value).toLowerCase(Locale.ROOT);
        String octets = Words.rest(value).toUpperCase(Locale.ROOT);
        int expected = HASH_OCTETS.getOrDefault(hash, 0);
        if (expected == 0 || octets.length() != expected * 3 - 1) {
            return Optional.empty();
        }
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
            if (i % 3 == 2 ? c != ':' : !hex) {
                return Optional.empty();
            }
        }
        return Optional.of(new Fingerprint(hash, octets));
    }

    /** Unsaid is taken as "you choose"; who reads an answer must know that it then means active (RFC 4145 section 4). */
    private static Setup setup(SdpSection media, SdpSection session) {
        return saidSetup(media).or(() -> saidSetup(session)).orElse(Setup.ACTPASS);
    }

    /** Who opens the connection, where the section says it. */
    static Optional<Setup> saidSetup(SdpSection section) {
        return section.value("setup").map(value -> switch (Words.first(value).toLowerCase(Locale.ROOT)) {
            case "active" -> Setup.ACTIVE;
            case "passive" -> Setup.PASSIVE;
            default -> Setup.ACTPASS;
        });
    }

    /** The keying attributes of a transport, each as the value of an a= line. */
    static List<String> write(Transport transport) {
        List<String> lines = new ArrayList<>();
        switch (transport) {
            case Transport.Plain plain -> {}
            case Sdes sdes -> writeSdes(sdes, lines);
            case Dtls dtls -> writeDtls(dtls, lines);
            case Transport.Either either -> {
                writeSdes(either.sdes(), lines);
                writeDtls(either.dtls(), lines);
            }
        }
        return lines;
    }

    private static void writeSdes(Sdes sdes, List<String> lines) {
        for (Crypto crypto : sdes.cryptos()) {
            String key = Base64.getEncoder().encodeToString(crypto.key());
            lines.add("crypto:" + crypto.tag() + " " + crypto.suite().name() + " inline:" + key);
        }
    }

    private static void writeDtls(Dtls dtls, List<String> lines) {
        for (Fingerprint fingerprint : dtls.fingerprints()) {
            lines.add("fingerprint:" + fingerprint.hash() + " " + fingerprint.value());
        }
        lines.add("setup:" + dtls.setup().name().toLowerCase(Locale.ROOT));
    }
}
