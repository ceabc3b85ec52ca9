package tandem.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import tandem.media.CodecParams.Av1Params;
import tandem.media.CodecParams.RtxParams;
import tandem.media.CodecParams.Vp8Params;
import tandem.media.CodecParams.Vp9Params;

/** Which video formats match, what we say of ours, and what the peer's allow us to send. */
final class NegotiationVideoCodecs {
    private static final int CB = 0x42_E0_00;
    private static final int HIGH = 0x64_00_00;
    private static final int FIRST_DYNAMIC = 96;
    private static final int LAST_DYNAMIC = 127;
    private static final int BLOCK = 256; // pixels of a macroblock
    private static final List<H263Params.Size> USUAL_SIZES =
            List.of(new H263Params.Size("CIF", 352, 288, 1), new H263Params.Size("QCIF", 176, 144, 1));
    private static final List<H263Params.Size> UNSAID_SIZE = List.of(new H263Params.Size("QCIF", 176, 144, 2));
    private static final int H263_RATE = 30; // 29.97, as far as limits go

    /** AV1 specification, annex A.3: seq_level_idx, pixels of a picture, pixels shown a second. */
    private static final int[][] AV1_LEVELS = {
        {0, 147_456, 4_423_680},
        {1, 278_784, 8_363_520},
        {4, 665_856, 19_975_680},
        {5, 1_065_024, 31_950_720},
        {8, 2_359_296, 70_778_880},
        {9, 2_359_296, 141_557_760},
        {12, 8_912_896, 267_386_880},
        {13, 8_912_896, 534_773_760},
        {14, 8_912_896, 1_069_547_520},
    };

    private NegotiationVideoCodecs() {}

    /** Whether a format is one we can decode, and encode for. */
    static boolean usable(Codec format, List<VideoCodec> allowed) {
        if (format.video().filter(allowed::contains).isEmpty()) {
            return false;
        }
        if (format.params() instanceof H264Params h264) {
            return h264.packetizationMode() <= 1
                    && h264.profile() != H264Profile.OTHER
                    && h264.profile() != H264Profile.EXTENDED;
        }
        if (format.params() instanceof Vp9Params vp9) {
            return vp9.profileId() == 0;
        }
        return !(format.params() instanceof Av1Params av1) || av1.profile() == 0;
    }

    /**
     * The format to answer with: the offerer's first that we can use. Where that is H.264 in single NAL units, the same profile
     * with fragments is taken if it is offered too (RFC 6184 section 8.2.2 makes them two configurations).
     */
    static Optional<Codec> choose(List<Codec> formats, VideoTerms terms) {
        List<Codec> usable = formats.stream()
                .filter(f -> usable(f, terms.codecs()))
                .filter(f ->
                        terms.formats().isEmpty() || terms.formats().stream().anyMatch(to -> passes(f, to)))
                .toList();
        Optional<Codec> first = usable.stream().findFirst();
        return first.flatMap(f -> f.params() instanceof H264Params h264 && h264.packetizationMode() == 0
                        ? usable.stream()
                                .filter(other -> isFragmented(other, h264))
                                .findFirst()
                        : Optional.empty())
                .or(() -> first);
    }

    /** Whether what is sent in one format is, as it is, a stream of the other. */
    static boolean passes(Codec from, Codec to) {
        boolean both = from.video().isPresent() && from.video().equals(to.video());
        if (both && from.params() instanceof H264Params ours && to.params() instanceof H264Params theirs) {
            return ours.packetizationMode() <= theirs.packetizationMode()
                    && (theirs.profile().includes(ours.profile())
                            || theirs.profile().agreesWith(ours.profile()));
        }
        return both;
    }

    private static boolean isFragmented(Codec format, H264Params plain) {
        return format.params() instanceof H264Params h264
                && h264.packetizationMode() == 1
                && h264.profile().agreesWith(plain.profile());
    }

    /** Our format in answer to an offered one: the same configuration, what we receive of it. */
    static Codec answered(Codec offered, VideoReception reception) {
        CodecParams params = offered.params() instanceof H264Params theirs
                ? answered(theirs, reception)
                : offered.params() instanceof H263Params theirs
                        ? new H263Params(within(theirs.sizes(), reception))
                        : params(offered.video().orElseThrow(), reception);
        return new Codec(offered.payloadType(), offered.name(), offered.clockRate(), 1, params);
    }

    /** RFC 6184 section 8.2.2: the level is ours where both may differ, else not above the offered one. */
    private static H264Params answered(H264Params theirs, VideoReception reception) {
        boolean lower = reception.level().compareTo(theirs.level()) < 0;
        H264Level level = theirs.levelAsymmetryAllowed() || lower ? reception.level() : theirs.level();
        return h264(theirs.at(level), theirs.packetizationMode(), theirs.levelAsymmetryAllowed(), reception);
    }

