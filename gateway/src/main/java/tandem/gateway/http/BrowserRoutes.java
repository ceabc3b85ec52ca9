package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tandem.base.Loop;
import tandem.gateway.webrtc.Caller;
import tandem.gateway.webrtc.Connection;
import tandem.gateway.webrtc.Line;
import tandem.gateway.webrtc.RoomProtocol;
import tandem.gateway.webrtc.WebRtcDoor;
import tandem.gateway.webrtc.Whip;

/** The browsers' door by HTTP: {@code /r/{room}/ws} for the room protocol, {@code /whip} (RFC 9725) and {@code /whep}. */
public final class BrowserRoutes implements Api.Beside {
    private static final int NORMAL = 1_000; // close codes of RFC 6455 section 7.4.1
    private static final int GOING_AWAY = 1_001;
    private static final long LIMIT_S = 12;
    private static final String AGAIN_S = "5";
    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private final Loop loop;
    private final WebRtcDoor door;
    private final Asked asked;

    /** Routes to that door, whose loop it is. */
    public BrowserRoutes(Loop loop, WebRtcDoor door) {
        this.loop = loop;
        this.door = door;
        this.asked = new Asked(loop);
    }

    @Override
    public void add(RoutesConfig routes, Sockets sockets, Sites sites, Source source) {
        Sockets.Terms terms = new Sockets.Terms(List.of(RoomProtocol.SUBPROTOCOL), _ -> {});
        sockets.serve(routes, "/r/{room}/ws", terms, this::opened);
        for (Whip.Kind kind : Whip.Kind.values()) {
            new WhipRoutes(kind, sites, source).add(routes);
        }
    }

    private Sockets.Frames opened(Sockets.Opened socket) {
        Caller caller = new Caller(
                String.valueOf(socket.parameters().get("room")), socket.host(), socket.source(), socket.agent());
        Connection connection = door.connected(new SocketLine(socket), caller);
        return new Sockets.Frames() {
            @Override
            public void onText(String text) {
                connection.onFrame(text);
            }

            @Override
            public void onClosed(int code, String reason, boolean clean) {
                connection.onClosed(clean && (code == NORMAL || code == GOING_AWAY));
            }
        };
    }

    private record SocketLine(Sockets.Opened socket) implements Line {
        @Override
        public void send(String frame) {
            socket.send(frame);
        }

        @Override
        public void close(int code, String reason) {
            socket.close(code, reason);
        }
    }

    /** One of the two protocols: the same requests, under another name. */
    private final class WhipRoutes {
        private final Whip.Kind kind;
        private final Sites sites;
        private final Source source;
        private final String path;

        WhipRoutes(Whip.Kind kind, Sites sites, Source source) {
            this.kind = kind;
            this.sites = sites;
            this.source = source;
            this.path = "/" + kind.name().toLowerCase(java.util.Locale.ROOT) + "/{room}";
        }

        /** What is asked for by GET is there, and has nothing to show (RFC 9725 section 4.1). */
        void add(RoutesConfig routes) {
            routes.before(path, this::allow);
            routes.before(path + "/{id}", this::allow);
            routes.options(path, context -> preflight(context, "Accept-Post", SDP));
            routes.options(path + "/{id}", context -> preflight(context, "Accept-Patch", FRAGMENT));
            for (String resource : List.of(path, path + "/{id}")) {
                routes.get(resource, context -> context.status(204));
                routes.head(resource, context -> context.status(204));
            }
            routes.post(path, this::create);
            routes.patch(path + "/{id}", this::patch);
            routes.delete(path + "/{id}", this::delete);
        }

        /** Pages of sites that may embed us may read what we answer. */
        private void allow(Context context) {
            sites.refuseStrangers(context);
            context.header("Vary", "Origin");
            sites.other(context).ifPresent(origin -> {
                context.header("Access-Control-Allow-Origin", origin);
                context.header(
                        "Access-Control-Expose-Headers",
                        "Location, ETag, Link, Accept-Post, Accept-Patch, Retry-After, WWW-Authenticate");
            });
        }

