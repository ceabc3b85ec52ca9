package tandem.gateway.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import tandem.base.PemFiles;
import tandem.media.prompts.Recordings;
import tandem.webrtc.IceServer;

/** What values cannot stand beside each other, and which keys do nothing yet. */
final class ConfigChecks {
    /** Variables of ours that are no keys. */
    static final Set<String> OTHER_VARIABLES = Set.of(
            "TANDEM_JAVA_OPTS",
            "TANDEM_BUILT",
            "TANDEM_TOKEN",
            "TANDEM_URL",
            "TANDEM_CONFIG",
            "TANDEM_LOG",
            "TANDEM_LOG_LEVEL",
            "TANDEM_HOME",
            "TANDEM_ASTERISK");

    /** Keys that are accepted, and come to life with a later part. */
    private static final Set<String> LATER = Set.of("h323");

    private static final Pattern ORIGIN = Pattern.compile("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?/?");

    private static final int MOST_PORT = 65_535;

    private ConfigChecks() {}

    /** Keys of a room that do likewise. */
    private static final List<String> LATER_OF_ROOMS = List.of("layout", "record");

    /** Whether that key, or the part it belongs to, has no effect in this build. */
    static boolean later(String path) {
        return LATER.stream().anyMatch(part -> path.equals(part) || path.startsWith(part + "."));
    }

    /** One line for each part that was configured and is not in this build. */
    static List<String> notes(Origins origins, Config config) {
        Stream<String> ofRooms = IntStream.range(0, config.rooms().size())
                .boxed()
                .flatMap(i -> LATER_OF_ROOMS.stream().map(key -> "rooms[" + i + "]." + key));
        Stream<String> ofLite =
                config.webrtc().ice() == Config.Ice.FULL ? Stream.of("webrtc.port", "webrtc.tcp-port") : Stream.empty();
        return Stream.concat(
                        Stream.concat(LATER.stream().sorted(), ofRooms)
                                .filter(origins::set)
                                .map(key ->
                                        origins.of(key) + ": " + key + ": not yet part of this build, has no effect"),
                        ofLite.filter(origins::set)
                                .map(key -> origins.of(key) + ": " + key
                                        + ": has no effect with webrtc.ice: full, which takes free ports"))
                .toList();
    }

    /** Everything wrong with values that are each right by themselves. */
    static List<ConfigFault> faults(Loaded loaded) {
        List<ConfigFault> faults = new ArrayList<>();
        Config config = loaded.config();
        Origins origins = loaded.origins();
        sip(loaded, faults);
        http(loaded, faults);
        ports(config, origins, faults);
        rooms(config, origins, faults);
        TrunkChecks.faults(loaded, faults);
        if (config.media().audio().isEmpty()) {
            faults.add(origins.fault("media.audio", "needs at least one of opus, g722, pcma, pcmu"));
        }
        if (config.media().speakers() < 1 || config.media().speakers() > 64) {
            faults.add(origins.fault("media.speakers", "is to be from 1 to 64"));
        }
        config.media()
                .holdMusic()
                .file()
                .flatMap(file -> Recordings.flawOfMusic(loaded.resolve(file)))
                .ifPresent(flaw -> faults.add(origins.fault(
                        "media.hold-music", "is to be default, off, or a WAV file of 16 kHz, 16 bits, mono; " + flaw)));
        webrtc(config, origins, faults);
        languages(config, origins, faults);
        guests(config, origins, faults);
        DeviceChecks.faults(config, origins, faults);
        if (config.access().digest().isEmpty()) {
            faults.add(origins.fault("access.digest", "needs at least one of md5, sha-256"));
        }
        if (config.access().requestsPerSecond() < 1) {
            faults.add(origins.fault("access.requests-per-second", "is to be at least 1"));
        }
        dns(config, origins, faults);
        DatabaseChecks.faults(config.database(), origins, faults);
        return faults;
    }

    private static void sip(Loaded loaded, List<ConfigFault> faults) {
        Config.Sip sip = loaded.config().sip();
        Origins origins = loaded.origins();
        if (!sip.udp().on() && !sip.tcp().on() && !sip.tls().on()) {
            faults.add(origins.fault("sip.udp", "one of sip.udp, sip.tcp and sip.tls is to be on"));
        }
        if (sip.tls().on()) {
            if (sip.certificate().isEmpty()) {
                faults.add(origins.fault("sip.tls", "needs sip.certificate and sip.key beside it"));
            } else if (sip.key().isEmpty()) {
                faults.add(origins.fault("sip.certificate", "needs sip.key beside it"));
            }
        }
        identity(loaded, "sip", sip.certificate(), sip.key(), faults);
        sip.tlsTrust()
                .file()
                .map(loaded::resolve)
                .filter(file -> !isFile(file))
                .ifPresent(file -> faults.add(origins.fault(
                        "sip.tls-trust",
                        "is to be system, any, or a PEM file of certificates; there is no readable file " + file)));
    }

