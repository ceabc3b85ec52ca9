package tandem.call;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import tandem.media.MediaDescription;

/**
 * Who knocks, for whom, with what media.
 *
 * @param id the call's id in logs, ladder and API
 * @param protocol the door
 * @param from the caller's address as its protocol writes it, such as {@code sip:ann@example.org}
 * @param displayName the caller's name, or empty
 * @param to what was dialled: the user part or the digits
 * @param host the host that was dialled, or empty
 * @param source where the request came from, after trusted proxies
 * @param trunk the trunk it came by, if any
 * @param device the registered device that calls, if any
 * @param offer the caller's media; empty is a late offer
 * @param pin a PIN that came with the request, if any; never logged
 * @param carried headers that a second leg is to be given, by name
 * @param hops how many hops the call may take after us (what is left of SIP Max-Forwards), if the protocol says
 */
public record Arrival(
        String id,
        Protocol protocol,
        String from,
        String displayName,
        String to,
        String host,
        InetAddress source,
        Optional<String> trunk,
        Optional<String> device,
        MediaDescription offer,
        Optional<String> pin,
        Map<String, String> carried,
        Optional<Integer> hops) {
    public Arrival {
        carried = Map.copyOf(carried);
    }

    /** Whether the caller is neither a trunk's nor a device's. */
    public boolean guest() {
        return trunk.isEmpty() && device.isEmpty();
    }

    /** Everything but the PIN: this reaches logs. */
    @Override
    public String toString() {
        return protocol + " " + PinMask.of(from) + " -> " + to + " from " + source.getHostAddress();
    }
}
