package tandem.gateway.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.call.Cidr;

/** Where a request comes from, behind proxies that are trusted to say so. */
public final class Source {
    /**
     * What stands for a source that is not known: the unspecified address, which is in no private network and in nobody's. Where
     * {@code access.guests} is {@code any} it may enter, else not without a token.
     */
    public static final InetAddress UNKNOWN = InetAddress.ofLiteral("0.0.0.0");

    /** Headers that proxies write. */
    private static final List<String> MARKS =
            List.of("Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host", "X-Forwarded-Proto");

    private static final String HOST_NAME = hostName();

    private final List<Cidr> trustedProxies;

    Source(List<Cidr> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /** The caller's address; empty where X-Forwarded-For comes from somebody who is not trusted, or cannot be read. */
    public Optional<InetAddress> of(Context context) {
        List<String> lines = Collections.list(context.req().getHeaders("X-Forwarded-For"));
        if (lines.isEmpty() && behindAProxy(context)) {
            return Optional.empty();
        }
        return of(
                context.req().getRemoteAddr(),
                lines.isEmpty() ? Optional.empty() : Optional.of(String.join(",", lines)));
    }

    /**
     * Whether somebody speaks for another without saying for whom: a proxy that does not write X-Forwarded-For must not make everybody
     * a neighbour of ours. One on this machine shows by the name that was asked for.
     */
    private boolean behindAProxy(Context context) {
        boolean marked = MARKS.stream().anyMatch(mark -> context.header(mark) != null);
        Optional<InetAddress> at = address(context.req().getRemoteAddr());
        boolean here = at.map(InetAddress::isLoopbackAddress).orElse(false);
        boolean trustedElsewhere = !here && at.map(this::trusted).orElse(false);
        return marked || trustedElsewhere || (here && !namesThisMachine(context.header("Host")));
    }

    private static boolean namesThisMachine(@Nullable String host) {
        if (host == null) {
            return true;
        }
        String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return name.isEmpty()
                || name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals(HOST_NAME)
                || address(name).map(Source::isHere).orElse(false);
    }

    private static boolean isHere(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException silent) {
            return false;
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException nameless) {
            return "";
        }
    }

    Optional<InetAddress> of(String remote, Optional<String> forwardedFor) {
        Optional<InetAddress> at = address(remote);
        if (forwardedFor.isEmpty() || at.isEmpty()) {
            return at;
        }
        String[] hops = forwardedFor.get().split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            if (at.isEmpty() || !trusted(at.get())) {
                return i == hops.length - 1 ? Optional.empty() : at;
            }
            at = address(hops[i].strip());
        }
        return at;
    }

    /** The host and port the client asked for; a trusted proxy may have another in its own request. */
    public String host(Context context) {
        String forwarded = context.header("X-Forwarded-Host");
        boolean believed = forwarded != null
                && address(context.req().getRemoteAddr()).map(this::trusted).orElse(false);
        String host = believed ? forwarded : context.header("Host");
        return host == null ? "" : host.strip();
    }

    private boolean trusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(network -> network.contains(address));
    }

    private static Optional<InetAddress> address(String text) {
        String plain = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        try {
            return Optional.of(InetAddress.ofLiteral(plain));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
