package tandem.sip.transaction;

/** The one way a transaction's messages go. */
public interface Wire {
    /** Sends a message for the first time. */
    void send(byte[] octets);

    /** Sends the same once more, by a retransmission timer or since the peer asked again. */
    void sendAgain(byte[] octets);

    /** Whether the transport itself sees to delivery: then nothing is retransmitted here. */
    boolean reliable();
}
