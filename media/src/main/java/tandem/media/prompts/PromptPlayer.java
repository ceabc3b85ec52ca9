package tandem.media.prompts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tandem.media.Prompt;
import tandem.media.codec.Sinusoid;
import tandem.media.codec.Upsampler;
import tandem.media.mix.Overlay;

/** Plays prompts one after the other, pulled 20 ms at a time. A recording nobody made is passed over. */
public final class PromptPlayer implements Overlay {
    private static final int FRAME = Recordings.RATE / 50;
    private static final int RAMP = Recordings.RATE / 200;

    private final List<Piece> pieces = new ArrayList<>();
    private final boolean loop;
    private final Upsampler up = new Upsampler(3, FRAME);
    private final short[] frame = new short[FRAME];
    private final float[] wide = new float[3 * FRAME];
    private int current;
    private boolean tail;

    /** Plays {@code prompts} in order, once or for ever. */
    public PromptPlayer(List<Prompt> prompts, boolean loop, Recordings recordings) {
        for (Prompt prompt : prompts) {
            switch (prompt) {
                case Prompt.Recording recording ->
                    recordings.samples(recording).ifPresent(s -> pieces.add(new Said(s)));
                case Prompt.Tone tone -> pieces.add(new Sounded(tone));
                case Prompt.Silence silence -> pieces.add(new Paused(samples(silence.durationMs())));
            }
        }
        this.loop = loop && pieces.stream().anyMatch(p -> p.length() > 0);
    }

    @Override
    public boolean addTo(float[] sum) {
        int filled = fill();
        if (filled == 0) {
            if (tail) {
                return false;
            }
            tail = true; // what the filter still holds
        }
        Arrays.fill(frame, filled, FRAME, (short) 0);
        up.process(frame, 0, FRAME, wide);
        for (int i = 0; i < wide.length; i++) {
            sum[i] += wide[i];
        }
        return true;
    }

    private int fill() {
        int filled = 0;
        while (filled < FRAME && current < pieces.size()) {
            int taken = pieces.get(current).read(frame, filled, FRAME - filled);
            filled += taken;
            if (taken == 0) {
                current++;
                if (loop && current == pieces.size()) {
                    current = 0;
                    pieces.forEach(Piece::rewind);
                }
            }
        }
        return filled;
    }

    private static int samples(int ms) {
        return ms * (Recordings.RATE / 1_000);
    }

    /** One prompt as samples; {@link #read} says how many it gave, 0 at its end. */
    private interface Piece {
        int length();

        int read(short[] out, int offset, int most);

        void rewind();
    }

    private static final class Said implements Piece {
        private final short[] samples;
        private int at;

        Said(short[] samples) {
            this.samples = samples;
        }

        @Override
        public int length() {
            return samples.length;
        }

        @Override
        public int read(short[] out, int offset, int most) {
            int count = Math.min(most, samples.length - at);
            System.arraycopy(samples, at, out, offset, count);
            at += count;
            return count;
        }

        @Override
        public void rewind() {
            at = 0;
        }
    }

    private static final class Paused implements Piece {
        private final int length;
        private int at;

        Paused(int length) {
            this.length = length;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public int read(short[] out, int offset, int most) {
            int count = Math.min(most, length - at);
            Arrays.fill(out, offset, offset + count, (short) 0);
            at += count;
            return count;
        }

        @Override
        public void rewind() {
            at = 0;
        }
    }

    /** A tone, its ends rounded over 5 ms. */
    private static final class Sounded implements Piece {
        private final Sinusoid sine;
        private final int length;
        private int at;

        Sounded(Prompt.Tone tone) {
            this.sine = new Sinusoid(tone.hz(), Recordings.RATE, Sinusoid.amplitude(tone.dbm0()));
            this.length = tone.durationMs() == 0 ? Integer.MAX_VALUE : samples(tone.durationMs());
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public int read(short[] out, int offset, int most) {
            int count = Math.min(most, length - at);
            for (int i = 0; i < count; i++) {
                int edge = Math.min(at + i, length - 1 - at - i);
                double ramp = edge < RAMP ? (double) edge / RAMP : 1;
                out[offset + i] = (short) Math.round(sine.next() * ramp);
            }
            at = length == Integer.MAX_VALUE ? Math.min(at + count, RAMP) : at + count;
            return count;
        }

        @Override
        public void rewind() {
            at = 0;
        }
    }
}
