package tandem.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tandem.media.CodecParams;
import tandem.media.CodecParams.Av1Params;
import tandem.media.CodecParams.RtxParams;
import tandem.media.CodecParams.Vp8Params;
import tandem.media.CodecParams.Vp9Params;
import tandem.media.H263Params;
import tandem.media.H264Params;
import tandem.media.VideoCodec;

/** The a=fmtp of video formats (RFC 6184, 7741, 9628, 4629, 4588 and that of AV1) to typed parameters and back. */
final class SdpVideoFormats {
    private static final int MOST = 99_999_999;
    private static final int MAX_SPROP = 4_096;
    private static final int MAX_SIZES = 16;
    private static final int MAX_MPI = 32;
    private static final int LONGEST_PROFILE_LEVEL = 6;

    private SdpVideoFormats() {}

    /** The parameters of a video format; empty where the name and clock are of none that we type. */
    static Optional<CodecParams> read(String name, int clockRate, String fmtp) {
        Map<String, String> said = SdpFormats.parameters(fmtp);
        if (name.equals("RTX")) {
            return SdpFormats.number(said, "apt", 0, 127).stream()
                    .<CodecParams>mapToObj(apt -> new RtxParams(apt, SdpFormats.number(said, "rtx-time", 1, MOST)))
                    .findFirst();
        }
        return VideoCodec.of(name, clockRate).map(codec -> switch (codec) {
            case H264 -> h264(said);
            case VP8 -> new Vp8Params(number(said, "max-fr"), number(said, "max-fs"));
            case VP9 ->
                new Vp9Params(
                        SdpFormats.number(said, "profile-id", 0, 3).orElse(0),
                        number(said, "max-fr"),
                        number(said, "max-fs"));
            case AV1 ->
                new Av1Params(
                        SdpFormats.number(said, "profile", 0, 2).orElse(Av1Params.UNSAID.profile()),
                        SdpFormats.number(said, "level-idx", 0, 31).orElse(Av1Params.UNSAID.levelIdx()),
                        SdpFormats.number(said, "tier", 0, 1).orElse(Av1Params.UNSAID.tier()));
            case H263, H263_1998 -> new H263Params(sizes(fmtp));
        });
    }

    private static OptionalInt number(Map<String, String> said, String name) {
        return SdpFormats.number(said, name, 1, MOST);
    }

    private static CodecParams h264(Map<String, String> said) {
        return new H264Params(
                profileLevel(said.getOrDefault("profile-level-id", "")).orElse(H264Params.UNSAID.profileLevelId()),
                SdpFormats.number(said, "packetization-mode", 0, 2).orElse(0),
                SdpFormats.flag(said, "level-asymmetry-allowed"),
                number(said, "max-fs"),
                number(said, "max-mbps"),
                number(said, "max-br"),
                number(said, "max-rcmd-nalu-size"),
                Optional.ofNullable(said.get("sprop-parameter-sets")).filter(SdpVideoFormats::isSprop));
    }

    /** Six hexadecimal digits in any case; of five, as the Tandberg MXP writes them, the last alone is the level. */
    static OptionalInt profileLevel(String hex) {
        boolean readable = (hex.length() == LONGEST_PROFILE_LEVEL || hex.length() == LONGEST_PROFILE_LEVEL - 1)
                && hex.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
        if (!readable) {
            return OptionalInt.empty();
        }
        String profile = hex.substring(0, 4);
        return OptionalInt.of(Integer.parseInt(profile, 16) << 8 | Integer.parseInt(hex.substring(4), 16));
    }

