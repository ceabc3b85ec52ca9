package tandem.bench;

import java.nio.file.Path;
import java.util.List;
import tandem.base.Clock;

/** INVITE, 180, 200, ACK, BYE, 200 through the B2BUA, both legs, with session descriptions and no media. */
final class Signalling {
    private static final int[] HIGHER = {1300, 1600};
    private static final int[] LOWER = {800, 600, 400, 200};

    private static final List<Pace> WARM_UP = List.of(new Pace(100, 3), new Pace(300, 4), new Pace(600, 10));

    private record Pace(int rate, int seconds) {}

    private Signalling() {}

    /** The most calls a second of which none failed: 30 s at 1,000, then a step up while it goes well, or down until it does. */
    static List<Figure> callsPerSecond(Path root) {
        try (Lab lab = Lab.plain(root)) {
            warmUp(lab);
            Step best = step(lab, 1000, 30);
            if (best.failed() == 0) {
                for (int i = 0; i < HIGHER.length && best.failed() == 0; i++) {
                    Step next = step(lab, HIGHER[i], 12);
                    best = next.failed() == 0 ? next : best;
                    if (next.failed() > 0) {
                        break;
                    }
                }
            } else {
                for (int i = 0; i < LOWER.length && best.failed() > 0; i++) {
                    best = step(lab, LOWER[i], i == 0 ? 20 : 10);
                }
            }
            String depends = best.words() + "; " + warmedUp() + lab.gateway().collector();
            return List.of(
                    new Figure("b2bua_calls_per_second", best.failed() == 0 ? best.rate() : 0, "calls/s", depends));
        }
    }

    /** Calls at a rising rate, until what the compiler of the JVM makes of them is made; not measured. */
    private static void warmUp(Lab lab) {
        WARM_UP.forEach(step -> run(lab, step.rate(), step.seconds()));
    }

    private static String warmedUp() {
        return "after a warm-up of "
                + WARM_UP.stream().mapToInt(step -> step.rate * step.seconds).sum() + " calls; ";
    }

    /** CPU of one call at 300 calls a second. */
    static List<Figure> cpuPerCall(Path root) {
        try (Lab lab = Lab.plain(root)) {
            warmUp(lab);
            Step step = step(lab, 300, 15);
            if (step.failed() > 0) {
                throw new MeasureFailed(step.words() + "\n" + lab.gateway().tail());
            }
            String depends = step.words() + "; " + warmedUp() + lab.gateway().collector();
            return List.of(new Figure("b2bua_cpu_per_call", step.cpuPerCall(), "ms", depends));
        }
    }

    private record Step(int rate, int calls, long failed, long repeats, double cpuPerCall, double reached, String why) {
        String words() {
            return calls + " calls, " + failed + " failed, " + repeats + " messages sent again, " + Math.round(reached)
                    + " calls/s reached, " + String.format("%.2f", cpuPerCall) + " ms CPU a call" + why;
        }
    }

    private static Step step(Lab lab, int rate, int seconds) {
        double cpu = lab.gateway().proc().cpuMs();
        long failed = lab.caller().failed();
        long repeats = lab.caller().retransmitted();
        long start = Clock.system().nowNs();
        int calls = run(lab, rate, seconds);
        double took = (Clock.system().nowNs() - start) / 1e9;
        long lost = lab.caller().failed() - failed;
        String why = lost == 0 ? "" : " (" + lab.caller().lastFailure() + ")";
        double each = (lab.gateway().proc().cpuMs() - cpu) / calls;
        return new Step(rate, calls, lost, lab.caller().retransmitted() - repeats, each, calls / took, why);
    }

    /** Makes calls at that rate and waits until none is up; how many they were. */
    private static int run(Lab lab, int rate, int seconds) {
        String sdp = Sdp.pcmu(lab.fleet().port());
        int calls = rate * seconds;
        long start = Clock.system().nowNs();
        for (int i = 0; i < calls; i++) {
            Waiting.until(start + i * 1_000_000_000L / rate);
            lab.caller().call("9" + i, sdp, true);
        }
        Waiting.until(20_000, () -> lab.caller().up() == 0);
        return calls;
    }
}
