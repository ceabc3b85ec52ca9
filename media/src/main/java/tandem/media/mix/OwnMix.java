package tandem.media.mix;

import org.jspecify.annotations.Nullable;
import tandem.media.codec.Downsampler;
import tandem.media.codec.Pcm;

/** What one participant hears who is himself in the mix, or to whom alone something is played: all but him, encoded for him. */
final class OwnMix {
    private final Limiter limiter = new Limiter();
    private final @Nullable Downsampler down; // none at the mix's own rate
    private final short[] frame;
    private final Encoding encoding;

    OwnMix(Encoding encoding) {
        this.encoding = encoding;
        int rate = encoding.settings.sampleRate();
        this.frame = new short[Frames.samples(rate)];
        this.down = rate == Frames.RATE ? null : new Downsampler(Frames.RATE / rate, frame.length);
    }

    Encoding encoding() {
        return encoding;
    }

    /** Goes on for that participant from where the shared mix stands. */
    void start(Seat seat, SharedMix shared, long ticks) {
        SharedMix.Rate past = shared.at(encoding.settings.sampleRate());
        limiter.copyFrom(shared.limiter());
        if (down != null) {
            past.lend(down);
        }
        encoding.listeners.clear();
        encoding.listeners.add(seat);
        encoding.start(past, ticks);
    }

    /** Whether the shared mix can take over without a step in the gain. */
    boolean meets(SharedMix shared) {
        return Math.abs(limiter.gain() - shared.limiter().gain()) < 0.02f;
    }

    /** Encodes and sends {@code mix}, which is limited in place. */
    void send(float[] mix) {
        limiter.process(mix);
        if (down == null) {
            Pcm.toShorts(mix, frame, 0, frame.length);
        } else {
            down.process(mix, frame, 0, frame.length);
        }
        encoding.feed(frame);
    }
}
