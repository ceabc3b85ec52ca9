package tandem.webrtc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.media.desk.IcePorts;
import tandem.media.desk.IceTransport;
import tandem.media.desk.MediaLoop;

/**
 * A full agent for each session (RFC 8445), for a gateway behind NAT. A few are kept ready, with all their candidates gathered, so that
 * a description is complete at once, whatever the peer thinks of trickling; sessions beyond those begin with host candidates, and the
 * others follow (docs/decisions/005). Owned by the signalling loop.
 */
public final class IceFullPorts implements IcePorts {
    private static final Logger log = LoggerFactory.getLogger(IceFullPorts.class);
    private static final int READY = 4;

    /** What the library says of each check and each candidate is no fact of a call; held, since levels go with their logger. */
    private static final java.util.logging.Logger ITS_LOG = java.util.logging.Logger.getLogger("org.ice4j");

    /** What a NAT maps is kept for two minutes at least (RFC 4787 section 4.3, REQ-5). */
    private static final long FRESH_NS = 110_000_000_000L;

    private static final long LOOK_NS = 5_000_000_000L;

    /** The library reads these once; what it does by itself at its first use is left out, and consent asked as often as RFC 7675 has it. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "ice4j.harvest.mapping.aws.enabled", "false",
            "ice4j.software", "",
            "ice4j.consent-freshness.interval", "5 seconds",
            "ice4j.consent-freshness.max-retransmissions", "9",
            "ice4j.harvest.timeout", "5 seconds");

    private final FullSettings settings;
    private final Loop signalling;
    private final IceCounters counters;
    private final ArrayDeque<FullAgent> ready = new ArrayDeque<>();
    private List<InetAddress> addresses = List.of();
    private int coming;
    private boolean closed;

    /** Nothing is loaded yet; orders come from that loop, and what is counted goes there. */
    public IceFullPorts(FullSettings settings, Loop signalling, IceCounters counters) {
        this.settings = settings;
        this.signalling = signalling;
        this.counters = counters;
    }

    /** Loads the library, which takes a second: on a thread of its own, so that no call waits for it later. */
    @Override
    public CompletableFuture<Void> start(List<MediaLoop> loops) {
        CompletableFuture<Void> started = new CompletableFuture<>();
        Thread.ofPlatform().name("ice-start").daemon().start(() -> {
            try {
                PROPERTIES.forEach(System::setProperty);
                ITS_LOG.setLevel(java.util.logging.Level.SEVERE);
                List<InetAddress> found = addresses();
                FullAgent first = new FullAgent(found, settings.servers(), signalling.clock());
                first.free();
                signalling.post(() -> {
                    addresses = found;
                    look();
                    started.complete(null);
                });
            } catch (IOException | RuntimeException | LinkageError refused) {
                started.completeExceptionally(refused);
            }
        });
        return started;
    }

    /** Loopback alone only where there is nothing else: whoever is on this machine reaches its other addresses too. */
    private List<InetAddress> addresses() {
        if (!settings.bind().isAnyLocalAddress()) {
            return List.of(settings.bind());
        }
        List<InetAddress> all = HostAddresses.all();
        List<InetAddress> outside =
                all.stream().filter(one -> !one.isLoopbackAddress()).toList();
        return outside.isEmpty() ? all : outside;
    }

    @Override
    public IceTransport open(String call, MediaLoop loop, InetAddress peer, IceTransport.Events events) {
        try {
            return new IceFull(call, loop, peer, this::next, events, counters);
        } catch (IOException taken) {
            throw new UncheckedIOException("no socket for ICE", taken);
        }
    }

    private FullAgent next() throws IOException {
        FullAgent kept = ready.poll();
        refill();
        if (kept != null) {
            return kept;
        }
        FullAgent made = new FullAgent(addresses, settings.servers(), signalling.clock());
        Thread.ofVirtual().name("ice-gather").start(made::gather);
        return made;
    }

    private void refill() {
        while (!closed && ready.size() + coming < READY) {
            coming++;
            Thread.ofVirtual().name("ice-gather").start(this::prepare);
        }
    }

    private void prepare() {
        try {
            FullAgent made = new FullAgent(addresses(), settings.servers(), signalling.clock());
            made.gather();
            signalling.post(() -> keep(made));
        } catch (IOException | RuntimeException refused) {
            log.warn("no ICE agent can be kept ready: {}", refused.getMessage());
            signalling.post(() -> coming--); // tried again at the next look
        }
    }

    private void keep(FullAgent made) {
        coming--;
        if (closed) {
            made.free();
        } else {
            ready.add(made);
        }
    }

    /** Those that have waited too long are replaced: their NAT may have forgotten them. */
    private void look() {
        if (closed) {
            return;
        }
        long now = signalling.clock().nowNs();
        ready.removeIf(one -> {
            boolean stale = now - one.bornNs() > FRESH_NS;
            if (stale) {
                one.free();
            }
            return stale;
        });
        refill();
        signalling.after(LOOK_NS, this::look);
    }

    /** How many are ready for whoever comes; on the signalling loop. */
    int ready() {
        return ready.size();
    }

    @Override
    public void close() {
        closed = true;
        ready.forEach(FullAgent::free);
        ready.clear();
    }
}
