package tandem.media.jitter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import tandem.media.AudioCodec;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.AudioEncoder;
import tandem.media.codec.EncoderSettings;
import tandem.media.codec.Sine;

/** A sender, a network and a listener that ticks, all in invented time: what the jitter buffer plays is recorded. */
final class Stream {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Packet(int seq, int timestamp, byte[] payload, long arrivalNs) {}

    static final long MS = 1_000_000;

    final int rate;
    final JitterBuffer buffer;
    final List<Packet> packets = new ArrayList<>();
    short[] played = new short[0];
    /** For each tick, how long ago the sample it began with was sent. */
    final List<Double> delaysMs = new ArrayList<>();

    private final AudioCodec codec;
    private final EncoderSettings settings;
    int firstSeq = 65_000;
    int firstTimestamp = -8_000;
    double ppm;
    double lossPercent;
    double jitterMs;
    double hz = 1_000;
    double dbm0 = -10;
    long phaseNs = 5 * MS;
    private final Random random = new Random(7);

    Stream(AudioCodec codec, int ptimeMs) {
        this.codec = codec;
        this.settings = EncoderSettings.of(codec, ptimeMs);
        this.rate = settings.sampleRate();
        this.buffer = new JitterBuffer(codec.clockRate());
        buffer.decoder(0, AudioCodecs.decoder(codec, rate));
    }

    /** The sender speaks for that long. */
    Stream send(double seconds) {
        AudioEncoder encoder = AudioCodecs.encoder(settings);
        int samples = settings.samplesPerPacket();
        int step = codec.clockRate() / 1_000 * settings.ptimeMs();
        short[] pcm = new short[samples];
        int count = (int) (seconds * 1_000 / settings.ptimeMs());
        for (int i = 0; i < count; i++) {
            Sine.write(pcm, 0, samples, (long) i * samples, hz, rate, dbm0);
            byte[] out = new byte[1_500];
            int length = encoder.encode(pcm, 0, samples, out, 0);
            long sent = (long) ((double) i * settings.ptimeMs() * MS * (1 - ppm / 1e6)) + phaseNs;
            long arrival = sent + (long) (random.nextDouble() * jitterMs * MS);
            if (random.nextDouble() * 100 >= lossPercent) {
                packets.add(new Packet(
                        firstSeq + i, firstTimestamp + i * step, java.util.Arrays.copyOf(out, length), arrival));
            }
        }
        encoder.close();
        return this;
    }

    /** Plays for that long: packets are pushed when they arrive, ticks pull. */
    Stream play(double seconds) {
        return play(seconds, -1, -1);
    }

    /** Plays; between two moments the machine stands still: nothing is read, no tick comes, and what is missed is not made up for. */
    Stream play(double seconds, double stallFrom, double stallTo) {
        List<Packet> queue = new ArrayList<>(packets);
        queue.sort(Comparator.comparingLong(Packet::arrivalNs));
        int frame = rate / 50;
        int ticks = (int) (seconds * 50);
        played = new short[ticks * frame];
        short[] pcm = new short[960];
        int at = 0;
        int written = 0;
        for (int tick = 1; tick <= ticks; tick++) {
            long now = tick * (20L * MS);
            if (now > stallFrom * 1e9 && now < stallTo * 1e9) {
                continue;
            }
            while (at < queue.size() && queue.get(at).arrivalNs <= now) {
                Packet p = queue.get(at++);
                boolean stalled = p.arrivalNs > stallFrom * 1e9 - 20 * MS && p.arrivalNs < stallTo * 1e9;
                long seen = stalled ? Math.max(p.arrivalNs, (long) (stallTo * 1e9)) : p.arrivalNs;
                buffer.push(p.seq & 0xFFFF, p.timestamp, 0, p.payload, 0, p.payload.length, seen);
            }
            buffer.pull(now, pcm, true);
            System.arraycopy(pcm, 0, played, written, frame);
            written += frame;
        }
        return this;
    }

    Sine.Fit fit(double fromS, double toS) {
        int from = (int) (fromS * rate);
        return Sine.fit(played, from, (int) (toS * rate) - from, hz, rate);
    }

    /** Longest run of samples near zero between two moments, in milliseconds. */
    double longestGapMs(double fromS, double toS) {
        int run = 0;
        int longest = 0;
        double limit = Sine.amplitude(dbm0) / 30;
        for (int i = (int) (fromS * rate); i < (int) (toS * rate) && i < played.length; i++) {
            run = Math.abs(played[i]) < limit ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest * 1_000.0 / rate;
    }

    /** How often a sample lies farther from the straight way between its neighbours than a pure sine ever does. */
    int jumps(double fromS, double toS) {
        double w = 2 * Math.PI * hz / rate;
        double bend = Sine.amplitude(dbm0) * (1 - Math.cos(w)) * 1.25 + 40;
        int jumps = 0;
        for (int i = (int) (fromS * rate); i < (int) (toS * rate); i++) {
            double between = (played[i - 1] + played[i + 1]) / 2.0;
            jumps += Math.abs(played[i] - between) > bend ? 1 : 0;
        }
        return jumps;
    }

    /** How many windows of 20 ms have a signal to noise below that. */
    int spoiled(double fromS, double toS, double limitDb) {
        int spoiled = 0;
        for (double t = fromS; t + 0.02 <= toS; t += 0.02) {
            if (Sine.fit(played, (int) (t * rate), rate / 50, hz, rate).snrDb() < limitDb) {
                spoiled++;
            }
        }
        return spoiled;
    }
}
