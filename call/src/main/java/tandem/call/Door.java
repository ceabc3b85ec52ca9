package tandem.call;

/** Lets callers of one protocol in, and dials out by it. */
public interface Door {
    /** Calls somebody; the leg is returned before anything has been heard of it, and reports to {@code events}. */
    Leg dial(Outgoing outgoing, LegEvents events);
}
