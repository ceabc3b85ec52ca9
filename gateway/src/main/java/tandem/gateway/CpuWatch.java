package tandem.gateway;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;

/**
 * Looks once a second how much of the processors this process took, and says when it is too much for one more call: over the mean of five
 * seconds, since the JVM's compiler alone fills one or two of them; and that it no longer is when that fell by a tenth. On the
 * signalling loop; the share may be read from any thread.
 */
final class CpuWatch {
    private static final Logger log = LoggerFactory.getLogger(CpuWatch.class);
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int SECONDS = 5;
    private static final double RECOVERED = 0.9;

    private final Loop loop;
    private final LongSupplier usedNs;
    private final IntSupplier processors;
    private final Consumer<Boolean> full;
    private final double[] shares = new double[SECONDS];
    private OptionalInt mostPercent = OptionalInt.empty();
    private int next;
    private long atNs;
    private long usedAtNs;
    private boolean isFull;
    private volatile double share;

    /** Reads the processor time that was used by {@code usedNs}, of so many processors; tells each change. */
    CpuWatch(Loop loop, LongSupplier usedNs, IntSupplier processors, Consumer<Boolean> full) {
        this.loop = loop;
        this.usedNs = usedNs;
        this.processors = processors;
        this.full = full;
    }

    /** Begins to look. */
    void begin() {
        atNs = loop.clock().nowNs();
        usedAtNs = usedNs.getAsLong();
        loop.after(SECOND_NS, this::look);
    }

    /** From now on so many percent are too much; nothing where it is empty. */
    void limit(OptionalInt percent) {
        mostPercent = percent;
    }

    /** What was taken in the last five seconds, 0 to 1 of all processors. */
    double share() {
        return share;
    }

    private void look() {
        long now = loop.clock().nowNs();
        long used = usedNs.getAsLong();
        double available = (double) (now - atNs) * Math.max(1, processors.getAsInt());
        shares[next] = available <= 0 ? 0 : Math.clamp((used - usedAtNs) / available, 0.0, 1.0);
        next = (next + 1) % SECONDS;
        atNs = now;
        usedAtNs = used;
        share = Arrays.stream(shares).sum() / SECONDS;
        decide();
        loop.after(SECOND_NS, this::look);
    }

    private void decide() {
        double most = mostPercent.isEmpty() ? Double.MAX_VALUE : mostPercent.getAsInt() / 100.0;
        boolean now = isFull ? share > most * RECOVERED : share >= most;
        if (now == isFull) {
            return;
        }
        isFull = now;
        full.accept(now);
        String percent = String.format(Locale.ROOT, "%.0f%%", share * 100);
        if (now) {
            log.warn("new calls are refused: {} of the processors were in use in the last five seconds", percent);
        } else {
            log.info("new calls are taken again: {} of the processors were in use in the last five seconds", percent);
        }
    }
}
