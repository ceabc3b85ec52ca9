package tandem.media.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import org.jitsi.impl.neomedia.codec.audio.opus.Opus;

/** An Opus stream (RFC 6716) encoded from mono by libopus, at a variable bitrate. */
final class OpusEncoder implements AudioEncoder {
    private static final int LONGEST_MS = 120;
    private static final int USUAL_LOSS = 5;
    private static final int NOTHING_SAID = 2;

    private final int sampleRate;
    private final boolean dtx;
    private final boolean fec;
    private final byte[] octets;
    private final ShortBuffer samples;
    private long encoder;

    OpusEncoder(EncoderSettings settings) {
        this.sampleRate = settings.sampleRate();
        this.dtx = settings.dtx();
        this.fec = settings.fec();
        this.octets = new byte[sampleRate / 1_000 * LONGEST_MS * 2];
        this.samples = ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder()).asShortBuffer();
        this.encoder = Opus.encoder_create(sampleRate, 1);
        if (encoder == 0) {
            throw new IllegalStateException("libopus made no encoder for " + sampleRate + " Hz");
        }
        Opus.encoder_set_complexity(encoder, settings.complexity());
        Opus.encoder_set_bitrate(encoder, settings.bitrate());
        Opus.encoder_set_vbr(encoder, 1);
        Opus.encoder_set_dtx(encoder, dtx ? 1 : 0);
        Opus.encoder_set_inband_fec(encoder, fec ? 1 : 0);
        expectedLoss(USUAL_LOSS);
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int encode(short[] pcm, int offset, int count, byte[] out, int outOffset) {
        mustBeOpen();
        samples.put(0, pcm, offset, count);
        int room = Math.min(MAX_PAYLOAD, out.length - outOffset);
        int length = Opus.encode(encoder, octets, 0, count, out, outOffset, room);
        return length < 0 || (dtx && length <= NOTHING_SAID) ? 0 : length;
    }

    @Override
    public void expectedLoss(int percent) {
        mustBeOpen();
        if (fec) {
            Opus.encoder_set_packet_loss_perc(encoder, Math.max(USUAL_LOSS, Math.min(100, percent)));
        }
    }

    /** libopus does not look: an encoder that is gone would take the process with it. */
    private void mustBeOpen() {
        if (encoder == 0) {
            throw new IllegalStateException("the Opus encoder is closed");
        }
    }

    @Override
    public void close() {
        if (encoder != 0) {
            Opus.encoder_destroy(encoder);
            encoder = 0;
        }
    }
}
