package tandem.media.desk;

import tandem.media.codec.EncoderSettings;
import tandem.media.mix.MixInput;
import tandem.media.mix.MixOutput;
import tandem.media.mix.Mixer;
import tandem.media.mix.Overlay;
import tandem.media.mix.Seat;

/**
 * Something played to a session that is in no mix, instead of what it hears: a seat at its loop's mixer for prompts, in which
 * nobody speaks.
 */
final class Playing implements MixInput, MixOutput {
    private static final int SILENT = -127;
    private static final int RATE = 8_000;

    private final MediaPath path;
    private final Mixer mixer;
    private final Seat seat;
    private final Runnable then;
    private int timestamp;
    private boolean fresh = true;
    private boolean over;

    /** Plays it; {@code then} runs when it is over by itself. */
    Playing(MediaPath path, Mixer mixer, EncoderSettings settings, Overlay what, Runnable then) {
        this.path = path;
        this.mixer = mixer;
        this.then = then;
        this.seat = mixer.add(this, this, settings);
        seat.play(what);
        path.sender().newSource();
    }

    /** Ends it. */
    void end() {
        if (!over) {
            over = true;
            mixer.remove(seat);
            path.sender().newSource();
        }
    }

    /** The negotiation changed. */
    void settings(EncoderSettings settings) {
        seat.settings(settings);
    }

    @Override
    public int sampleRate() {
        return RATE;
    }

    @Override
    public int level(long nowNs) {
        return SILENT;
    }

    @Override
    public void pull(long nowNs, short[] pcm, boolean heard) {
        java.util.Arrays.fill(pcm, 0, RATE / 50, (short) 0);
    }

    @Override
    public void skip(long nowNs) {}

    @Override
    public void send(byte[] payload, int offset, int length, int samples, boolean marker) {
        int type = path.sendType();
        if (!over && type >= 0 && path.canSend()) {
            path.sender()
                    .send(
                            type,
                            marker || fresh,
                            timestamp,
                            payload,
                            offset,
                            length,
                            path.loop().tickNs());
            fresh = false;
        }
        timestamp += samples;
    }

    @Override
    public void pass(int samples) {
        timestamp += samples;
    }

    @Override
    public void onFailed(Throwable bug) {
        path.broken(bug);
    }

    @Override
    public void onPlayed() {
        path.loop().post(() -> {
            if (!over) {
                then.run();
            }
        });
    }
}
