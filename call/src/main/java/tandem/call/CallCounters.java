package tandem.call;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How many calls there are and were. Counted on the signalling loop, read from any thread. */
public final class CallCounters {
    private final Map<Protocol, Map<Way, Cell>> cells = new EnumMap<>(Protocol.class);
    private final AtomicLong wrongPins = new AtomicLong();
    private final AtomicLong bugs = new AtomicLong();

    CallCounters() {
        for (Protocol protocol : Protocol.values()) {
            Map<Way, Cell> ways = new EnumMap<>(Way.class);
            for (Way way : Way.values()) {
                ways.put(way, new Cell());
            }
            cells.put(protocol, ways);
        }
    }

    /** Complete from the start and never changed, so that any thread may look into it. */
    private static final class Cell {
        private final AtomicLong active = new AtomicLong();
        private final Map<Cause, AtomicLong> ended = new EnumMap<>(Cause.class);

        Cell() {
            for (Cause cause : Cause.values()) {
                ended.put(cause, new AtomicLong());
            }
        }

        AtomicLong ended(Cause cause) {
            return requireNonNull(ended.get(cause));
        }
    }

    private Cell cell(Protocol protocol, Way way) {
        return requireNonNull(requireNonNull(cells.get(protocol)).get(way));
    }

    /** Calls that are up or ringing now. */
    public long active(Protocol protocol, Way way) {
        return cell(protocol, way).active.get();
    }

    /** Calls that ended so, refused ones among them. */
    public long ended(Protocol protocol, Way way, Cause cause) {
        return cell(protocol, way).ended(cause).get();
    }

    /** Wrong PINs that were entered. */
    public long wrongPins() {
        return wrongPins.get();
    }

    /** Calls that ended because of an error of ours. */
    public long bugs() {
        return bugs.get();
    }

    void onBegun(Protocol protocol, Way way) {
        cell(protocol, way).active.incrementAndGet();
    }

    void onEnded(Protocol protocol, Way way, Cause cause) {
        cell(protocol, way).active.decrementAndGet();
        cell(protocol, way).ended(cause).incrementAndGet();
    }

    void onWrongPin() {
        wrongPins.incrementAndGet();
    }

    void onBug() {
        bugs.incrementAndGet();
    }
}
