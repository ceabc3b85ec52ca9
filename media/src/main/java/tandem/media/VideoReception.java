package tandem.media;

import java.util.Set;

/**
 * What we receive of video at most, whatever the stream.
 *
 * @param macroblocks of a picture
 * @param macroblocksPerSecond in all pictures of a second
 * @param framesPerSecond pictures a second
 * @param bitsPerSecond of the payload
 * @param feedback what we take and give (RFC 4585, RFC 5104)
 * @param extensions URIs of the header extensions we understand (RFC 8285)
 * @param simulcast whether we take several encodings of one picture (RFC 8853)
 */
public record VideoReception(
        int macroblocks,
        int macroblocksPerSecond,
        int framesPerSecond,
        int bitsPerSecond,
        Set<Feedback> feedback,
        Set<String> extensions,
        boolean simulcast) {
    /** 1920x1080 at 30 frames a second and 4 Mbit/s, with feedback that terminals know. */
    public static final VideoReception FULL_HD = new VideoReception(
            8_160,
            244_800,
            30,
            4_000_000,
            Set.of(Feedback.PLI, Feedback.FIR, Feedback.NACK, Feedback.TMMBR),
            Set.of(),
            /* simulcast= */ false);

    /** The same of what is passed on to somebody else, who may ask for whole pictures and for a lower rate. */
    public static final VideoReception PASSED_ON = new VideoReception(
            FULL_HD.macroblocks,
            FULL_HD.macroblocksPerSecond,
            FULL_HD.framesPerSecond,
            FULL_HD.bitsPerSecond,
            Set.of(Feedback.PLI, Feedback.FIR, Feedback.TMMBR),
            Set.of(),
            /* simulcast= */ false);

    public VideoReception {
        feedback = Set.copyOf(feedback);
        extensions = Set.copyOf(extensions);
    }

    /** The highest level of H.264 whose pictures we all take; what we take beyond it is said by max-fs and max-mbps. */
    public H264Level level() {
        H264Level highest = H264Level.L1;
        for (H264Level level : H264Level.values()) {
            boolean within = level.maxFs() <= macroblocks && level.maxMbps() <= macroblocksPerSecond;
            highest = within ? level : highest;
        }
        return highest;
    }

    /** No more than that. */
    public VideoReception within(VideoLimits most) {
        return new VideoReception(
                Math.min(macroblocks, most.macroblocks()),
                Math.min(macroblocksPerSecond, most.macroblocksPerSecond()),
                Math.min(framesPerSecond, most.framesPerSecond()),
                Math.min(bitsPerSecond, most.bitsPerSecond()),
                feedback,
                extensions,
                simulcast);
    }
}
