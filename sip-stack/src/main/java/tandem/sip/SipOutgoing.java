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
 * @param nextHop URI of the outbound proxy the INVITE is sent to, by a Route header; empty: the target itself
 * @param maxForwards of the request: 70, or what is left of the incoming call's
 * @param credentials for a 401 or 407
 */
public record SipOutgoing(
        String target,
        Optional<String> fromUri,
        String fromName,
        Optional<String> toUri,
        Map<String, List<String>> headers,
        Optional<Body> body,
        Optional<String> nextHop,
        int maxForwards,
        Optional<SipCredentials> credentials) {
    public SipOutgoing {
        headers = Map.copyOf(headers);
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
                Optional.empty(),
                70,
                Optional.empty());
    }

    /** The same from that URI and display name. */
    public SipOutgoing from(String uri, String name) {
        return new SipOutgoing(target, Optional.of(uri), name, toUri, headers, body, nextHop, maxForwards, credentials);
    }

    /** The same with these headers besides. */
    public SipOutgoing with(Map<String, List<String>> more) {
        return new SipOutgoing(target, fromUri, fromName, toUri, more, body, nextHop, maxForwards, credentials);
    }

    /** The same by way of that proxy. */
    public SipOutgoing via(String proxyUri) {
        return new SipOutgoing(
                target, fromUri, fromName, toUri, headers, body, Optional.of(proxyUri), maxForwards, credentials);
    }

    /** The same with that many hops left. */
    public SipOutgoing hops(int left) {
        return new SipOutgoing(target, fromUri, fromName, toUri, headers, body, nextHop, left, credentials);
    }

    /** The same with that name and password for a challenge. */
    public SipOutgoing as(SipCredentials who) {
        return new SipOutgoing(target, fromUri, fromName, toUri, headers, body, nextHop, maxForwards, Optional.of(who));
    }
}
