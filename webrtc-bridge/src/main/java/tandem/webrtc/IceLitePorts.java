package tandem.webrtc;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.media.desk.IcePorts;
import tandem.media.desk.IceTransport;
import tandem.media.desk.MediaLoop;

/**
 * ICE-lite on one UDP port a media loop, and one TCP port where that is configured, shared by all its browsers and bound on each of
 * our addresses. For a gateway that browsers reach by itself, or by a public address that maps to it.
 */
public final class IceLitePorts implements IcePorts {
    private static final Logger log = LoggerFactory.getLogger(IceLitePorts.class);
    private static final long LOOK_NS = 10_000_000_000L;

    private final IceSettings settings;
    private final Loop signalling;
    private final SecureRandom random;
    private final IceCounters counters;
    private final Map<Integer, IcePlace> places = new LinkedHashMap<>();
    private boolean lookingAround;
    private boolean closed;
    private long lookedNs;

    /** Ports that are not bound yet; orders come from that loop, and what is counted goes there. */
    public IceLitePorts(IceSettings settings, Loop signalling, SecureRandom random, IceCounters counters) {
        this.settings = settings;
        this.signalling = signalling;
        this.random = random;
        this.counters = counters;
    }

    @Override
    public CompletableFuture<Void> start(List<MediaLoop> loops) {
        List<InetAddress> addresses = addresses();
        CompletableFuture<Void> started = new CompletableFuture<>();
        signalling.post(() -> {
            lookedNs = signalling.clock().nowNs();
            List<CompletableFuture<Void>> bound = new ArrayList<>();
            for (MediaLoop loop : loops) {
                IcePlace place = place(loop);
                places.put(loop.index(), place);
                bound.add(place.bind(addresses));
            }
            CompletableFuture.allOf(bound.toArray(CompletableFuture[]::new)).whenComplete((done, failed) -> {
                if (failed == null) {
                    started.complete(null);
                } else {
                    started.completeExceptionally(failed.getCause() == null ? failed : failed.getCause());
                }
            });
        });
        return started;
    }

    private IcePlace place(MediaLoop loop) {
        int index = loop.index();
        OptionalInt tcp = settings.tcpPort().isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(next(settings.tcpPort().getAsInt(), index));
        return new IcePlace(loop, signalling, counters, next(settings.port(), index), tcp);
    }

    private static int next(int port, int index) {
        return port == 0 ? 0 : port + index;
    }

    private List<InetAddress> addresses() {
        return settings.bind().isAnyLocalAddress() ? HostAddresses.all() : List.of(settings.bind());
    }

    @Override
    public IceTransport open(String call, MediaLoop loop, InetAddress peer, IceTransport.Events events) {
        IcePlace place = places.get(loop.index());
        if (place == null) {
            throw new IllegalStateException("not started for " + loop.index());
        }
        lookAround();
        return new IceFlow(
                call,
                loop,
                place.table(),
                () -> Credentials.make(random),
                Candidates.of(place.reached(settings.outside().address()), peer),
                events);
    }

    /** Addresses come and go; those that came are bound for the calls after this one. */
    private void lookAround() {
        long now = signalling.clock().nowNs();
        if (lookingAround || !settings.bind().isAnyLocalAddress() || now - lookedNs < LOOK_NS) {
            return;
        }
        lookingAround = true;
        lookedNs = now;
        Thread.ofVirtual().name("ice-addresses").start(() -> {
            List<InetAddress> found = HostAddresses.all();
            signalling.post(() -> {
                lookingAround = false;
                if (!closed) {
                    places.values().forEach(place -> changed(place, found));
                }
            });
        });
    }

    private static void changed(IcePlace place, List<InetAddress> found) {
        List<InetAddress> fresh = place.changed(found);
        if (!fresh.isEmpty()) {
            place.bind(fresh).exceptionally(taken -> {
                log.warn("browsers are not told of {}: {}", fresh, taken.getMessage());
                return null;
            });
        }
    }

    @Override
    public void close() {
        closed = true;
        places.values().forEach(IcePlace::close);
    }
}
