package tandem.media.desk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.base.OutsideAddress;

/**
 * Which of our addresses a peer reaches us by: the one by which those outside see us, the bound one, or what the kernel routes towards it. The
 * kernel is asked by connecting a datagram socket, which sends nothing and waits for nothing; answers are kept for a minute.
 */
public final class LocalAddresses {
    private static final Logger log = LoggerFactory.getLogger(LocalAddresses.class);
    private static final int KEPT = 1_024;
    private static final long FRESH_NS = 60_000_000_000L;

    private final OutsideAddress outside;
    private final InetAddress bind;
    private final Clock clock;
    private final Map<InetAddress, Routed> known = new LinkedHashMap<>();

    private record Routed(InetAddress local, long atNs) {}

    /** The one from outside, for those there; else the bound one, unless that is every address there is. */
    public LocalAddresses(OutsideAddress outside, InetAddress bind, Clock clock) {
        this.outside = outside;
        this.bind = bind;
        this.clock = clock;
    }

    /** Our address as that peer sees it; the loopback address where no way leads to it. */
    public InetAddress towards(InetAddress peer) {
        return outside.towards(peer).orElseGet(() -> ours(peer));
    }

    private InetAddress ours(InetAddress peer) {
        if (!bind.isAnyLocalAddress()) {
            return bind;
        }
        long now = clock.nowNs();
        Routed routed = known.get(peer);
        if (routed != null && now - routed.atNs < FRESH_NS) {
            return routed.local;
        }
        return remember(peer, new Routed(route(peer), now));
    }

    private InetAddress remember(InetAddress peer, Routed routed) {
        if (known.size() >= KEPT) {
            known.remove(known.keySet().iterator().next());
        }
        known.put(peer, routed);
        return routed.local;
    }

    private static InetAddress route(InetAddress peer) {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.connect(new InetSocketAddress(peer, 9));
            if (probe.getLocalAddress() instanceof InetSocketAddress local) {
                return local.getAddress();
            }
        } catch (IOException e) {
            log.warn("no route to {}: {}", peer.getHostAddress(), e.getMessage());
        }
        return InetAddress.getLoopbackAddress();
    }
}
