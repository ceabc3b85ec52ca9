package tandem.gateway.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.call.Calls;
import tandem.call.Cidr;
import tandem.gateway.records.Captures;
import tandem.gateway.records.PastCalls;
import tandem.gateway.sip.Ladders;
import tandem.gateway.trunks.TrunkFacts;

/**
 * Everything that is served by HTTP: the API, pages, and what doors serve beside them; on virtual threads. Each request of the API posts
 * to the signalling loop and waits for its answer.
 */
public final class Api implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Api.class);
    private static final int BODY_LIMIT = 64 * 1024;

    private final Parts parts;
    private final Json json = new Json();
    private final Source source;
    private final Sites sites;
    private final Sockets sockets;
    private final Asked asked;
    private final EventRoutes events;
    private Optional<Javalin> javalin = Optional.empty();
    private volatile Optional<Connectors> connectors = Optional.empty();

    /**
     * What the API is about.
     *
     * @param loop the signalling loop
     * @param calls calls and rooms
     * @param past calls that have ended, in the database
     * @param ladders signalling ladders
     * @param captures captures of calls
     * @param trunks how the trunks stand; on the loop
     * @param metrics figures
     * @param events what goes on
     * @param secrets the tokens
     * @param origins other sites whose pages may use us
     * @param trustedProxies whose X-Forwarded-For is believed
     * @param drain refuses new calls and ends the gateway after the last; on the loop
     * @param health what is listening; from any thread
     * @param beside what doors serve beside the API
     */
    public record Parts(
            Loop loop,
            Calls calls,
            PastCalls past,
            Ladders ladders,
            Captures captures,
            Supplier<List<TrunkFacts>> trunks,
            Metrics metrics,
            Events events,
            Secrets secrets,
            List<String> origins,
            List<Cidr> trustedProxies,
            Runnable drain,
            Supplier<Health> health,
            Supplier<Optional<String>> sipWay,
            List<Beside> beside) {
        public Parts {
            origins = List.copyOf(origins);
            trustedProxies = List.copyOf(trustedProxies);
            beside = List.copyOf(beside);
        }
    }

    /**
     * What lets people in.
     *
     * @param admin the administrator's
     * @param rooms those for one room
     */
    public record Secrets(AdminToken admin, Tokens rooms) {}

    /** What a door serves by HTTP. */
    public interface Beside {
        /** Adds its routes; {@code sockets} serves its WebSockets. Before anything listens. */
        void add(RoutesConfig routes, Sockets sockets, Sites sites, Source source);
    }

    /**
     * Where it listens.
     *
     * @param name http or https
     * @param address as bound
     * @param up whether it still listens
     */
    public record Bound(String name, InetSocketAddress address, BooleanSupplier up) {}

    /**
     * What {@code /health} answers.
     *
     * @param status up or draining; busy where the signalling loop does not answer, failing where a listener is down
     * @param listeners each with its state
     * @param calls up or ringing
     */
    public record Health(String status, List<Listener> listeners, int calls) {
        /** What a load balancer goes by. */
        int code() {
            return status.equals("busy") || status.equals("failing") ? 503 : 200;
        }
    }

    /**
     * One listening socket.
     *
     * @param name as in the configuration
     * @param address as bound
     * @param state up or down
     */
    public record Listener(String name, String address, String state) {}

    /** An API that does not listen yet. */
    public Api(Parts parts) {
        this.parts = parts;
        this.source = new Source(parts.trustedProxies());
        this.sites = new Sites(parts.origins(), source);
        this.sockets = new Sockets(parts.loop(), source, sites, json);
        this.asked = new Asked(parts.loop());
        this.events = new EventRoutes(parts.loop(), parts.events(), parts.calls(), asked, json);
    }

    /**
     * Listens by HTTP and by HTTPS, as far as there is an address; where it does. Blocks until it does, or throws
     * {@link CannotListen}.
     */
    public List<Bound> start(
            Optional<InetSocketAddress> plain, Optional<InetSocketAddress> secure, Optional<HttpsIdentity> identity) {
        Connectors listening = new Connectors(plain, secure, identity);
        connectors = Optional.of(listening);
        Javalin server = Javalin.create(config -> configure(config, listening));
        try {
            server.start();
        } catch (JavalinException failed) {
            listening.close();
            throw failed;
        }
        javalin = Optional.of(server);
        return listening.bound();
    }

    /** New connections by HTTPS are shown that identity from now on. */
    public void renew(HttpsIdentity identity) {
        connectors.ifPresent(listening -> listening.renew(identity));
    }

    private void configure(JavalinConfig config, Connectors listening) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = BODY_LIMIT;
        config.http.prefer405over404 = true;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.modifyServer(server -> server.setErrorHandler(new ServerErrors(json)));
        config.jetty.modifyServletContextHandler(context -> {
            context.setErrorHandler(new ServerErrors(json));
            context.getSessionHandler().setUsingCookies(false);
            context.addFilter(new NoSessions(), "/*", EnumSet.of(DispatcherType.REQUEST));
        });
        listening.add(config.jetty);
        routes(config.routes);
    }

    private void routes(RoutesConfig routes) {
        routes.before("/v1/*", this::needToken);
        routes.get("/health", context -> {
            Health health = parts.health().get();
            json.answer(context, health.code(), health);
        });
        routes.get("/metrics", this::metrics);
        routes.get("/openapi.json", Api::openApi);
        new RoomRoutes(parts.calls(), asked, json).add(routes);
        new CallRoutes(parts.calls(), parts.past(), parts.ladders(), parts.drain(), asked, json).add(routes);
        new CaptureRoutes(parts.calls(), parts.captures(), asked, json).add(routes);
        new TrunkRoutes(parts.trunks(), asked, json).add(routes);
        new TokenRoutes(parts.secrets().rooms(), json).add(routes);
        events.add(routes, sockets, this::needToken);
        new Pages(sites, () -> connectors.flatMap(Connectors::securePort), parts.sipWay()).add(routes);
        parts.beside().forEach(door -> door.add(routes, sockets, sites, source));
        problems(routes);
    }

    private void problems(RoutesConfig routes) {
        routes.exception(Problem.class, (problem, context) -> json.problem(context, problem));
        routes.exception(HttpResponseException.class, (refused, context) -> {
            if (refused.getStatus() == 405) {
                context.header("Allow", String.join(", ", refused.getDetails().values())); // RFC 9110 section 15.5.6
            }
            json.problem(
                    context, new Problem(refused.getStatus(), String.valueOf(refused.getMessage()), context.path()));
        });
        routes.exception(Exception.class, (bug, context) -> {
            log.error("{} {} failed", context.method(), context.path(), bug);
            json.problem(context, new Problem(500, "An error of the gateway", "the log says more"));
        });
    }

    private void needToken(Context context) {
        AdminToken token = parts.secrets().admin();
        String inQuery = context.path().equals(EventRoutes.PATH) ? context.queryParam("access_token") : null;
        boolean admitted = inQuery == null
                ? token.admits(Optional.ofNullable(context.header("Authorization")))
                : token.is(inQuery);
        if (!admitted) {
            context.header("WWW-Authenticate", "Bearer");
            throw new Problem(
                    401,
                    "A token is needed",
                    "give the token of " + token.file().getFileName()
                            + " in the data folder as 'Authorization: Bearer ...'");
        }
    }

    private void metrics(Context context) {
        if (!source.of(context).map(InetAddress::isLoopbackAddress).orElse(false)) {
            needToken(context);
        }
        context.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(parts.metrics().scrape());
    }

    private static void openApi(Context context) throws IOException {
        try (InputStream in = Api.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is missing from the jar");
            }
            context.contentType("application/json").result(in.readAllBytes());
        }
    }

    /** The paths that are served, with their parameters in braces. */
    public Set<String> paths() {
        return javalin.map(server -> server.unsafe.internalRouter.allHttpHandlers().stream()
                        .map(handler -> handler.endpoint)
                        .filter(endpoint -> endpoint.method.isHttpMethod())
                        .map(endpoint -> endpoint.path)
                        .collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    /** Stops listening; who listens to events or speaks over WebSocket is told. */
    @Override
    public void close() {
        if (javalin.isPresent()) {
            events.close();
            sockets.close();
            javalin.get().stop();
        }
    }
}
