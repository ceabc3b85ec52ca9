package tandem.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tandem.base.Clock;

/** INVITE, 180, 200, ACK, BYE, 200 through the B2BUA, both legs, with session descriptions and no media. */
final class Signalling {
    private static final int GOAL = 1000;
    private static final int MODEST = 300;
    private static final List<Integer> HIGHER = List.of(1300, 1600);
    private static final List<Integer> LOWER = List.of(800, 600, 400, 200);
    private static final int PROBE_SECONDS = 4;
    private static final int HELD_SECONDS = 30;
    private static final long DRAIN_MS = 20_000;

    /** The share of the rate asked for at which calls must have been offered for a step to say anything. */
    private static final double OFFERED = 0.98;

    private static final List<Pace> WARM_UP = List.of(new Pace(100, 2), new Pace(300, 3), new Pace(600, 9));

    private record Pace(int rate, int seconds) {}

    private Signalling() {}

    /** The most calls a second of which none failed for 30 s: short steps look for the rate, then it is held. */
    static List<Figure> callsPerSecond(Path root) {
        try (Lab lab = Lab.plain(root)) {
            warmUp(lab);
            List<Integer> good = probed(lab);
            for (int i = 0; i < Math.min(2, good.size()); i++) {
                Step held = step(lab, good.get(i), HELD_SECONDS);
                if (held.well()) {
                    String depends =
                            held.words() + "; " + warmedUp() + lab.gateway().collector();
                    return List.of(new Figure("b2bua_calls_per_second", held.rate(), "calls/s", depends));
                }
                System.out.println("# not held: " + held.words());
            }
            throw new MeasureFailed("no rate could be held for " + HELD_SECONDS + " s\n"
                    + lab.gateway().tail());
        }
    }

    /** The rates that went well for a moment, the highest first. */
    private static List<Integer> probed(Lab lab) {
        List<Integer> good = new ArrayList<>();
        if (probe(lab, GOAL)) {
            good.add(GOAL);
            for (int i = 0; i < HIGHER.size() && probe(lab, HIGHER.get(i)); i++) {
                good.addFirst(HIGHER.get(i));
            }
            good.add(LOWER.getFirst());
        } else {
            LOWER.stream().filter(rate -> probe(lab, rate)).limit(2).forEach(good::add);
        }
        return good;
    }

    private static boolean probe(Lab lab, int rate) {
        Step step = step(lab, rate, PROBE_SECONDS);
        if (!step.well()) {
            System.out.println("# at " + rate + " calls/s: " + step.words());
        }
        return step.well();
    }

    /** Calls at a rising rate, until what the compiler of the JVM makes of them is made; not measured. */
    private static void warmUp(Lab lab) {
        WARM_UP.forEach(step -> step(lab, step.rate(), step.seconds()));
    }

    private static String warmedUp() {
        return "after a warm-up of "
                + WARM_UP.stream().mapToInt(step -> step.rate * step.seconds).sum() + " calls; ";
    }

    /** CPU of one call at the goal's own rate, or at the highest below it that goes well. */
    static List<Figure> cpuPerCall(Path root) {
        try (Lab lab = Lab.plain(root)) {
            warmUp(lab);
            Step modest = step(lab, MODEST, 6);
            Step step = step(lab, GOAL, 8);
            for (int i = 0; i < LOWER.size() && !step.well(); i++) {
                System.out.println("# at " + step.rate() + " calls/s: " + step.words());
                step = step(lab, LOWER.get(i), 8);
            }
            if (!step.well() || !modest.well()) {
                throw new MeasureFailed((step.well() ? modest : step).words() + "\n"
                        + lab.gateway().tail());
            }
            String depends = String.format(
                    "%s; at %d calls/s %.3f ms; %s%s",
                    step.words(),
                    MODEST,
                    modest.cpuPerCall(),
                    warmedUp(),
                    lab.gateway().collector());
            return List.of(new Figure("b2bua_cpu_per_call", step.cpuPerCall(), "ms", depends));
        }
    }

    /**
     * What came of calls at one rate.
     *
     * @param rate calls a second asked for
     * @param calls made
     * @param offered calls a second that the generator came to
     * @param failed calls that were refused, not answered, not ended, or still up when all had had their time
     * @param callee what the called side saw of them
     * @param repeats messages that were sent again
     * @param cpu of the gateway
     * @param why the last one failed
     */
    private record Step(
            int rate,
            int calls,
            double offered,
            long failed,
            Answering.Count callee,
            long repeats,
            Cpu cpu,
            String why) {
        /** Without a failure on either side, and at the rate that was asked for. */
        boolean well() {
            return failed == 0 && callee.all(calls) && offered >= OFFERED * rate;
        }

        double cpuPerCall() {
            return cpu.ms() / calls;
        }

        String words() {
            return String.format(
                    "%d calls, %d failed, %d messages sent again, offered at %.0f of %d calls/s%s, %.2f ms CPU a call, %s%s%s",
                    calls,
                    failed,
                    repeats,
                    offered,
                    rate,
                    offered >= OFFERED * rate ? "" : " (generator too slow)",
                    cpuPerCall(),
                    cpu.words(),
                    callee.all(calls) ? "" : "; the called side saw " + callee,
                    failed == 0 ? "" : " (" + why + ")");
        }
    }

    /** Makes calls at that rate, until one fails, and waits until none is up. */
    private static Step step(Lab lab, int rate, int seconds) {
        SipPeer caller = lab.caller();
        Answering callee = lab.callee().answering();
        Proc.Mark mark = lab.gateway().proc().mark();
        long failed = caller.failed();
        long repeats = caller.retransmitted() + lab.callee().retransmitted();
        Answering.Count count = callee.count();
        long start = Clock.system().nowNs();
        int calls = offer(lab, rate, rate * seconds, failed);
        double took = (Clock.system().nowNs() - start) / 1e9;
        Waiting.until(
                DRAIN_MS,
                () -> caller.up() == 0
                        && (caller.failed() > failed
                                || callee.count().minus(count).all(calls)));
        return new Step(
                rate,
                calls,
                Math.min(rate, calls / took),
                caller.failed() - failed + caller.up(),
                callee.count().minus(count),
                caller.retransmitted() + lab.callee().retransmitted() - repeats,
                mark.used(),
                caller.lastFailure());
    }

    /** Makes so many calls, fewer when one fails on the way; how many it made. */
    private static int offer(Lab lab, int rate, int calls, long failedBefore) {
        String sdp = Sdp.pcmu(lab.fleet().port());
        long start = Clock.system().nowNs();
        for (int i = 0; i < calls; i++) {
            if (lab.caller().failed() > failedBefore) {
                return Math.max(1, i);
            }
            Waiting.until(start + i * 1_000_000_000L / rate);
            lab.caller().call("9" + i, sdp, true);
        }
        return calls;
    }
}