    /** Sizes and rates are always said: some MCUs refuse H.264 without (Polycom DMA). */
    private static H264Params h264(int profileLevelId, int mode, boolean asymmetry, VideoReception reception) {
        int maxBr = reception.bitsPerSecond() / 1_000;
        H264Level level = H264Params.of(profileLevelId, mode).level();
        return new H264Params(
                profileLevelId,
                mode,
                asymmetry,
                OptionalInt.of(reception.macroblocks()),
                OptionalInt.of(reception.macroblocksPerSecond()),
                maxBr > level.maxBr() ? OptionalInt.of(maxBr) : OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    private static List<H263Params.Size> within(List<H263Params.Size> sizes, VideoReception reception) {
        List<H263Params.Size> taken = sizes.stream()
                .filter(size -> size.width() * size.height() <= reception.macroblocks() * BLOCK)
                .toList();
        return taken.isEmpty() ? USUAL_SIZES : taken;
    }

    private static CodecParams params(VideoCodec codec, VideoReception reception) {
        OptionalInt maxFr = OptionalInt.of(reception.framesPerSecond());
        OptionalInt maxFs = OptionalInt.of(reception.macroblocks());
        return switch (codec) {
            case H264 -> h264(CB | reception.level().idc(), 1, /* asymmetry= */ true, reception);
            case VP8 -> new Vp8Params(maxFr, maxFs);
            case VP9 -> new Vp9Params(0, maxFr, maxFs);
            case AV1 -> new Av1Params(0, av1Level(reception.macroblocks() * BLOCK), 0);
            case H263, H263_1998 -> new H263Params(USUAL_SIZES);
        };
    }

    private static int av1Level(int pixels) {
        int highest = 0;
        for (int[] level : AV1_LEVELS) {
            highest = level[1] <= pixels ? level[0] : highest;
        }
        return highest;
    }

    /** What that format of the peer's lets us send, at a level of H.264 not above {@code atMost}. */
    static VideoLimits limits(Codec theirs, H264Level atMost) {
        int none = VideoLimits.NO_LIMIT;
        CodecParams params = theirs.params();
        if (params instanceof H264Params h264) {
            return h264.limits(atMost);
        }
        if (params instanceof Vp8Params vp8) {
            return new VideoLimits(vp8.maxFs().orElse(none), none, vp8.maxFr().orElse(none), none);
        }
        if (params instanceof Vp9Params vp9) {
            return new VideoLimits(vp9.maxFs().orElse(none), none, vp9.maxFr().orElse(none), none);
        }
        if (params instanceof Av1Params av1) {
            int[] level = AV1_LEVELS[0];
            for (int[] other : AV1_LEVELS) {
                level = other[0] <= av1.levelIdx() ? other : level;
            }
            return new VideoLimits(level[1] / BLOCK, level[2] / BLOCK, none, none);
        }
        return params instanceof H263Params h263 ? limits(h263) : VideoLimits.NONE;
    }

    /** The largest size, and the most blocks a second of any size at its interval; which sizes there are is in the format. */
    private static VideoLimits limits(H263Params h263) {
        List<H263Params.Size> sizes = h263.sizes().isEmpty() ? UNSAID_SIZE : h263.sizes();
        int blocks = 0;
        int perSecond = 0;
        int rate = 1;
        for (H263Params.Size size : sizes) {
            int own = (size.width() + 15) / 16 * ((size.height() + 15) / 16);
            blocks = Math.max(blocks, own);
            perSecond = Math.max(perSecond, own * H263_RATE / size.mpi());
            rate = Math.max(rate, H263_RATE / size.mpi());
        }
        return new VideoLimits(blocks, perSecond, rate, VideoLimits.NO_LIMIT);
    }

    /** The level up to which both send: each its own where both allow it, else the lower of the two. */
    static H264Level sharedLevel(Codec ours, Codec theirs) {
        boolean h264 = ours.params() instanceof H264Params && theirs.params() instanceof H264Params;
        if (!h264 || (asymmetric(ours) && asymmetric(theirs))) {
            return H264Level.L6_2;
        }
        return ours.params() instanceof H264Params own ? own.level() : H264Level.L6_2;
    }

    private static boolean asymmetric(Codec format) {
        return format.params() instanceof H264Params h264 && h264.levelAsymmetryAllowed();
    }

    /** The retransmission format that goes with a payload type (RFC 4588 section 8.6). */
    static Optional<Codec> rtx(List<Codec> formats, int payloadType) {
        return formats.stream()
                .filter(f -> f.params() instanceof RtxParams rtx && rtx.apt() == payloadType)
                .findFirst();
    }

    /**
     * The format of ours that an answered one means: the same configuration; under our own payload type also one the peer made
     * a little different, as long as our stream is still one it describes.
     */
    static Optional<Codec> offeredAs(Codec answered, List<Codec> offered) {
        return offered.stream()
                .filter(own -> own.video().isPresent() && own.video().equals(answered.video()))
                .filter(own -> own.params() instanceof H264Params h264
                        ? answered.params() instanceof H264Params theirs
                                && means(theirs, h264, own.payloadType() == answered.payloadType())
                        : usable(answered, List.of(VideoCodec.values())))
                .findFirst();
    }

    private static boolean means(H264Params answered, H264Params offered, boolean samePayloadType) {
        boolean bent = samePayloadType
                && answered.packetizationMode() <= offered.packetizationMode()
                && answered.profile().includes(offered.profile());
        return bent || answered.agreesWith(offered);
    }

    /** The formats of an offer: those described last under their numbers, then what the terms allow beside them. */
    static List<Codec> offered(VideoTerms terms, VideoReception reception, List<Codec> last, Map<Integer, Codec> used) {
        Map<Integer, Codec> taken = new HashMap<>(used);
        last.forEach(format -> taken.put(format.payloadType(), format));
        List<Codec> wanted = terms.formats().isEmpty()
                ? ours(terms, reception)
                : terms.formats().stream().map(NegotiationVideoCodecs::passedOn).toList();
        List<Codec> formats = new ArrayList<>(last.stream()
                .filter(f -> f.video().isEmpty() || usable(f, terms.codecs()))
                .filter(f -> f.video().isEmpty()
                        || terms.formats().isEmpty()
                        || wanted.stream().anyMatch(format -> isSame(f, format)))
                .toList());
        for (Codec format : wanted) {
            if (formats.stream().noneMatch(other -> isSame(other, format))) {
                formats.add(place(format, format.video().orElseThrow(), taken));
            }
        }
        return formats;
    }

    private static List<Codec> ours(VideoTerms terms, VideoReception reception) {
        List<Codec> all = new ArrayList<>();
        for (VideoCodec codec : terms.codecs()) {
            for (CodecParams params : configurations(codec, reception)) {
                all.add(new Codec(0, codec.encodingName(), codec.clockRate(), 1, params));
            }
        }
        return all;
    }

    /** A format of somebody else's as ours: what it takes is what we promise to take. Sizes and rates of H.264 are always said. */
    private static Codec passedOn(Codec theirs) {
        CodecParams params = theirs.params();
        if (params instanceof H264Params h264) {
            params = new H264Params(
                    h264.profileLevelId(),
                    h264.packetizationMode(),
                    h264.levelAsymmetryAllowed(),
                    OptionalInt.of(h264.maxFs().orElse(h264.level().maxFs())),
                    OptionalInt.of(h264.maxMbps().orElse(h264.level().maxMbps())),
                    h264.maxBr(),
                    OptionalInt.empty(),
                    Optional.empty());
        }
        return new Codec(0, theirs.name(), theirs.clockRate(), 1, params);
    }

    /** H.264 three times: constrained baseline in fragments and in single NAL units, and high. */
    private static List<CodecParams> configurations(VideoCodec codec, VideoReception reception) {
        int level = reception.level().idc();
        return codec == VideoCodec.H264
                ? List.of(
                        h264(CB | level, 1, /* asymmetry= */ true, reception),
                        h264(CB | level, 0, /* asymmetry= */ true, reception),
                        h264(HIGH | level, 1, /* asymmetry= */ true, reception))
                : List.of(params(codec, reception));
    }

    private static boolean isSame(Codec one, Codec other) {
        return one.video().equals(other.video())
                && (!(one.params() instanceof H264Params h264)
                        || (other.params() instanceof H264Params theirs && h264.agreesWith(theirs)));
    }

    private static Codec place(Codec format, VideoCodec codec, Map<Integer, Codec> taken) {
        OptionalInt known = taken.values().stream()
                .filter(other -> isSame(other, format))
                .mapToInt(Codec::payloadType)
                .min();
        boolean staticType = codec == VideoCodec.H263 && !taken.containsKey(34);
        int payloadType = known.orElseGet(() -> staticType
                ? 34
                : IntStream.rangeClosed(FIRST_DYNAMIC, LAST_DYNAMIC)
                        .filter(n -> !taken.containsKey(n))
                        .findFirst()
                        .orElse(LAST_DYNAMIC));
        Codec placed = format.withPayloadType(payloadType);
        taken.put(payloadType, placed);
        return placed;
    }
}
