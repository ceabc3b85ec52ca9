package tandem.media.dtmf;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Sends keys as telephone events (RFC 4733 section 2.5.1): a packet every 20 ms with a growing duration, all of one timestamp,
 * the end three times, then a pause before the next key.
 */
public final class Rfc4733Sender {
    private static final int TICK_MS = 20;
    private static final int PAUSE_MS = 60;
    private static final int SHORTEST_MS = 40;
    private static final int LONGEST_MS = 6_000;
    private static final int ENDS = 3;
    private static final int VOLUME = 10;
    private static final int MOST_WAITING = 64;

    private final int clockRate;
    private final Wire wire;
    private final Queue<Press> waiting = new ArrayDeque<>();
    private final byte[] payload = new byte[4];
    private Press current = Press.NONE;
    private int timestamp;
    private int sentMs;
    private int ends;
    private int segment;
    private int pauseMs;

    /** What is sent. */
    public interface Wire {
        /**
         * One telephone-event packet.
         *
         * @param payload four octets, reused
         * @param marker whether it is the event's first
         */
        void send(byte[] payload, int length, int timestamp, boolean marker);
    }

    private record Press(char key, int durationMs) {
        private static final Press NONE = new Press(' ', 0);
    }

    /** For events whose timestamps count at that rate in Hz. */
    public Rfc4733Sender(int clockRate, Wire wire) {
        this.clockRate = clockRate;
        this.wire = wire;
    }

    /** Sends that key after those that wait, of which there are at most 64; anything that is no key is left out. */
    public void press(char key, int durationMs) {
        if (DtmfKeys.isKey(key) && waiting.size() < MOST_WAITING) {
            waiting.add(new Press(key, Math.max(SHORTEST_MS, Math.min(LONGEST_MS, durationMs))));
        }
    }

    /** Whether a key is being sent or waits: audio rests meanwhile. */
    public boolean busy() {
        return current.durationMs() > 0 || !waiting.isEmpty() || pauseMs > 0;
    }

    /** 20 ms have passed; {@code rtpTimestamp} is that of audio sent now. */
    public void tick(int rtpTimestamp) {
        if (pauseMs > 0) {
            pauseMs -= TICK_MS;
            return;
        }
        if (current.durationMs() == 0) {
            Press next = waiting.poll();
            if (next == null) {
                return;
            }
            current = next;
            timestamp = rtpTimestamp;
            sentMs = 0;
            ends = 0;
            segment = 0;
        }
        boolean first = sentMs == 0;
        sentMs = Math.min(sentMs + TICK_MS, current.durationMs());
        if (sentMs < current.durationMs()) {
            send(false, first);
            return;
        }
        while (ends < ENDS) { // at once: the receiver wants one of the three, and the sooner the better
            send(true, first && ends == 0);
            ends++;
        }
        current = Press.NONE;
        pauseMs = PAUSE_MS;
    }

    private void send(boolean end, boolean marker) {
        long units = (long) clockRate / 1_000 * sentMs;
        payload[0] = (byte) DtmfKeys.event(current.key());
        while (segment < Segments.index(units)) {
            send(Segments.LONGEST, VOLUME, marker); // it is full: the next one goes on behind it
            segment++;
        }
        send((int) (units - Segments.begins(segment)), (end ? 0x80 : 0) | VOLUME, marker);
    }

    private void send(int duration, int flags, boolean marker) {
        payload[1] = (byte) flags;
        Segments.write(duration, payload);
        wire.send(payload, payload.length, timestamp + (int) Segments.begins(segment), marker);
    }
}
