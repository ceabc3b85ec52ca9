package tandem.gateway.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.call.Arrival;
import tandem.call.Cause;
import tandem.call.Door;
import tandem.call.Route;
import tandem.call.Target;
import tandem.call.Targets;
import tandem.media.MediaTerms;
import tandem.media.desk.LocalAddresses;

/**
 * Finds whom to dial by SIP. Where an address leads is asked of the stack (RFC 3263), before the INVITE is made, since it decides
 * which of our addresses we write into it. On the signalling loop.
 */
public final class SipTargets implements Targets {
    private static final Logger log = LoggerFactory.getLogger(SipTargets.class);
    private static final int REMEMBERED = 1_000;

    private final MediaTerms terms;
    private final Optional<String> ownHost;
    private final LocalAddresses ownAddresses;
    private final Map<String, InetAddress> addresses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, InetAddress> eldest) {
            return size() > REMEMBERED;
        }
    };
    private Optional<Out> out = Optional.empty();

    /** The way out. */
    private record Out(Door door, Ways ways) {}

    /** Finds where a URI leads. */
    public interface Ways {
        /** Tells once, on the signalling loop, the address a call to that URI goes to first; none where none leads there. */
        void locate(String uri, Consumer<Optional<InetAddress>> then);
    }

    /** Offers those terms; {@code ownHost} is what we call ourselves in From, if that is fixed. */
    public SipTargets(Clock clock, MediaTerms terms, Optional<String> ownHost) {
        this.terms = terms;
        this.ownHost = ownHost;
        this.ownAddresses = new LocalAddresses(Optional.empty(), new InetSocketAddress(0).getAddress(), clock);
    }

    /** The door that dials, and what finds the way; before the first call. */
    public void by(Door door, Ways ways) {
        out = Optional.of(new Out(door, ways));
    }

    private Out out() {
        return out.orElseThrow(() -> new IllegalStateException("no door yet"));
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
        Optional<InetAddress> literal =
                literal(host.get()).filter(address -> !to.address().contains(";maddr="));
        if (literal.isPresent()) {
            then.accept(found(to, literal.get()));
            return;
        }
        out().ways().locate(to.address(), address -> {
            address.ifPresent(peer -> addresses.put(host.get(), peer));
            then.accept(address.map(peer -> found(to, peer)).orElse(new Found.Nobody(Cause.UNREACHABLE)));
        });
    }

    private Found found(Route.ToAddress to, InetAddress peer) {
        return new Found.Dial(
                List.of(new Target(out().door(), to.address(), peer, terms, Optional.empty(), to.ring())));
    }

    /** What we call ourselves towards that target: the fixed name, or our address on the way there. */
    String ourHost(String target) {
        if (ownHost.isPresent()) {
            return ownHost.get();
        }
        Optional<InetAddress> peer = host(target)
                .flatMap(host -> Optional.ofNullable(addresses.get(host)).or(() -> literal(host)));
        return hostText(ownAddresses.towards(peer.orElseGet(InetAddress::getLoopbackAddress)));
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
