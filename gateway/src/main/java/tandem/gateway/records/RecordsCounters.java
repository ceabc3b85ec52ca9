package tandem.gateway.records;

import java.util.concurrent.atomic.AtomicLong;

/** What the records thread counted. Written there and where records are made, read from any thread. */
public final class RecordsCounters {
    final AtomicLong written = new AtomicLong();
    final AtomicLong full = new AtomicLong();
    final AtomicLong unwritable = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong failures = new AtomicLong();

    /** Records that were stored. */
    public long written() {
        return written.get();
    }

    /** Records lost since too many were waiting: the database is away, or too slow. */
    public long full() {
        return full.get();
    }

    /** Records lost since the database took everything else but not them. */
    public long unwritable() {
        return unwritable.get();
    }

    /** Calls of strangers that were refused at once, and not recorded each. */
    public long refused() {
        return refused.get();
    }

    /** How often the database could not be written to. */
    public long failures() {
        return failures.get();
    }
}
