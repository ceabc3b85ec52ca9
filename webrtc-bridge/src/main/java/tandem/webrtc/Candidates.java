package tandem.webrtc;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tandem.media.Ice;

/** Which candidates a peer is told, and in which order (RFC 8445 section 5.1.2, RFC 8421 for the two versions of IP). */
final class Candidates {
    private static final int HOST_PREFERENCE = 126;
    private static final int TCP_PREFERENCE = 90; // RFC 6544 section 4.2: below all of UDP's
    private static final int MOST_LOCAL = 65_535;
    private static final int RTP = 1;

    private Candidates() {}

    /**
     * Where we are reached.
     *
     * @param addresses ours, on each of which the ports are bound
     * @param outside how we are reached from outside, which comes first where there is such an address
     * @param udp the UDP port
     * @param tcp the TCP port, if any
     */
    record Ours(List<InetAddress> addresses, Optional<InetAddress> outside, int udp, OptionalInt tcp) {}

    /** Host candidates for that peer. Somebody on this machine is told the loopback addresses first; nobody else is told them. */
    static List<Ice.Candidate> of(Ours ours, InetAddress peer) {
        List<InetAddress> order = new ArrayList<>();
        boolean here = peer.isLoopbackAddress() || ours.addresses().contains(peer);
        ours.outside().ifPresent(order::add);
        ours.addresses().stream()
                .filter(address -> here || !address.isLoopbackAddress())
                .sorted((a, b) -> rank(a, peer) - rank(b, peer))
                .filter(address -> !order.contains(address))
                .forEach(order::add);
        if (order.isEmpty()) {
            order.addAll(ours.addresses()); // a machine without a network
        }
        List<Ice.Candidate> candidates = new ArrayList<>();
        for (InetAddress address : order) {
            candidates.add(host(new InetSocketAddress(address, ours.udp()), Optional.empty(), candidates.size()));
        }
        ours.tcp()
                .ifPresent(port -> order.forEach(address -> candidates.add(
                        host(new InetSocketAddress(address, port), Optional.of(Ice.Tcp.PASSIVE), candidates.size()))));
        return candidates;
    }

    /** What the peer itself uses, first. */
    private static int rank(InetAddress address, InetAddress peer) {
        boolean sameVersion = address instanceof Inet6Address == peer instanceof Inet6Address;
        boolean sameReach = address.isLoopbackAddress() == peer.isLoopbackAddress();
        return (sameReach ? 0 : 2) + (sameVersion ? 0 : 1);
    }

    private static Ice.Candidate host(InetSocketAddress address, Optional<Ice.Tcp> tcp, int place) {
        int preference = tcp.isPresent() ? TCP_PREFERENCE : HOST_PREFERENCE;
        long priority = (long) preference << 24 | (long) (MOST_LOCAL - place) << 8 | (256 - RTP);
        return new Ice.Candidate(Integer.toString(place + 1), RTP, tcp, priority, address, Ice.Type.HOST);
    }
}
