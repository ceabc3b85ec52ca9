package tandem.sip.bfcp;

/** What happened on one association; owned by its loop. */
public final class BfcpCounters {
    long received;
    long dropped;
    long refused;
    long unmatched;
    long sentAgain;
    long repliedAgain;
    long unanswered;
    long overflown;

    /** Messages that were read, copies too. */
    public long received() {
        return received;
    }

    /** Datagrams and fragments of which nothing could be made. */
    public long dropped() {
        return dropped;
    }

    /** Messages that were refused, with an Error where one is due. */
    public long refused() {
        return refused;
    }

    /** Responses to nothing that is asked. */
    public long unmatched() {
        return unmatched;
    }

    /** Requests of ours sent again, by T1. */
    public long sentAgain() {
        return sentAgain;
    }

    /** Requests of the peer's that came again and got the same response. */
    public long repliedAgain() {
        return repliedAgain;
    }

    /** Requests of ours that never got a response. */
    public long unanswered() {
        return unanswered;
    }

    /** Requests of ours that found too many waiting, and messages that were forgotten before they were whole. */
    public long overflown() {
        return overflown;
    }
}
