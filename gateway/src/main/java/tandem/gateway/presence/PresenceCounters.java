package tandem.gateway.presence;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is counted of subscriptions. Written on the signalling loop, read from any thread. */
public final class PresenceCounters {
    /** Subscriptions that were granted; a refresh is none. */
    public final AtomicLong granted = new AtomicLong();

    /** Subscriptions that were refused. */
    public final AtomicLong refused = new AtomicLong();

    private final Map<String, AtomicInteger> active;

    PresenceCounters(Iterable<String> events) {
        Map<String, AtomicInteger> each = new java.util.HashMap<>();
        events.forEach(event -> each.put(event, new AtomicInteger()));
        active = Map.copyOf(each);
    }

    /** How many subscriptions there are to that event package now. */
    public AtomicInteger active(String event) {
        AtomicInteger known = active.get(event);
        if (known == null) {
            throw new IllegalArgumentException("no event package of ours: " + event);
        }
        return known;
    }
}
