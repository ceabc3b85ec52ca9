package tandem.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What relaying costs a program that does nothing else, here and now: it tells a noisy machine from a slow gateway. */
final class Yardstick {
    static final String NAME = "yardstick_relay_cpu_per_call_second";
    private static final double WARM_UP = 6;
    private static final double SECONDS = 10;

    private Yardstick() {}

    /** The calls of {@link Relays#relay}, through {@link PlainRelay} in a process of its own. */
    static List<Figure> take(Path root) {
        try (RtpFleet fleet = new RtpFleet(0)) {
            Process relay = start(root, fleet.port());
            try {
                List<RtpStream> streams = streams(relay, fleet);
                Waiting.pass((long) (WARM_UP * 1000));
                Cpu cpu = Flow.cpu(fleet, streams, new Proc(relay.pid()), SECONDS, 0.98);
                String depends = String.format(
                        "%d calls of PCMU, a DatagramChannel a leg and one Selector; %s; sender behind by %.0f ms at most",
                        Relays.CALLS, cpu.words(), fleet.behindMs());
                return List.of(new Figure(NAME, cpu.ms() / (Relays.CALLS * SECONDS), "ms", depends));
            } finally {
                relay.destroy();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Process start(Path root, int fleetPort) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlainRelay.class.getName(),
                        Integer.toString(Relays.CALLS),
                        Integer.toString(fleetPort))
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<RtpStream> streams(Process relay, RtpFleet fleet) throws IOException {
        BufferedReader output = relay.inputReader(StandardCharsets.US_ASCII);
        String ports = output.readLine();
        if (ports == null) {
            throw new MeasureFailed("the relay did not start");
        }
        List<RtpStream> streams = new ArrayList<>();
        for (String port : ports.trim().split(" ", -1)) {
            RtpStream stream = Relays.stamped((heard, packet, length, now) -> {});
            streams.add(stream);
            fleet.add(stream, Integer.parseInt(port));
        }
        return streams;
    }
}
