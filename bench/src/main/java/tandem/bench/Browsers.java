package tandem.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tandem.base.Clock;

/** What browsers wait for, what many at once do to the gateway, and what one that is up takes; by light clients ({@link BrowserFleet}). */
final class Browsers {
    private static final int ROOM = 10;
    private static final int JOINS = 300;
    private static final int JOINS_SECONDS = 30;
    private static final int SINGLE = 20;
    private static final long LONGEST_S = 10;
    private static final String STALLS = "tandem_loop_stalls_total";
    private static final String FIXED_HEAP = "-Xms512m -Xmx512m -XX:+AlwaysPreTouch";

    private Browsers() {}

    /** One after the other, from the click to the first packet of sound; the first of all, which finds the gateway cold, stands apart. */
    static List<Figure> joinToAudio(Path root) {
        try (Lab lab = Lab.plain(root);
                BrowserFleet fleet = new BrowserFleet(lab.gateway().httpPort())) {
            double first = ms(fleet.join("1000", false));
            Samples clicks = new Samples(SINGLE);
            Samples joins = new Samples(SINGLE);
            clicks.start();
            joins.start();
            for (int i = 0; i < SINGLE; i++) {
                BrowserLeg leg = fleet.join(Integer.toString(1_001 + i), false);
                long heard = await(leg);
                clicks.add(heard - leg.clickedNs());
                joins.add(heard - leg.joinedNs());
                Waiting.pass(200);
            }
            String depends = String.format(
                    "median of %d, each in a room of its own, from the click (the WebSocket is opened) to the first packet of sound;"
                            + " from the join frame %.0f ms; longest %.0f ms; the first after the gateway's start %.0f ms;"
                            + " a light client in Java, not Chromium, warm from the second on",
                    SINGLE, joins.ms(0.5), clicks.ms(1), first);
            return List.of(new Figure("browser_join_to_audio_ms", clicks.ms(0.5), "ms", depends));
        }
    }

    private static double ms(BrowserLeg leg) {
        return (await(leg) - leg.clickedNs()) / 1e6;
    }

    private static long await(BrowserLeg leg) {
        try {
            return leg.heard().get(LONGEST_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new MeasureFailed("a browser heard nothing: " + failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Three hundred in half a minute into rooms of ten, one of whom talks: who heard nothing, and turns of loops that were too long. */
    static List<Figure> joins(Path root) {
        try (Lab lab = Lab.plain(root);
                BrowserFleet fleet = new BrowserFleet(lab.gateway().httpPort())) {
            await(fleet.join("1999", false));
            double media = lab.gateway().metric(STALLS, "loop=\"media");
            double signalling = lab.gateway().metric(STALLS, "loop=\"signalling");
            List<BrowserLeg> legs = joinAll(fleet, JOINS, JOINS / JOINS_SECONDS);
            Samples waited = new Samples(JOINS);
            waited.start();
            int failures = 0;
            String why = "";
            for (BrowserLeg leg : legs) {
                try {
                    waited.add(await(leg) - leg.clickedNs());
                } catch (MeasureFailed failed) {
                    failures++;
                    why = "; " + failed.getMessage();
                }
            }
            media = lab.gateway().metric(STALLS, "loop=\"media") - media;
            signalling = lab.gateway().metric(STALLS, "loop=\"signalling") - signalling;
            String depends = String.format(
                    "%d in %d s into rooms of %d, one of whom talks and the rest are silent by DTX; heard after %.0f ms (median), %.0f ms"
                            + " (99 of 100); generators share the machine%s",
                    JOINS, JOINS_SECONDS, ROOM, waited.ms(0.5), waited.ms(0.99), why);
            String stalls = String.format(
                    "media loops, during the same; the signalling loop over its 100 ms: %.0f; %s",
                    signalling, lab.gateway().collector());
            return List.of(
                    new Figure("browser_joins_300_failures", failures, "count", depends),
                    new Figure("browser_joins_300_stalls_over_20ms", media, "count", stalls));
        }
    }

    private static List<BrowserLeg> joinAll(BrowserFleet fleet, int count, int perSecond) {
        List<BrowserLeg> legs = new ArrayList<>();
        long start = Clock.system().nowNs();
        for (int i = 0; i < count; i++) {
            Waiting.until(start + i * 1_000_000_000L / perSecond);
            legs.add(fleet.join(Integer.toString(1_000 + i / ROOM), i % ROOM == 0));
        }
        return legs;
    }

    /** What lives on the heap after a collection for each browser that is up, in rooms of ten. */
    static List<Figure> heap(Path root) {
        try (Lab lab = new Lab(root, 0, Map.of("TANDEM_JAVA_OPTS", FIXED_HEAP));
                BrowserFleet fleet = new BrowserFleet(lab.gateway().httpPort())) {
            int held = 200;
            joinAll(fleet, 50, 25).forEach(Browsers::await);
            fleet.leave();
            Waiting.pass(4_000);
            Upkeep.Memory before = Upkeep.Memory.of(lab.gateway());
            joinAll(fleet, held, 20).forEach(Browsers::await);
            Upkeep.Memory after = Upkeep.Memory.of(lab.gateway());
            double heap = (after.heapKb() - before.heapKb()) / held;
            String depends = String.format(
                    "%d browsers up in rooms of %d, their rooms' share in it; resident %.0f KB each with all that is off the heap; %s",
                    held,
                    ROOM,
                    (after.residentKb() - before.residentKb()) / held,
                    lab.gateway().collector());
            return List.of(new Figure("browser_leg_heap_kb", heap, "KB", depends));
        }
    }
}
