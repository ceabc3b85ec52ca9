package tandem.gateway.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.call.Arrival;
import tandem.call.Cause;
import tandem.call.Door;
import tandem.call.Route;
import tandem.call.Target;
import tandem.call.Targets;
import tandem.media.MediaTerms;

/**
 * Finds whom to dial by SIP. An address's host is looked up beside the loop, to know which of our addresses its media will see;
 * where the INVITE itself goes is for the stack to find (RFC 3263). On the signalling loop.
 */
public final class SipTargets implements Targets {
    private static final Logger log = LoggerFactory.getLogger(SipTargets.class);
    private static final int REMEMBERED = 1_000;

    private final Loop loop;
    private final MediaTerms terms;
    private final Optional<String> ownHost;
    private final Map<String, InetAddress> addresses = bounded();
    private final Map<InetAddress, String> ownHosts = bounded();
    private Optional<Door> door = Optional.empty();

    /** Offers those terms; {@code ownHost} is what we call ourselves in From, if that is fixed. */
    public SipTargets(Loop loop, MediaTerms terms, Optional<String> ownHost) {
        this.loop = loop;
        this.terms = terms;
        this.ownHost = ownHost;
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** The door that dials; before the first call. */
    public void by(Door dials) {
        door = Optional.of(dials);
    }

    @Override
    public void find(Route.Outward route, Optional<Arrival> caller, Consumer<Found> then) {
        switch (route) {
            case Route.ToAddress to -> find(to, then);
            case Route.ToTrunk to -> {
                log.info("no trunk {} is configured", to.trunk());
                then.accept(new Found.Nobody(Cause.UNREACHABLE));
            }
            case Route.ToDevice to -> {
                log.info("no device {} is registered", to.device());
                then.accept(new Found.Nobody(Cause.NOT_FOUND));
            }
        }
    }

    private void find(Route.ToAddress to, Consumer<Found> then) {
        Optional<String> host = host(to.address());
        if (host.isEmpty()) {
            then.accept(new Found.Nobody(Cause.NOT_FOUND));
            return;
        }
        Optional<InetAddress> literal = literal(host.get());
        if (literal.isPresent()) {
            then.accept(found(to, literal.get()));
        } else {
            lookUp(to, host.get(), then);
        }
    }

    private void lookUp(Route.ToAddress to, String host, Consumer<Found> then) {
        Thread.ofVirtual().name("lookup").start(() -> {
            try {
                InetAddress address = InetAddress.getByName(host);
                loop.post(() -> {
                    addresses.put(host, address);
                    then.accept(found(to, address));
                });
            } catch (UnknownHostException unknown) {
                // a domain may have SRV records alone: the stack finds those, media takes our first address
                loop.post(() -> then.accept(found(to, InetAddress.getLoopbackAddress())));
            }
        });
    }

    private Found found(Route.ToAddress to, InetAddress peer) {
        Door dials = door.orElseThrow(() -> new IllegalStateException("no door yet"));
        return new Found.Dial(List.of(new Target(dials, to.address(), peer, terms, Optional.empty(), to.ring())));
    }

    /** What we call ourselves towards that target: the fixed name, or our address on the way there. */
    String ourHost(String target) {
        if (ownHost.isPresent()) {
            return ownHost.get();
        }
        Optional<InetAddress> peer =
                host(target).flatMap(host -> literal(host).or(() -> Optional.ofNullable(addresses.get(host))));
        return peer.map(address -> ownHosts.computeIfAbsent(address, SipTargets::near))
                .orElse("localhost");
    }

    /** Our address on the way to that one: the system's routing knows, nothing is sent. */
    private static String near(InetAddress peer) {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.connect(new InetSocketAddress(peer, 5060));
            if (probe.getLocalAddress() instanceof InetSocketAddress local) {
                return hostText(local.getAddress());
            }
        } catch (IOException noWay) {
            log.debug("no way to {}: {}", peer, noWay.getMessage());
        }
        return "localhost";
    }

    /** An address as a URI has it. */
    public static String hostText(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return plain.indexOf(':') >= 0 ? "[" + plain + "]" : plain;
    }

    /** The host of a sip or sips URI, without brackets. */
    static Optional<String> host(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        if (!scheme.equalsIgnoreCase("sip") && !scheme.equalsIgnoreCase("sips")) {
            return Optional.empty();
        }
        String rest = uri.substring(colon + 1);
        int end = rest.indexOf('?');
        rest = end < 0 ? rest : rest.substring(0, end);
        rest = rest.substring(rest.lastIndexOf('@') + 1);
        int parameters = rest.indexOf(';');
        rest = parameters < 0 ? rest : rest.substring(0, parameters);
        if (rest.startsWith("[")) {
            int close = rest.indexOf(']');
            return close < 0 ? Optional.empty() : Optional.of(rest.substring(1, close));
        }
        int port = rest.indexOf(':');
        String host = port < 0 ? rest : rest.substring(0, port);
        return host.isEmpty() ? Optional.empty() : Optional.of(host);
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }
}
