package tandem.media.forward;

import org.jspecify.annotations.Nullable;
import tandem.media.AudioCodec;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.AudioDecoder;
import tandem.media.codec.AudioEncoder;
import tandem.media.codec.EncoderSettings;
import tandem.media.codec.RateConverter;
import tandem.media.rtp.Format;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.RtpPacket;
import tandem.media.rtp.Step;

/**
 * Passes a leg's audio on in another codec or packet time, pushed by its packets: what comes is decoded, resampled where the
 * codecs' rates differ, encoded and sent at once. A gap is made up when the next packet shows it, by that packet's redundancy
 * where it has any. Opus runs at the rate of its narrower partner. Owned by one loop; allocates nothing per packet.
 */
public final class Transcoder implements Step, AutoCloseable {
    private static final int LONGEST_MS = 120; // RFC 7587: an Opus packet holds at most that much
    private static final int LONGEST_GAP_MS = 100;
    private static final int LONGEST_GAP_PACKETS = 8;

    private final Outlet to;
    private final Format in;
    private final EncoderSettings out;
    private final AudioDecoder decoder;
    private final AudioEncoder encoder;
    private final @Nullable RateConverter converter; // none where both run at one rate
    private final short[] decoded;
    private final short[] pending;
    private final byte[] payload = new byte[AudioEncoder.MAX_PAYLOAD];
    private int filled;
    private boolean started;
    private int lastSequence;
    private int lastSamples; // of the packet before, at the decoder's rate
    private int expected; // timestamp of the packet that follows
    private int outTimestamp; // of what is pending
    private boolean marker;

    /** From that format into packets of those settings, whose sample rate is {@link #rate} of the two codecs. */
    public Transcoder(Outlet to, Format in, EncoderSettings out) {
        this.to = to;
        this.in = in;
        this.out = out;
        AudioCodec codec = in.codec().orElseThrow();
        int inRate = codec == AudioCodec.OPUS ? out.sampleRate() : codec.sampleRate();
        this.converter = inRate == out.sampleRate() ? null : new RateConverter(inRate, out.sampleRate(), LONGEST_MS);
        this.decoded = new short[inRate / 1_000 * LONGEST_MS];
        this.pending = new short[out.sampleRate() / 1_000 * LONGEST_MS + out.samplesPerPacket()];
        this.decoder = AudioCodecs.decoder(codec, inRate);
        this.encoder = encoder(out, decoder);
        to.sender().newSource();
    }

    /** Where it cannot be made, the decoder's memory is given back. */
    private static AudioEncoder encoder(EncoderSettings settings, AudioDecoder decoder) {
        try {
            return AudioCodecs.encoder(settings);
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
            decoder.close();
            throw bug;
        }
    }

    /** The rate an encoder of {@code out} runs at behind a decoder of {@code in}, in Hz. */
    public static int rate(AudioCodec in, AudioCodec out) {
        return out == AudioCodec.OPUS ? in.sampleRate() : out.sampleRate();
    }

    /** Whether this one is for that format into those settings. */
    public boolean fits(Format format, EncoderSettings settings) {
        return in.equals(format) && out.equals(settings);
    }

    @Override
    public void take(Inbound inbound) {
        RtpPacket packet = inbound.packet;
        if (inbound.newSource || !started) {
            begin(packet);
        }
        int ahead = (short) (packet.sequence() - lastSequence);
        if (ahead <= 0) {
            return; // late or twice: its place has been made up already
        }
        lastSequence = packet.sequence();
        byte[] bytes = packet.bytes();
        int samples = decoder.samplesIn(bytes, packet.payload(), packet.payloadLength());
        if (samples <= 0 || samples > decoded.length) {
            return;
        }
        bridge(packet, ahead - 1, samples, inbound.nowNs);
        int made = decoder.decode(bytes, packet.payload(), packet.payloadLength(), decoded, 0);
        append(made, inbound.nowNs);
        lastSamples = samples;
        expected = packet.timestamp() + units(samples);
    }

    /** Lets the packet's time pass in silence. */
    public void hush(Inbound inbound) {
        RtpPacket packet = inbound.packet;
        int samples = decoder.samplesIn(packet.bytes(), packet.payload(), packet.payloadLength());
        int ahead = (short) (packet.sequence() - lastSequence);
        if (!started || inbound.newSource || ahead <= 0 || samples <= 0) {
            return;
        }
        int after = packet.timestamp() + units(samples);
        skip(after - expected);
        lastSequence = packet.sequence();
        lastSamples = samples;
        expected = after;
    }

    private void begin(RtpPacket packet) {
        if (started) {
            to.sender().newSource(); // the time between the two passes here as well
        }
        started = true;
        decoder.reset();
        lastSequence = packet.sequence() - 1;
        expected = packet.timestamp();
        marker = true;
    }

    /** Makes up what was lost, or lets the time pass that the sender was silent. */
    private void bridge(RtpPacket packet, int lost, int samples, long nowNs) {
        int gap = packet.timestamp() - expected; // in units of the clock
        if (gap == 0 && lost == 0) {
            return;
        }
        int frame = lastSamples == 0 ? samples : lastSamples;
        boolean short1 = lost > 0 && lost <= LONGEST_GAP_PACKETS && gap <= units(frame) * (lost + 1);
        if (!short1 || gap > in.clockRate() / 1_000 * LONGEST_GAP_MS) {
            skip(gap);
            return;
        }
        for (int i = lost; i > 1; i--) {
            decoder.conceal(decoded, 0, frame);
            append(frame, nowNs);
        }
        decoder.decodeFec(packet.bytes(), packet.payload(), packet.payloadLength(), decoded, 0, frame);
        append(frame, nowNs);
    }

    private void skip(int gap) {
        if (gap > 0) {
            outTimestamp += filledUnits() + (int) ((long) gap * out.codec().clockRate() / in.clockRate());
            filled = 0;
        }
        marker = true;
    }

    private int filledUnits() {
        return filled / (out.sampleRate() / 1_000) * (out.codec().clockRate() / 1_000);
    }

    private int units(int samples) {
        return samples / (decoder.sampleRate() / 1_000) * (in.clockRate() / 1_000);
    }

    private void append(int samples, long nowNs) {
        if (converter == null) {
            System.arraycopy(decoded, 0, pending, filled, samples);
            filled += samples;
        } else {
            filled += converter.process(decoded, 0, samples, pending, filled);
        }
        int packet = out.samplesPerPacket();
        int sent = 0;
        while (filled - sent >= packet) {
            send(sent, packet, nowNs);
            sent += packet;
        }
        filled -= sent;
        System.arraycopy(pending, sent, pending, 0, filled);
    }

    private void send(int from, int samples, long nowNs) {
        int length = encoder.encode(pending, from, samples, payload, 0);
        int type = to.takes().of(out.codec()).payloadType();
        if (length > 0 && type >= 0 && to.open()) {
            to.sender().send(type, marker, outTimestamp, payload, 0, length, nowNs);
            marker = false;
        }
        outTimestamp += out.codec().clockRate() / 1_000 * out.ptimeMs();
    }

    /** How much the peer loses, in percent. */
    public void expectedLoss(int percent) {
        encoder.expectedLoss(percent);
    }

    @Override
    public void close() {
        decoder.close();
        encoder.close();
    }

    @Override
    public String toString() {
        return "Transcoder(" + in.codec().orElseThrow() + " to " + out.codec() + " at " + out.sampleRate() + " Hz)";
    }
}
