package tandem.media.jitter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tandem.media.codec.AudioDecoder;
import tandem.media.codec.FractionalDelay;
import tandem.media.codec.Level;
import tandem.media.mix.MixInput;

/**
 * The pulled half of a {@link JitterBuffer}: takes packets from the ring when their time has come and turns them, or their
 * absence, into samples.
 *
 * <pre>
 *        a packet has waited long enough
 *   IDLE -------------------------------> PLAYING
 *        &lt;-------------------------------
 *        nothing came for 60 ms, silence was announced, or talk begins anew
 * </pre>
 */
final class Playout {
    /** The payload type that stands for packets of this stream that are not audio. */
    static final int NOT_AUDIO = -1;

    private static final int FADED_MS = 60;
    private static final int CHUNK_MS = 10;
    private static final long BACKLOG_NS = 60_000_000;
    private static final int SPLICE_EVERY_TICKS = 2;
    private static final int LONGEST_GAP_S = 2;

    private enum State {
        IDLE,
        PLAYING
    }

    private final JitterBuffer stream;
    private final PacketRing ring;
    private final Lateness lateness;
    private final int clockRate;

    private State state = State.IDLE;
    private long next;
    private long expected;
    private int packetSamples;
    private int madeUp;
    private boolean silent;
    private boolean stale;
    private int fetchedLevel = MixInput.UNKNOWN;
    private @Nullable AudioDecoder decoder; // none before the first payload type is said
    private Samples samples = new Samples(8_000);
    private Pace pace = new Pace(8_000);
    private int noise = Level.SILENCE;
    private int random = 1;
    private int sinceSplice;
    private long slackNs;
    private long concealed;

    Playout(JitterBuffer stream, PacketRing ring, Lateness lateness, int clockRate) {
        this.stream = stream;
        this.ring = ring;
        this.lateness = lateness;
        this.clockRate = clockRate;
    }

    int rate() {
        return samples.rate();
    }

    /** The sequence number to be played next; earlier packets are too late. */
    long next() {
        return next;
    }

    long concealedMs() {
        return concealed * 1_000 / rate();
    }

    int depthMs() {
        return state == State.IDLE ? 0 : (int) Math.max(0, slackNs / 1_000_000 + samples.available() * 1_000L / rate());
    }

    /** The stream's first packet has that number. */
    void begin(long seq) {
        next = seq;
    }

    void stop() {
        state = State.IDLE;
        samples.clear();
        pace.restart();
        noise = Level.SILENCE;
    }

    /** Packets before that one are given up. */
    void jumpTo(long seq) {
        ring.dropBefore(seq);
        next = seq;
        state = State.IDLE;
    }

    /** Goes over to that decoder, and to its rate. */
    void use(AudioDecoder other) {
        decoder = other;
        if (other.sampleRate() != samples.rate()) {
            samples = new Samples(other.sampleRate());
            pace = new Pace(other.sampleRate());
        }
    }

    /** Lets go of a decoder that is about to be closed. */
    void replace(AudioDecoder before, AudioDecoder other) {
        if (before.equals(decoder)) {
            stop();
            use(other);
        }
    }

    /** Level of the coming 20 ms in dBov, if known without decoding. */
    int level(long nowNs, long highest) {
        if (state == State.IDLE && !starts(nowNs, highest)) {
            return noise;
        }
        int known = samples.available() > 0 ? fetchedLevel : Level.SILENCE;
        if (known == MixInput.UNKNOWN || samples.available() >= JitterBuffer.frame(rate())) {
            return known;
        }
        int slot = ring.findFirst(next, highest);
        if (slot < 0) {
            return stale ? known : MixInput.UNKNOWN;
        }
        int coming = levelOf(slot);
        return coming == MixInput.UNKNOWN ? coming : Math.max(known, coming);
    }

    private int levelOf(int slot) {
        AudioDecoder its = stream.decoderOf(ring.type(slot));
        if (its == null || its.isSilence(ring.payload(slot), 0, ring.length(slot))) {
            return Level.SILENCE;
        }
        int sent = ring.level(slot);
        return sent < 0 ? MixInput.UNKNOWN : -sent;
    }

