package tandem.media.mix;

import java.util.ArrayList;
import java.util.List;
import tandem.media.codec.AudioEncoder;
import tandem.media.codec.EncoderSettings;

/** One encoder with its packetizing and those who get what it makes. */
final class Encoding {
    private static final int WARM_FRAMES = 3;

    final EncoderSettings settings;
    final List<Seat> listeners = new ArrayList<>();
    private final AudioEncoder encoder;
    private final byte[] payload = new byte[AudioEncoder.MAX_PAYLOAD];
    private final short[] pending;
    private final int packet;
    private int filled;
    int renewals; // how many before it failed
    long usedNs; // when somebody last wanted it
    private boolean running;
    private boolean silent;

    Encoding(EncoderSettings settings, AudioEncoder encoder) {
        this.settings = settings;
        this.encoder = encoder;
        this.packet = settings.samplesPerPacket();
        this.pending = new short[packet + Frames.samples(settings.sampleRate())];
    }

    AudioEncoder encoder() {
        return encoder;
    }

    boolean running() {
        return running;
    }

    /**
     * Begins in the middle of a mix that has been going on: the encoder is warmed with its last frames, and the packet that is
     * under way is filled as far as all packets of this length are, so that those who change over see no seam.
     */
    void start(SharedMix.Rate past, long ticks) {
        encoder.reset();
        int samples = Frames.samples(settings.sampleRate());
        int pendingMs = (int) (ticks * Frames.TICK_MS % settings.ptimeMs());
        int begun = (pendingMs + Frames.TICK_MS - 1) / Frames.TICK_MS;
        for (int ago = Math.min(SharedMix.PAST, begun + WARM_FRAMES) - 1; ago >= begun; ago--) {
            encoder.encode(past.frame(ago), 0, samples, payload, 0);
        }
        filled = 0;
        for (int ago = begun - 1; ago >= 0; ago--) {
            System.arraycopy(past.frame(ago), 0, pending, filled, samples);
            filled += samples;
        }
        int surplus = filled - settings.sampleRate() / 1_000 * pendingMs;
        filled -= surplus;
        System.arraycopy(pending, surplus, pending, 0, filled);
        running = true;
        silent = false;
    }

    /** Nobody listens: what comes next will need a new start. */
    void stop() {
        running = false;
    }

    /** Takes 20 ms and sends the packets that become full. */
    void feed(short[] frame) {
        int samples = Frames.samples(settings.sampleRate());
        System.arraycopy(frame, 0, pending, filled, samples);
        filled += samples;
        int sent = 0;
        while (filled - sent >= packet) {
            send(encoder.encode(pending, sent, packet, payload, 0));
            sent += packet;
        }
        filled -= sent;
        System.arraycopy(pending, sent, pending, 0, filled);
    }

    private void send(int length) {
        int duration = settings.codec().clockRate() / 1_000 * settings.ptimeMs();
        for (int i = 0; i < listeners.size(); i++) {
            Seat listener = listeners.get(i);
            try {
                if (length == 0) {
                    listener.output.pass(duration);
                } else {
                    listener.output.send(payload, 0, length, duration, silent);
                }
            } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
                listener.failed(bug);
            }
        }
        silent = length == 0;
    }
}
