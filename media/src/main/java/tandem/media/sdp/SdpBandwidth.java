package tandem.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tandem.media.Bandwidth;

/** The b= lines of a section (RFC 8866 section 5.8): TIAS (RFC 3890) and AS; of each kind the least counts. */
final class SdpBandwidth {
    private static final int MAX_TIAS = 999_999_999;
    private static final int MAX_AS = 999_999;

    private SdpBandwidth() {}

    static Bandwidth read(SdpSection section) {
        return new Bandwidth(least(section, "TIAS", MAX_TIAS), least(section, "AS", MAX_AS));
    }

    private static OptionalInt least(SdpSection section, String type, int most) {
        return section.bandwidths().stream()
                .map(line -> line.value().split(":", 2))
                .filter(parts -> parts.length == 2 && parts[0].strip().equalsIgnoreCase(type))
                .flatMapToInt(parts -> Words.number(parts[1].strip(), 1, most).stream())
                .min();
    }

    /** The values of the b= lines. */
    static List<String> write(Bandwidth bandwidth) {
        List<String> lines = new ArrayList<>();
        bandwidth.as().ifPresent(n -> lines.add("AS:" + n));
        bandwidth.tias().ifPresent(n -> lines.add("TIAS:" + n));
        return lines;
    }
}