    void skip(long nowNs, long highest) {
        if (state == State.IDLE && !starts(nowNs, highest)) {
            return;
        }
        int frame = JitterBuffer.frame(rate());
        double extra = pace.extra(frame);
        if (fetch(samples.needed(frame, extra), highest, false)) {
            samples.skip(frame, extra);
            watch(nowNs);
        }
    }

    void pull(long nowNs, long highest, short[] pcm, boolean heard) {
        if (state == State.IDLE && !starts(nowNs, highest)) {
            rest(pcm, 0);
            return;
        }
        int frame = JitterBuffer.frame(rate());
        double extra = pace.extra(frame);
        boolean full = fetch(samples.needed(frame, extra), highest, true);
        if (full && splice(frame)) {
            full = fetch(samples.needed(frame, extra), highest, true);
        }
        if (!full) {
            int left = Math.min(frame, samples.available());
            samples.read(pcm, left, 0, false);
            rest(pcm, left);
            return;
        }
        samples.read(pcm, frame, extra, heard);
        watch(nowNs);
    }

    /** Silence, or the comfort noise that was asked for, from {@code from} on. */
    private void rest(short[] pcm, int from) {
        int frame = JitterBuffer.frame(rate());
        if (noise <= -90) {
            Arrays.fill(pcm, from, frame, (short) 0);
            return;
        }
        double peak = 32_768 * Math.sqrt(3) * Math.pow(10, noise / 20.0);
        for (int i = from; i < frame; i++) {
            random = random * 1_664_525 + 1_013_904_223;
            pcm[i] = (short) (peak * random / 0x1p31);
        }
    }

    /** Begins to play if a packet is there that has waited long enough. */
    private boolean starts(long nowNs, long highest) {
        int slot = firstAudio(highest);
        if (slot < 0) {
            return false;
        }
        AudioDecoder its = stream.decoderOf(ring.type(slot));
        if (its == null) {
            return false;
        }
        use(its);
        packetSamples = Math.max(1, its.samplesIn(ring.payload(slot), 0, ring.length(slot)));
        int packetMs = Math.max(1, packetSamples * 1_000 / rate());
        long wait = lateness.targetNs() + Pace.MARGIN_NS + Pace.firstWaitNs(packetMs);
        long waited = nowNs - lateness.base() - stream.toNs(ring.timestamp(slot));
        if (waited < wait) {
            return false;
        }
        if (waited > wait + BACKLOG_NS && ring.findFirst(ring.sequence(slot) + 1, highest) >= 0) {
            next = ring.sequence(slot) + 1;
            ring.drop(slot);
            return starts(nowNs, highest);
        }
        play(slot);
        return true;
    }

    private void play(int slot) {
        next = ring.sequence(slot);
        expected = ring.timestamp(slot);
        madeUp = 0;
        silent = false;
        stale = true;
        noise = Level.SILENCE;
        samples.clear();
        samples.addZeros(FractionalDelay.AFTER);
        fetchedLevel = Level.SILENCE;
        pace.restart();
        state = State.PLAYING;
    }

    /** The first packet waiting that is audio; comfort noise before it is taken, other packets are passed over. */
    private int firstAudio(long highest) {
        int slot = ring.findFirst(next, highest);
        while (slot >= 0 && !isAudio(slot)) {
            next = ring.sequence(slot) + 1;
            takeNoise(slot);
            ring.drop(slot);
            slot = ring.findFirst(next, highest);
        }
        return slot;
    }

    private boolean isAudio(int slot) {
        return stream.decoderOf(ring.type(slot)) != null;
    }

    /** RFC 3389 section 3.1: the first octet is the level in -dBov. */
    private void takeNoise(int slot) {
        if (stream.isNoise(ring.type(slot)) && ring.length(slot) > 0) {
            noise = -(ring.payload(slot)[0] & 0x7F);
            state = State.IDLE;
        }
    }

    /** Fetches until {@code needed} samples are there; false when the talk has ended before. */
    private boolean fetch(int needed, long highest, boolean decode) {
        while (samples.available() < needed) {
            if (!fetchNext(highest, decode)) {
                state = State.IDLE;
                return false;
            }
        }
        return true;
    }

