package tandem.sip.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import tandem.base.Timer;
import tandem.sip.dns.DnsData.Naptr;
import tandem.sip.dns.DnsData.Srv;
import tandem.sip.transport.Hop;
import tandem.sip.transport.TransportType;

/** One way through RFC 3263 4: NAPTR, else SRV, else addresses, each only where the step before gave nothing. */
final class Search {
    private static final int MAX_SERVERS = 16;
    private static final Answer.Records NOTHING = new Answer.Records(List.of());

    private final Lookup lookup;
    private final Set<TransportType> ours;
    private final RandomGenerator random;
    private final Locator.Target target;
    private final Consumer<Located> then;
    private Optional<Timer> limit = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private boolean over;

    private record Service(TransportType transport, String name) {}

    private record Server(TransportType transport, String host, int port) {}

    Search(
            Lookup lookup,
            Set<TransportType> ours,
            RandomGenerator random,
            Locator.Target target,
            Consumer<Located> then) {
        this.lookup = lookup;
        this.ours = ours;
        this.random = random;
        this.target = target;
        this.then = then;
    }

    void limit(Timer timer) {
        limit = Optional.of(timer);
    }

    void giveUp() {
        end(new Located.Failed("DNS for " + target.host() + " took too long"));
    }

    void begin() {
        if (target.port() > 0) {
            ask(DnsData.Type.ADDRESS, target.host(), records -> at(addresses(records)));
        } else if (target.transport().isPresent()) {
            askServices(services());
        } else {
            ask(DnsData.Type.NAPTR, target.host(), this::onNaptr);
        }
    }

    /** The target is at these addresses: port and transport as written, or the usual ones (RFC 3263 4.1, 4.2). */
    void at(List<InetAddress> addresses) {
        List<TransportType> wanted = target.wanted(ours);
        if (wanted.isEmpty() || addresses.isEmpty()) {
            end(wanted.isEmpty() ? new Located.Failed("no transport for " + target.host()) : noAddress());
            return;
        }
        TransportType transport = wanted.getFirst();
        int port = target.port() > 0 ? target.port() : transport.defaultPort();
        List<Hop> hops = new ArrayList<>();
        addresses.forEach(address -> hops.add(hop(transport, address, port)));
        end(new Located.Found(hops));
    }

    private Hop hop(TransportType transport, InetAddress address, int port) {
        String host = target.host();
        boolean bracketed = host.startsWith("[");
        return new Hop(
                transport,
                new InetSocketAddress(address, port),
                bracketed ? host.substring(1, host.length() - 1) : host);
    }

    /** A server that fails at one type is common (NAPTR and SRV behind home routers): the next step is tried all the same. */
    private void ask(DnsData.Type type, String name, Consumer<Answer.Records> next) {
        lookup.ask(type, name, answer -> {
            if (over) {
                return;
            }
            switch (answer) {
                case Answer.Records records -> next.accept(records);
                case Answer.Failed failed -> {
                    failure = Optional.of(failed.why());
                    next.accept(NOTHING);
                }
            }
        });
    }

    private void onNaptr(Answer.Records records) {
        List<Service> services = records.of(Naptr.class).stream()
                .filter(each -> each.flags().equalsIgnoreCase("s"))
                .sorted(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference))
                .flatMap(
                        each -> transportOf(each).map(transport -> new Service(transport, each.replacement())).stream())
                .toList();
        askServices(services.isEmpty() ? services() : services);
    }

    private Optional<TransportType> transportOf(Naptr record) {
        Optional<TransportType> transport =
                switch (record.service().toUpperCase(Locale.ROOT)) {
                    case "SIP+D2U" -> Optional.of(TransportType.UDP);
                    case "SIP+D2T" -> Optional.of(TransportType.TCP);
                    case "SIPS+D2T" -> Optional.of(TransportType.TLS);
                    default -> Optional.empty();
                };
        return transport.filter(each -> ours.contains(each) && (!target.sips() || each.secure()));
    }

    private List<Service> services() {
        return target.wanted(ours).stream()
                .filter(each -> each != TransportType.WS && each != TransportType.WSS)
                .map(each -> new Service(each, prefix(each) + target.host()))
                .toList();
    }

    private static String prefix(TransportType transport) {
        return switch (transport) {
            case UDP -> "_sip._udp.";
            case TCP, WS -> "_sip._tcp.";
            case TLS, WSS -> "_sips._tcp.";
        };
    }

    private void askServices(List<Service> services) {
        List<List<Server>> found = new ArrayList<>();
        Gate gate = new Gate(
                services.size(),
                () -> onServers(
                        found.stream().flatMap(List::stream).limit(MAX_SERVERS).toList()));
        for (int i = 0; i < services.size(); i++) {
            found.add(List.of());
        }
        for (int i = 0; i < services.size() && !over; i++) {
            int place = i;
            Service service = services.get(i);
            ask(DnsData.Type.SRV, service.name, records -> {
                found.set(place, servers(service, records));
                gate.oneDone();
            });
        }
        if (services.isEmpty()) {
            gate.open();
        }
    }

    private List<Server> servers(Service service, Answer.Records records) {
        return SrvOrder.of(records.of(Srv.class), random).stream()
                .filter(each -> !each.target().isEmpty() && !each.target().equals("."))
                .map(each -> new Server(service.transport, each.target(), each.port()))
                .toList();
    }

    private void onServers(List<Server> servers) {
        if (servers.isEmpty()) {
            ask(DnsData.Type.ADDRESS, target.host(), records -> at(addresses(records)));
            return;
        }
        List<List<Hop>> found = new ArrayList<>();
        servers.forEach(server -> found.add(List.of()));
        Gate gate = new Gate(
                servers.size(),
                () -> onHops(found.stream().flatMap(List::stream).toList()));
        for (int i = 0; i < servers.size() && !over; i++) {
            int place = i;
            Server server = servers.get(i);
            ask(DnsData.Type.ADDRESS, server.host, records -> {
                found.set(place, hops(server, records));
                gate.oneDone();
            });
        }
    }

    private List<Hop> hops(Server server, Answer.Records records) {
        return addresses(records).stream()
                .map(address -> hop(server.transport, address, server.port))
                .toList();
    }

    private void onHops(List<Hop> hops) {
        end(hops.isEmpty() ? noAddress() : new Located.Found(hops));
    }

    private Located noAddress() {
        return new Located.Failed(failure.orElse("no address for " + target.host()));
    }

    /** IPv4 first: IPv6 that leads nowhere is the commoner fault, and costs a caller 32 seconds over UDP. */
    private static List<InetAddress> addresses(Answer.Records records) {
        return records.of(DnsData.Address.class).stream()
                .map(DnsData.Address::address)
                .sorted(Comparator.comparingInt(address -> address instanceof Inet4Address ? 0 : 1))
                .toList();
    }

    private void end(Located located) {
        if (over) {
            return;
        }
        over = true;
        limit.ifPresent(Timer::cancel);
        then.accept(located);
    }

    /** Opens when so many are done. */
    private static final class Gate {
        private final Runnable then;
        private int left;

        Gate(int count, Runnable then) {
            this.left = count;
            this.then = then;
        }

        void oneDone() {
            if (--left == 0) {
                open();
            }
        }

        void open() {
            then.run();
        }
    }
}
