package tandem.media;

import java.util.Optional;

/** The video codecs we carry, by the names they have in descriptions; all have an RTP clock of 90 kHz. */
public enum VideoCodec {
    H264("H264"),
    VP8("VP8"),
    VP9("VP9"),
    AV1("AV1"),
    H263_1998("H263-1998"),
    H263("H263");

    /** The RTP clock of every video format, in Hz. */
    public static final int CLOCK_RATE = 90_000;

    private final String encodingName;

    VideoCodec(String encodingName) {
        this.encodingName = encodingName;
    }

    /** The codec of that encoding name (upper case) and RTP clock. H263-2000 is H263-1998 as far as RTP goes (RFC 4629). */
    public static Optional<VideoCodec> of(String name, int clockRate) {
        if (clockRate != CLOCK_RATE) {
            return Optional.empty();
        }
        for (VideoCodec codec : values()) {
            if (codec.encodingName.equals(name)) {
                return Optional.of(codec);
            }
        }
        return name.equals("H263-2000") ? Optional.of(H263_1998) : Optional.empty();
    }

    /** The encoding name as registered, in upper case. */
    public String encodingName() {
        return encodingName;
    }

    /** The RTP clock in Hz. */
    public int clockRate() {
        return CLOCK_RATE;
    }
}
