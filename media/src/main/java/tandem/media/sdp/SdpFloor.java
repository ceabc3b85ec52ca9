package tandem.media.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import tandem.media.BfcpTransport;
import tandem.media.FloorDescription;
import tandem.media.FloorDescription.Floor;
import tandem.media.FloorDescription.Role;
import tandem.media.Transport;

/** The attributes of floor control streams (RFC 8856 section 5, RFC 4145 for connections), in all spellings of the field. */
final class SdpFloor {
    private static final int MAX_ID = 0xFFFF;
    private static final int MAX_FLOORS = 16;
    private static final int MAX_LABELS = 16;
    private static final int MAX_VERSION = 7; // three bits (RFC 8855 section 5.1)

    private SdpFloor() {}

    static FloorDescription read(SdpSection media, String profile, Transport transport) {
        boolean connects =
                BfcpTransport.of(profile).filter(BfcpTransport::connects).isPresent();
        return new FloorDescription(
                roles(media),
                Words.unsigned(media.value("confid").map(Words::first).orElse("")),
                Words.number(media.value("userid").map(Words::first).orElse(""), 0, MAX_ID),
                floors(media),
                versions(media),
                connects && transport instanceof Transport.Plain ? SdpKeys.saidSetup(media) : Optional.empty(),
                connects
                        && media.value("connection")
                                .filter("existing"::equalsIgnoreCase)
                                .isPresent());
    }

    private static List<Role> roles(SdpSection media) {
        Set<Role> roles = new LinkedHashSet<>();
        media.values("floorctrl")
                .flatMap(value -> Arrays.stream(value.toLowerCase(Locale.ROOT).split("[, ]", -1)))
                .forEach(word -> Arrays.stream(Role.values())
                        .filter(role -> role.word().equals(word))
                        .forEach(roles::add));
        return List.copyOf(roles);
    }

    private static List<Integer> versions(SdpSection media) {
        Set<Integer> versions = new LinkedHashSet<>();
        media.values("bfcpver")
                .flatMap(value -> Arrays.stream(value.split("[, ]", -1)))
                .forEach(word -> Words.number(word, 1, MAX_VERSION).ifPresent(versions::add));
        return List.copyOf(versions);
    }

    private static List<Floor> floors(SdpSection media) {
        return media.values("floorid")
                .limit(MAX_FLOORS)
                .flatMap(value -> floor(value).stream())
                .toList();
    }

    /** {@code 2 mstrm:12 13}, and {@code m-stream:} as RFC 4583 had it, with a blank or an equals sign behind it as some write. */
    private static Optional<Floor> floor(String value) {
        OptionalInt id = Words.number(Words.first(value), 0, MAX_ID);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        String rest = Words.rest(value);
        int colon = Math.max(rest.indexOf(':'), rest.indexOf('='));
        String keyword = colon < 0 ? "" : rest.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        boolean known = keyword.equals("mstrm") || keyword.equals("m-stream") || keyword.equals("mstream");
        List<String> labels = known ? Words.of(rest.substring(colon + 1)) : List.of();
        return Optional.of(new Floor(id.getAsInt(), labels.subList(0, Math.min(MAX_LABELS, labels.size()))));
    }

    /** The attributes, each as the value of an a= line. */
    static List<String> write(FloorDescription floor, String profile) {
        List<String> lines = new ArrayList<>();
        if (!floor.roles().isEmpty()) {
            lines.add("floorctrl:" + floor.roles().stream().map(Role::word).collect(Collectors.joining(" ")));
        }
        floor.conference().ifPresent(id -> lines.add("confid:" + id));
        floor.user().ifPresent(id -> lines.add("userid:" + id));
        for (Floor one : floor.floors()) {
            String labels = one.labels().isEmpty() ? "" : " mstrm:" + String.join(" ", one.labels());
            lines.add("floorid:" + one.id() + labels);
        }
        floor.setup().ifPresent(setup -> lines.add("setup:" + setup.name().toLowerCase(Locale.ROOT)));
        if (BfcpTransport.of(profile).filter(BfcpTransport::connects).isPresent()) {
            lines.add(floor.existing() ? "connection:existing" : "connection:new");
        }
        if (!floor.versions().isEmpty()) {
            lines.add(
                    "bfcpver:" + floor.versions().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        }
        return lines;
    }
}
