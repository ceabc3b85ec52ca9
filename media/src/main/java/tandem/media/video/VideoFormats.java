package tandem.media.video;

import tandem.media.VideoCodec;

/** The depacketizer and packetizer of each codec. */
public final class VideoFormats {
    /** The smallest payload anybody may be asked to make, in octets. */
    public static final int LEAST_PAYLOAD = 64;

    private VideoFormats() {}

    /** A depacketizer that gives whole frames to {@code frames}. */
    public static Depacketizer depacketizer(VideoCodec codec, Depacketizer.Frames frames) {
        return switch (codec) {
            case H264 -> new H264Depacketizer(frames, "");
            case VP8 -> new Vp8Depacketizer(frames);
            case VP9 -> new Vp9Depacketizer(frames);
            case AV1 -> new Av1Depacketizer(frames);
            case H263_1998 -> new H263PlusDepacketizer(frames);
            case H263 -> new H263Depacketizer(frames);
        };
    }

    /** The same for H.264 with parameter sets from its description: the value of {@code sprop-parameter-sets}. */
    public static Depacketizer h264(Depacketizer.Frames frames, String spropParameterSets) {
        return new H264Depacketizer(frames, spropParameterSets);
    }

    /**
     * A packetizer whose payloads have at most {@code maxPayload} octets; H.264 in packetization mode 1.
     *
     * @param pictureId the first one, 15 bits, where the format has them
     */
    public static Packetizer packetizer(VideoCodec codec, int maxPayload, int pictureId, Packetizer.Payloads to) {
        check(maxPayload);
        return switch (codec) {
            case H264 -> new H264Packetizer(maxPayload, true, to);
            case VP8 -> new Vp8Packetizer(maxPayload, pictureId, to);
            case VP9 -> new Vp9Packetizer(maxPayload, pictureId, to);
            case AV1 -> new Av1Packetizer(maxPayload, to);
            case H263_1998 -> new H263PlusPacketizer(maxPayload, to);
            case H263 -> new H263Packetizer(maxPayload, to);
        };
    }

    /** A packetizer for H.264 in packetization mode 0: a NAL unit that does not fit {@code maxPayload} octets cannot be sent. */
    public static Packetizer h264SingleUnits(int maxPayload, Packetizer.Payloads to) {
        check(maxPayload);
        return new H264Packetizer(maxPayload, false, to);
    }

    /**
     * Whether a key frame begins with this payload, as far as it says so itself: where a forwarder may switch to its stream. A
     * payload that is malformed begins none.
     */
    public static boolean beginsKeyFrame(VideoCodec codec, byte[] bytes, int offset, int length) {
        return KeyFrames.begin(codec, bytes, offset, length);
    }

    private static void check(int maxPayload) {
        if (maxPayload < LEAST_PAYLOAD) {
            throw new IllegalArgumentException("payloads of " + maxPayload + " octets");
        }
    }
}
