package tandem.sip.transport;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.base.RateGate;

/** Log lines about what the network sends: at most one a second for each cause. Causes are fixed texts of ours. */
final class Noise {
    private static final Logger log = LoggerFactory.getLogger(Noise.class);
    private static final long EVERY_NS = 1_000_000_000L;
    private static final int MAX_CAUSES = 256;

    private final Map<String, RateGate> gates = new HashMap<>();
    private final Clock clock;

    Noise(Clock clock) {
        this.clock = clock;
    }

    void note(String cause, InetSocketAddress from) {
        RateGate gate = gates.get(cause);
        if (gate == null) {
            if (gates.size() >= MAX_CAUSES) {
                return;
            }
            gate = new RateGate(EVERY_NS);
            gates.put(cause, gate);
        }
        if (gate.pass(clock.nowNs())) {
            log.info("from {}: {} ({} more like it)", from, cause, gate.held());
        }
    }
}