    private static void http(Loaded loaded, List<ConfigFault> faults) {
        Config.Http http = loaded.config().http();
        Origins origins = loaded.origins();
        if (http.certificate().isPresent() && http.key().isEmpty()) {
            faults.add(origins.fault("http.certificate", "needs http.key beside it"));
        }
        if (http.key().isPresent() && http.certificate().isEmpty()) {
            faults.add(origins.fault("http.key", "needs http.certificate beside it"));
        }
        identity(loaded, "http", http.certificate(), http.key(), faults);
        http.origins().stream()
                .filter(origin -> !ORIGIN.matcher(origin).matches())
                .forEach(origin -> faults.add(origins.fault(
                        "http.origins",
                        "'" + origin + "' is no origin: write https://www.example.org, without a path")));
    }

    /** A certificate, and the key that belongs to it. */
    private static void identity(
            Loaded loaded, String part, Optional<Path> certificate, Optional<Path> key, List<ConfigFault> faults) {
        int before = faults.size();
        readable(loaded, part + ".certificate", certificate, faults);
        readable(loaded, part + ".key", key, faults);
        if (faults.size() > before || certificate.isEmpty() || key.isEmpty()) {
            return;
        }
        Path chainFile = loaded.resolve(certificate.get());
        Path keyFile = loaded.resolve(key.get());
        String at = part + ".certificate";
        try {
            X509Certificate ours = PemFiles.certificates(chainFile).getFirst();
            at = part + ".key";
            if (!PemFiles.together(PemFiles.key(keyFile), ours)) {
                faults.add(loaded.origins().fault(at, keyFile + " is not the key of the certificate in " + chainFile));
            }
        } catch (SSLException wrong) {
            faults.add(loaded.origins().fault(at, String.valueOf(wrong.getMessage())));
        }
    }

    private static void readable(Loaded loaded, String key, Optional<Path> file, List<ConfigFault> faults) {
        file.map(loaded::resolve)
                .filter(path -> !isFile(path))
                .ifPresent(path -> faults.add(loaded.origins().fault(key, "there is no readable file " + path)));
    }

    static boolean isFile(Path path) {
        return Files.isReadable(path) && !Files.isDirectory(path);
    }

    private static void ports(Config config, Origins origins, List<ConfigFault> faults) {
        Map<String, Listen> streams = new LinkedHashMap<>();
        streams.put("sip.tcp", config.sip().tcp());
        streams.put("sip.tls", config.sip().tls());
        streams.put("http.listen", config.http().listen());
        streams.put("http.tls", config.http().tls());
        browsersPort(config, origins, faults);
        Map<String, InetSocketAddress> taken = new LinkedHashMap<>();
        streams.forEach((key, listen) -> listen.address().ifPresent(address -> {
            taken.entrySet().stream()
                    .filter(other -> address.getPort() != 0
                            && other.getValue().getPort() == address.getPort()
                            && meet(other.getValue().getAddress(), address.getAddress()))
                    .findFirst()
                    .ifPresent(other -> faults.add(
                            origins.fault(key, "port " + address.getPort() + " is already that of " + other.getKey())));
            taken.put(key, address);
        }));
        PortRange range = config.media().ports();
        config.sip()
                .udp()
                .address()
                .filter(udp -> udp.getPort() >= range.first() && udp.getPort() <= range.last())
                .filter(udp -> meet(udp.getAddress(), config.media().bind()))
                .ifPresent(udp -> faults.add(
                        origins.fault("sip.udp", "port " + udp.getPort() + " lies in media.ports " + range)));
    }

    /** Port 0 takes free ones, a full agent likewise; what is left may not meet the ports of RTP. */
    private static void browsersPort(Config config, Origins origins, List<ConfigFault> faults) {
        int port = config.webrtc().port();
        PortRange range = config.media().ports();
        if (config.webrtc().ice() == Config.Ice.LITE && port >= range.first() && port <= range.last()) {
            faults.add(origins.fault(
                    "webrtc.port",
                    "port " + port + " lies in media.ports " + range + ", which are for phones: write one outside"));
        }
    }

