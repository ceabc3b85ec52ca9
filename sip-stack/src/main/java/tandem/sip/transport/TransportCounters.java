package tandem.sip.transport;

import java.util.concurrent.atomic.AtomicLong;

/** What the transports count. Written on the loop, read from any thread. */
public final class TransportCounters {
    /** Messages read and handed on. */
    public final AtomicLong received = new AtomicLong();

    /** Messages handed to the kernel or to a connection. */
    public final AtomicLong sent = new AtomicLong();

    /** Malformed requests answered with an error. */
    public final AtomicLong refused = new AtomicLong();

    /** Malformed messages dropped without an answer. */
    public final AtomicLong dropped = new AtomicLong();

    /** Datagrams that were no SIP at all: STUN, scanners, garbage. */
    public final AtomicLong garbage = new AtomicLong();

    /** Octets skipped on streams to find the next message. */
    public final AtomicLong skipped = new AtomicLong();

    /** Connections ended for what the peer sent, or did not send or read. */
    public final AtomicLong broken = new AtomicLong();

    /** Connections turned away since there were too many. */
    public final AtomicLong turnedAway = new AtomicLong();

    /** Connections up now. */
    public final AtomicLong connections = new AtomicLong();

    /** Messages that could not be sent. */
    public final AtomicLong sendFailures = new AtomicLong();
}
