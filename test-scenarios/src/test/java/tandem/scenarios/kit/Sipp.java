package tandem.scenarios.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** One run of a scenario of test-scenarios/sipp, on ports of its own, bounded in time. */
public final class Sipp implements AutoCloseable {
    private static final Duration SPARE = Duration.ofSeconds(5);

    private final String name;
    private final Path folder;
    private final PortBlock ports;
    private final Program program;
    private final Duration limit;

    private Sipp(Order order) {
        name = order.scenario;
        limit = order.limit;
        folder = Places.fresh("sipp-" + name);
        ports = PortBlock.take(8 + 2 * order.calls); // its SIP and echo ports, and RTP and RTCP of each call
        try {
            program = new Program(
                    Program.bounded(limit.plus(SPARE), order.command(folder, ports)), Places.root(), Map.of());
        } catch (RuntimeException failed) {
            ports.close();
            throw failed;
        }
    }

    /** Begins the order of one run. */
    public static Order scenario(String name) {
        return new Order(name);
    }

    /** The SIP port it listens on. */
    public int port() {
        return ports.port(0);
    }

    /** Waits for the run to end well; fails with SIPp's own words otherwise. */
    public void succeed() {
        OptionalInt exit = program.exit(limit.plus(SPARE));
        if (exit.isEmpty() || exit.getAsInt() != 0) {
            throw new AssertionError("sipp " + name + " exit " + exit + "\n" + report());
        }
    }

    /** The messages it sent and received. */
    public String messages() {
        return Places.read(folder.resolve("messages.log"));
    }

    /** The value of that header in the last message that has it. */
    public String header(String name) {
        List<String> values = lines(name + ":");
        if (values.isEmpty()) {
            throw new AssertionError("no " + name + "\n" + report());
        }
        return values.getLast().substring(name.length() + 1).strip();
    }

    /** The tag of From or To in the last message that has one there. */
    public String tag(String name) {
        return lines(name + ":").reversed().stream()
                .filter(line -> line.contains(";tag="))
                .map(line -> line.substring(line.indexOf(";tag=") + 5).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no tag in " + name + "\n" + report()));
    }

    private List<String> lines(String start) {
        return messages().lines().filter(line -> line.startsWith(start)).toList();
    }

    /** Waits until media comes to {@code [media_port]} of the scenario, and then to {@code [media_port+2]} and no longer there. */
    public void requireMediaMoves() {
        Patience.require("media comes to the first port", limit, () -> unread(0) > 0);
        Patience.require("media comes to the second port", limit, () -> unread(2) > 0);
        long first = unread(0);
        long second = unread(2);
        Patience.require("more comes to the second port", limit, () -> unread(2) > 10 * second);
        if (unread(0) != first) {
            throw new AssertionError("media still comes to the first port of sipp " + name + "\n" + report());
        }
    }

    /** What waits in the socket at that port, which SIPp opens and reads only where it is to echo: bytes of the kernel's. */
    private long unread(int offset) {
        String port = String.format(":%04X ", ports.port(2 + offset));
        return Places.read(Path.of("/proc/net/udp"))
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 4 && (words[1] + " ").endsWith(port))
                .mapToLong(words -> Long.parseLong(words[4].substring(words[4].indexOf(':') + 1), 16))
                .findFirst()
                .orElse(0);
    }

    /** What went wrong, in SIPp's words, with the messages. */
    public String report() {
        String screen = String.join("\n", program.printed());
        String screenEnd = screen.substring(Math.max(0, screen.length() - 1500));
        return Places.read(folder.resolve("errors.log")) + "\n" + messages() + "\n" + screenEnd;
    }

    @Override
    public void close() {
        program.close();
        ports.close();
    }

    /** What to run: the scenario, where to, and how often. */
    public static final class Order {
        private final String scenario;
        private final List<String> extra = new ArrayList<>();
        private Duration limit = Duration.ofSeconds(30);
        private String target = "";
        private String host = "127.0.0.1";
        private int calls = 1;

        private Order(String scenario) {
            this.scenario = scenario;
        }

        /** Calls that address; a callee's scenario needs none. */
        public Order to(String hostAndPort) {
            target = hostAndPort;
            return this;
        }

        /** Calls that user, {@code [service]} in the scenario. */
        public Order user(String user) {
            return with("-s", user);
        }

        /** Makes or takes so many calls instead of one. */
        public Order calls(int count) {
            calls = count;
            return this;
        }

        /** Fails when it has not ended by then. */
        public Order within(Duration time) {
            limit = time;
            return this;
        }

        /** Speaks from that address instead of 127.0.0.1. */
        public Order from(String address) {
            host = address;
            return this;
        }

        /** Hands further words to SIPp. */
        public Order with(String... words) {
            extra.addAll(List.of(words));
            return this;
        }

        /** Starts it, and does not wait. */
        public Sipp start() {
            return new Sipp(this);
        }

        /** Runs it to its end, which must be a good one. */
        public void succeed() {
            try (Sipp run = start()) {
                run.succeed();
            }
        }

        private List<String> command(Path folder, PortBlock ports) {
            List<String> words = new ArrayList<>(List.of("sipp", "-sf", "test-scenarios/sipp/" + scenario + ".xml"));
            words.addAll(List.of("-i", host, "-p", Integer.toString(ports.port(0))));
            words.addAll(List.of("-mi", host, "-mp", Integer.toString(ports.port(2))));
            words.addAll(List.of("-m", Integer.toString(calls), "-nostdin"));
            words.addAll(List.of("-deadcall_wait", "0"));
            words.addAll(List.of("-timeout", limit.toSeconds() + "s", "-timeout_error"));
            words.addAll(List.of(
                    "-trace_err", "-error_file", folder.resolve("errors.log").toString()));
            words.addAll(List.of(
                    "-trace_msg",
                    "-message_file",
                    folder.resolve("messages.log").toString()));
            words.addAll(extra);
            if (!target.isEmpty()) {
                words.add(target);
            }
            return words;
        }
    }
}
