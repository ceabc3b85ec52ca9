package tandem.media.mix;

import java.util.Arrays;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.AudioDecoder;
import tandem.media.codec.EncoderSettings;
import tandem.media.codec.Level;
import tandem.media.codec.Sine;

/** A participant made of a sine generator and a recorder. */
final class Phone implements MixInput, MixOutput {
    final Seat seat;
    private final int rate;
    private final AudioDecoder decoder;
    private final short[] recorded;
    private int written;
    private long generated;
    private double hz;
    private double dbm0 = -100;
    boolean speaking;
    int packets;
    int played;

    Phone(Mixer mixer, EncoderSettings settings) {
        this.rate = settings.sampleRate();
        this.decoder = AudioCodecs.decoder(settings.codec(), rate);
        this.recorded = new short[rate * 16];
        this.seat = mixer.add(this, this, settings);
    }

    void talk(double frequency, double level) {
        hz = frequency;
        dbm0 = level;
    }

    void hush() {
        dbm0 = -100;
    }

    /** What the last {@code ms} of what it heard hold of that frequency. */
    Sine.Fit lastHeard(int ms, double frequency) {
        int samples = rate / 1_000 * ms;
        return Sine.fit(recorded, written - samples, samples, frequency, rate);
    }

    int heardLevel(int ms) {
        int samples = Math.min(written, rate / 1_000 * ms);
        return Level.dBov(recorded, written - samples, samples);
    }

    short[] recording() {
        return Arrays.copyOf(recorded, written);
    }

    @Override
    public int sampleRate() {
        return rate;
    }

    @Override
    public int level(long nowNs) {
        return UNKNOWN;
    }

    @Override
    public void pull(long nowNs, short[] pcm, boolean heard) {
        int samples = Frames.samples(rate);
        if (dbm0 < -90) {
            Arrays.fill(pcm, 0, samples, (short) 0);
        } else {
            Sine.write(pcm, 0, samples, generated, hz, rate, dbm0);
        }
        generated += samples;
    }

    @Override
    public void skip(long nowNs) {
        generated += Frames.samples(rate);
    }

    @Override
    public void send(byte[] payload, int offset, int length, int samples, boolean marker) {
        packets++;
        written += decoder.decode(payload, offset, length, recorded, written);
    }

    @Override
    public void onSpeaking(boolean now) {
        speaking = now;
    }

    @Override
    public void onPlayed() {
        played++;
    }
}
