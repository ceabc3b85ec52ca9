package tandem.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.base.Clock;

/**
 * Mouth to ear: each pair of participants has a room of its own, one says a click a second, the other notes the packet in which
 * it comes. From the packet that brings it to the packet that carries it.
 */
final class Delays {
    private static final int ROOMS = 40;
    private static final int CLICK_EVERY = 25;
    private static final int CLICKS_A_SECOND = 50 / CLICK_EVERY;
    private static final long LATEST_NS = 450_000_000L;

    /** The share of the clicks said that must be heard for their delays to say anything. */
    private static final double HEARD = 0.98;

    private static final String STALLED = "ten seconds after a stall of 300 ms";

    private Delays() {}

    /** One talker and its listener. */
    private static final class Pair {
        private final byte[] click = Voices.click();
        private final byte[] silence = Voices.silence();
        private final int phase;
        private final Samples samples;
        private volatile long saidNs;

        Pair(int number, Samples samples) {
            this.phase = number * 7 % CLICK_EVERY;
            this.samples = samples;
        }

        byte[] say(int frame) {
            if (frame % CLICK_EVERY != phase) {
                return silence;
            }
            saidNs = Clock.system().nowNs();
            return click;
        }

        void hear(RtpStream stream, byte[] packet, int length, long nowNs) {
            long said = saidNs;
            if (said != 0 && Voices.loud(packet, RtpStream.HEADER, length)) {
                saidNs = 0;
                if (nowNs - said < LATEST_NS) {
                    samples.add(nowNs - said);
                }
            }
        }
    }

    private static void rooms(Lab lab, Samples samples) {
        lab.fleet().prompt(true);
        List<Pair> pairs = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < ROOMS; i++) {
            pairs.add(new Pair(i, samples));
        }
        for (int i = 0; i < ROOMS; i++) {
            Pair pair = pairs.get(i);
            String room = Integer.toString(1100 + i);
            lab.calls(
                    2,
                    40,
                    room,
                    n -> Sdp.deskPhone(lab.fleet().port()),
                    (n, sdp) -> n == 0
                            ? new RtpStream(0, Voices.FRAME, pair::say, (s, p, l, t) -> {}, Optional.empty())
                            : new RtpStream(0, Voices.FRAME, frame -> pair.silence, pair::hear, Optional.empty()));
        }
    }

    /** Undisturbed, and once more ten seconds after the whole process was held for 300 ms. */
    static List<Figure> mouthToEar(Path root) {
        try (Lab lab = Lab.plain(root)) {
            Samples samples = new Samples(100_000);
            rooms(lab, samples);
            Waiting.pass(6000);
            Heard before = listen(samples, 10);
            lab.gateway().stall(300);
            Waiting.pass(10_000);
            Heard after = listen(samples, 6);
            return List.of(
                    new Figure("mouth_to_ear_p50", before.p50(), "ms", before.words("undisturbed")),
                    new Figure("mouth_to_ear_p99", before.p99(), "ms", before.words("undisturbed")),
                    new Figure("mouth_to_ear_after_stall_p50", after.p50(), "ms", after.words(STALLED)),
                    new Figure("mouth_to_ear_after_stall_p99", after.p99(), "ms", after.words(STALLED)));
        }
    }

    /**
     * What was heard in a while.
     *
     * @param clicks that came
     * @param said in that time
     * @param p50 of their delay, in ms
     * @param p99 of their delay, in ms
     */
    private record Heard(int clicks, int said, double p50, double p99) {
        String words(String when) {
            return String.format("%s; %d clicks of %d in %d rooms of two, PCMU", when, clicks, said, ROOMS);
        }
    }

    /** Fails when clicks did not come: what is lost has no delay, and must not be left out for that. */
    private static Heard listen(Samples samples, int seconds) {
        samples.start();
        Waiting.pass(seconds * 1000L);
        samples.stop();
        int said = ROOMS * CLICKS_A_SECOND * seconds;
        if (samples.count() < HEARD * said) {
            throw new MeasureFailed("of " + said + " clicks " + samples.count() + " were heard");
        }
        return new Heard(samples.count(), said, samples.ms(0.5), samples.ms(0.99));
    }

    /** Talkers whose clock is 1000 ppm fast: how much longer the way has become, taken to 100 s. */
    static List<Figure> drift(Path root) {
        int seconds = 28;
        try (Lab lab = new Lab(root, 1000, Map.of())) {
            Samples samples = new Samples(100_000);
            rooms(lab, samples);
            Waiting.pass(3000);
            double first = listen(samples, 4).p50();
            Waiting.pass((seconds - 8) * 1000L);
            double last = listen(samples, 4).p50();
            double growth = last - first;
            String depends = String.format(
                    "delay p50 %.1f ms at 5 s, %.1f ms at %d s; unabsorbed it would grow by %d ms in that time; taken to 100 s in a straight line",
                    first, last, seconds + 1, seconds - 4);
            return List.of(new Figure("drift_1000ppm_delay_growth", growth * 100 / (seconds - 4), "ms", depends));
        }
    }
}
