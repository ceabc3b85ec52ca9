package tandem.sip.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import tandem.base.Loop;
import tandem.base.NettyLoop;
import tandem.sip.message.Uri;
import tandem.sip.transport.TransportType;

/**
 * Finds the hops that a URI leads to (RFC 3263 4). Blocks
 * nothing: a name whose servers are silent delays those who asked for it and nobody else, and them by no more than five seconds.
 */
public final class Locator {
    private static final long LONGEST_NS = 5_000_000_000L;

    private final Loop loop;
    private final Lookup lookup;
    private final Set<TransportType> transports;
    private final RandomGenerator random;
    private final Runnable closing;

    /**
     * Asks those servers, or the system's where none are named, for places that these transports reach.
     */
    public static Locator on(NettyLoop loop, List<InetSocketAddress> servers, Set<TransportType> transports) {
        NettyDns dns = new NettyDns(loop, servers);
        Lookup lookup = new CachedLookup(dns, loop.clock());
        return new Locator(
                loop, lookup, transports, new SplittableRandom(loop.clock().epochMs()), dns::close);
    }

    Locator(Loop loop, Lookup lookup, Set<TransportType> transports, RandomGenerator random, Runnable closing) {
        this.loop = loop;
        this.lookup = lookup;
        this.transports = transports;
        this.random = random;
        this.closing = closing;
    }

    /** Where a request to that URI goes. On the loop; {@code then} is called once, before this returns where no question is needed. */
    public void locate(Uri uri, Consumer<Located> then) {
        if (!uri.isSip()) {
            then.accept(new Located.Failed(uri.scheme() + " URIs lead nowhere by themselves"));
            return;
        }
        String host = uri.params().value("maddr").orElse(uri.host());
        Optional<String> named = uri.params().value("transport");
        Optional<TransportType> wanted = named.flatMap(TransportType::named);
        if (host.isEmpty() || (named.isPresent() && wanted.isEmpty())) {
            then.accept(new Located.Failed("no way to " + uri));
            return;
        }
        if (uri.isSips()) {
            wanted = wanted.flatMap(Locator::secured);
            if (named.isPresent() && wanted.isEmpty()) {
                then.accept(new Located.Failed("sips cannot go by " + named.get()));
                return;
            }
        }
        if (wanted.isPresent() && !isOurs(wanted.get())) {
            then.accept(new Located.Failed("no transport " + wanted.get() + " here"));
            return;
        }
        search(new Target(host, uri.port(), wanted, uri.isSips()), then);
    }

    private boolean isOurs(TransportType transport) {
        return transports.contains(transport) || transport == TransportType.WS || transport == TransportType.WSS;
    }

    private static Optional<TransportType> secured(TransportType transport) {
        return switch (transport) {
            case UDP -> Optional.empty();
            case TCP, TLS -> Optional.of(TransportType.TLS);
            case WS, WSS -> Optional.of(TransportType.WSS);
        };
    }

    private void search(Target target, Consumer<Located> then) {
        Search search = new Search(lookup, transports, random, target, then);
        Optional<InetAddress> numeric = numeric(target.host());
        if (numeric.isPresent()) {
            search.at(List.of(numeric.get()));
            return;
        }
        search.limit(loop.after(LONGEST_NS, search::giveUp));
        search.begin();
    }

    private static Optional<InetAddress> numeric(String host) {
        boolean bracketed = host.startsWith("[");
        char last = host.charAt(host.length() - 1);
        if (!bracketed && (last < '0' || last > '9') && host.indexOf(':') < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }

    /** Gives the resolver's sockets back. */
    public void close() {
        closing.run();
    }

    /** What is searched for: the parts of RFC 3263 4's TARGET. */
    record Target(String host, int port, Optional<TransportType> transport, boolean sips) {
        /** The transports to ask SRV for, most wanted first. */
        List<TransportType> wanted(Set<TransportType> ours) {
            if (transport.isPresent()) {
                return List.of(transport.get());
            }
            List<TransportType> wanted = new ArrayList<>();
            for (TransportType each : List.of(TransportType.UDP, TransportType.TCP, TransportType.TLS)) {
                if (ours.contains(each) && (!sips || each.secure())) {
                    wanted.add(each);
                }
            }
            return wanted;
        }
    }
}
