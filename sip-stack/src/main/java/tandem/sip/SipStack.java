package tandem.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.NettyLoop;
import tandem.sip.dialog.Network;
import tandem.sip.dialog.UserAgent;
import tandem.sip.dns.Located;
import tandem.sip.dns.Locator;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.message.Uri;
import tandem.sip.transaction.Path;
import tandem.sip.transport.Flow;
import tandem.sip.transport.Hop;
import tandem.sip.transport.Tls;
import tandem.sip.transport.TransportCounters;
import tandem.sip.transport.TransportSettings;
import tandem.sip.transport.TransportType;
import tandem.sip.transport.TransportUser;
import tandem.sip.transport.Transports;

/** SIP on one loop: transports, DNS, transactions and calls, wired. */
public final class SipStack {
    private static final Logger log = LoggerFactory.getLogger(SipStack.class);

    private final NettyLoop loop;
    private final SipSettings settings;
    private final SipTrace trace;
    private final SipUser user;
    private final SipCounters counters = new SipCounters();
    private final Transports transports;
    private final Locator locator;
    private final DeadHops deadHops;
    private final Map<Uri, String> reasons = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Uri, String> eldest) {
            return size() > 64;
        }
    };
    private final UserAgent agent;
    private volatile List<SipListener> listeners = List.of();

    /** A stack that has bound nothing yet. */
    public SipStack(NettyLoop loop, SipSettings settings, SipUser user, SipTrace trace) {
        this.loop = loop;
        this.settings = settings;
        this.trace = trace;
        transports = new Transports(loop, transports(settings), new Receiver());
        locator = Locator.on(loop, settings.dns(), types(settings));
        deadHops = new DeadHops(loop.clock());
        this.user = user;
        agent = new UserAgent(loop, settings, new Ways(), user, counters, new Chance());
    }

    private static TransportSettings transports(SipSettings settings) {
        Optional<Tls.Identity> identity = settings.certificate()
                .flatMap(certificate -> settings.key().map(key -> new Tls.Identity(certificate, key)));
        return new TransportSettings(
                settings.udp().stream().toList(),
                settings.tcp().stream().toList(),
                settings.tls().stream().toList(),
                identity,
                trust(settings.trust()),
                settings.outside(),
                TransportSettings.Limits.USUAL);
    }

    static Tls.Trust trust(SipTrust trust) {
        return switch (trust) {
            case SipTrust.KnownAuthorities() -> Tls.Trust.system();
            case SipTrust.Anybody() -> new Tls.Trust.Anybody();
            case SipTrust.Authorities(java.nio.file.Path file) -> new Tls.Trust.Authorities(file);
        };
    }

    private static Set<TransportType> types(SipSettings settings) {
        Set<TransportType> types = EnumSet.noneOf(TransportType.class);
        settings.udp().ifPresent(each -> types.add(TransportType.UDP));
        settings.tcp().ifPresent(each -> types.add(TransportType.TCP));
        settings.tls().ifPresent(each -> types.add(TransportType.TLS));
        return types;
    }

    /** Binds what the settings name, on any thread; fails naming address and reason, with nothing left bound. */
    public CompletableFuture<List<SipListener>> start() {
        return transports.start().thenApply(bound -> {
            listeners = List.copyOf(bound);
            return bound;
        });
    }

    /** Whether that host, and port where it is not 0, is ours: a domain of ours, or an address we listen at. */
    public boolean isOurs(String host, int port) {
        if (settings.domains().stream().anyMatch(host::equalsIgnoreCase)) {
            return true;
        }
        return listeners.stream().anyMatch(listener -> isAt(listener, host, port));
    }

    private boolean isAt(SipListener listener, String host, int port) {
        int usual = listener.transport().equals("TLS") ? 5061 : 5060;
        if (listener.address().getPort() != (port == 0 ? usual : port)) {
            return false;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(host.replace("[", "").replace("]", ""));
            InetAddress bound = listener.address().getAddress();
            if (settings.outside().address().filter(address::equals).isPresent()) {
                return true;
            }
            return bound.equals(address)
                    || (bound.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) != null);
        } catch (IllegalArgumentException | SocketException nameOrNoWay) {
            return false;
        }
    }

    /** Sends an INVITE. What becomes of it is reported to {@code events}, never before this returned. On the loop. */
    public SipCall call(SipOutgoing outgoing, SipCallEvents events) {
        return agent.call(outgoing, events);
    }

    /** Sends a request outside dialogs. What becomes of it is reported to {@code events}, never before this returned. On the loop. */
    public SipAsking send(SipAsk ask, SipAskEvents events) {
        return agent.ask(ask, agent.series(ask.credentials()), events);
    }

    /** The same as the next of that series, with its credentials instead of the request's. */
    public SipAsking send(SipAsk ask, SipSeries series, SipAskEvents events) {
        return agent.ask(ask, series, events);
    }

    /** Requests outside dialogs that are to follow each other. On the loop. */
    public SipSeries series(Optional<SipCredentials> credentials) {
        return agent.series(credentials);
    }

    /**
     * From now on TLS connections to these hosts, by the names they are called by, show and believe that; all others what the settings
     * say. Connections that are up stay as they are. On the loop.
     */
    public void tls(Map<String, SipTls> byHost) {
        Map<String, Tls> all = new HashMap<>();
        byHost.forEach((host, each) -> all.put(host.toLowerCase(Locale.ROOT), each.tls()));
        transports.tls(all);
    }

    /**
     * Keeps a way open (RFC 5626 3.5.1, 4.4.1): a double CRLF; on a connection that was answered so before, the single one that comes
     * back is waited for ten seconds, and without it the connection is closed. Tells once, and not before this returned, what is
     * wrong, or nothing; over UDP nothing is ever known. On the loop.
     */
    public void keepAlive(SipWay way, Consumer<Optional<String>> then) {
        transports.keepAlive(TransportType.valueOf(way.transport()), way.remote(), then);
    }

    /**
     * Looks for the address an INVITE to that URI would go to first (RFC 3263), and tells it once; none where none leads there, which
     * is logged. On the loop; before this returns where no question is needed.
     */
    public void locate(String uri, Consumer<Optional<InetAddress>> then) {
        Optional<Uri> next = Uri.read(uri);
        if (next.isEmpty()) {
            then.accept(Optional.empty());
            return;
        }
        locator.locate(
                next.get(),
                located -> then.accept(hops(next.get(), located).stream()
                        .findFirst()
                        .map(hop -> hop.address().getAddress())));
    }

    /** Whether that way is open: a connection that is up, or a datagram socket of ours from which that address may be sent to. On the loop. */
    public boolean isOpen(SipWay way) {
        return transports
                .open(Hop.to(TransportType.valueOf(way.transport()), way.remote()))
                .filter(Flow::isOpen)
                .isPresent();
    }

    /** Looks for all addresses a request to that URI may go to (RFC 3263), and tells them once; none where nothing leads there. On the loop. */
    public void addresses(String uri, Consumer<List<InetAddress>> then) {
        Optional<Uri> next = Uri.read(uri);
        if (next.isEmpty()) {
            then.accept(List.of());
            return;
        }
        locator.locate(
                next.get(),
                located -> then.accept(hops(next.get(), located).stream()
                        .map(hop -> hop.address().getAddress())
                        .distinct()
                        .toList()));
    }

    private List<Hop> hops(Uri next, Located located) {
        return switch (located) {
            case Located.Found(List<Hop> hops) -> deadHops.order(hops);
            case Located.Failed(String why) -> {
                log.debug("no way to {}: {}", next.host(), why);
                reasons.put(next, why);
                yield List.of();
            }
        };
    }

    /**
     * Takes in a socket that somebody else accepted and reads (RFC 7118), as one more connection of the peer's: its messages are handled
     * as those of all transports, with {@code remote} as their source, and answers leave by the outlet. On the loop.
     *
     * @param remote the peer's address, behind proxies that are believed
     * @param ourPort the port it was accepted at
     * @param secure whether it is under TLS
     * @return what is to be told of what comes; empty where there are too many
     */
    public Optional<SipFrames> adoptFrames(
            InetSocketAddress remote, int ourPort, boolean secure, SipFrames.Outlet outlet) {
        TransportType transport = secure ? TransportType.WSS : TransportType.WS;
        return transports.adopt(transport, remote, ourPort, outlet).map(flow -> flow);
    }

    /** Answers a request that came by {@link SipUser#onRequest}; a second answer does nothing. On the loop. */
    public void answer(
            SipRequest request,
            int status,
            Optional<String> reason,
            Map<String, List<String>> headers,
            Optional<Body> body) {
        agent.answer(request, status, reason, headers, body);
    }

    /**
     * Takes a SUBSCRIBE that came by {@link SipUser#onRequest} (RFC 6665 section 4.2.1): 200, and how things stand by NOTIFY. What is
     * wrong with its time or its Event header, and one too many, is refused here; then nothing is returned. On the loop.
     *
     * @param bySource whether it is told by the way its SUBSCRIBE came, whatever that wishes: so nobody can have others told
     */
    public Optional<SipSubscription> subscribe(SipRequest request, boolean bySource, SipSubscriptionEvents events) {
        return agent.subscribe(request, bySource, events);
    }

    /** The event packages we notify of, as Allow-Events has them. On the loop. */
    public String events() {
        return agent.events();
    }

    /** The call that has the dialog that is named there (RFC 3891), where it is one of ours and not over. On the loop. */
    public Optional<SipCall> call(SipReplaces named) {
        return agent.call(named);
    }

    /** How many dialogs there are, those that wait for the answer to our goodbye among them. On the loop. */
    public int dialogs() {
        return agent.dialogs();
    }

    /** How many subscriptions there are, those that wait for the answer to their last NOTIFY among them. On the loop. */
    public int subscriptions() {
        return agent.subscriptions();
    }

    /** What was counted so far. From any thread. */
    public SipCounters counters() {
        return counters;
    }

    /** What the transports counted. From any thread. */
    public TransportCounters transportCounters() {
        return transports.counters();
    }

    /** Closes sockets and connections; calls that are still up are forgotten. From any thread. */
    public void close() {
        transports.close();
        loop.post(locator::close);
    }

    /** The connection to that hop: the one that is up, or a new one. */
    Path connection(Hop hop) {
        Flow flow = transports
                .flow(hop)
                .orElseThrow(() -> new IllegalStateException("no " + hop.transport() + " connections here"));
        return path(flow, () -> flow);
    }

    private Path path(Flow flow, Supplier<Flow> anew) {
        return new FlowPath(flow, anew, trace, loop.clock());
    }

    /** Takes what the transports received to the transactions. */
    private final class Receiver implements TransportUser {
        @Override
        public void onRequest(Request request, Flow flow) {
            Flow back = transports.reply(request, flow);
            boolean datagrams = flow.transport() == TransportType.UDP;
            agent.transactions()
                    .receive(request, path(back, datagrams ? () -> back : () -> transports.reply(request, back)));
        }

        @Override
        public void onResponse(Response response, Flow flow) {
            agent.transactions().receive(response);
        }

        @Override
        public void onPassed(String callId, boolean sent, byte[] octets, Flow flow) {
            if (trace.listens()) {
                InetSocketAddress near = flow.near();
                InetSocketAddress far = flow.remote();
                trace.onMessage(new SipTraced(
                        callId,
                        loop.clock().epochMs(),
                        sent,
                        flow.transport().name(),
                        sent ? near : far,
                        sent ? far : near,
                        octets));
            }
        }

        @Override
        public void onClosed(Flow flow, String why) {
            log.debug("{} to {} closed: {}", flow.transport(), flow.remote(), why);
            SipWay way = new SipWay(flow.transport().name(), flow.remote());
            agent.lost(way, why);
            user.onLost(way, why);
        }
    }

    /** Finds ways by DNS and opens them. */
    private final class Ways implements Network {
        @Override
        public void locate(Uri next, Consumer<List<Path>> then) {
            locator.locate(next, located -> then.accept(paths(hops(next, located))));
        }

        @Override
        public Optional<Path> by(SipWay way) {
            Hop hop = Hop.to(TransportType.valueOf(way.transport()), way.remote());
            return transports.open(hop).map(flow -> path(flow, () -> flow));
        }

        @Override
        public String why(Uri next) {
            return reasons.getOrDefault(next, "no such transport here");
        }

        @Override
        public void avoid(Path path, long forNs) {
            deadHops.avoid(path.transport(), path.remote(), forNs);
        }

        @Override
        public void answered(Path path) {
            deadHops.forgive(path.transport(), path.remote());
        }

        private List<Path> paths(List<Hop> hops) {
            List<Path> paths = new ArrayList<>(hops.size());
            for (Hop hop : hops) {
                if (hop.transport() == TransportType.TCP || hop.transport() == TransportType.TLS) {
                    paths.add(new HopPath(hop, SipStack.this));
                } else {
                    transports.flow(hop).ifPresent(flow -> paths.add(path(flow, () -> flow)));
                }
            }
            return paths;
        }
    }
}
