package tandem.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes the measures that are named, or all of them, and prints one line each. */
public final class Bench {
    /** What takes a measure, given the repository's root. Several lines may come of one. */
    private interface Measure extends Function<Path, List<Figure>> {}

    private static final Map<String, Measure> MEASURES = measures();

    private Bench() {}

    private static Map<String, Measure> measures() {
        Map<String, Measure> all = new LinkedHashMap<>();
        all.put("b2bua_calls_per_second", Signalling::callsPerSecond);
        all.put("b2bua_cpu_per_call", Signalling::cpuPerCall);
        all.put("relay_cpu_per_call_second", Relays::relay);
        all.put("relay_added_latency_p99", Relays::relay);
        all.put("srtp_leg_cpu_per_call_second", Relays::srtp);
        all.put("transcode_opus_cpu_per_call_second", Relays::opus);
        for (int size : new int[] {10, 50, 100, 200}) {
            for (String talking : List.of("1", "3", "all")) {
                int talkers = talking.equals("all") ? size : Integer.parseInt(talking);
                all.put(
                        "room_" + size + "_g711_" + talking + "_cpu_per_participant_second",
                        root -> Rooms.g711(root, size, talkers, talking));
            }
        }
        all.put("room_100_opus_1_cpu_per_participant_second", Rooms::opus);
        all.put("room_2000_listeners_late_ticks", Rooms::listeners);
        all.put("mouth_to_ear_p50", Delays::mouthToEar);
        all.put("mouth_to_ear_p99", Delays::mouthToEar);
        all.put("memory_per_call", Upkeep::memory);
        all.put("drift_1000ppm_delay_growth", Delays::drift);
        all.put("loop_stalls_over_20ms", Upkeep::stalls);
        all.put("relay_alloc_per_packet", Upkeep::relayAllocation);
        all.put("mixer_alloc_per_tick", Upkeep::mixerAllocation);
        all.put("start_to_ready", Upkeep::start);
        return all;
    }

    /** {@code [MEASURE ...] [--repeat N] [--peers]}; exits 0 when every measure was taken, 1 when one failed, 2 for a wrong word. */
    public static void main(String... arguments) {
        List<String> wanted = new ArrayList<>();
        int repeat = 1;
        boolean peers = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--repeat" -> repeat = Integer.parseInt(arguments[++i]);
                case "--peers" -> peers = true;
                default -> wanted.add(arguments[i]);
            }
        }
        List<String> unknown =
                wanted.stream().filter(name -> !MEASURES.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            System.err.println(
                    "no measure is called " + unknown + "; there are:\n  " + String.join("\n  ", MEASURES.keySet()));
            System.exit(2);
        }
        boolean well = takeAll(wanted.isEmpty() ? List.copyOf(MEASURES.keySet()) : wanted, repeat);
        if (peers) {
            Peers.sayWhatIsThere();
        }
        System.exit(well ? 0 : 1);
    }

    private static boolean takeAll(List<String> wanted, int repeat) {
        Path root = root();
        boolean well = true;
        for (int i = 0; i < repeat; i++) {
            List<String> printed = new ArrayList<>();
            for (String name : wanted) {
                if (!printed.contains(name)) {
                    Measure measure = Objects.requireNonNull(MEASURES.get(name));
                    well &= take(name, () -> measure.apply(root), printed);
                }
            }
        }
        return well;
    }

    /** Prints its figures and adds their names to {@code printed}; whether it could be taken. */
    private static boolean take(String name, Supplier<List<Figure>> measure, List<String> printed) {
        try {
            for (Figure figure : measure.get()) {
                System.out.println(figure.line());
                printed.add(figure.name());
            }
            return true;
        } catch (MeasureFailed failure) {
            System.out.println(name + " failed: " + failure.getMessage());
            return false;
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isExecutable(folder.resolve("tandem"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("not inside the repository");
        }
        return folder;
    }
}
