package tandem.gateway.registrar;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tandem.sip.message.Params;
import tandem.sip.message.Uri;

/** URIs of contacts, compared (RFC 3261 section 19.1.4). Pure. */
final class Contacts {
    /** Parameters that count as different where only one of two has them. */
    private static final List<String> TELLING = List.of("transport", "user", "ttl", "method", "maddr");

    private Contacts() {}

    /** Whether both are the same. */
    static boolean same(Uri a, Uri b) {
        return a.scheme().equals(b.scheme())
                && a.plainUser().equals(b.plainUser())
                && a.host().equalsIgnoreCase(b.host())
                && a.port() == b.port()
                && TELLING.stream().allMatch(name -> value(a, name).equals(value(b, name)))
                && a.params().all().stream().allMatch(param -> agrees(param, b.params()));
    }

    private static Optional<String> value(Uri uri, String name) {
        return uri.params().value(name).map(text -> text.toLowerCase(Locale.ROOT));
    }

    private static boolean agrees(Params.Param param, Params others) {
        return !others.has(param.name())
                || others.value(param.name())
                        .map(text -> text.equalsIgnoreCase(param.value().orElse("")))
                        .orElse(param.value().isEmpty());
    }

    /** The address, where a host is one. */
    static Optional<InetAddress> literal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }
}
