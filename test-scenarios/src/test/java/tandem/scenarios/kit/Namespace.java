package tandem.scenarios.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Another machine, as far as the network goes: a network namespace of Linux with one cable to this one, at private addresses that
 * nobody here has. Needs root.
 */
public final class Namespace implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int FIRST = 10;
    private static final int LAST = 250;

    private final int number;

    private Namespace(int number) {
        this.number = number;
    }

    /** Whether this machine lets us make one. */
    public static boolean possible() {
        String name = "tandem-" + ProcessHandle.current().pid() + "-"
                + Thread.currentThread().threadId();
        return ip("netns", "add", name) && ip("netns", "exec", name, "true") && ip("netns", "delete", name);
    }

    /** One that is there until it is closed. */
    public static Namespace create() {
        for (int number = FIRST; number < LAST; number++) {
            Namespace tried = new Namespace(number);
            if (ip("link", "add", tried.here(), "type", "veth", "peer", "name", tried.there())) { // whose name is free
                tried.connect();
                return tried;
            }
        }
        throw new IllegalStateException("no network 10.77.x.0/24 is free, or this is not root");
    }

    private void connect() {
        must("netns", "add", name());
        must("link", "set", there(), "netns", name());
        must("address", "add", outside() + "/24", "dev", here());
        must("link", "set", here(), "up");
        must("-n", name(), "address", "add", inside() + "/24", "dev", there());
        must("-n", name(), "link", "set", there(), "up");
        must("-n", name(), "link", "set", "lo", "up");
    }

    private String name() {
        return "tandem77-" + number;
    }

    private String here() {
        return "td77-" + number + "-o";
    }

    private String there() {
        return "td77-" + number + "-i";
    }

    /** This machine's address, seen from there. */
    public String outside() {
        return "10.77." + number + ".1";
    }

    /** Its own address. */
    public String inside() {
        return "10.77." + number + ".2";
    }

    /** A program that runs that one over there, with whatever arguments it is given. */
    public Path program(String path) {
        Path script = Places.fresh("namespace").resolve("there");
        Places.write(script, "#!/bin/sh\nexec ip netns exec " + name() + " " + path + " \"$@\"\n");
        if (!script.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot be made executable: " + script);
        }
        return script;
    }

    private static void must(String... arguments) {
        if (!ip(arguments)) {
            throw new IllegalStateException("ip " + String.join(" ", arguments) + " failed");
        }
    }

    private static boolean ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        try (Program ran = new Program(command, Path.of("/"), Map.of())) {
            return ran.exit(LIMIT).orElse(1) == 0;
        } catch (java.io.UncheckedIOException absent) {
            return false;
        }
    }

    /** Its end of the cable goes with it, and ours with that one. */
    @Override
    public void close() {
        ip("netns", "delete", name());
        ip("link", "delete", here());
    }
}
