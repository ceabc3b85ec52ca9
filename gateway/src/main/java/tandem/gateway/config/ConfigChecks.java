package tandem.gateway.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
            "TANDEM_HOME");

    /** Keys that are accepted, and come to life with a later part. */
    private static final Set<String> LATER = Set.of(
            "h323",
            "webrtc",
            "database",
            "trunks",
            "devices",
            "http.tls",
            "http.origins",
            "http.certificate",
            "http.key",
            "sip.hep",
            "media.video");

    private ConfigChecks() {}

    /** Keys of a room that do likewise. */
    private static final List<String> LATER_OF_ROOMS = List.of("layout", "token", "record", "silence");

    /** Whether that key, or the part it belongs to, has no effect in this build. */
    static boolean later(String path) {
        return LATER.stream().anyMatch(part -> path.equals(part) || path.startsWith(part + "."));
    }

    /** One line for each part that was configured and is not in this build. */
    static List<String> notes(Origins origins, int rooms) {
        Stream<String> ofRooms = IntStream.range(0, rooms)
                .boxed()
                .flatMap(i -> LATER_OF_ROOMS.stream().map(key -> "rooms[" + i + "]." + key));
        return Stream.concat(LATER.stream().sorted(), ofRooms)
                .filter(origins::set)
                .map(key -> origins.of(key) + ": " + key + ": not yet part of this build, has no effect")
                .toList();
    }

    /** Everything wrong with values that are each right by themselves. */
    static List<ConfigFault> faults(Loaded loaded) {
        List<ConfigFault> faults = new ArrayList<>();
        Config config = loaded.config();
        Origins origins = loaded.origins();
        sip(loaded, faults);
        ports(config, origins, faults);
        rooms(config, origins, faults);
        if (config.media().audio().isEmpty()) {
            faults.add(origins.fault("media.audio", "needs at least one of opus, g722, pcma, pcmu"));
        }
        if (config.media().speakers() < 1 || config.media().speakers() > 64) {
            faults.add(origins.fault("media.speakers", "is to be from 1 to 64"));
        }
        guests(config, origins, faults);
        dns(config, origins, faults);
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
        readable(loaded, "sip.certificate", sip.certificate(), faults);
        readable(loaded, "sip.key", sip.key(), faults);
        sip.tlsTrust()
                .file()
                .map(loaded::resolve)
                .filter(file -> !isFile(file))
                .ifPresent(file -> faults.add(origins.fault(
                        "sip.tls-trust",
                        "is to be system, any, or a PEM file of certificates; there is no readable file " + file)));
    }

    private static void readable(Loaded loaded, String key, Optional<Path> file, List<ConfigFault> faults) {
        file.map(loaded::resolve)
                .filter(path -> !isFile(path))
                .ifPresent(path -> faults.add(loaded.origins().fault(key, "there is no readable file " + path)));
    }

    private static boolean isFile(Path path) {
        return Files.isReadable(path) && !Files.isDirectory(path);
    }

    private static void ports(Config config, Origins origins, List<ConfigFault> faults) {
        Map<String, Listen> streams = new LinkedHashMap<>();
        streams.put("sip.tcp", config.sip().tcp());
        streams.put("sip.tls", config.sip().tls());
        streams.put("http.listen", config.http().listen());
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
        }
    }

    private static void pin(Optional<Secret> pin, String path, Origins origins, List<ConfigFault> faults) {
        if (pin.isPresent() && !pin.get().reveal().matches("\\d{1,16}")) {
            faults.add(origins.fault(path, "a PIN is dialled: write 1 to 16 digits, in quotes"));
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
                Networks.address(server);
            } catch (IllegalArgumentException wrong) {
                faults.add(origins.fault("sip.dns", "'" + server + "' is neither system nor an IP address"));
            }
        }
    }
}
