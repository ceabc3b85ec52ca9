package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import tandem.base.Loop;

/**
 * WebSockets (RFC 6455) for whoever speaks over them: looks at origin and subprotocol before the upgrade, which else is refused with a
 * problem document, brings frames to the signalling loop in their order, sends without holding it, and keeps both directions bounded.
 * A peer from whom nothing has come for 40 s, no answer to a ping either, is gone.
 */
public final class Sockets implements AutoCloseable {
    private static final long BEAT_NS = 15_000_000_000L;
    private static final long GONE_NS = 40_000_000_000L;
    private static final long GOODBYE_MS = 300;
    private static final int MOST = 5_000;

    private final Loop loop;
    private final Source source;
    private final Sites sites;
    private final Json json;
    private final Set<Socket> open = new LinkedHashSet<>();
    private boolean beating;
    private Optional<CompletableFuture<Void>> allClosed = Optional.empty();

    Sockets(Loop loop, Source source, Sites sites, Json json) {
        this.loop = loop;
        this.source = source;
        this.sites = sites;
        this.json = json;
    }

    /**
     * What a path wants of those who come.
     *
     * @param subprotocols which it speaks, best first; one that offers others alone is refused, one that offers none has none
     * @param allowed throws a {@link Problem} where the request may not; from a thread of its own
     */
    public record Terms(List<String> subprotocols, Consumer<Context> allowed) {
        /** Whoever comes, without a subprotocol. */
        public static final Terms NONE = new Terms(List.of(), _ -> {});

        public Terms {
            subprotocols = List.copyOf(subprotocols);
        }
    }

    /** One that is open. On the signalling loop. */
    public interface Opened {
        /** The client's address behind trusted proxies, or {@link Source#UNKNOWN}. */
        InetAddress source();

        /** The same with the port it came from. */
        InetSocketAddress remote();

        /** The port of ours it came to. */
        int ourPort();

        /** Whether by TLS. */
        boolean secure();

        /** Host and port as the client wrote them. */
        String host();

        /** The path's parameters by name. */
        Map<String, String> parameters();

        /** The first query parameter of that name. */
        Optional<String> query(String name);

        /** What the client calls itself, or empty. */
        String agent();

        /** The subprotocol agreed on. */
        Optional<String> subprotocol();

        /** Sends a text; a client that does not take them is closed with 1013 at 256 frames or a megabyte that wait. */
        void send(String text);

        /** Sends octets, under the same bounds. */
        void send(byte[] octets);

        /** Whether what is sent still goes anywhere. */
        boolean isOpen();

        /** Closes it; nothing more is sent, and nothing that comes is told but the close. */
        void close(int code, String reason);
    }

    /** What comes of one. On the signalling loop, in order. */
    public interface Frames {
        /** A text came, 64 KB of UTF-8 at most. */
        void onText(String text);

        /** Octets came, 64 KB at most; false where only texts are spoken, and then it is closed with 1003. */
        default boolean onOctets(byte[] octets) {
            return false;
        }

        /**
         * It is closed; told once.
         *
         * @param code RFC 6455 section 7.4.1
         * @param reason the peer's words, or ours
         * @param clean whether a close was said, rather than the connection lost
         */
        void onClosed(int code, String reason, boolean clean);
    }

    /** Serves that path; {@code opening} makes what takes the frames of one, on the signalling loop. */
    public void serve(RoutesConfig routes, String path, Terms terms, Function<Opened, Frames> opening) {
        routes.ws(path, _ -> {});
        AtomicInteger open = new AtomicInteger();
        routes.wsBeforeUpgrade(path, context -> upgrade(context, terms, opening, open));
    }

    /** The upgrade is ours alone: what comes after this step in the library, its own, is left out. */
    private void upgrade(Context context, Terms terms, Function<Opened, Frames> opening, AtomicInteger ofPath)
            throws IOException {
        context.skipRemainingHandlers();
        try {
            sites.refuseStrangers(context);
            if (ofPath.get() >= MOST) {
                throw new Problem(503, "Too many", "there are " + MOST + " WebSockets here already");
            }
            Optional<String> subprotocol = agreed(context, terms);
            terms.allowed().accept(context);
            Socket socket = new Socket(this, loop, Socket.Request.of(context, source, subprotocol), opening, ofPath);
            // the library has written the first that was offered
            context.res().setHeader("Sec-WebSocket-Protocol", subprotocol.orElse(null));
            boolean upgraded = JettyWebSocketServerContainer.getContainer(
                            context.req().getServletContext())
                    .upgrade((_, _) -> socket, context.req(), context.res());
            if (!upgraded) {
                throw Problem.wrong("this is no handshake of RFC 6455 section 4.1");
            }
        } catch (Problem refused) {
            json.problem(context.res(), refused);
        }
    }

    private static Optional<String> agreed(Context context, Terms terms) {
        String offered = context.header("Sec-WebSocket-Protocol");
        if (offered == null || terms.subprotocols().isEmpty()) {
            return Optional.empty();
        }
        List<String> theirs =
                Arrays.stream(offered.split(",", -1)).map(String::strip).toList();
        return Optional.of(terms.subprotocols().stream()
                .flatMap(ours -> theirs.stream().filter(ours::equalsIgnoreCase)) // as the client wrote it
                .findFirst()
                .orElseThrow(
                        () -> Problem.wrong("the subprotocols here are " + String.join(", ", terms.subprotocols()))));
    }

    void opened(Socket socket) {
        open.add(socket);
        if (!beating) {
            beating = true;
            loop.after(BEAT_NS, this::beat);
        }
    }

    void closed(Socket socket) {
        open.remove(socket);
        if (open.isEmpty()) {
            allClosed.ifPresent(waiting -> waiting.complete(null));
        }
    }

    private void beat() {
        long now = loop.clock().nowNs();
        for (Socket socket : List.copyOf(open)) {
            socket.beat(now, GONE_NS);
        }
        beating = !open.isEmpty();
        if (beating) {
            loop.after(BEAT_NS, this::beat);
        }
    }

    /** Closes all with 1001: we are going down; they are given a moment to hear it. Not on the loop. */
    @Override
    public void close() {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        loop.post(() -> {
            allClosed = Optional.of(waiting);
            List.copyOf(open).forEach(socket -> socket.close(1001, "the gateway is going down"));
            if (open.isEmpty()) {
                waiting.complete(null);
            }
        });
        waiting.completeOnTimeout(null, GOODBYE_MS, TimeUnit.MILLISECONDS).join();
    }
}
