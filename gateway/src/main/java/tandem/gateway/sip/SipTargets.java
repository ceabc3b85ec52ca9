package tandem.gateway.sip;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.call.Arrival;
import tandem.call.Cause;
import tandem.call.Door;
import tandem.call.Leg;
import tandem.call.LegEvents;
import tandem.call.Outgoing;
import tandem.call.Route;
import tandem.call.Target;
import tandem.call.Targets;
import tandem.gateway.registrar.Binding;
import tandem.gateway.registrar.Whereabouts;
import tandem.media.MediaTerms;
import tandem.media.desk.LocalAddresses;

/**
 * Finds whom to dial by SIP. Where an address leads is asked of the stack (RFC 3263), before the INVITE is made, since it decides
 * which of our addresses we write into it. On the signalling loop.
 */
public final class SipTargets implements Targets {
    private static final Logger log = LoggerFactory.getLogger(SipTargets.class);
    private static final int REMEMBERED = 1_000;
    private static final int MOST_AT_ONCE = 20;

    private final MediaTerms terms;
    private final Optional<String> ownHost;
    private final Whereabouts devices;
    private final LocalAddresses ownAddresses;
    private final Map<String, InetAddress> addresses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, InetAddress> eldest) {
            return size() > REMEMBERED;
        }
    };
    private Optional<Out> out = Optional.empty();
    private TrunkTargets trunks = (route, caller, then) -> then.accept(new Found.Nobody(Cause.UNREACHABLE));

    /** The way out. */
    private record Out(Dials door, Ways ways) {}

    /** Dials by SIP. */
    public interface Dials extends Door {
        /** Calls a device where it is registered. */
        Leg dial(Outgoing outgoing, LegEvents events, Binding binding);
    }

    /** Finds by which trunks a route leads out. */
    public interface TrunkTargets {
        /** See {@link Targets#find}. */
        void find(Route.ToTrunk route, Optional<Arrival> caller, Consumer<Found> then);
    }

    /** Finds where a URI leads. */
    public interface Ways {
        /** Tells once, on the signalling loop, the address a call to that URI goes to first; none where none leads there. */
        void locate(String uri, Consumer<Optional<InetAddress>> then);
    }

    /**
     * Offers those terms, knows of these devices; {@code ownHost} is what we call ourselves in From, where that is not our address towards who
     * is called.
     */
    public SipTargets(MediaTerms terms, Optional<String> ownHost, LocalAddresses ownAddresses, Whereabouts devices) {
        this.devices = devices;
        this.terms = terms;
        this.ownHost = ownHost;
        this.ownAddresses = ownAddresses;
    }

    /** The door that dials, and what finds the way; before the first call. */
    public void by(Dials door, Ways ways) {
        out = Optional.of(new Out(door, ways));
    }

    /** What knows the trunks; before the first call. */
    public void trunks(TrunkTargets known) {
        trunks = known;
    }

    private Out out() {
        return out.orElseThrow(() -> new IllegalStateException("no door yet"));
    }

    @Override
    public void find(Route.Outward route, Optional<Arrival> caller, Consumer<Found> then) {
        switch (route) {
            case Route.ToAddress to -> find(to, then);
            case Route.ToTrunk to -> trunks.find(to, caller, then);
            case Route.ToDevice to -> then.accept(find(to));
        }
    }

    /** All contacts of one device, the more preferred ones first; those of several devices at once. */
    private Found find(Route.ToDevice to) {
        if (to.devices().stream().noneMatch(devices::knows)) {
            log.info("there is no device {}", String.join(", ", to.devices()));
            return new Found.Nobody(Cause.NOT_FOUND);
        }
        List<Binding> all = to.devices().stream()
                .flatMap(device -> devices.bindings(device).stream())
                .limit(MOST_AT_ONCE)
                .toList();
        if (all.isEmpty()) {
            log.info("device {} is not registered", String.join(", ", to.devices()));
            return new Found.Nobody(Cause.UNAVAILABLE);
        }
        boolean onePerson = to.devices().size() == 1;
        Map<Integer, List<Target>> groups = new LinkedHashMap<>();
        for (Binding binding : all) {
            groups.computeIfAbsent(onePerson ? binding.q() : 0, _ -> new ArrayList<>())
                    .add(target(binding));
        }
        return new Found.Ring(groups.values().stream()
                .map(targets -> new Group(targets, onePerson))
                .toList());
    }

    private Target target(Binding binding) {
        return new Target(
                (outgoing, events) -> out().door().dial(outgoing, events, binding),
                binding.contact(),
                binding.way().remote().getAddress(),
                terms,
                Optional.empty(),
                Optional.empty(),
                binding.way().transport().startsWith("WS"),
                Target.Known.device(binding.device(), devices.name(binding.device())));
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
        Optional<InetAddress> peer = host(target)
                .flatMap(host -> Optional.ofNullable(addresses.get(host)).or(() -> literal(host)));
        return ourHost(peer.orElseGet(InetAddress::getLoopbackAddress));
    }

    /** What we call ourselves towards that address. */
    String ourHost(InetAddress peer) {
        return ownHost.orElseGet(() -> hostText(ownAddresses.towards(peer)));
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

    static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }
}
