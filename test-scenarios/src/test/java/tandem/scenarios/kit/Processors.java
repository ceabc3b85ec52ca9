package tandem.scenarios.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Watches, where there is a /proc/stat (proc(5)), for how long the machine's processors were all at work. */
final class Processors {
    private static final Path STAT = Path.of("/proc/stat");
    private static final long EVERY_NS = 100_000_000;
    private static final double FULL = 0.95;
    private static final int IDLE = 3; // after user, nice and system
    private static final int WAITING = 4;
    private static final int STOLEN = 7; // what follows is counted under user already

    private long lookedNs;
    private long idle;
    private long all;
    private long fullMs;

    /** Looks, if a tenth of a second went by since it did so last. */
    void look(long nowNs) {
        long passed = nowNs - lookedNs;
        if ((lookedNs != 0 && passed < EVERY_NS) || !Files.exists(STAT)) {
            return;
        }
        long[] ticks = ticks();
        long idleNow = ticks[IDLE] + ticks[WAITING];
        long allNow = Arrays.stream(ticks).limit(STOLEN + 1).sum();
        if (lookedNs != 0 && idleNow - idle < (1 - FULL) * (allNow - all)) {
            fullMs += passed / 1_000_000;
        }
        lookedNs = nowNs;
        idle = idleNow;
        all = allNow;
    }

    /** For how long more than 95 % of them all was in use, in milliseconds. */
    long fullMs() {
        return fullMs;
    }

    private static long[] ticks() {
        try {
            String[] words = Files.readAllLines(STAT).get(0).split(" +");
            return Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
