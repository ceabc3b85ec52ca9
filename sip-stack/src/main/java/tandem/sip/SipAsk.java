package tandem.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request outside dialogs to be sent: any method but INVITE, ACK and CANCEL.
 *
 * @param method such as REGISTER, OPTIONS, MESSAGE or NOTIFY
 * @param target the request URI: sip, sips or tel
 * @param fromUri URI of From; empty: {@code sip:} with our address
 * @param fromName display name of From, or empty
 * @param toUri URI of To; empty: the target
 * @param routes URIs of the proxies it passes, the first of which it is sent to, each by a Route header; none: to the target itself
 * @param contact what is said of us in Contact; empty: no Contact
 * @param headers further headers, each with its values
 * @param body what it carries
 * @param credentials for a 401 or 407; those of a {@link SipSeries} take their place
 * @param way by which it goes, whatever the target says; empty: to where routes or target lead
 */
public record SipAsk(
        String method,
        String target,
        Optional<String> fromUri,
        String fromName,
        Optional<String> toUri,
        List<String> routes,
        Optional<SipContact> contact,
        Map<String, List<String>> headers,
        Optional<Body> body,
        Optional<SipCredentials> credentials,
        Optional<SipWay> way) {
    public SipAsk {
        routes = List.copyOf(routes);
        headers = Map.copyOf(headers);
        switch (method) {
            case "INVITE", "ACK", "CANCEL" -> throw new IllegalArgumentException(method + " is not for this");
            default -> {}
        }
    }

    /** A request of that method to that URI, nothing else said. */
    public static SipAsk to(String method, String target) {
        return new SipAsk(
                method,
                target,
                Optional.empty(),
                "",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same from that URI and display name. */
    public SipAsk from(String uri, String name) {
        return new SipAsk(
                method, target, Optional.of(uri), name, toUri, routes, contact, headers, body, credentials, way);
    }

    /** The same with that URI in To. */
    public SipAsk towards(String uri) {
        return new SipAsk(
                method, target, fromUri, fromName, Optional.of(uri), routes, contact, headers, body, credentials, way);
    }

    /** The same by way of these proxies, behind those it has. */
    public SipAsk via(List<String> more) {
        List<String> all = new ArrayList<>(routes);
        all.addAll(more);
        return new SipAsk(method, target, fromUri, fromName, toUri, all, contact, headers, body, credentials, way);
    }

    /** The same with our Contact. */
    public SipAsk at(SipContact ours) {
        return new SipAsk(
                method, target, fromUri, fromName, toUri, routes, Optional.of(ours), headers, body, credentials, way);
    }

    /** The same with these headers. */
    public SipAsk with(Map<String, List<String>> those) {
        return new SipAsk(method, target, fromUri, fromName, toUri, routes, contact, those, body, credentials, way);
    }

    /** The same with that body. */
    public SipAsk carrying(Body what) {
        return new SipAsk(
                method,
                target,
                fromUri,
                fromName,
                toUri,
                routes,
                contact,
                headers,
                Optional.of(what),
                credentials,
                way);
    }

    /** The same with that name and password for a challenge. */
    public SipAsk as(SipCredentials who) {
        return new SipAsk(
                method, target, fromUri, fromName, toUri, routes, contact, headers, body, Optional.of(who), way);
    }

    /** The same by that way. */
    public SipAsk by(SipWay flow) {
        return new SipAsk(
                method,
                target,
                fromUri,
                fromName,
                toUri,
                routes,
                contact,
                headers,
                body,
                credentials,
                Optional.of(flow));
    }
}
