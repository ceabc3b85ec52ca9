package tandem.sip;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
    private final SipTrace trace;
    private final SipCounters counters = new SipCounters();
    private final Transports transports;
    private final Locator locator;
    private final UserAgent agent;

    /** A stack that has bound nothing yet. */
    public SipStack(NettyLoop loop, SipSettings settings, SipUser user, SipTrace trace) {
        this.loop = loop;
        this.trace = trace;
        transports = new Transports(loop, transports(settings), new Receiver());
        locator = Locator.on(loop, settings.dns(), types(settings));
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
                settings.publicAddress(),
                TransportSettings.Limits.USUAL);
    }

    private static Tls.Trust trust(SipTrust trust) {
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
        return transports.start();
    }

    /** Sends an INVITE. What becomes of it is reported to {@code events}, never before this returned. On the loop. */
    public SipCall call(SipOutgoing outgoing, SipCallEvents events) {
        return agent.call(outgoing, events);
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

    private static List<Hop> hops(Uri next, Located located) {
        return switch (located) {
            case Located.Found(List<Hop> hops) -> hops;
            case Located.Failed(String why) -> {
                log.info("no way to {}: {}", next.host(), why);
                yield List.of();
            }
        };
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

    /** How many dialogs there are, those that wait for the answer to our goodbye among them. On the loop. */
    public int dialogs() {
        return agent.dialogs();
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
            if (trace.listens()) {
                trace.onReceived(
                        request.callId(),
                        loop.clock().epochMs(),
                        flow.remote(),
                        FlowPath.near(flow),
                        request.method() + ' ' + request.uri() + " SIP/2.0");
            }
            Flow back = transports.reply(request, flow);
            boolean datagrams = flow.transport() == TransportType.UDP;
            agent.transactions()
                    .receive(request, path(back, datagrams ? () -> back : () -> transports.reply(request, back)));
        }

        @Override
        public void onResponse(Response response, Flow flow) {
            if (trace.listens()) {
                trace.onReceived(
                        response.callId(),
                        loop.clock().epochMs(),
                        flow.remote(),
                        FlowPath.near(flow),
                        "SIP/2.0 " + response.status() + ' ' + response.reason());
            }
            agent.transactions().receive(response);
        }

        @Override
        public void onClosed(Flow flow, String why) {
            log.debug("{} to {} closed: {}", flow.transport(), flow.remote(), why);
            agent.transactions().lost(flow.transport().name(), flow.remote(), why);
        }
    }

    /** Finds ways by DNS and opens them. */
    private final class Ways implements Network {
        @Override
        public void locate(Uri next, Consumer<List<Path>> then) {
            locator.locate(next, located -> then.accept(paths(hops(next, located))));
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
