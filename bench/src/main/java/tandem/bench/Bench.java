package tandem.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Takes the measures that are named, or all of them, and prints one line each. */
public final class Bench {
    /** What takes a measure, given the repository's root. Several lines may come of one. */
    private interface Measure extends Function<Path, List<Figure>> {}

    private static final Map<String, Measure> MEASURES = measures();

    private final boolean peers;
    private final Path root = root();
    private Optional<String> yardstick = Optional.empty();
    private boolean well = true;

    private Bench(boolean peers) {
        this.peers = peers;
    }

    private static Map<String, Measure> measures() {
        Map<String, Measure> all = new LinkedHashMap<>();
        all.put(Yardstick.NAME, Yardstick::take);
        all.put("b2bua_calls_per_second", Signalling::callsPerSecond);
        all.put("b2bua_cpu_per_call", Signalling::cpuPerCall);
        all.put("relay_cpu_per_call_second", Relays::relay);
        all.put("relay_added_latency_p99", Relays::relay);
        all.put("srtp_leg_cpu_per_call_second", Relays::srtp);
        all.put("transcode_opus_cpu_per_call_second", Relays::opus);
        all.put("transcode_opus_48khz_cpu_per_call_second", Relays::opusInRooms);
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
        all.put("mouth_to_ear_after_stall_p50", Delays::mouthToEar);
        all.put("mouth_to_ear_after_stall_p99", Delays::mouthToEar);
        all.put("memory_per_call", Upkeep::memory);
        all.put("drift_1000ppm_delay_growth", Delays::drift);
        all.put("loop_stalls_over_20ms", Upkeep::stalls);
        all.put("relay_alloc_per_packet", Upkeep::relayAllocation);
        all.put("mixer_alloc_per_tick", Upkeep::mixerAllocation);
        all.put("start_to_ready", Upkeep::start);
        all.put("registrar_cpu_share", Registrations::cpuShare);
        all.put("dialplan_1000_rules_route", DialPlans::route);
        all.put("invite_flood_call_loss", Floods::invites);
        all.put("invite_flood_resident_memory", Floods::invites);
        all.put("browser_join_to_audio_ms", Browsers::joinToAudio);
        all.put("browser_joins_300_failures", Browsers::joins);
        all.put("browser_joins_300_stalls_over_20ms", Browsers::joins);
        all.put("browser_leg_heap_kb", Browsers::heap);
        return all;
    }

    /** {@code [MEASURE ...] [--repeat N] [--peers]}; exits 0 when every measure was taken, 1 when one failed, 2 for a wrong word. */
    public static void main(String... arguments) {
        List<String> wanted = new ArrayList<>();
        int repeat = 1;
        boolean peers = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--repeat" -> repeat = times(i + 1 < arguments.length ? arguments[++i] : "");
                case "--peers" -> peers = true;
                default -> wanted.add(arguments[i]);
            }
        }
        List<String> unknown =
                wanted.stream().filter(name -> !MEASURES.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            wrong("no measure is called " + unknown + "; there are:\n  " + String.join("\n  ", MEASURES.keySet()));
        }
        if (peers) {
            Peers.sayWhatIsThere();
        }
        Bench bench = new Bench(peers);
        bench.takeAll(wanted.isEmpty() ? List.copyOf(MEASURES.keySet()) : wanted, repeat);
        System.exit(bench.well ? 0 : 1);
    }

    private static int times(String number) {
        if (!number.matches("[1-9]\\d{0,5}")) {
            wrong("--repeat wants a number, how often: --repeat 3");
        }
        return Integer.parseInt(number);
    }

    private static void wrong(String why) {
        System.err.println(why);
        System.exit(2);
    }

    /** The yardstick comes first, once, where a figure is to stand beside it. */
    private void takeAll(List<String> wanted, int repeat) {
        if (wanted.stream().anyMatch(Bench::besideYardstick) || wanted.contains(Yardstick.NAME)) {
            take(Yardstick.NAME, new ArrayList<>());
        }
        for (int i = 0; i < repeat; i++) {
            List<String> printed = new ArrayList<>(List.of(Yardstick.NAME));
            for (String name : wanted) {
                if (!printed.contains(name)) {
                    take(name, printed);
                }
            }
        }
    }

    private static boolean besideYardstick(String name) {
        return name.startsWith("relay_cpu") || name.startsWith("srtp_leg") || name.contains("_participant_second");
    }

    /** Prints its figures and adds their names to {@code printed}. */
    private void take(String name, List<String> printed) {
        try {
            for (Figure figure : Objects.requireNonNull(MEASURES.get(name)).apply(root)) {
                System.out.println(figure.line() + besides(figure.name()));
                printed.add(figure.name());
                if (peers) {
                    Peers.beside(figure).ifPresent(peer -> System.out.println(peer.line()));
                }
                if (figure.name().equals(Yardstick.NAME)) {
                    yardstick = Optional.of(String.format(Locale.ROOT, "%.3f ms", figure.value()));
                }
            }
        } catch (RuntimeException failure) { // the other measures can still be taken
            well = false;
            boolean known = failure instanceof MeasureFailed;
            System.out.println(name + " failed: " + (known ? failure.getMessage() : failure.toString()));
            if (!known) {
                failure.printStackTrace(System.err);
            }
        }
    }

    private String besides(String name) {
        return besideYardstick(name)
                ? "; a plain selector relay in the same run: " + yardstick.orElse("could not be measured")
                : "";
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
