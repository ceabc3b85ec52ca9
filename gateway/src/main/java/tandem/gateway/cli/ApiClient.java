package tandem.gateway.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tandem.gateway.config.ConfigException;
import tandem.gateway.config.Listen;
import tandem.gateway.config.Loaded;
import tandem.gateway.http.AdminToken;

/** A running gateway's API, found by the configuration it runs with, or as {@code --url} and {@code --token} say. */
final class ApiClient {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:TANDEM_URL}",
            description = "the gateway's API, such as http://192.0.2.1:8080; by default that of the configuration")
    @Nullable
    private String url; // picocli's way to say that an option was not given

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:TANDEM_TOKEN}",
            description = "the administrator's token; by default that of the data folder")
    @Nullable
    private String token; // picocli's way to say that an option was not given

    /** What went wrong with a request, in words. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /** The answer to a GET. */
    JsonNode get(String path) throws ConfigException, Refused {
        return send("GET", path, Optional.empty());
    }

    /** The answer to a GET that asks for text. */
    String text(String path) throws ConfigException, Refused {
        HttpResponse<String> response = answer("GET", path, Optional.empty(), "text/plain");
        if (response.statusCode() >= 400) {
            read(response);
        }
        return response.body();
    }

    /** Writes the answer to a GET to that file, however long it takes to come. */
    void download(String path, Path file) throws ConfigException, Refused {
        Loaded loaded = config.read();
        URI base = base(loaded);
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            HttpRequest request = HttpRequest.newBuilder(under(base, path))
                    .header("Authorization", "Bearer " + token(loaded))
                    .build();
            HttpResponse<Path> response = client.send(
                    request,
                    answer -> answer.statusCode() == 200
                            ? HttpResponse.BodyHandlers.ofFile(file, CREATE, WRITE, TRUNCATE_EXISTING)
                                    .apply(answer)
                            : HttpResponse.BodySubscribers.replacing(file));
            if (response.statusCode() >= 400) {
                throw new Refused("the gateway answered " + response.statusCode());
            }
        } catch (IOException broken) {
            throw new Refused("the capture did not come whole: " + broken.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Refused("interrupted");
        }
    }

    /** The answer to a POST with those members. */
    JsonNode post(String path, Map<String, ?> members) throws ConfigException, Refused {
        return send("POST", path, Optional.of(members));
    }

    /** A DELETE. */
    void delete(String path) throws ConfigException, Refused {
        send("DELETE", path, Optional.empty());
    }

    /** Whether there is still an answer, of whatever kind. */
    boolean answers() throws ConfigException, Refused {
        URI base = base(config.read());
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            HttpRequest request = HttpRequest.newBuilder(under(base, "/health"))
                    .timeout(LIMIT)
                    .build();
            client.send(request, HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (HttpTimeoutException busy) {
            return !(busy instanceof HttpConnectTimeoutException);
        } catch (IOException gone) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Refused("interrupted");
        }
    }

    /** A path of the API, which may itself lie under a path of somebody's web server. */
    static URI under(URI base, String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    private JsonNode send(String method, String path, Optional<Map<String, ?>> members)
            throws ConfigException, Refused {
        return read(answer(method, path, members, "application/json"));
    }

    private HttpResponse<String> answer(String method, String path, Optional<Map<String, ?>> members, String accept)
            throws ConfigException, Refused {
        Loaded loaded = config.read();
        URI base = base(loaded);
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            HttpRequest request = HttpRequest.newBuilder(under(base, path))
                    .timeout(LIMIT)
                    .header("Authorization", "Bearer " + token(loaded))
                    .header("Content-Type", "application/json")
                    .header("Accept", accept)
                    .method(method, body(members))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new Refused("no gateway answers at " + base + "; start one with ./tandem run");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Refused("interrupted");
        }
    }

    private static HttpRequest.BodyPublisher body(Optional<Map<String, ?>> members) throws JsonProcessingException {
        return members.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(members.get()));
    }

    private static JsonNode read(HttpResponse<String> response) throws Refused {
        JsonNode body;
        try {
            body = response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (JsonProcessingException other) {
            throw new Refused(response.uri() + " answered " + response.statusCode()
                    + ", but not in JSON: is that the gateway's API?");
        }
        if (response.statusCode() >= 400) {
            String detail = body.path("detail").asText("");
            throw new Refused(detail.isEmpty() ? "the gateway answered " + response.statusCode() : detail);
        }
        return body;
    }

    private URI base(Loaded loaded) throws Refused {
        if (url != null) {
            try {
                return URI.create(url);
            } catch (IllegalArgumentException wrong) {
                throw new Refused("'" + url + "' is no URL: write http://192.0.2.1:8080");
            }
        }
        InetSocketAddress address = loaded.config()
                .http()
                .listen()
                .address()
                .orElseThrow(() -> new Refused("http.listen is off: the gateway has no API; give --url"));
        boolean any = address.getAddress().isAnyLocalAddress();
        return URI.create("http://" + (any ? "127.0.0.1:" + address.getPort() : Listen.show(address)));
    }

    private String token(Loaded loaded) throws Refused {
        if (token != null) {
            return token;
        }
        Path data = loaded.resolve(loaded.config().data());
        try {
            return AdminToken.read(data)
                    .map(AdminToken::reveal)
                    .orElseThrow(() -> new Refused("there is no admin token in " + data
                            + ": call this where the gateway runs, or give --config, --token or TANDEM_TOKEN"));
        } catch (IOException unreadable) {
            throw new Refused("the admin token in " + data + " cannot be read: " + unreadable.getMessage());
        }
    }
}
