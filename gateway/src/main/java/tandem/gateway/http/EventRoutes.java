package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.call.Calls;

/** {@code /v1/events}: the events as WebSocket, and as server-sent events (WHATWG HTML section 9.2). */
final class EventRoutes {
    private static final Logger log = LoggerFactory.getLogger(EventRoutes.class);

    /** Its path: here alone the token may stand in the query, since browsers can set no header. */
    static final String PATH = "/v1/events";

    private static final int MOST_WAITING = 256;
    private static final long HEARTBEAT_S = 15;
    private static final long GOODBYE_MS = 300;
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Loop loop;
    private final Events events;
    private final Calls calls;
    private final Asked asked;
    private final Json json;
    private final Map<Stream, CompletableFuture<Void>> streams = new ConcurrentHashMap<>();

    EventRoutes(Loop loop, Events events, Calls calls, Asked asked, Json json) {
        this.loop = loop;
        this.events = events;
        this.calls = calls;
        this.asked = asked;
        this.json = json;
    }

    void add(RoutesConfig routes, Sockets sockets, Consumer<Context> needToken) {
        routes.get(PATH, this::stream);
        Sockets.Terms terms = new Sockets.Terms(List.of(), context -> {
            needToken.accept(context);
            needRoom();
        });
        sockets.serve(routes, PATH, terms, opened -> {
            Listening listening = new Listening(opened);
            events.add(listening, calls);
            return listening;
        });
    }

    private void needRoom() {
        if (asked.of(events::full)) {
            throw new Problem(503, "Too many clients", Events.MOST + " listen already");
        }
    }

    /** A client by WebSocket. What it does not take is counted there. */
    private final class Listening implements Events.Client, Sockets.Frames {
        private final Sockets.Opened opened;

        Listening(Sockets.Opened opened) {
            this.opened = opened;
        }

        @Override
        public Optional<String> room() {
            return opened.query("room");
        }

        @Override
        public boolean take(String event) {
            opened.send(event);
            return true;
        }

        @Override
        public void end(String reason) {
            opened.close(1013, reason);
        }

        @Override
        public void onText(String text) {
            opened.close(1008, "nothing is to be said here");
        }

        @Override
        public void onClosed(int code, String reason, boolean clean) {
            events.remove(this);
        }
    }

    /** A client by server-sent events: the queue between the loop and the thread of its request. */
    private static final class Stream implements Events.Client {
        private final Optional<String> room;
        private final String closed;
        private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        private volatile boolean ended;

        Stream(Optional<String> room, String closed) {
            this.room = room;
            this.closed = closed;
        }

        @Override
        public Optional<String> room() {
            return room;
        }

        @Override
        public boolean take(String event) {
            boolean taken = waiting.offer(event);
            if (!taken) {
                end("too slow");
            }
            return taken;
        }

        @Override
        public void end(String reason) {
            waiting.clear();
            ended = true;
            waiting.add(closed.replace("?", reason));
        }

        /** Writes until the client is gone, or nothing more comes. */
        void writeTo(OutputStream out) throws IOException, InterruptedException {
            while (!ended || !waiting.isEmpty()) {
                String event = waiting.poll(HEARTBEAT_S, TimeUnit.SECONDS);
                out.write(event == null ? HEARTBEAT : ("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }

    private void stream(Context context) throws IOException {
        needRoom();
        context.res().setContentType("text/event-stream");
        context.res().setCharacterEncoding("utf-8");
        context.res().setHeader("Cache-Control", "no-cache");
        context.res().setHeader("X-Accel-Buffering", "no"); // nginx would keep events back
        Stream stream =
                new Stream(Optional.ofNullable(context.queryParam("room")), json.text(new Closed("closed", "?")));
        asked.done(() -> events.add(stream, calls));
        CompletableFuture<Void> written = new CompletableFuture<>();
        streams.put(stream, written);
        try {
            stream.writeTo(context.res().getOutputStream());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            log.debug("a client of events is gone: {}", gone.toString());
        } finally {
            streams.remove(stream);
            written.complete(null);
            loop.post(() -> events.remove(stream));
        }
    }

    /** Whoever listens is told that we go down, and given a moment to hear it. */
    void close() {
        events.end();
        CompletableFuture.allOf(streams.values().toArray(new CompletableFuture<?>[0]))
                .completeOnTimeout(null, GOODBYE_MS, TimeUnit.MILLISECONDS)
                .join();
    }

    /**
     * The last event of a stream that is ended by us.
     *
     * @param type {@code closed}
     * @param reason in words
     */
    record Closed(String type, String reason) {}
}
