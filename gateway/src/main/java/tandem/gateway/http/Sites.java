package tandem.gateway.http;

import io.javalin.http.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whose pages may use us: our own, and those of the sites in {@code http.origins} (RFC 6454). A browser says where a page comes
 * from, and a page cannot make it say otherwise; whatever is no browser says nothing, and is judged by its address and token alone.
 */
public final class Sites {
    private final List<String> origins;
    private final Source source;

    Sites(List<String> origins, Source source) {
        this.origins = origins.stream().map(Sites::plain).toList();
        this.source = source;
    }

    /** The other sites, as they are written in a header. */
    List<String> others() {
        return origins;
    }

    /** The origin of the page that asks, where it is one of another site that may. */
    Optional<String> other(Context context) {
        return Optional.ofNullable(context.header("Origin")).filter(origin -> origins.contains(plain(origin)));
    }

    /** Refuses what a page of somebody else's asks for. */
    public void refuseStrangers(Context context) {
        String origin = context.header("Origin");
        if (origin != null && !ours(plain(origin), source.host(context)) && !origins.contains(plain(origin))) {
            throw Problem.forbidden(
                    "pages of " + origin + " may not use this gateway; http.origins names those that may");
        }
    }

    /** By host and port alone: in front of us a proxy may speak TLS. */
    private static boolean ours(String origin, String host) {
        try {
            URI uri = new URI(origin);
            String scheme = String.valueOf(uri.getScheme());
            return uri.getRawAuthority() != null && plain(scheme + "://" + host).equals(plain(origin));
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }

    /** In lower case, without the port that its scheme has anyway and without a slash at the end. */
    private static String plain(String origin) {
        String lower = origin.strip().toLowerCase(Locale.ROOT);
        String bare = lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
        String port = bare.startsWith("https:") ? ":443" : ":80";
        return bare.endsWith(port) ? bare.substring(0, bare.length() - port.length()) : bare;
    }
}
