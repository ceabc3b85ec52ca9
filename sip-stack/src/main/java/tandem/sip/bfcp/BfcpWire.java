package tandem.sip.bfcp;

/** The one way an association's messages go: a datagram each, or one behind the other on a stream. */
public interface BfcpWire {
    /** Sends those octets. */
    void send(byte[] octets);

    /** Nothing more can be made of the peer's stream: it is to be closed. Not called for datagrams. */
    void close(String why);
}
