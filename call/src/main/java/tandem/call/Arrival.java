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
 * @param pass what a token that came with the request says, if one did and it is good
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
        Optional<Integer> hops,
        Optional<Pass> pass) {
    public Arrival {
        carried = Map.copyOf(carried);
    }

    /** The pass, where it is one for that room. */
    Optional<Pass> passTo(String room) {
        return pass.filter(p -> p.room().equals(room));
    }

    /** Whether the caller is neither a trunk's nor a device's. */
    public boolean guest() {
        return trunk.isEmpty() && device.isEmpty();
    }

    /** The same caller, dialling that instead. */
    Arrival dialling(String number, String itsHost) {
        return new Arrival(
                id,
                protocol,
                from,
                displayName,
                number,
                itsHost,
                source,
                trunk,
                device,
                offer,
                pin,
                carried,
                hops,
                pass);
    }

    /** The same as one of that trunk's. */
    Arrival byTrunk(String name) {
        return new Arrival(
                id,
                protocol,
                from,
                displayName,
                to,
                host,
                source,
                Optional.of(name),
                device,
                offer,
                pin,
                carried,
                hops,
                pass);
    }

    /** The same with that PIN. */
    Arrival withPin(Optional<String> other) {
        return new Arrival(
                id, protocol, from, displayName, to, host, source, trunk, device, offer, other, carried, hops, pass);
    }

    /** The rights of this caller in a call that somebody else is put through in: who that is, and what the second leg is given. */
    Arrival onBehalf(String itsFrom, String itsName, Map<String, String> itsCarried) {
        return new Arrival(
                id,
                protocol,
                itsFrom,
                itsName,
                to,
                host,
                source,
                trunk,
                device,
                MediaDescription.EMPTY,
                Optional.empty(),
                itsCarried,
                Optional.empty(),
                Optional.empty());
    }

    /** Whether the other is the same account, or where neither has one, calls from the same address. */
    boolean sameAs(Arrival other) {
        boolean sameAccount = trunk.equals(other.trunk) && device.equals(other.device);
        return sameAccount && (!guest() || source.equals(other.source));
    }

    /** Everything but the PIN: this reaches logs. */
    @Override
    public String toString() {
        return protocol + " " + PinMask.of(from) + " -> " + to + " from " + source.getHostAddress();
    }
}