        /** Also says what may be sent (RFC 9725 section 4.2, RFC 5789 section 3.1). */
        private static void preflight(Context context, String accept, String type) {
            context.header(accept, type);
            context.header("Access-Control-Allow-Methods", "POST, PATCH, DELETE, OPTIONS");
            context.header("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match");
            context.header("Access-Control-Max-Age", "86400");
            context.status(200);
        }

        private void create(Context context) {
            needType(context, SDP);
            String agent = context.header("User-Agent");
            Caller caller = new Caller(
                    context.pathParam("room"),
                    source.host(context),
                    source.of(context).orElse(Source.UNKNOWN),
                    agent == null ? "" : agent);
            String offer = context.body();
            Optional<String> token = bearer(context);
            CompletableFuture<Whip.Reply> reply = new CompletableFuture<>();
            loop.post(() -> door.whip().create(kind, caller, offer, token).whenComplete((answer, bug) -> {
                if (bug == null) {
                    reply.complete(answer);
                } else {
                    reply.completeExceptionally(bug);
                }
            }));
            answer(context, await(reply));
        }

        private void patch(Context context) {
            needType(context, FRAGMENT);
            Optional<String> ifMatch = Optional.ofNullable(context.header("If-Match"));
            String id = context.pathParam("id");
            String fragment = context.body();
            answer(context, asked.of(() -> door.whip().patch(kind, id, ifMatch, fragment)));
        }

        private void delete(Context context) {
            String id = context.pathParam("id");
            answer(context, asked.of(() -> door.whip().delete(kind, id)));
        }

        private void answer(Context context, Whip.Reply reply) {
            switch (reply) {
                case Whip.Reply.Created created -> {
                    String at = context.path();
                    context.header("Location", at + (at.endsWith("/") ? "" : "/") + created.id());
                    context.header("ETag", '"' + created.tag() + '"');
                    context.status(201).contentType(SDP).result(created.answer());
                }
                case Whip.Reply.Done done -> {
                    done.tag().ifPresent(tag -> context.header("ETag", '"' + tag + '"'));
                    done.fragment()
                            .ifPresentOrElse(
                                    text -> context.status(200)
                                            .contentType(FRAGMENT)
                                            .result(text),
                                    () -> context.status(context.method().name().equals("DELETE") ? 200 : 204));
                }
                case Whip.Reply.Refused refused -> {
                    sayHow(context, refused.status());
                    throw new Problem(refused.status(), "Not here, or not so", refused.words());
                }
            }
        }
    }

    /** What a client is to do about a refusal (RFC 6750 section 3, RFC 9725 section 4.5). */
    private static void sayHow(Context context, int status) {
        if (status == 401) {
            String wrong = context.header("Authorization") == null ? "" : " error=\"invalid_token\"";
            context.header("WWW-Authenticate", "Bearer" + wrong);
        } else if (status == 503) {
            context.header("Retry-After", AGAIN_S);
        }
    }

    private static void needType(Context context, String type) {
        String given = context.contentType();
        if (given == null || !given.split(";", 2)[0].strip().equalsIgnoreCase(type)) {
            throw new Problem(415, "Another type is wanted", "the body is to be " + type);
        }
    }

    private static Optional<String> bearer(Context context) {
        String scheme = "Bearer ";
        return Optional.ofNullable(context.header("Authorization"))
                .filter(text -> text.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(text -> text.substring(scheme.length()).strip());
    }

    private static Whip.Reply await(CompletableFuture<Whip.Reply> reply) {
        try {
            return reply.get(LIMIT_S, TimeUnit.SECONDS);
        } catch (TimeoutException busy) {
            throw new Problem(503, "Busy", "the signalling loop did not answer in time");
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "Going down", "the gateway is going down");
        }
    }
}
