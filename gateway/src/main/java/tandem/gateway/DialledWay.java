package tandem.gateway;

import java.util.Map;
import java.util.Optional;

/** How SIP reaches us, for people to dial. */
final class DialledWay {
    private DialledWay() {}

    /**
     * What stands behind the host of a SIP address of ours: nothing for UDP at 5060, else port and transport (RFC 3261 section 19.1.2);
     * none where there is no SIP.
     *
     * @param listeners addresses by name, such as {@code sip/udp} and {@code 0.0.0.0:5060}
     */
    static Optional<String> of(Map<String, String> listeners) {
        return way(listeners, "udp", "5060", "")
                .or(() -> way(listeners, "tcp", "5060", ";transport=tcp"))
                .or(() -> way(listeners, "tls", "5061", ";transport=tls"));
    }

    private static Optional<String> way(
            Map<String, String> listeners, String transport, String usualPort, String parameter) {
        return Optional.ofNullable(listeners.get("sip/" + transport))
                .map(address -> address.substring(address.lastIndexOf(':') + 1))
                .map(port -> (port.equals(usualPort) ? "" : ":" + port) + parameter);
    }
}
