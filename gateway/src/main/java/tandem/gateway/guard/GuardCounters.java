package tandem.gateway.guard;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What was kept out, by reason. Written on the signalling loop, read from any thread. */
public final class GuardCounters {
    private final Map<Reason, AtomicLong> counts = new EnumMap<>(Reason.class);
    private final AtomicLong unanswered = new AtomicLong();

    GuardCounters() {
        for (Reason reason : Reason.values()) {
            counts.put(reason, new AtomicLong());
        }
    }

    void count(Reason reason) {
        counter(reason).incrementAndGet();
    }

    void countUnanswered() {
        unanswered.incrementAndGet();
    }

    private AtomicLong counter(Reason reason) {
        AtomicLong counter = counts.get(reason);
        if (counter == null) {
            throw new IllegalStateException("no counter of " + reason);
        }
        return counter;
    }

    /** How often that was found. */
    public long of(Reason reason) {
        return counter(reason).get();
    }

    /** How many requests were left without an answer. */
    public long unanswered() {
        return unanswered.get();
    }
}
