package tandem.media.mix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tandem.media.codec.AudioEncoder;
import tandem.media.codec.EncoderSettings;
import tandem.media.codec.Level;

/**
 * A room's audio, pulled every 20 ms. The loudest few are summed at 48 kHz; the sum is limited and encoded once for all who are
 * not in it and want it alike; who is in it gets all but himself from an encoder of his own, which goes on without a seam from
 * the shared one and back. Owned by one loop; a tick without changes allocates nothing.
 *
 * <p>Whatever fails in one participant's decoder, encoder or output costs that participant its place and nobody else a tick.
 */
public final class Mixer {
    private static final long SWEEP_NS = 1_000_000_000L;
    private static final long UNUSED_NS = 5_000_000_000L; // then an encoder is closed
    private static final int RENEWALS = 3; // of a shared encoder that fails, before those who hear it lose their places

    private final Function<EncoderSettings, AudioEncoder> encoders;
    private final Ranking ranking;
    private final List<Seat> seats = new ArrayList<>();
    private final List<Seat> summed = new ArrayList<>();
    private final List<Encoding> shared = new ArrayList<>();
    private final Map<EncoderSettings, Encoding> bySettings = new HashMap<>();
    private final SpareMixes spare;
    private final List<Seat> failed = new ArrayList<>();
    private final List<Overlay> overlays = new ArrayList<>();
    private final SharedMix mix = new SharedMix();
    private final float[] limited = new float[Frames.SAMPLES];
    private final float[] scratch = new float[Frames.SAMPLES];
    private @Nullable Throwable mended; // a bug nobody lost his place for, to be told at the end of the tick
    private long ticks;
    private long nowNs;
    private long sweptNs;

    /**
     * A mixer of at most {@code speakers} voices at a time.
     *
     * @param encoders makes encoders: {@code AudioCodecs::encoder}
     */
    public Mixer(int speakers, Function<EncoderSettings, AudioEncoder> encoders) {
        this.ranking = new Ranking(speakers);
        this.encoders = encoders;
        this.spare = new SpareMixes(encoders);
    }

    /** Gives somebody a place: he is heard and hears from the next tick on. */
    public Seat add(MixInput input, MixOutput output, EncoderSettings settings) {
        Seat seat = new Seat(this, input, output, settings);
        encodingOf(seat).listeners.add(seat);
        seats.add(seat);
        return seat;
    }

    /** Takes the place back; input and output are not called again. */
    public void remove(Seat seat) {
        if (!seats.remove(seat)) {
            return;
        }
        ranking.forget(seat);
        leaveEncoding(seat);
    }

    /** How many have a place. */
    public int size() {
        return seats.size();
    }

    /** Plays over what everybody hears, once {@code what} has been taken up. Several may play at a time. */
    public void play(Overlay what) {
        overlays.add(what);
    }

    /** Ends all that {@link #play} began. */
    public void stopPlaying() {
        overlays.clear();
    }

    /** Gives the encoders' memory back; all places are lost. */
    public void close() {
        seats.clear();
        summed.clear();
        bySettings.values().forEach(e -> e.encoder().close());
        shared.clear();
        spare.close();
    }

    /**
     * 20 ms: pulls, chooses, sums, encodes and sends.
     *
     * @throws IllegalStateException after all is done, when something common to all failed and was replaced
     */
    public void tick(long nowNs) {
        this.nowNs = nowNs;
        listenIn(nowNs);
        ranking.choose(seats, nowNs);
        pullChosen(nowNs);
        startOwnMixes();
        sum();
        mix.finish(limited);
        ticks++;
        sendShared();
        sendOwn();
        sweep(nowNs);
        if (!failed.isEmpty() || mended != null) {
            tellFailures();
        }
    }

    /** Closes encoders nobody has used for some seconds; looks once a second. For a mixer that is not ticked, too. */
    public void sweep(long nowNs) {
        if (nowNs - sweptNs < SWEEP_NS) {
            return;
        }
        sweptNs = nowNs;
        for (int i = shared.size() - 1; i >= 0; i--) {
            Encoding encoding = shared.get(i);
            if (wanted(encoding)) {
                encoding.usedNs = nowNs;
            } else if (nowNs - encoding.usedNs > UNUSED_NS) {
                forget(encoding);
            }
        }
        spare.closeUnusedSince(nowNs - UNUSED_NS);
    }

