package tandem.media.desk;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What one media loop counted, written by its thread alone and read from any: neither locks nor waits for the other. Packets are
 * taken over from the sessions once a second, so that a packet costs nothing here.
 */
final class LoopCounters {
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong lateTicks = new AtomicLong();
    private final AtomicLong skippedTicks = new AtomicLong();
    private final AtomicLong socketErrors = new AtomicLong();
    private final AtomicLong bugs = new AtomicLong();

    private static void add(AtomicLong counter, long more) {
        counter.setOpaque(counter.getPlain() + more);
    }

    /** What a session counted since it last told. */
    void onPackets(long in, long out, long missing, long refused) {
        add(received, in);
        add(sent, out);
        add(lost, missing);
        add(dropped, refused);
    }

    /** A tick began more than a tick's length after it was due. */
    void onLateTick() {
        add(lateTicks, 1);
    }

    /** Ticks that a long stall left undone for good. */
    void onSkippedTicks(long ticks) {
        add(skippedTicks, ticks);
    }

    void onSocketError() {
        add(socketErrors, 1);
    }

    void onBug() {
        add(bugs, 1);
    }

    long received() {
        return received.getOpaque();
    }

    long sent() {
        return sent.getOpaque();
    }

    long lost() {
        return lost.getOpaque();
    }

    long dropped() {
        return dropped.getOpaque();
    }

    long lateTicks() {
        return lateTicks.getOpaque() + skippedTicks.getOpaque();
    }

    long socketErrors() {
        return socketErrors.getOpaque();
    }

    long bugs() {
        return bugs.getOpaque();
    }
}
