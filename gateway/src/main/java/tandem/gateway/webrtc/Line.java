package tandem.gateway.webrtc;

/** The way frames take to one browser: a WebSocket, seen from the door. On the signalling loop; never blocks. */
public interface Line {
    /** Sends a text frame; what cannot be sent any more is dropped. */
    void send(String frame);

    /** Closes it, with a code and a reason of RFC 6455 section 7.4. */
    void close(int code, String reason);
}
