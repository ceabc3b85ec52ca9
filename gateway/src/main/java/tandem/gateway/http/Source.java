package tandem.gateway.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import tandem.call.Cidr;

/** Where a request comes from, behind proxies that are trusted to say so. */
final class Source {
    private final List<Cidr> trustedProxies;

    Source(List<Cidr> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /** The caller's address; empty where X-Forwarded-For comes from somebody who is not trusted, or cannot be read. */
    Optional<InetAddress> of(Context context) {
        List<String> lines = Collections.list(context.req().getHeaders("X-Forwarded-For"));
        return of(
                context.req().getRemoteAddr(),
                lines.isEmpty() ? Optional.empty() : Optional.of(String.join(",", lines)));
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
