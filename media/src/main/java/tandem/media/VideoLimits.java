package tandem.media;

/**
 * The most that may be sent in a video stream.
 *
 * @param macroblocks of 16x16 pixels in a picture
 * @param macroblocksPerSecond in all pictures of a second
 * @param framesPerSecond pictures a second
 * @param bitsPerSecond of the payload
 */
public record VideoLimits(int macroblocks, int macroblocksPerSecond, int framesPerSecond, int bitsPerSecond) {
    /** As good as no limit. */
    public static final int NO_LIMIT = Integer.MAX_VALUE;

    static final int NO_RATE = NO_LIMIT;

    /** Nothing is limited. */
    public static final VideoLimits NONE = new VideoLimits(NO_LIMIT, NO_LIMIT, NO_LIMIT, NO_LIMIT);

    /** What both allow. */
    public VideoLimits and(VideoLimits other) {
        return new VideoLimits(
                Math.min(macroblocks, other.macroblocks),
                Math.min(macroblocksPerSecond, other.macroblocksPerSecond),
                Math.min(framesPerSecond, other.framesPerSecond),
                Math.min(bitsPerSecond, other.bitsPerSecond));
    }

    /** The same at no more than this many bit/s. */
    public VideoLimits within(int mostBitsPerSecond) {
        return new VideoLimits(
                macroblocks, macroblocksPerSecond, framesPerSecond, Math.min(bitsPerSecond, mostBitsPerSecond));
    }

    /** Whether pictures of that size at that rate are allowed; a part of a macroblock counts as one. */
    public boolean allow(int width, int height, int frames) {
        long blocks = (long) ((width + 15) / 16) * ((height + 15) / 16);
        return blocks <= macroblocks && blocks * frames <= macroblocksPerSecond && frames <= framesPerSecond;
    }
}