    /** Whether a port cannot be bound at both. */
    private static boolean meet(InetAddress one, InetAddress other) {
        return one.isAnyLocalAddress() || other.isAnyLocalAddress() || one.equals(other);
    }

    private static void rooms(Config config, Origins origins, List<ConfigFault> faults) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < config.rooms().size(); i++) {
            Config.Room room = config.rooms().get(i);
            String path = "rooms[" + i + "]";
            if (!names.add(room.name())) {
                faults.add(origins.fault(path + ".name", "there are two rooms '" + room.name() + "'"));
            }
            if (room.maxParticipants().filter(most -> most < 1).isPresent()) {
                faults.add(origins.fault(path + ".max-participants", "is to be at least 1; leave it out for no limit"));
            }
            pin(room.pin(), path + ".pin", origins, faults);
            pin(room.guestPin(), path + ".guest-pin", origins, faults);
            pin(room.hostPin(), path + ".host-pin", origins, faults);
            RoomChecks.faults(config, room, path, origins, faults);
        }
    }

    private static void pin(Optional<Secret> pin, String path, Origins origins, List<ConfigFault> faults) {
        if (pin.isPresent() && !pin.get().reveal().matches("\\d{1,16}")) {
            faults.add(origins.fault(path, "a PIN is dialled: write 1 to 16 digits, in quotes"));
        }
    }

    private static void languages(Config config, Origins origins, List<ConfigFault> faults) {
        language(config.media().language(), "media.language", origins, faults);
        for (int i = 0; i < config.rooms().size(); i++) {
            String path = "rooms[" + i + "].language";
            config.rooms().get(i).language().ifPresent(language -> language(language, path, origins, faults));
        }
    }

    private static void language(String language, String path, Origins origins, List<ConfigFault> faults) {
        if (!Recordings.languages().contains(language)) {
            faults.add(origins.fault(
                    path,
                    "there are no prompts in '" + language + "'; write one of "
                            + String.join(", ", Recordings.languages())));
        }
    }

    private static void webrtc(Config config, Origins origins, List<ConfigFault> faults) {
        int port = config.webrtc().port();
        if (port < 0 || port > MOST_PORT) {
            faults.add(origins.fault("webrtc.port", "is to be a UDP port; 0 takes free ones"));
        }
        try {
            config.webrtc().tcp();
        } catch (IllegalArgumentException wrong) {
            faults.add(origins.fault("webrtc.tcp-port", String.valueOf(wrong.getMessage())));
        }
        servers(config.webrtc(), origins, faults);
    }

    private static void servers(Config.Webrtc webrtc, Origins origins, List<ConfigFault> faults) {
        each(webrtc.stun(), IceServer::stun, "webrtc.stun", origins, faults);
        each(webrtc.turn(), turn -> IceServer.turn(turn.reveal()), "webrtc.turn", origins, faults);
        if (webrtc.ice() == Config.Ice.LITE) {
            String words = "is for webrtc.ice: full; a lite agent asks nobody";
            Stream.of("webrtc.stun", "webrtc.turn")
                    .filter(origins::set)
                    .filter(key -> !(key.endsWith("stun") ? webrtc.stun() : webrtc.turn()).isEmpty())
                    .forEach(key -> faults.add(origins.fault(key, words)));
        }
    }

    private static <T> void each(
            List<T> values, Consumer<T> read, String key, Origins origins, List<ConfigFault> faults) {
        for (int i = 0; i < values.size(); i++) {
            try {
                read.accept(values.get(i));
            } catch (IllegalArgumentException wrong) {
                faults.add(origins.fault(key + "[" + i + "]", String.valueOf(wrong.getMessage())));
            }
        }
    }

    private static void guests(Config config, Origins origins, List<ConfigFault> faults) {
        try {
            Networks.guests(config.access().guests());
        } catch (IllegalArgumentException wrong) {
            faults.add(origins.fault("access.guests", String.valueOf(wrong.getMessage())));
        }
    }

    private static void dns(Config config, Origins origins, List<ConfigFault> faults) {
        List<String> dns = config.sip().dns();
        if (dns.equals(List.of("system"))) {
            return;
        }
        if (dns.isEmpty()) {
            faults.add(origins.fault("sip.dns", "is to be system, or IP addresses of name servers"));
        }
        for (String server : dns) {
            try {
                Networks.nameServer(server);
            } catch (IllegalArgumentException wrong) {
                faults.add(origins.fault(
                        "sip.dns", "'" + server + "' is neither system nor an IP address, alone or with a port"));
            }
        }
    }
}
