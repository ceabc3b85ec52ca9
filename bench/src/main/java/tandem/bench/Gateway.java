package tandem.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import tandem.base.Clock;

/** The gateway as its own process, started by ./tandem, on free ports of 127.0.0.1 and with fresh data. */
final class Gateway implements AutoCloseable {
    /** How many a room sums. */
    static final int SPEAKERS = 8;

    private static final long START_MS = 120_000;

    private final Process process;
    private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
    private final InetSocketAddress sip;
    private final int httpPort;
    private final double startSeconds;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Child child;

    /**
     * Starts it and waits for {@code ready}.
     *
     * @param root the repository
     * @param calleePort where calls to 9... go
     * @param environment added to ours
     */
    Gateway(Path root, int calleePort, Map<String, String> environment) {
        this(root, calleePort, environment, "");
    }

    /** The same with further lines of its configuration. */
    Gateway(Path root, int calleePort, Map<String, String> environment, String more) {
        sip = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        httpPort = freePort();
        try {
            Path folder = Files.createTempDirectory("tandem-bench-");
            Path config = folder.resolve("tandem.yaml");
            Files.writeString(config, config(folder) + more);
            Files.writeString(folder.resolve("plan.yaml"), plan(calleePort));
            ProcessBuilder builder =
                    new ProcessBuilder(root.resolve("tandem").toString(), "run", "--config", config.toString());
            builder.directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            long begun = Clock.system().nowNs();
            process = builder.start();
            child = new Child(process, folder);
            Thread.ofPlatform().daemon().name("gateway-output").start(this::read);
            if (!Waiting.until(START_MS, () -> saidReady() || !process.isAlive()) || !saidReady()) {
                close();
                throw new MeasureFailed("the gateway did not start: " + said);
            }
            startSeconds = (Clock.system().nowNs() - begun) / 1e9;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String config(Path folder) {
        return String.join(
                "\n",
                "data: " + folder.resolve("data"),
                "sip: {udp: '127.0.0.1:" + sip.getPort() + "', tcp: 'off', tls: 'off'}",
                "media: {bind: 127.0.0.1, ports: " + mediaPorts() + ", speakers: " + SPEAKERS + "}",
                "h323: {listen: 'off'}",
                "http: {listen: '127.0.0.1:" + httpPort + "', tls: 'off'}",
                "webrtc: {port: 0}",
                "access: {guests: any, max-calls: 5000}",
                "dialplan: " + folder.resolve("plan.yaml"),
                "");
    }

    /** Below what the system hands out, and beginning anywhere: a bench beside this one is to find its first ports free too. */
    private static String mediaPorts() {
        int first = 20_000 + 2 * ThreadLocalRandom.current().nextInt(350);
        return first + "-" + (first + 11_999);
    }

    private static String plan(int calleePort) {
        return String.join(
                "\n",
                "rules:",
                "  - {name: rooms, when: {to: '1\\d{3}'}, go: {room: '$0'}}",
                "  - {name: out, when: {to: '9\\d*'}, go: {address: 'sip:$0@127.0.0.1:" + calleePort + "'}}",
                "");
    }

    private int freePort() {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
            try (DatagramSocket udp = new DatagramSocket(port, InetAddress.getLoopbackAddress());
                    ServerSocket tcp = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (udp.isBound() && tcp.isBound()) {
                    return port;
                }
            } catch (IOException taken) {
                said.add(port + " is taken");
            }
        }
        throw new MeasureFailed("no free port below the media's");
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (said.size() > 2000) {
                    said.poll();
                }
            }
        } catch (IOException ended) {
            said.add(ended.toString());
        }
    }

    private boolean saidReady() {
        return said.stream().anyMatch(line -> line.startsWith("ready"));
    }

    /** Where it listens for SIP over UDP. */
    InetSocketAddress sip() {
        return sip;
    }

    /** Where its pages and WebSockets are. */
    int httpPort() {
        return httpPort;
    }

    /** Seconds from the start of the launcher to {@code ready}. */
    double startSeconds() {
        return startSeconds;
    }

    /** The process id. */
    long pid() {
        return process.pid();
    }

    /** Its process, for what it uses. */
    Proc proc() {
        if (!process.isAlive()) {
            throw new MeasureFailed("the gateway is gone\n" + tail());
        }
        return new Proc(process.pid());
    }

    /** The sum of all samples of that metric whose line holds {@code label}; fails where there is none. */
    double metric(String name, String label) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new MeasureFailed("/metrics answered " + response.statusCode());
            }
            return metric(response.body(), name, label);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The same of a text in the format of Prometheus. */
    static double metric(String text, String name, String label) {
        List<String> samples = text.lines()
                .filter(line -> (line.startsWith(name + "{") || line.startsWith(name + " ")) && line.contains(label))
                .toList();
        if (samples.isEmpty()) {
            throw new MeasureFailed("no sample of " + name + " with " + label);
        }
        return samples.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Runs {@code jcmd PID words} of the gateway's own JDK and returns what it says. */
    String jcmd(String... words) {
        String jcmd = ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().command())
                .map(java -> Path.of(java).resolveSibling("jcmd").toString())
                .orElse("jcmd");
        List<String> command = new java.util.ArrayList<>(List.of(jcmd, Long.toString(process.pid())));
        command.addAll(List.of(words));
        try {
            Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            run.waitFor(10, TimeUnit.SECONDS);
            return text;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Stops it for that long, as a machine too busy would. */
    void stall(long ms) {
        signal("-STOP");
        Waiting.pass(ms);
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The collector in use, as the JVM names it. */
    String collector() {
        String flags = jcmd("VM.flags");
        return List.of("UseZGC", "UseG1GC", "UseParallelGC", "UseSerialGC").stream()
                .filter(name -> flags.contains("+" + name))
                .map(name -> name.substring(3))
                .findFirst()
                .orElse("unknown");
    }

    /** The last lines it printed. */
    String tail() {
        List<String> lines = List.copyOf(said);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    @Override
    public void close() {
        child.close();
        http.close();
    }
}
