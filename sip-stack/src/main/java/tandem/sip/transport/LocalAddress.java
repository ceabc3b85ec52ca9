package tandem.sip.transport;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import tandem.base.Clock;

/** Which of our addresses the kernel would send from towards a peer; asked without sending anything, and remembered for a while. */
final class LocalAddress {
    private static final int MAX_KNOWN = 4096;
    private static final long KNOWN_FOR_NS = 30_000_000_000L;

    private final Clock clock;
    private final Map<InetAddress, Known> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Known> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    private record Known(InetAddress address, long untilNs) {}

    LocalAddress(Clock clock) {
        this.clock = clock;
    }

    /** Our address towards that peer; loopback where there is no route. */
    InetAddress towards(InetAddress peer) {
        long now = clock.nowNs();
        Known answer = known.get(peer);
        if (answer != null && now - answer.untilNs < 0) {
            return answer.address;
        }
        InetAddress address = asked(peer);
        known.put(peer, new Known(address, now + KNOWN_FOR_NS));
        return address;
    }

    private static InetAddress asked(InetAddress peer) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(new InetSocketAddress(peer, 9));
            return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
        } catch (IOException | UnsupportedOperationException unreachable) {
            return InetAddress.getLoopbackAddress();
        }
    }

    /** The address as Via and URIs write it: IPv6 in brackets, without scope. */
    static String written(InetAddress address) {
        String text = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return text;
        }
        int scope = text.indexOf('%');
        return '[' + (scope < 0 ? text : text.substring(0, scope)) + ']';
    }
}
