package tandem.sip;

/**
 * A socket whose octets somebody else carries, one SIP message a frame (RFC 7118): what came is handed in here, what leaves goes by its
 * {@link Outlet}. On the loop.
 */
public interface SipFrames {
    /** A frame came: one SIP message, or a keep-alive of CRLFs (RFC 5626 section 3.5.1). */
    void receive(byte[] frame);

    /** The socket is closed. */
    void closed();

    /** Where frames leave. */
    interface Outlet {
        /** Sends one frame without waiting; whether it could be taken. */
        boolean send(byte[] frame);

        /** Closes the socket. */
        void close();
    }
}
