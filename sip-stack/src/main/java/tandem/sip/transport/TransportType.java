package tandem.sip.transport;

import java.util.Locale;
import java.util.Optional;

/** How a SIP message travels; the name is what Via says. */
public enum TransportType {
    /** Datagrams. */
    UDP(false, false, 5060),
    /** Plain stream. */
    TCP(true, false, 5060),
    /** Stream under TLS. */
    TLS(true, true, 5061),
    /** WebSocket frames (RFC 7118). */
    WS(true, false, 80),
    /** WebSocket frames under TLS (RFC 7118). */
    WSS(true, true, 443);

    private final boolean reliable;
    private final boolean secure;
    private final int port;

    TransportType(boolean reliable, boolean secure, int port) {
        this.reliable = reliable;
        this.secure = secure;
        this.port = port;
    }

    /** The type of that name in any case, as URI parameters and Via write it; empty where we have no such transport. */
    public static Optional<TransportType> named(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UDP" -> Optional.of(UDP);
            case "TCP" -> Optional.of(TCP);
            case "TLS" -> Optional.of(TLS);
            case "WS" -> Optional.of(WS);
            case "WSS" -> Optional.of(WSS);
            default -> Optional.empty();
        };
    }

    /** Whether the transport sees to delivery, so that transactions retransmit nothing. */
    public boolean reliable() {
        return reliable;
    }

    /** Whether it is under TLS. */
    public boolean secure() {
        return secure;
    }

    /** The port where none is written (RFC 3261 19.1.2, RFC 7118 5.2). */
    public int defaultPort() {
        return port;
    }
}
