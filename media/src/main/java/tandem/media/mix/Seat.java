package tandem.media.mix;

import org.jspecify.annotations.Nullable;
import tandem.media.codec.EncoderSettings;
import tandem.media.codec.Level;
import tandem.media.codec.Pcm;
import tandem.media.codec.Upsampler;

/** One participant's place at the mixer. Owned by the mixer's loop. */
public final class Seat {
    final MixInput input;
    final MixOutput output;
    final short[] said = new short[Frames.SAMPLES];
    private final Mixer mixer;
    private final VoiceDetector voice = new VoiceDetector();

    EncoderSettings settings;
    boolean listening = true;
    int lossPercent;
    boolean pulled;
    /** Still summed in this tick, for the last time. */
    boolean leaving;

    /** Was in the sum of the tick before. */
    boolean inSum;

    boolean chosen;
    long chosenNs;
    long loudNs;
    float rank = Level.SILENCE;
    int level = Level.SILENCE;

    @Nullable
    Overlay overlay; // most of the time nothing is played to one participant alone

    @Nullable
    OwnMix own; // only who is summed, or is played to, has one

    float @Nullable [] voiceFrame; // 48 kHz, made when first summed

    @Nullable
    Upsampler upsampler; // made when first summed, and when the rate changes

    @Nullable
    Throwable bug; // why he loses his place at the end of this tick

    int upsamplerRate;
    private boolean muted;
    private boolean speaking;

    Seat(Mixer mixer, MixInput input, MixOutput output, EncoderSettings settings) {
        this.mixer = mixer;
        this.input = input;
        this.output = output;
        this.settings = settings;
    }

    /** What he says is kept from the others, or no longer. */
    public void mute(boolean on) {
        muted = on;
    }

    /** Whether he is muted. */
    public boolean muted() {
        return muted;
    }

    /** Whether he is sent anything; false while he is on hold. */
    public void listen(boolean on) {
        mixer.listen(this, on);
    }

    /** How he wants to be sent from now on. */
    public void settings(EncoderSettings wanted) {
        mixer.settings(this, wanted);
    }

    /** How much of what he is sent gets lost, in percent: steers redundancy for all who share his encoder. */
    public void expectedLoss(int percent) {
        mixer.expectedLoss(this, percent);
    }

    /** Plays over what he hears, to him alone; then {@link MixOutput#onPlayed}. What was played before ends without it. */
    public void play(Overlay what) {
        overlay = what;
    }

    /** Ends what {@link #play} began. */
    public void stopPlaying() {
        overlay = null;
    }

    /** Level of his last 20 ms in dBov. */
    public int level() {
        return level;
    }

    /** Whether he speaks, muted or not. */
    public boolean speaking() {
        return speaking;
    }

    /** Something of his failed: he loses his place at the end of the tick, and nobody else does. */
    void failed(Throwable why) {
        if (bug == null) {
            bug = why;
            mixer.failed(this);
        }
    }

    /** Takes the level of this tick. */
    void heard(int dBov, long nowNs) {
        level = dBov;
        rank = Math.max(dBov, rank - Ranking.FALL_PER_TICK);
        if (dBov > Ranking.QUIET) {
            loudNs = nowNs;
        }
        boolean now = voice.next(dBov);
        if (now != speaking) {
            speaking = now;
            output.onSpeaking(now);
        }
    }

    /** What he said in this tick at 48 kHz. */
    float[] voiceFrame() {
        float[] frame = voiceFrame;
        if (frame == null) {
            frame = new float[Frames.SAMPLES];
            voiceFrame = frame;
        }
        return frame;
    }

    /** Raises what he said to 48 kHz, fading in the first time and out the last time. */
    float[] raise(boolean first) {
        float[] frame = voiceFrame();
        int rate = input.sampleRate();
        int samples = Frames.samples(rate);
        if (rate == Frames.RATE) {
            Pcm.toFloats(said, 0, samples, frame);
        } else {
            upsampler(rate, first).process(said, 0, samples, frame);
        }
        if (first) {
            fade(frame, 240, false);
        }
        if (leaving) {
            fade(frame, Frames.SAMPLES, true);
        }
        return frame;
    }

    private Upsampler upsampler(int rate, boolean first) {
        Upsampler up = upsampler;
        if (up == null || upsamplerRate != rate) {
            up = new Upsampler(Frames.RATE / rate, Frames.samples(rate));
            upsampler = up;
            upsamplerRate = rate;
        } else if (first) {
            up.reset();
        }
        return up;
    }

    private static void fade(float[] frame, int samples, boolean out) {
        for (int i = 0; i < samples; i++) {
            float part = (float) i / samples;
            frame[i] *= out ? 1 - part : part;
        }
    }
}
