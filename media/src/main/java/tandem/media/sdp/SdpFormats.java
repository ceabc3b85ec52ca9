package tandem.media.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import tandem.media.Codec;
import tandem.media.CodecParams;
import tandem.media.CodecParams.OpusParams;
import tandem.media.CodecParams.Raw;
import tandem.media.CodecParams.TelephoneEventParams;
import tandem.media.H263Params;
import tandem.media.H264Params;

/** Payload types, a=rtpmap and a=fmtp (RFC 8866 sections 6.6 and 6.15) to typed formats and back. */
final class SdpFormats {
    /** RFC 3551 section 6; 2 and 19 as they were used before they were taken back. */
    private static final Map<Integer, String> STATIC = Map.ofEntries(
            Map.entry(0, "PCMU/8000"),
            Map.entry(2, "G726-32/8000"),
            Map.entry(3, "GSM/8000"),
            Map.entry(4, "G723/8000"),
            Map.entry(5, "DVI4/8000"),
            Map.entry(6, "DVI4/16000"),
            Map.entry(7, "LPC/8000"),
            Map.entry(8, "PCMA/8000"),
            Map.entry(9, "G722/8000"),
            Map.entry(10, "L16/44100/2"),
            Map.entry(11, "L16/44100"),
            Map.entry(12, "QCELP/8000"),
            Map.entry(13, "CN/8000"),
            Map.entry(14, "MPA/90000"),
            Map.entry(15, "G728/8000"),
            Map.entry(16, "DVI4/11025"),
            Map.entry(17, "DVI4/22050"),
            Map.entry(18, "G729/8000"),
            Map.entry(19, "CN/8000"),
            Map.entry(25, "CELB/90000"),
            Map.entry(26, "JPEG/90000"),
            Map.entry(28, "NV/90000"),
            Map.entry(31, "H261/90000"),
            Map.entry(32, "MPV/90000"),
            Map.entry(33, "MP2T/90000"),
            Map.entry(34, "H263/90000"));

    private static final int MAX_PAYLOAD_TYPE = 127;
    private static final int MAX_CLOCK = 1_000_000;
    private static final int MIN_OPUS_BITRATE = 6_000;
    private static final int MAX_OPUS_BITRATE = 510_000;

    private SdpFormats() {}

    /** The formats of an m-line that can be named, in its order, each payload type once. */
    static List<Codec> read(List<String> formats, SdpSection media) {
        Set<Integer> payloadTypes = new LinkedHashSet<>();
        for (String format : formats) {
            Words.number(format, 0, MAX_PAYLOAD_TYPE).ifPresent(payloadTypes::add);
        }
        List<Codec> codecs = new ArrayList<>();
        for (int payloadType : payloadTypes) {
            String fmtp = fmtp(payloadType, media);
            rtpmap(payloadType, media)
                    .flatMap(map -> codec(payloadType, map, fmtp))
                    .or(() -> unmapped(payloadType, fmtp).flatMap(map -> codec(payloadType, map, fmtp)))
                    .ifPresent(codecs::add);
        }
        return codecs;
    }

    /** What a payload type means without a usable a=rtpmap; some peers give their telephone events none. */
    private static Optional<String> unmapped(int payloadType, String fmtp) {
        return Optional.ofNullable(STATIC.get(payloadType))
                .or(() -> isEvents(fmtp) ? Optional.of("telephone-event/8000") : Optional.empty());
    }

    private static Optional<String> rtpmap(int payloadType, SdpSection media) {
        return of(payloadType, "rtpmap", media).stream()
                .filter(map -> map.indexOf('/') > 0)
                .findFirst();
    }

    private static String fmtp(int payloadType, SdpSection media) {
        return String.join(";", of(payloadType, "fmtp", media));
    }

    private static List<String> of(int payloadType, String attribute, SdpSection media) {
        return media.values(attribute)
                .filter(v -> Words.number(Words.first(v), 0, MAX_PAYLOAD_TYPE).orElse(-1) == payloadType)
                .map(Words::rest)
                .filter(v -> !v.isEmpty())
                .toList();
    }

    private static Optional<Codec> codec(int payloadType, String map, String fmtp) {
        String[] parts = map.replace(" ", "").split("/", -1);
        if (parts.length < 2) {
            return Optional.empty();
        }
        String name = parts[0].toUpperCase(Locale.ROOT);
        OptionalInt clock = Words.number(parts[1], 1, MAX_CLOCK);
        if (clock.isEmpty()) {
            return Optional.empty();
        }
        int channels = parts.length < 3 ? 1 : Words.number(parts[2], 1, 255).orElse(1);
        // RFC 3551 section 4.5.2: the clock of G.722 is 8000, whatever its sampling rate makes people write.
        int rate = name.equals("G722") ? 8_000 : clock.getAsInt();
        CodecParams params = SdpVideoFormats.read(name, rate, fmtp).orElseGet(() -> params(name, fmtp));
        return Optional.of(new Codec(payloadType, name, rate, channels, params));
    }

