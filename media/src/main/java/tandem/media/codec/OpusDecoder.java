package tandem.media.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import org.jitsi.impl.neomedia.codec.audio.opus.Opus;

/** An Opus stream (RFC 6716) decoded to mono by libopus, which conceals losses itself. */
final class OpusDecoder implements AudioDecoder {
    private static final int LONGEST_MS = 120;
    private static final int FADED_MS = 100;

    private final int sampleRate;
    private final byte[] octets;
    private final ShortBuffer samples;
    private long decoder;
    private int concealed;

    OpusDecoder(int sampleRate) {
        this.sampleRate = sampleRate;
        this.octets = new byte[sampleRate / 1_000 * LONGEST_MS * 2];
        this.samples = ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder()).asShortBuffer();
        this.decoder = Opus.decoder_create(sampleRate, 1);
        if (decoder == 0) {
            throw new IllegalStateException("libopus made no decoder for " + sampleRate + " Hz");
        }
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int samplesIn(byte[] payload, int offset, int length) {
        int at48 = OpusPacket.samplesAt48kHz(payload, offset, length);
        return at48 * (sampleRate / 1_000) / 48;
    }

    @Override
    public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
        mustBeOpen();
        int count = samplesIn(payload, offset, length);
        if (count == 0) {
            return 0;
        }
        int decoded = Opus.decode(decoder, payload, offset, length, octets, 0, count, 0);
        if (decoded <= 0) {
            return 0;
        }
        samples.get(0, pcm, pcmOffset, decoded);
        concealed = 0;
        return decoded;
    }

    @Override
    public int conceal(short[] pcm, int pcmOffset, int count) {
        return without(null, 0, 0, pcm, pcmOffset, count);
    }

    @Override
    public int decodeFec(byte[] payload, int offset, int length, short[] pcm, int pcmOffset, int count) {
        return without(payload, offset, length, pcm, pcmOffset, count);
    }

    @SuppressWarnings("NullAway") // libopus takes no payload for "lost"
    private int without(
            byte @org.jspecify.annotations.Nullable [] next, int offset, int length, short[] pcm, int to, int count) {
        mustBeOpen();
        int made = 0;
        int step = sampleRate / 400;
        while (made < count) {
            int part = Math.min(count - made, octets.length / 2);
            int asked = next == null ? Math.max(step, part / step * step) : part;
            int decoded = Opus.decode(decoder, next, offset, length, octets, 0, asked, next == null ? 0 : 1);
            if (decoded <= 0) {
                java.util.Arrays.fill(pcm, to + made, to + count, (short) 0);
                break;
            }
            int taken = Math.min(decoded, count - made);
            samples.get(0, pcm, to + made, taken);
            made += taken;
        }
        fade(pcm, to, count);
        return count;
    }

    /** A long loss ends in silence, whatever libopus makes up. */
    private void fade(short[] pcm, int from, int count) {
        int begin = FADED_MS / 2 * sampleRate / 1_000;
        int end = FADED_MS * sampleRate / 1_000;
        for (int i = 0; i < count; i++, concealed++) {
            if (concealed > begin) {
                pcm[from + i] = (short) (pcm[from + i] * Math.max(0, end - concealed) / (end - begin));
            }
        }
    }

    @Override
    public boolean isSilence(byte[] payload, int offset, int length) {
        return length <= 2;
    }

    /** libopus does not look: a decoder that is gone would take the process with it. */
    private void mustBeOpen() {
        if (decoder == 0) {
            throw new IllegalStateException("the Opus decoder is closed");
        }
    }

    @Override
    public void reset() {
        concealed = 0;
    }

    @Override
    public void close() {
        if (decoder != 0) {
            Opus.decoder_destroy(decoder);
            decoder = 0;
        }
    }
}