    private boolean wanted(Encoding encoding) {
        for (int i = 0; i < seats.size(); i++) {
            if (seats.get(i).settings.equals(encoding.settings)) {
                return true;
            }
        }
        return false;
    }

    private void forget(Encoding encoding) {
        shared.remove(encoding);
        bySettings.remove(encoding.settings);
        encoding.encoder().close();
    }

    void failed(Seat seat) {
        failed.add(seat);
    }

    private void tellFailures() {
        while (!failed.isEmpty()) {
            Seat seat = failed.removeLast();
            remove(seat);
            Throwable why = seat.bug;
            if (why != null) {
                seat.output.onFailed(why);
            }
        }
        Throwable why = mended;
        mended = null;
        if (why != null) {
            throw new IllegalStateException("something common to a room failed and was replaced", why);
        }
    }

    /** Learns everybody's level, by decoding only where nothing else tells it. */
    private void listenIn(long nowNs) {
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            try {
                listenTo(seat, nowNs);
            } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
                silence(seat, bug);
            }
        }
    }

    private static void listenTo(Seat seat, long nowNs) {
        int level = seat.input.level(nowNs);
        seat.pulled = level == MixInput.UNKNOWN;
        if (seat.pulled) {
            seat.input.pull(nowNs, seat.said, seat.chosen);
            level = Level.dBov(seat.said, 0, Frames.samples(seat.input.sampleRate()));
        }
        seat.heard(level, nowNs);
    }

    /** What he said in this tick cannot be had. */
    private static void silence(Seat seat, Throwable bug) {
        seat.failed(bug);
        seat.pulled = true;
        seat.level = Level.SILENCE;
        Arrays.fill(seat.said, (short) 0);
    }

    private void pullChosen(long nowNs) {
        summed.clear();
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            boolean in = seat.chosen || seat.leaving;
            if (in) {
                summed.add(seat);
            }
            if (!seat.pulled) {
                pullOrSkip(seat, in, nowNs);
            }
        }
    }

    private static void pullOrSkip(Seat seat, boolean in, long nowNs) {
        try {
            if (in) {
                seat.input.pull(nowNs, seat.said, true);
            } else {
                seat.input.skip(nowNs);
            }
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
            silence(seat, bug);
        }
    }

    /** Before the shared mix takes this tick: own ones begin where it stands, and end where it has caught up. */
    private void startOwnMixes() {
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            try {
                ownOrShared(seat);
            } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
                seat.failed(bug);
            }
        }
        for (int i = shared.size() - 1; i >= 0; i--) {
            try {
                startOrStop(shared.get(i));
            } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
                renew(shared.get(i), bug);
            }
        }
    }

    private void ownOrShared(Seat seat) {
        boolean needed = seat.listening && (seat.chosen || seat.leaving || seat.overlay != null);
        OwnMix own = seat.own;
        if (needed && own == null) {
            encodingOf(seat).listeners.remove(seat);
            seat.own = started(seat);
        } else if (!needed && own != null && own.meets(mix)) {
            spare.giveBack(own, nowNs);
            seat.own = null;
            encodingOf(seat).listeners.add(seat);
        }
    }

    private OwnMix started(Seat seat) {
        OwnMix own = spare.take(seat.settings);
        try {
            own.start(seat, mix, ticks);
            return own;
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
            own.encoding().encoder().close(); // it is nobody's
            throw bug;
        }
    }

    private void startOrStop(Encoding encoding) {
        SharedMix.Rate rate = mix.at(encoding.settings.sampleRate());
        if (encoding.listeners.isEmpty()) {
            encoding.stop();
        } else if (!encoding.running()) {
            encoding.start(rate, ticks);
        }
    }

    /** A shared encoder failed: another takes its place, and only where that leads nowhere do those who hear it lose theirs. */
    private void renew(Encoding broken, Throwable why) {
        mended = why;
        List<Seat> listeners = List.copyOf(broken.listeners);
        try {
            forget(broken);
            if (broken.renewals < RENEWALS) {
                Encoding other = open(broken.settings);
                other.renewals = broken.renewals + 1;
                other.listeners.addAll(listeners);
                return;
            }
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
            mended = bug;
        }
        for (Seat listener : listeners) {
            listener.failed(why);
        }
    }

    private void sum() {
        mix.clear();
        float[] sum = mix.frame();
        for (int i = 0; i < summed.size(); i++) {
            Seat seat = summed.get(i);
            try {
                add(seat.raise(!seat.inSum), sum);
            } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
                seat.failed(bug);
                Arrays.fill(seat.voiceFrame(), 0);
            }
            seat.inSum = seat.chosen;
        }
        for (int i = overlays.size() - 1; i >= 0; i--) {
            if (!plays(overlays.get(i), sum)) {
                overlays.remove(i);
            }
        }
    }

    private boolean plays(Overlay overlay, float[] sum) {
        try {
            return overlay.addTo(sum);
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
            mended = bug;
            return false;
        }
    }

    private void sendShared() {
        for (int i = shared.size() - 1; i >= 0; i--) {
            Encoding encoding = shared.get(i);
            try {
                if (encoding.running()) {
                    encoding.feed(mix.at(encoding.settings.sampleRate()).frame(0));
                }
            } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
                renew(encoding, bug);
            }
        }
    }

    private void sendOwn() {
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            OwnMix own = seat.own;
            if (own != null) {
                try {
                    sendOwn(seat, own);
                } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
                    seat.failed(bug);
                    seat.own = null; // its encoder is not for anybody else
                    own.encoding().encoder().close();
                }
            }
            seat.leaving = false;
        }
    }

    private void sendOwn(Seat seat, OwnMix own) {
        System.arraycopy(mix.frame(), 0, scratch, 0, Frames.SAMPLES);
        if (seat.chosen || seat.leaving) {
            subtract(seat.voiceFrame(), scratch);
        }
        playTo(seat);
        own.send(scratch);
    }

    private void playTo(Seat seat) {
        Overlay overlay = seat.overlay;
        if (overlay != null && !overlay.addTo(scratch)) {
            seat.overlay = null;
            seat.output.onPlayed();
        }
    }

    void listen(Seat seat, boolean on) {
        if (seat.listening == on) {
            return;
        }
        seat.listening = on;
        if (on) {
            encodingOf(seat).listeners.add(seat);
        } else {
            leaveEncoding(seat);
        }
    }

    void settings(Seat seat, EncoderSettings wanted) {
        if (seat.settings.equals(wanted)) {
            return;
        }
        leaveEncoding(seat);
        seat.settings = wanted;
        if (seat.listening && seats.contains(seat)) {
            encodingOf(seat).listeners.add(seat);
        }
    }

    void expectedLoss(Seat seat, int percent) {
        seat.lossPercent = percent;
        Encoding common = encodingOf(seat);
        int worst = percent;
        for (int i = 0; i < common.listeners.size(); i++) {
            worst = Math.max(worst, common.listeners.get(i).lossPercent);
        }
        common.encoder().expectedLoss(worst);
        OwnMix own = seat.own;
        if (own != null) {
            own.encoding().encoder().expectedLoss(percent);
        }
    }

    private void leaveEncoding(Seat seat) {
        OwnMix own = seat.own;
        if (own != null) {
            spare.giveBack(own, nowNs);
            seat.own = null;
        }
        Encoding encoding = bySettings.get(seat.settings);
        if (encoding != null) {
            encoding.listeners.remove(seat);
        }
    }

    private Encoding encodingOf(Seat seat) {
        Encoding known = bySettings.get(seat.settings);
        return known != null ? known : open(seat.settings);
    }

    private Encoding open(EncoderSettings settings) {
        Encoding encoding = new Encoding(settings, encoders.apply(settings));
        encoding.usedNs = nowNs;
        bySettings.put(settings, encoding);
        shared.add(encoding);
        return encoding;
    }

    private static void add(float[] from, float[] to) {
        for (int i = 0; i < Frames.SAMPLES; i++) {
            to[i] += from[i];
        }
    }

    private static void subtract(float[] from, float[] to) {
        for (int i = 0; i < Frames.SAMPLES; i++) {
            to[i] -= from[i];
        }
    }
}
