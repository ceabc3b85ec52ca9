package tandem.sip;

import java.net.InetSocketAddress;

/** A SIP request. */
public non-sealed interface SipRequest extends SipMessage {
    /** The method, in its own case. */
    String method();

    /** The request URI as written. */
    String uri();

    /** User part of the request URI, unescaped, or empty; digits of a tel URI. */
    String uriUser();

    /** Host of the request URI, or empty. */
    String uriHost();

    /** Where the request came from (packet's source), or goes to. */
    InetSocketAddress remote();

    /** The transport it came by or goes by: UDP, TCP, TLS, WS or WSS. */
    String transport();
}
