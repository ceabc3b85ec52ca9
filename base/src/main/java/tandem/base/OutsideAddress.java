package tandem.base;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * By which address we are seen from outside, where address translation stands between, and to whom that is to be told. Whoever is on a network of
 * ours, or at a private address while the outside one is none, reaches us without it. Found by one thread, read by any.
 */
public final class OutsideAddress {
    private static final long FRESH_NS = 30_000_000_000L;

    private final Clock clock;
    private final Supplier<List<Network>> networks;
    private volatile Optional<InetAddress> address;
    private volatile Seen seen = new Seen(List.of(), 0, false);

    /** A network of ours: an address in it, and how many of its bits are the network's. */
    record Network(InetAddress address, int prefix) {
        boolean contains(InetAddress other) {
            byte[] ours = address.getAddress();
            byte[] theirs = other.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit += 8) {
                int mask = prefix - bit >= 8 ? 0xFF : 0xFF << (8 - (prefix - bit));
                if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private record Seen(List<Network> networks, long atNs, boolean looked) {}

    OutsideAddress(Optional<InetAddress> address, Clock clock, Supplier<List<Network>> networks) {
        this.address = address;
        this.clock = clock;
        this.networks = networks;
    }

    /** None until one is found; that one, where it is given. */
    public static OutsideAddress of(Optional<InetAddress> address) {
        return new OutsideAddress(address, Clock.system(), OutsideAddress::ours);
    }

    /** None, for ever: nobody is to find one. */
    public static OutsideAddress none() {
        return of(Optional.empty());
    }

    private static List<Network> ours() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(each -> each.getInterfaceAddresses().stream())
                    .map(OutsideAddress::network)
                    .toList();
        } catch (SocketException unreadable) {
            return List.of();
        }
    }

    private static Network network(InterfaceAddress ours) {
        return new Network(ours.getAddress(), ours.getNetworkPrefixLength());
    }

    /** It is that from now on; whether it was another before, or none. */
    public boolean become(InetAddress found) {
        boolean changed = !address.equals(Optional.of(found));
        address = Optional.of(found);
        return changed;
    }

    /** It, where there is one. */
    public Optional<InetAddress> address() {
        return address;
    }

    /** It, where there is one by which that peer reaches us; empty where our own leads to us. */
    public Optional<InetAddress> towards(InetAddress peer) {
        return address.filter(outside -> isOutside(peer, outside));
    }

    private boolean isOutside(InetAddress peer, InetAddress outside) {
        boolean sameVersion = peer instanceof Inet4Address == outside instanceof Inet4Address;
        if (!sameVersion || peer.isLoopbackAddress() || peer.isLinkLocalAddress() || peer.isAnyLocalAddress()) {
            return false;
        }
        List<Network> known = networks();
        if (known.stream().anyMatch(each -> each.contains(outside))) {
            return true; // an address of ours, or of a neighbour that passes on to us: no translation stands between
        }
        return known.stream().noneMatch(each -> each.contains(peer)) && (!isPrivate(peer) || isPrivate(outside));
    }

    /** RFC 1918 and RFC 4193. */
    private static boolean isPrivate(InetAddress address) {
        return address.isSiteLocalAddress()
                || (!(address instanceof Inet4Address) && (address.getAddress()[0] & 0xFE) == 0xFC);
    }

    private List<Network> networks() {
        long now = clock.nowNs();
        Seen last = seen;
        if (!last.looked || now - last.atNs > FRESH_NS) {
            last = new Seen(networks.get(), now, true);
            seen = last;
        }
        return last.networks;
    }
}