    private static CodecParams params(String name, String fmtp) {
        return switch (name) {
            case "OPUS" -> opus(fmtp);
            case "TELEPHONE-EVENT" -> new TelephoneEventParams(events(fmtp));
            default -> fmtp.isEmpty() ? CodecParams.NONE : new Raw(fmtp);
        };
    }

    /** RFC 4733 section 2.4.1: without a list of events the digits are meant. */
    private static String events(String fmtp) {
        String events = fmtp.replaceAll("\\s", "");
        if (events.toLowerCase(Locale.ROOT).startsWith("events=")) {
            events = events.substring("events=".length());
        }
        return isEvents(events) ? events : "0-15";
    }

    private static boolean isEvents(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == ',')
                && Character.isDigit(text.charAt(0));
    }

    /** RFC 7587 section 6.1, parameters in any case and order, unknown ones passed over. */
    private static OpusParams opus(String fmtp) {
        Map<String, String> said = parameters(fmtp);
        int rate = number(said, "maxplaybackrate", 8_000, 48_000).orElse(48_000);
        return new OpusParams(
                rate,
                number(said, "maxaveragebitrate", MIN_OPUS_BITRATE, MAX_OPUS_BITRATE),
                flag(said, "stereo"),
                flag(said, "useinbandfec"),
                flag(said, "usedtx"),
                flag(said, "cbr"));
    }

    /** Parameters between semicolons by their names in lower case; of two the first. */
    static Map<String, String> parameters(String fmtp) {
        return Arrays.stream(fmtp.split(";", -1))
                .map(p -> p.split("=", 2))
                .filter(p -> p.length == 2)
                .collect(Collectors.toMap(
                        p -> p[0].strip().toLowerCase(Locale.ROOT), p -> p[1].strip(), (first, second) -> first));
    }

    static OptionalInt number(Map<String, String> said, String name, int least, int most) {
        return Words.number(said.getOrDefault(name, ""), least, most);
    }

    static boolean flag(Map<String, String> said, String name) {
        return "1".equals(said.get(name));
    }

    /** The same with an average bitrate of at most this, but never below what Opus can do. */
    static OpusParams limited(OpusParams opus, int bitsPerSecond) {
        int limit = Math.clamp(
                Math.min(bitsPerSecond, opus.maxAverageBitrate().orElse(MAX_OPUS_BITRATE)),
                MIN_OPUS_BITRATE,
                MAX_OPUS_BITRATE);
        return new OpusParams(
                opus.maxPlaybackRate(), OptionalInt.of(limit), opus.stereo(), opus.inbandFec(), opus.dtx(), opus.cbr());
    }

    /** The value of a=rtpmap behind the payload type. */
    static String rtpmap(Codec codec) {
        String name = wireName(codec.name());
        String map = name + "/" + codec.clockRate();
        return codec.channels() == 1 ? map : map + "/" + codec.channels();
    }

    private static String wireName(String name) {
        return switch (name) {
            case "OPUS" -> "opus"; // as their RFCs spell them: some peers compare letter by letter
            case "TELEPHONE-EVENT" -> "telephone-event";
            case "RTX" -> "rtx";
            default -> name;
        };
    }

    /** The value of a=fmtp behind the payload type, or empty where nothing needs saying. */
    static String fmtp(Codec codec) {
        return switch (codec.params()) {
            case CodecParams.None none -> "";
            case OpusParams opus -> opusText(opus);
            case TelephoneEventParams events -> events.events();
            case H264Params h264 -> SdpVideoFormats.text(h264);
            case CodecParams.Vp8Params vp8 -> SdpVideoFormats.text(vp8);
            case CodecParams.Vp9Params vp9 -> SdpVideoFormats.text(vp9);
            case CodecParams.Av1Params av1 -> SdpVideoFormats.text(av1);
            case CodecParams.RtxParams rtx -> SdpVideoFormats.text(rtx);
            case H263Params h263 -> SdpVideoFormats.text(h263);
            case Raw raw -> raw.text();
        };
    }

    private static String opusText(OpusParams opus) {
        List<String> said = new ArrayList<>();
        if (opus.maxPlaybackRate() != 48_000) {
            said.add("maxplaybackrate=" + opus.maxPlaybackRate());
        }
        opus.maxAverageBitrate().ifPresent(rate -> said.add("maxaveragebitrate=" + rate));
        addFlag(said, "stereo", opus.stereo());
        addFlag(said, "useinbandfec", opus.inbandFec());
        addFlag(said, "usedtx", opus.dtx());
        addFlag(said, "cbr", opus.cbr());
        return String.join(";", said);
    }

    private static void addFlag(List<String> said, String name, boolean set) {
        if (set) {
            said.add(name + "=1");
        }
    }
}
