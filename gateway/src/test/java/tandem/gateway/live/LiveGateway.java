package tandem.gateway.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tandem.base.NettyLoop;
import tandem.gateway.Gateway;
import tandem.gateway.config.ConfigException;
import tandem.gateway.config.ConfigReader;
import tandem.gateway.config.Loaded;

/** A whole gateway in this process, on free loopback ports, with a configuration file of its own and a client of its API. */
final class LiveGateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "TANDEM_SIP_UDP", "127.0.0.1:0",
            "TANDEM_SIP_TCP", "off",
            "TANDEM_HTTP_LISTEN", "127.0.0.1:0",
            "TANDEM_HTTP_TLS", "off",
            "TANDEM_WEBRTC_PORT", "0",
            "TANDEM_MEDIA_BIND", "127.0.0.1");

    private final Path file;
    private final Map<String, String> environment;
    private final Gateway gateway;
    private final NettyLoop loop = new NettyLoop("phones", 1_000);
    private final HttpClient client = HttpClient.newHttpClient();
    private final String token;

    /** Starts with that configuration, in that folder. */
    LiveGateway(Path folder, String configuration) throws ConfigException, IOException {
        this(folder, configuration, Map.of());
    }

    /** The same with that in its environment. */
    LiveGateway(Path folder, String configuration, Map<String, String> more) throws ConfigException, IOException {
        environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(more);
        file = folder.resolve("tandem.yaml");
        Files.writeString(file, configuration);
        gateway = Gateway.start(read());
        gateway.follow(file, this::read);
        token = Files.readString(gateway.tokenFile()).strip();
    }

    private Loaded read() throws ConfigException {
        return ConfigReader.read(Optional.of(file), environment);
    }

    /** Saves another configuration. */
    void save(String configuration) throws IOException {
        Files.writeString(file, configuration);
    }

    /** An answer of the API. */
    record Answer(int status, String type, JsonNode body) {
        /** A member's text. */
        String text(String member) {
            return body.path(member).asText("absent");
        }
    }

    /** A request with the token. */
    Answer ask(String method, String path, String body) throws Exception {
        return ask(method, path, body, Optional.of(token));
    }

    /** A request with that token, or none. */
    Answer ask(String method, String path, String body, Optional<String> bearer) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        bearer.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        String type = response.headers().firstValue("Content-Type").orElse("");
        JsonNode json = type.contains("json")
                ? JSON.readTree(response.body())
                : JSON.getNodeFactory().textNode(response.body());
        return new Answer(response.statusCode(), type, json);
    }

    Answer get(String path) throws Exception {
        return ask("GET", path, "");
    }

    /** The status of an answer to a request that came by proxies, each with a header of its own. */
    int forwarded(String path, String... hops) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        for (String hop : hops) {
            request.header("X-Forwarded-For", hop);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Where a listener of that name is. */
    String at(String listener) {
        return String.valueOf(gateway.addresses().get(listener));
    }

    /** The line it begins with. */
    String ready() {
        return gateway.ready();
    }

    /** The administrator's token. */
    String token() {
        return token;
    }

    private URI uri(String path) {
        return URI.create("http://" + gateway.addresses().get("http") + path);
    }

    /** Asks until the answer is as wanted, ten seconds at most; the last answer. */
    Answer await(String path, Predicate<Answer> wanted) throws Exception {
        Answer answer = get(path);
        for (int i = 0; i < 100 && !wanted.test(answer); i++) {
            CompletableFuture<Boolean> turn = new CompletableFuture<>();
            loop.post(() -> loop.after(100_000_000, () -> turn.complete(true)));
            turn.get(5, TimeUnit.SECONDS);
            answer = get(path);
        }
        return answer;
    }

    /** Whether a drain has come to its end, or does within two seconds. */
    boolean drained() throws Exception {
        CompletableFuture<Boolean> drained = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                gateway.awaitDrained();
                drained.complete(true);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        return drained.completeOnTimeout(false, 2, TimeUnit.SECONDS).get();
    }

    /** Where it takes SIP over UDP. */
    String sip() {
        return String.valueOf(gateway.addresses().get("sip/udp"));
    }

    /** Where a WebSocket of that path is opened. */
    URI socket(String path) {
        return URI.create("ws://" + gateway.addresses().get("http") + path);
    }

    /** The paths its API serves. */
    Set<String> routes() {
        return gateway.routes();
    }

    /** A phone that is up. */
    TestPhone phone() throws Exception {
        return new TestPhone(loop, sip());
    }

    /** A phone in that room, and the id of its call. */
    String join(TestPhone phone, String room) throws Exception {
        return join(phone, room, room);
    }

    /** The same by another number. */
    String join(TestPhone phone, String number, String room) throws Exception {
        Answer now = get("/v1/rooms/" + room + "/participants");
        int before = now.status() == 200 ? now.body().size() : 0;
        phone.call(number);
        return await(
                        "/v1/rooms/" + room + "/participants",
                        a -> a.status() == 200 && a.body().size() > before)
                .body()
                .path(before)
                .path("id")
                .asText();
    }

    @Override
    public void close() {
        gateway.close();
        loop.close();
        client.close();
    }
}