    private static boolean isSprop(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_SPROP
                && text.chars()
                        .allMatch(c -> (c >= '0' && c <= '9')
                                || (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || c == '+'
                                || c == '/'
                                || c == '='
                                || c == ',');
    }

    /** Sizes between semicolons, or, as RFC 2190's users wrote them, blanks or slashes. */
    private static List<H263Params.Size> sizes(String fmtp) {
        List<H263Params.Size> sizes = new ArrayList<>();
        for (String word : fmtp.split("[;/ ]", -1)) {
            String[] parts = word.split("=", 2);
            if (parts.length == 2 && sizes.size() < MAX_SIZES) {
                size(parts[0].toUpperCase(Locale.ROOT), parts[1]).ifPresent(sizes::add);
            }
        }
        return sizes;
    }

    private static Optional<H263Params.Size> size(String name, String value) {
        return switch (name) {
            case "SQCIF" -> size(name, 128, 96, value);
            case "QCIF" -> size(name, 176, 144, value);
            case "CIF" -> size(name, 352, 288, value);
            case "CIF4" -> size(name, 704, 576, value);
            case "CIF16" -> size(name, 1408, 1152, value);
            case "CUSTOM" -> custom(value.split(",", -1));
            default -> Optional.empty();
        };
    }

    private static Optional<H263Params.Size> custom(String[] parts) {
        if (parts.length != 3) {
            return Optional.empty();
        }
        OptionalInt width = Words.number(parts[0], 4, 2048);
        OptionalInt height = Words.number(parts[1], 4, 1152);
        return width.isPresent() && height.isPresent()
                ? size("CUSTOM", width.getAsInt(), height.getAsInt(), parts[2])
                : Optional.empty();
    }

    private static Optional<H263Params.Size> size(String name, int width, int height, String mpi) {
        return Words.number(mpi, 1, MAX_MPI).stream()
                .mapToObj(interval -> new H263Params.Size(name, width, height, interval))
                .findFirst();
    }

    static String text(H264Params h264) {
        List<String> said = new ArrayList<>();
        said.add(String.format(Locale.ROOT, "profile-level-id=%06X", h264.profileLevelId()));
        if (h264.packetizationMode() != 0) {
            said.add("packetization-mode=" + h264.packetizationMode());
        }
        h264.maxFs().ifPresent(n -> said.add("max-fs=" + n));
        h264.maxMbps().ifPresent(n -> said.add("max-mbps=" + n));
        h264.maxBr().ifPresent(n -> said.add("max-br=" + n));
        h264.maxRcmdNaluSize().ifPresent(n -> said.add("max-rcmd-nalu-size=" + n));
        if (h264.levelAsymmetryAllowed()) {
            said.add("level-asymmetry-allowed=1");
        }
        h264.spropParameterSets().ifPresent(sets -> said.add("sprop-parameter-sets=" + sets));
        return String.join(";", said);
    }

    static String text(Vp8Params vp8) {
        List<String> said = new ArrayList<>();
        vp8.maxFr().ifPresent(n -> said.add("max-fr=" + n));
        vp8.maxFs().ifPresent(n -> said.add("max-fs=" + n));
        return String.join(";", said);
    }

    static String text(Vp9Params vp9) {
        List<String> said = new ArrayList<>();
        said.add("profile-id=" + vp9.profileId());
        vp9.maxFr().ifPresent(n -> said.add("max-fr=" + n));
        vp9.maxFs().ifPresent(n -> said.add("max-fs=" + n));
        return String.join(";", said);
    }

    static String text(Av1Params av1) {
        return "profile=" + av1.profile() + ";level-idx=" + av1.levelIdx() + ";tier=" + av1.tier();
    }

    static String text(RtxParams rtx) {
        String apt = "apt=" + rtx.apt();
        return rtx.rtxTimeMs().isPresent()
                ? apt + ";rtx-time=" + rtx.rtxTimeMs().getAsInt()
                : apt;
    }

    static String text(H263Params h263) {
        List<String> said = new ArrayList<>();
        for (H263Params.Size size : h263.sizes()) {
            String custom = size.name().equals("CUSTOM") ? size.width() + "," + size.height() + "," : "";
            said.add(size.name() + "=" + custom + size.mpi());
        }
        return String.join(";", said);
    }
}
