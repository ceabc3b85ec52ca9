package tandem.media;

import java.util.Optional;

/** The video codecs whose payload formats we read and write; all count time at 90 kHz. */
public enum VideoCodec {
    /** RFC 6184. */
    H264("H264", -1),
    /** RFC 7741. */
    VP8("VP8", -1),
    /** RFC 9628. */
    VP9("VP9", -1),
    /** AOMedia's RTP payload format for AV1. */
    AV1("AV1", -1),
    /** RFC 4629. */
    H263_1998("H263-1998", -1),
    /** RFC 4629 too; its parameters name profile and level. */
    H263_2000("H263-2000", -1),
    /** RFC 2190. */
    H263("H263", 34);

    /** The RTP clock of every video format, in Hz. */
    public static final int CLOCK_RATE = 90_000;

    private final String encodingName;
    private final int staticPayloadType;

    VideoCodec(String encodingName, int staticPayloadType) {
        this.encodingName = encodingName;
        this.staticPayloadType = staticPayloadType;
    }

    /** The codec of that encoding name (upper case) and RTP clock. */
    public static Optional<VideoCodec> of(String name, int clockRate) {
        for (VideoCodec codec : values()) {
            if (codec.encodingName.equals(name) && clockRate == CLOCK_RATE) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }

    /** The encoding name as registered, in upper case. */
    public String encodingName() {
        return encodingName;
    }

    /** The RTP clock in Hz. */
    public int clockRate() {
        return CLOCK_RATE;
    }

    /** The payload type of RFC 3551, or -1 where there is none. */
    public int staticPayloadType() {
        return staticPayloadType;
    }
}
