package tandem.media.mix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tandem.media.codec.AudioEncoder;
import tandem.media.codec.EncoderSettings;
import tandem.media.codec.Level;

/**
 * A room's audio, pulled every 20 ms. The loudest few are summed at 48 kHz; the sum is limited and encoded once for all who are
 * not in it and want it alike; who is in it gets all but himself from an encoder of his own, which goes on without a seam from
 * the shared one and back. Owned by one loop; a tick without changes allocates nothing.
 */
public final class Mixer {
    private static final int SPARE = 16; // own encoders of one kind kept for whoever speaks next

    private final Function<EncoderSettings, AudioEncoder> encoders;
    private final Ranking ranking;
    private final List<Seat> seats = new ArrayList<>();
    private final List<Seat> summed = new ArrayList<>();
    private final List<Encoding> shared = new ArrayList<>();
    private final Map<EncoderSettings, Encoding> bySettings = new HashMap<>();
    private final Map<EncoderSettings, ArrayDeque<OwnMix>> spare = new HashMap<>();
    private final List<Overlay> overlays = new ArrayList<>();
    private final SharedMix mix = new SharedMix();
    private final float[] limited = new float[Frames.SAMPLES];
    private final float[] scratch = new float[Frames.SAMPLES];
    private long ticks;

    /**
     * A mixer of at most {@code speakers} voices at a time.
     *
     * @param encoders makes encoders: {@code AudioCodecs::encoder}
     */
    public Mixer(int speakers, Function<EncoderSettings, AudioEncoder> encoders) {
        this.ranking = new Ranking(speakers);
        this.encoders = encoders;
    }

    /** Gives somebody a place: he is heard and hears from the next tick on. */
    public Seat add(MixInput input, MixOutput output, EncoderSettings settings) {
        Seat seat = new Seat(this, input, output, settings);
        seats.add(seat);
        encodingOf(seat).listeners.add(seat);
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
        for (ArrayDeque<OwnMix> free : spare.values()) {
            free.forEach(own -> own.encoding().encoder().close());
        }
    }

    /** 20 ms: pulls, chooses, sums, encodes and sends. */
    public void tick(long nowNs) {
        listenIn(nowNs);
        ranking.choose(seats, nowNs);
        pullChosen(nowNs);
        startOwnMixes();
        sum();
        mix.finish(limited);
        ticks++;
        sendShared();
        sendOwn();
    }

    /** Learns everybody's level, by decoding only where nothing else tells it. */
    private void listenIn(long nowNs) {
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            int level = seat.input.level(nowNs);
            seat.pulled = level == MixInput.UNKNOWN;
            if (seat.pulled) {
                seat.input.pull(nowNs, seat.said, seat.chosen);
                level = Level.dBov(seat.said, 0, Frames.samples(seat.input.sampleRate()));
            }
            seat.heard(level, nowNs);
        }
    }

    private void pullChosen(long nowNs) {
        summed.clear();
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            boolean in = seat.chosen || seat.leaving;
            if (in) {
                summed.add(seat);
            }
            if (seat.pulled) {
                continue;
            }
            if (in) {
                seat.input.pull(nowNs, seat.said, true);
            } else {
                seat.input.skip(nowNs);
            }
        }
    }

    /** Before the shared mix takes this tick: own ones begin where it stands, and end where it has caught up. */
    private void startOwnMixes() {
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            boolean needed = seat.listening && (seat.chosen || seat.leaving || seat.overlay != null);
            OwnMix own = seat.own;
            if (needed && own == null) {
                encodingOf(seat).listeners.remove(seat);
                own = takeOwn(seat.settings);
                own.start(seat, mix, ticks);
                seat.own = own;
            } else if (!needed && own != null && own.meets(mix)) {
                giveBack(own);
                seat.own = null;
                encodingOf(seat).listeners.add(seat);
            }
        }
        for (int i = 0; i < shared.size(); i++) {
            Encoding encoding = shared.get(i);
            SharedMix.Rate rate = mix.at(encoding.settings.sampleRate());
            if (encoding.listeners.isEmpty()) {
                encoding.stop();
            } else if (!encoding.running()) {
                encoding.start(rate, ticks);
            }
        }
    }

    private void sum() {
        mix.clear();
        float[] sum = mix.frame();
        for (int i = 0; i < summed.size(); i++) {
            Seat seat = summed.get(i);
            add(seat.raise(!seat.inSum), sum);
            seat.inSum = seat.chosen;
        }
        for (int i = overlays.size() - 1; i >= 0; i--) {
            if (!overlays.get(i).addTo(sum)) {
                overlays.remove(i);
            }
        }
    }

    private void sendShared() {
        for (int i = 0; i < shared.size(); i++) {
            Encoding encoding = shared.get(i);
            if (encoding.running()) {
                encoding.feed(mix.at(encoding.settings.sampleRate()).frame(0));
            }
        }
    }

    private void sendOwn() {
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            OwnMix own = seat.own;
            if (own != null) {
                System.arraycopy(mix.frame(), 0, scratch, 0, Frames.SAMPLES);
                if (seat.chosen || seat.leaving) {
                    subtract(seat.voiceFrame(), scratch);
                }
                playTo(seat);
                own.send(scratch);
            }
            seat.leaving = false;
        }
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
            giveBack(own);
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
        bySettings.put(settings, encoding);
        shared.add(encoding);
        return encoding;
    }

    private OwnMix takeOwn(EncoderSettings settings) {
        ArrayDeque<OwnMix> free = spare.get(settings);
        OwnMix own = free == null ? null : free.poll();
        return own == null ? new OwnMix(new Encoding(settings, encoders.apply(settings))) : own;
    }

    private void giveBack(OwnMix own) {
        own.encoding().stop();
        ArrayDeque<OwnMix> free = spare.computeIfAbsent(own.encoding().settings, s -> new ArrayDeque<>());
        if (free.size() < SPARE) {
            free.add(own);
        } else {
            own.encoding().encoder().close();
        }
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
