package tandem.call;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.media.MediaDescription;

/**
 * Whom to call, as whom, with what media.
 *
 * @param id the call's id in logs, ladder and API
 * @param target the address to call, such as {@code sip:101@pbx.example.org;transport=tcp}
 * @param callerUser user part of our From, or empty for the gateway's own
 * @param callerName display name of our From, or empty
 * @param offer our offer; empty asks the peer for its own
 * @param carried headers to be given to the peer, by name
 * @param diverted who was called before and had the call go here, the last one first
 * @param hops how many further hops it may take (SIP Max-Forwards), if the call came from elsewhere
 */
public record Outgoing(
        String id,
        String target,
        String callerUser,
        String callerName,
        MediaDescription offer,
        Map<String, String> carried,
        List<Diverted> diverted,
        Optional<Integer> hops) {
    public Outgoing {
        carried = Map.copyOf(carried);
        diverted = List.copyOf(diverted);
    }
}