    private boolean fetchNext(long highest, boolean decode) {
        int slot = firstAudio(highest);
        AudioDecoder its = slot < 0 ? decoder : stream.decoderOf(ring.type(slot));
        if (its == null || its.sampleRate() != rate() || (state == State.IDLE)) {
            return false;
        }
        decoder = its;
        if (slot < 0) {
            return madeUp < FADED_MS * rate() / 1_000 && makeUp(its, CHUNK_MS * rate() / 1_000, decode);
        }
        if (ring.anew(slot)) {
            return begunAnew(slot);
        }
        long gap = (ring.timestamp(slot) - expected) * rate() / clockRate - madeUp;
        if (gap > (long) LONGEST_GAP_S * rate()) {
            return false;
        }
        if (gap <= 0) {
            take(its, slot, decode);
            return true;
        }
        boolean lost = ring.sequence(slot) != next;
        if (lost && decode && gap == packetSamples && madeUp == 0) {
            samples.reserve(packetSamples);
            its.decodeFec(ring.payload(slot), 0, ring.length(slot), samples.array(), samples.end(), packetSamples);
            made(packetSamples);
            return true;
        }
        return makeUp(its, (int) Math.min(gap, CHUNK_MS * rate() / 1_000), decode);
    }

    /** What is there plays out; the packet stays for {@link #starts}. Where it is first, its mark has done its work. */
    private boolean begunAnew(int slot) {
        ring.anew(slot, false);
        next = ring.sequence(slot);
        return false;
    }

    private boolean makeUp(AudioDecoder its, int count, boolean decode) {
        if (silent || !decode) {
            samples.addZeros(count);
        } else {
            samples.reserve(count);
            its.conceal(samples.array(), samples.end(), count);
            samples.written(count);
            concealed += count;
        }
        madeUp += count;
        return true;
    }

    private void made(int count) {
        samples.written(count);
        concealed += count;
        madeUp += count;
    }

    private void take(AudioDecoder its, int slot, boolean decode) {
        byte[] payload = ring.payload(slot);
        int length = ring.length(slot);
        int count = its.samplesIn(payload, 0, length);
        silent = its.isSilence(payload, 0, length);
        fetchedLevel = levelOf(slot);
        if (silent || !decode) {
            samples.addZeros(count);
            stale |= !silent;
        } else {
            if (stale) {
                its.reset();
                stale = false;
            }
            samples.reserve(count);
            count = its.decode(payload, 0, length, samples.array(), samples.end());
            samples.written(count);
        }
        next = ring.sequence(slot) + 1;
        if (count > 0) {
            packetSamples = count;
            expected = ring.timestamp(slot) + (long) count * clockRate / rate();
            madeUp = 0;
        }
        ring.drop(slot);
    }

    private void watch(long nowNs) {
        long packetNs = packetSamples * 1_000_000L / (rate() / 1_000);
        slackNs = nowNs - lateness.base() - stream.toNs(expected) + packetNs;
        if (madeUp == 0) {
            int left = Math.max(0, samples.available() - FractionalDelay.AFTER);
            pace.played(slackNs, left, packetSamples, lateness.targetNs());
        }
    }

    /** Where much too much or too little waits, whole pieces are taken out or put in where it is heard least. */
    private boolean splice(int frame) {
        int owedMs = (int) (pace.owed() * 1_000 / rate());
        if (owedMs == 0 || sinceSplice++ < SPLICE_EVERY_TICKS) {
            return false;
        }
        int done = 0;
        if (owedMs > 0 && samples.quiet(frame)) {
            done = samples.cut(Math.min((int) pace.owed(), frame / 2));
        } else if (owedMs > 30) {
            done = samples.shorten(owedMs > 100 ? 0.5 : 0.85);
        } else if (owedMs < -20) {
            done = -samples.lengthen(0.85);
        }
        if (done == 0) {
            return false;
        }
        pace.settle(done);
        sinceSplice = 0;
        return true;
    }
}
