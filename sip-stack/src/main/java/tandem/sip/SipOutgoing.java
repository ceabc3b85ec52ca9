package tandem.sip;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An INVITE to be sent.
 *
 * @param target the request URI: sip, sips or tel
 * @param fromUri URI of From; empty: {@code sip:} with our address
 * @param fromName display name of From, or empty
 * @param toUri URI of To; empty: the target
 * @param headers further headers, each with its values
 * @param body the offer; empty asks the peer for one (late offer)
 * @param routes URIs of the proxies it passes, the first of which it is sent to, each by a Route header; none: to the target itself
 * @param maxForwards of the request: 70, or what is left of the incoming call's
 * @param credentials for a 401 or 407
 * @param way by which it goes, and all of its dialog, whatever the target says; empty: to where routes or target lead
 */
public record SipOutgoing(
        String target,
        Optional<String> fromUri,
        String fromName,
        Optional<String> toUri,
        Map<String, List<String>> headers,
        Optional<Body> body,
        List<String> routes,
        int maxForwards,
        Optional<SipCredentials> credentials,
        Optional<SipWay> way) {
    public SipOutgoing {
        headers = Map.copyOf(headers);
        routes = List.copyOf(routes);
    }

    /** A call to that URI with that offer, nothing else said. */
    public static SipOutgoing to(String target, Optional<Body> offer) {
        return new SipOutgoing(
                target,
                Optional.empty(),
                "",
                Optional.empty(),
                Map.of(),
                offer,
                List.of(),
                70,
                Optional.empty(),
                Optional.empty());
    }

    /** The same from that URI and display name. */
    public SipOutgoing from(String uri, String name) {
        return new SipOutgoing(
                target, Optional.of(uri), name, toUri, headers, body, routes, maxForwards, credentials, way);
    }

    /** The same with these headers besides. */
    public SipOutgoing with(Map<String, List<String>> more) {
        return new SipOutgoing(target, fromUri, fromName, toUri, more, body, routes, maxForwards, credentials, way);
    }

    /** The same by way of that proxy. */
    public SipOutgoing via(String proxyUri) {
        return new SipOutgoing(
                target, fromUri, fromName, toUri, headers, body, List.of(proxyUri), maxForwards, credentials, way);
    }

    /** The same by way of these proxies, in that order. */
    public SipOutgoing via(List<String> proxyUris) {
        return new SipOutgoing(
                target, fromUri, fromName, toUri, headers, body, proxyUris, maxForwards, credentials, way);
    }

    /** The same with that many hops left. */
    public SipOutgoing hops(int left) {
        return new SipOutgoing(target, fromUri, fromName, toUri, headers, body, routes, left, credentials, way);
    }

    /** The same with that name and password for a challenge. */
    public SipOutgoing as(SipCredentials who) {
        return new SipOutgoing(
                target, fromUri, fromName, toUri, headers, body, routes, maxForwards, Optional.of(who), way);
    }

    /** The same by that way, as the peer's own request came by (RFC 5626 section 5.3): to where it is, whatever the target says. */
    public SipOutgoing by(SipWay flow) {
        return new SipOutgoing(
                target, fromUri, fromName, toUri, headers, body, routes, maxForwards, credentials, Optional.of(flow));
    }

    /** The same with that URI in To. */
    public SipOutgoing towards(String uri) {
        return new SipOutgoing(
                target, fromUri, fromName, Optional.of(uri), headers, body, routes, maxForwards, credentials, way);
    }
}
