package tandem.media.mix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tandem.media.codec.Downsampler;
import tandem.media.codec.Pcm;

/** The mix that everybody hears who is not in it: limited, brought down to each rate in use once, its last frames remembered. */
final class SharedMix {
    /** Frames remembered: as many as warm an encoder, and those of a packet that has begun. */
    static final int PAST = 6;

    private final float[] frame = new float[Frames.SAMPLES];
    private final Limiter limiter = new Limiter();
    private final Rate at8 = new Rate(8_000);
    private final Rate at16 = new Rate(16_000);
    private final Rate at48 = new Rate(48_000);

    /** A tick's sum, to be filled before {@link #finish}. */
    float[] frame() {
        return frame;
    }

    /** Begins a tick. */
    void clear() {
        Arrays.fill(frame, 0);
    }

    /** The sum is complete: {@code limited} receives it limited, and every rate in use its frame. */
    void finish(float[] limited) {
        System.arraycopy(frame, 0, limited, 0, Frames.SAMPLES);
        limiter.process(limited);
        at8.take(limited);
        at16.take(limited);
        at48.take(limited);
    }

    /** The limiter as the last finished tick left it. */
    Limiter limiter() {
        return limiter;
    }

    /** The mix at that rate, which is in use from now on. */
    Rate at(int rate) {
        Rate at = rate == 8_000 ? at8 : rate == 16_000 ? at16 : at48;
        at.inUse = true;
        return at;
    }

    /** The mix at one rate. */
    static final class Rate {
        private final int samples;
        private final @Nullable Downsampler down; // none at the mix's own rate
        private short[][] past = {};
        private int last;
        private boolean inUse;

        Rate(int rate) {
            this.samples = Frames.samples(rate);
            this.down = rate == Frames.RATE ? null : new Downsampler(Frames.RATE / rate, samples);
        }

        private void take(float[] limited) {
            if (!inUse) {
                return;
            }
            if (past.length == 0) {
                past = new short[PAST][samples];
            }
            last = (last + 1) % PAST;
            if (down == null) {
                Pcm.toShorts(limited, past[last], 0, samples);
            } else {
                down.process(limited, past[last], 0, samples);
            }
        }

        /** The frame of {@code ago} ticks ago, 0 for the one finished last. */
        short[] frame(int ago) {
            if (past.length == 0) {
                past = new short[PAST][samples];
            }
            return past[Math.floorMod(last - ago, PAST)];
        }

        /** Lets another downsampler go on from where this one stands. */
        void lend(Downsampler other) {
            if (down != null) {
                other.copyFrom(down);
            }
        }
    }
}
