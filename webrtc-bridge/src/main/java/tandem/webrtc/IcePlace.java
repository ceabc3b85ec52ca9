package tandem.webrtc;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import tandem.base.Loop;
import tandem.media.desk.MediaLoop;

/** One media loop's ports for browsers, on each of our addresses. Owned by the signalling loop; binding is the media loop's. */
final class IcePlace {
    private static final int TRIES = 20; // for a port that is free on every address

    private final MediaLoop loop;
    private final IceTable table;
    private final Loop signalling;
    private final Map<InetAddress, Ports> ports = new LinkedHashMap<>();
    private int udp;
    private OptionalInt tcp;

    /** The ports on one address. */
    private record Ports(IcePort udp, Optional<IceTcpPort> tcp) {
        void close() {
            udp.close();
            tcp.ifPresent(IceTcpPort::close);
        }
    }

    /** Ports 0 take free ones. */
    IcePlace(MediaLoop loop, Loop signalling, IceCounters counters, int udp, OptionalInt tcp) {
        this.loop = loop;
        this.signalling = signalling;
        this.table = new IceTable(loop, counters);
        this.udp = udp;
        this.tcp = tcp;
    }

    MediaLoop loop() {
        return loop;
    }

    IceTable table() {
        return table;
    }

    /** Where a browser is told to look. */
    Candidates.Ours reached(Optional<InetAddress> outside) {
        return new Candidates.Ours(List.copyOf(ports.keySet()), outside, udp, tcp);
    }

    /** Binds the ports on those addresses too; fails where they are taken. */
    CompletableFuture<Void> bind(List<InetAddress> addresses) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        int wanted = udp;
        OptionalInt wantedTcp = tcp;
        loop.post(() -> {
            try {
                Map<InetAddress, IcePort> bound = bindUdp(addresses, wanted);
                bindTcp(List.copyOf(bound.keySet()), wantedTcp, new LinkedHashMap<>())
                        .whenComplete((also, taken) -> {
                            if (taken == null) {
                                signalling.post(() -> took(bound, also, done));
                            } else {
                                bound.values().forEach(IcePort::close);
                                done.completeExceptionally(taken.getCause() == null ? taken : taken.getCause());
                            }
                        });
            } catch (IOException taken) {
                done.completeExceptionally(taken);
            }
        });
        return done;
    }

    private void took(
            Map<InetAddress, IcePort> bound, Map<InetAddress, IceTcpPort> also, CompletableFuture<Void> done) {
        bound.forEach((address, port) -> {
            ports.put(address, new Ports(port, Optional.ofNullable(also.get(address))));
            udp = port.port();
        });
        also.values().forEach(port -> tcp = OptionalInt.of(port.port()));
        done.complete(null);
    }

    private Map<InetAddress, IcePort> bindUdp(List<InetAddress> addresses, int wanted) throws IOException {
        IOException last = new BindException("no address to bind");
        for (int tries = 0; tries < (wanted == 0 ? TRIES : 1); tries++) {
            Map<InetAddress, IcePort> bound = new LinkedHashMap<>();
            try {
                int port = wanted;
                for (InetAddress address : addresses) {
                    Optional<IcePort> one = bindIfOurs(new InetSocketAddress(address, port));
                    if (one.isPresent()) {
                        bound.put(address, one.get());
                        port = one.get().port();
                    }
                }
                if (!bound.isEmpty()) {
                    return bound;
                }
            } catch (IOException taken) {
                bound.values().forEach(IcePort::close);
                last = new BindException("UDP port " + wanted + " for browsers (ICE): " + taken.getMessage());
            }
        }
        throw last;
    }

    /** Empty for an address that the kernel lists and does not have yet, or no more: the next look finds it. */
    private Optional<IcePort> bindIfOurs(InetSocketAddress address) throws IOException {
        try {
            return Optional.of(IcePort.bind(loop, address, table));
        } catch (IOException refused) {
            if (String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT).contains("cannot assign")) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** One address after the other; what is bound when a later one fails is closed. */
    private CompletableFuture<Map<InetAddress, IceTcpPort>> bindTcp(
            List<InetAddress> addresses, OptionalInt wanted, Map<InetAddress, IceTcpPort> bound) {
        if (wanted.isEmpty() || bound.size() == addresses.size()) {
            return CompletableFuture.completedFuture(bound);
        }
        InetAddress next = addresses.get(bound.size());
        return IceTcpPort.bind(loop, new InetSocketAddress(next, wanted.getAsInt()), table)
                .whenComplete((port, taken) -> {
                    if (taken != null) {
                        bound.values().forEach(IceTcpPort::close);
                    }
                })
                .thenCompose(port -> {
                    bound.put(next, port);
                    return bindTcp(addresses, OptionalInt.of(port.port()), bound);
                });
    }

    /** The machine has these addresses now: others are closed. Those that are new. */
    List<InetAddress> changed(List<InetAddress> found) {
        List<Ports> gone = new ArrayList<>();
        ports.forEach((address, one) -> {
            if (!found.contains(address)) {
                gone.add(one);
            }
        });
        ports.keySet().retainAll(found);
        loop.post(() -> gone.forEach(Ports::close));
        return found.stream().filter(address -> !ports.containsKey(address)).toList();
    }

    void close() {
        List<Ports> all = List.copyOf(ports.values());
        ports.clear();
        loop.post(() -> all.forEach(Ports::close));
    }
}
