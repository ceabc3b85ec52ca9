package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The browser's side, as it lies in the folder {@code tandem/web} of the classpath, which is flat: the room's page, the client, and
 * whatever both need under {@code /web}. A browser asks each time whether what it has still holds (RFC 9111 section 5.2.2.4): after an
 * update nobody has an old script with a new page.
 */
final class Pages {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}(\\.[A-Za-z0-9_-]{1,32}){1,3}");
    private static final Pattern TOLD =
            Pattern.compile("<meta name=\"(tandem-https-port|tandem-sip)\" content=\"[^\"]*\">");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wav", "audio/wav"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private final Sites sites;
    private final Supplier<Optional<Integer>> securePort;
    private final Supplier<Optional<String>> sipWay;
    private final String policy;
    private final Map<String, Page> read = new ConcurrentHashMap<>();

    /** How a page's reader reaches us: the port of HTTPS or nothing, and what stands behind the host of a SIP address. */
    private record Ways(String securePort, String sip) {}

    /** One file: the octets are the server's to send, and nobody's to change. */
    private static final class Page {
        private final byte[] octets;
        private final String type;
        private final String tag;

        Page(byte[] octets, String type) {
            this.octets = octets;
            this.type = type;
            this.tag = tag(octets);
        }
    }

    /**
     * Pages that name the port HTTPS is served at, none where it is not, and how SIP is reached.
     *
     * @param sipWay what stands behind the host of a SIP address of ours; none where there is no SIP
     */
    Pages(Sites sites, Supplier<Optional<Integer>> securePort, Supplier<Optional<String>> sipWay) {
        this.sites = sites;
        this.securePort = securePort;
        this.sipWay = sipWay;
        this.policy = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; style-src 'self'; "
                + Stream.concat(Stream.of("frame-ancestors 'self'"), sites.others().stream())
                        .collect(Collectors.joining(" "));
    }

    void add(RoutesConfig routes) {
        routes.get("/", context -> page(context, "index.html"));
        routes.get("/r/{room}", context -> page(context, "room.html"));
        routes.get("/client.mjs", context -> page(context, "client.mjs"));
        routes.get("/web/{name}", context -> page(context, context.pathParam("name")));
    }

    /** What is not there is not remembered: names are the asker's to invent. */
    private Optional<Page> find(String name) {
        Ways ways = new Ways( // which come up a moment after the first listener
                securePort.get().map(String::valueOf).orElse(""), sipWay.get().orElse("off"));
        String as = name.endsWith(".html") ? name + ways : name;
        Optional<Page> there = Optional.ofNullable(read.get(as));
        Optional<Page> found = there.isPresent() || !NAME.matcher(name).matches() ? there : load(name, ways);
        found.ifPresent(page -> read.put(as, page));
        return found;
    }

    private void page(Context context, String name) {
        Page page = find(name).orElseThrow(() -> Problem.missing("there is no page " + context.path()));
        open(context);
        context.header("Cache-Control", "no-cache");
        context.header("ETag", page.tag);
        if (page.type.startsWith("text/html")) {
            context.header("Content-Security-Policy", policy);
            context.header("Referrer-Policy", "no-referrer"); // a token may stand in the page's address
            context.header("Permissions-Policy", "microphone=(self)");
        }
        if (page.tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        context.contentType(page.type).result(page.octets);
    }

    /** Scripts of ours may be imported by the pages of sites that may embed us, and of nobody else. */
    private void open(Context context) {
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Vary", "Origin");
        sites.other(context).ifPresent(origin -> context.header("Access-Control-Allow-Origin", origin));
    }

    private static Optional<Page> load(String name, Ways ways) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        try (InputStream in = Pages.class.getResourceAsStream("/tandem/web/" + name)) {
            if (in == null || type == null) {
                return Optional.empty();
            }
            byte[] octets = in.readAllBytes();
            return Optional.of(new Page(name.endsWith(".html") ? told(octets, ways) : octets, type));
        } catch (IOException unreadable) {
            throw new IllegalStateException("the page " + name + " cannot be read", unreadable);
        }
    }

    /** The page with the ways to us where it asks for them. */
    private static byte[] told(byte[] html, Ways ways) {
        return TOLD.matcher(new String(html, StandardCharsets.UTF_8))
                .replaceAll(asked -> "<meta name=\"" + asked.group(1) + "\" content=\""
                        + (asked.group(1).equals("tandem-sip") ? ways.sip() : ways.securePort()) + "\">")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String tag(byte[] octets) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(octets);
            return '"'
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(digest)
                            .substring(0, 22)
                    + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("no SHA-256 in this Java", impossible);
        }
    }
}
