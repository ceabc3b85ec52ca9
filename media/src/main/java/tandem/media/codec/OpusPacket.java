package tandem.media.codec;

/** What an Opus packet's first octets say (RFC 6716 section 3). */
public final class OpusPacket {
    private static final int LONGEST = 48 * 120;
    private static final int[] SILK_MS = {10, 20, 40, 60};

    private OpusPacket() {}

    /** Its duration in samples at 48 kHz, 0 when the packet is malformed. */
    public static int samplesAt48kHz(byte[] packet, int offset, int length) {
        if (length < 1) {
            return 0;
        }
        int config = (packet[offset] & 0xFF) >> 3;
        int frames = frames(packet, offset, length);
        int samples = frames * frameSamples(config);
        return samples > LONGEST ? 0 : samples;
    }

    private static int frames(byte[] packet, int offset, int length) {
        return switch (packet[offset] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> length < 2 ? 0 : packet[offset + 1] & 0x3F;
        };
    }

    private static int frameSamples(int config) {
        if (config < 12) {
            return 48 * SILK_MS[config & 3];
        }
        if (config < 16) {
            return 480 << (config & 1);
        }
        return 120 << (config & 3);
    }
}
