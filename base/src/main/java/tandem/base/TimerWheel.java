package tandem.base;

/**
 * A hashed wheel of timers with one-slot precision: starting and cancelling cost O(1) whatever the number pending. Turned by
 * its owner; it never reads a clock.
 */
public final class TimerWheel {
    private static final int SLOTS = 4096;

    private final long slotNs;
    private final Entry[] heads = new Entry[SLOTS];
    private final Entry due = new Entry(0, () -> {});
    private long turnedTo;
    private int pending;

    /** A wheel whose slots last {@code slotNs} and whose time starts at {@code nowNs}. */
    public TimerWheel(long slotNs, long nowNs) {
        this.slotNs = slotNs;
        this.turnedTo = Math.floorDiv(nowNs, slotNs);
        for (int i = 0; i < SLOTS; i++) {
            heads[i] = new Entry(0, () -> {});
        }
    }

    /** Remembers the task for the first slot that begins at or after {@code deadlineNs}, at the earliest the next one. */
    public Timer at(long deadlineNs, Runnable task) {
        long slot = Math.max(Math.floorDiv(deadlineNs + slotNs - 1, slotNs), turnedTo + 1);
        Entry entry = new Entry(slot, task);
        entry.insertBefore(heads[(int) Math.floorMod(slot, (long) SLOTS)]);
        pending++;
        return entry;
    }

    /** Runs what is due at {@code nowNs}, slot by slot in order; what the tasks start waits for a later slot. */
    public void turn(long nowNs) {
        long now = Math.floorDiv(nowNs, slotNs);
        if (pending == 0) {
            turnedTo = Math.max(turnedTo, now);
        }
        while (turnedTo < now) {
            turnedTo++;
            fire(turnedTo);
        }
    }

    /** When it is to be turned next: at the first slot that holds a timer, at the latest {@code longestNs} after the last turn. */
    public long nextTurnNs(long longestNs) {
        long last = turnedTo + Math.min(longestNs / slotNs, SLOTS);
        long slot = turnedTo + 1;
        while (slot < last && !heads[(int) Math.floorMod(slot, (long) SLOTS)].linked()) {
            slot++;
        }
        return slot * slotNs;
    }

    /** How many timers have neither fired nor been cancelled. */
    public int pending() {
        return pending;
    }

    private void fire(long slot) {
        Entry head = heads[(int) Math.floorMod(slot, (long) SLOTS)];
        for (Entry entry = head.next; entry != head; ) {
            Entry following = entry.next;
            if (entry.slot <= slot) {
                entry.unlink();
                entry.insertBefore(due);
            }
            entry = following;
        }
        while (due.linked()) {
            Entry entry = due.next;
            entry.cancel();
            entry.task.run();
        }
    }

    private final class Entry implements Timer {
        private final long slot;
        private final Runnable task;
        private Entry next = this;
        private Entry previous = this;

        Entry(long slot, Runnable task) {
            this.slot = slot;
            this.task = task;
        }

        void insertBefore(Entry head) {
            next = head;
            previous = head.previous;
            head.previous.next = this;
            head.previous = this;
        }

        boolean linked() {
            return next != this;
        }

        @Override
        public void cancel() {
            if (!linked()) {
                return;
            }
            unlink();
            pending--;
        }

        private void unlink() {
            previous.next = next;
            next.previous = previous;
            next = this;
            previous = this;
        }
    }
}
