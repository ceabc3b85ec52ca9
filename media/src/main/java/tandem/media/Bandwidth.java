package tandem.media;

import java.util.OptionalInt;

/**
 * What b= lines allow to be sent to the describing side (RFC 8866 section 5.8, RFC 3890).
 *
 * @param tias bit/s without headers
 * @param as kbit/s with the headers of RTP, UDP and IP
 */
public record Bandwidth(OptionalInt tias, OptionalInt as) {
    /** Nothing said. */
    public static final Bandwidth UNSAID = new Bandwidth(OptionalInt.empty(), OptionalInt.empty());

    private static final int KILO = 1_000;
    private static final int HEADERS = 20; // one part of so many of a video packet

    /** That many bit/s without headers. */
    public static Bandwidth ofBitsPerSecond(int tias) {
        return new Bandwidth(OptionalInt.of(tias), OptionalInt.empty());
    }

    /** The most bit/s of video payload; {@link VideoLimits#NO_LIMIT} where nothing is said. */
    public int videoBitsPerSecond() {
        long gross = (long) as.orElse(VideoLimits.NO_LIMIT) * KILO;
        return (int) Math.min(tias.orElse(VideoLimits.NO_LIMIT), gross - gross / HEADERS);
    }
}
