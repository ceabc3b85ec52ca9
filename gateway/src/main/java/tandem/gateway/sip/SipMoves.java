package tandem.gateway.sip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import tandem.call.Diverted;
import tandem.call.Moved;
import tandem.sip.SipEnd;
import tandem.sip.SipResponse;
import tandem.sip.message.NameAddr;
import tandem.sip.message.Uri;

/**
 * Redirections (RFC 3261 sections 8.1.3.4 and 21.3): the Contacts of a 3xx for the core, and what is said to the next one of who sent the
 * call there, by Diversion (RFC 5806) and History-Info (RFC 7044).
 */
final class SipMoves {
    private static final int MOST = 10;

    private SipMoves() {}

    /** Where the called party is to be had instead, the most wanted first; nothing where it did not say that. */
    static List<Moved> of(SipEnd end, String dialled, BiPredicate<String, Integer> ours) {
        if (!(end instanceof SipEnd.Refused refused) || refused.response().isEmpty()) {
            return List.of();
        }
        return switch (refused.status()) {
            case 300, 301, 302 ->
                contacts(refused.response().get()).stream()
                        .map(contact -> moved(contact.uri(), ours))
                        .toList();
            case 305 ->
                contacts(refused.response().get()).stream()
                        .flatMap(proxy -> via(proxy.uri(), dialled).stream())
                        .toList();
            default -> List.of();
        };
    }

    private static List<NameAddr> contacts(SipResponse response) {
        List<NameAddr> contacts = new ArrayList<>();
        for (String each : response.headers("Contact")) {
            NameAddr.read(each)
                    .filter(contact ->
                            contact.uri().isSip() || contact.uri().scheme().equals("tel"))
                    .ifPresent(contacts::add);
        }
        contacts.sort(Comparator.comparingInt(NameAddr::thousandths).reversed());
        return contacts.subList(0, Math.min(contacts.size(), MOST));
    }

    private static Moved moved(Uri uri, BiPredicate<String, Integer> ours) {
        String plain = uri.text().indexOf('?') < 0
                ? uri.text()
                : uri.text().substring(0, uri.text().indexOf('?'));
        boolean here = uri.scheme().equals("tel") || ours.test(uri.host(), uri.port());
        return new Moved(plain, uri.plainUser(), uri.host(), here);
    }

    /** The same number by way of that proxy, which is asked as a server of its own. */
    private static Optional<Moved> via(Uri proxy, String dialled) {
        Optional<String> user = Uri.read(dialled).map(Uri::user).filter(each -> !each.isEmpty());
        return user.map(each -> {
            String port = proxy.port() == 0 ? "" : ":" + proxy.port();
            String transport = proxy.params()
                    .value("transport")
                    .map(t -> ";transport=" + t)
                    .orElse("");
            return new Moved(
                    proxy.scheme() + ":" + each + "@" + proxy.host() + port + transport, each, proxy.host(), false);
        });
    }

    /** What the next one is told of who sent the call there; {@code host} is ours. */
    static Map<String, List<String>> headers(List<Diverted> diverted, String target, String host) {
        Map<String, List<String>> headers = new HashMap<>();
        if (diverted.isEmpty()) {
            return headers;
        }
        List<String> diversions = new ArrayList<>();
        List<String> history = new ArrayList<>();
        StringBuilder index = new StringBuilder("1");
        for (Diverted each : diverted) {
            String uri = "sip:" + SipHeaders.escaped(each.number()) + "@" + host;
            diversions.add("<" + uri + ">;reason=" + (each.rang() ? "deflection" : "unconditional") + ";counter=1");
        }
        for (Diverted each : diverted.reversed()) {
            String uri = "sip:" + SipHeaders.escaped(each.number()) + "@" + host;
            history.add("<" + uri + "?Reason=SIP%3Bcause%3D302>;index=" + index + (index.length() > 1 ? ";mp=1" : ""));
            index.append(".1");
        }
        String plain = target.indexOf('?') < 0 ? target : target.substring(0, target.indexOf('?'));
        history.add("<" + plain + ">;index=" + index + ";mp=1");
        headers.put("Diversion", diversions);
        headers.put("History-Info", history);
        return headers;
    }
}
