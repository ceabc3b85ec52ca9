package tandem.sip;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tandem.base.Clock;
import tandem.sip.transport.Hop;

/** Hops that lately gave no answer, or asked to be spared (RFC 3263 4.3): tried after all others until their time is up. */
final class DeadHops {
    private static final int MOST = 1024;

    private final Clock clock;
    private final Map<SipWay, Long> untilNs = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SipWay, Long> eldest) {
            return size() > MOST;
        }
    };

    DeadHops(Clock clock) {
        this.clock = clock;
    }

    void avoid(String transport, InetSocketAddress remote, long forNs) {
        untilNs.put(new SipWay(transport, remote), clock.nowNs() + forNs);
    }

    void forgive(String transport, InetSocketAddress remote) {
        if (!untilNs.isEmpty()) {
            untilNs.remove(new SipWay(transport, remote));
        }
    }

    /** The same hops, the dead ones behind the others; each part in the order it had. */
    List<Hop> order(List<Hop> hops) {
        if (untilNs.isEmpty() || hops.size() < 2) {
            return hops;
        }
        List<Hop> ordered = new ArrayList<>(hops.size());
        List<Hop> dead = new ArrayList<>();
        for (Hop hop : hops) {
            (isDead(hop) ? dead : ordered).add(hop);
        }
        ordered.addAll(dead);
        return ordered;
    }

    private boolean isDead(Hop hop) {
        SipWay way = new SipWay(hop.transport().name(), hop.address());
        Long until = untilNs.get(way);
        if (until != null && clock.nowNs() - until >= 0) {
            untilNs.remove(way);
            return false;
        }
        return until != null;
    }
}
