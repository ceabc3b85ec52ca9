package tandem.sip;

import java.util.concurrent.atomic.AtomicLong;

/** What transactions and calls count; what could not be read is in the transports' counters. Written on the signalling loop, read from any thread. */
public final class SipCounters {
    /** Requests and responses we sent again. */
    public final AtomicLong retransmitsSent = new AtomicLong();

    /** Requests and responses that came again and were absorbed. */
    public final AtomicLong retransmitsReceived = new AtomicLong();

    /** Requests the stack itself answered with an error. */
    public final AtomicLong refused = new AtomicLong();

    /** Responses and ACKs that fit nothing we know. */
    public final AtomicLong stray = new AtomicLong();

    /** Client transactions that got no final response. */
    public final AtomicLong timeouts = new AtomicLong();

    /** NOTIFY requests that told subscriptions how things stand. */
    public final AtomicLong notifies = new AtomicLong();

    /** Messages the transport could not send. */
    public final AtomicLong sendFailures = new AtomicLong();
}
