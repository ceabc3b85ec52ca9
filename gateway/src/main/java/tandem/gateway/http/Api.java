package tandem.gateway.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.call.Calls;
import tandem.call.Cidr;
import tandem.gateway.sip.Ladders;

/** The HTTP API, on virtual threads: each request posts to the signalling loop and waits for its answer. */
public final class Api implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Api.class);
    private static final int BODY_LIMIT = 64 * 1024;

    private final Parts parts;
    private final Json json = new Json();
    private final Source source;
    private final Asked asked;
    private Optional<Javalin> javalin = Optional.empty();

    /**
     * What the API is about.
     *
     * @param loop the signalling loop
     * @param calls calls and rooms
     * @param ladders signalling ladders
     * @param metrics figures
     * @param token the administrator's
     * @param trustedProxies whose X-Forwarded-For is believed
     * @param drain refuses new calls and ends the gateway after the last; on the loop
     * @param health what is listening; from any thread
     */
    public record Parts(
            Loop loop,
            Calls calls,
            Ladders ladders,
            Metrics metrics,
            AdminToken token,
            List<Cidr> trustedProxies,
            Runnable drain,
            Supplier<Health> health) {}

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
        this.asked = new Asked(parts.loop());
    }

    /** Listens there; the address it got. Blocks until it does, or fails naming the reason. */
    public InetSocketAddress start(InetSocketAddress address) {
        Javalin server = Javalin.create(this::configure);
        server.start(address.getAddress().getHostAddress(), address.getPort());
        javalin = Optional.of(server);
        return new InetSocketAddress(address.getAddress(), server.port());
    }

    private void configure(JavalinConfig config) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = BODY_LIMIT;
        config.http.prefer405over404 = true;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        RoutesConfig routes = config.routes;
        routes.before("/v1/*", this::needToken);
        routes.get("/health", context -> {
            Health health = parts.health().get();
            json.answer(context, health.code(), health);
        });
        routes.get("/metrics", this::metrics);
        routes.get("/openapi.json", Api::openApi);
        new RoomRoutes(parts.calls(), asked, json).add(routes);
        new CallRoutes(parts.calls(), parts.ladders(), parts.drain(), asked, json).add(routes);
        problems(routes);
    }

    private void problems(RoutesConfig routes) {
        routes.exception(Problem.class, (problem, context) -> json.problem(context, problem));
        routes.exception(
                HttpResponseException.class,
                (refused, context) -> json.problem(
                        context,
                        new Problem(refused.getStatus(), String.valueOf(refused.getMessage()), context.path())));
        routes.exception(Exception.class, (bug, context) -> {
            log.error("{} {} failed", context.method(), context.path(), bug);
            json.problem(context, new Problem(500, "An error of the gateway", "the log says more"));
        });
    }

    private void needToken(Context context) {
        if (!parts.token().admits(Optional.ofNullable(context.header("Authorization")))) {
            context.header("WWW-Authenticate", "Bearer");
            throw new Problem(
                    401,
                    "A token is needed",
                    "give the token of " + parts.token().file().getFileName()
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

    /** Stops listening. */
    @Override
    public void close() {
        javalin.ifPresent(Javalin::stop);
    }
}
