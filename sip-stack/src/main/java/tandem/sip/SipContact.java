package tandem.sip;

import java.util.Map;

/**
 * What is said of us in a Contact; the address is that of the way the request takes.
 *
 * @param user user part of the URI, or empty
 * @param uriParams parameters of the URI, which come back in the request URI of what is sent to it
 * @param params parameters behind the URI ({@code expires}, {@code reg-id} ...), as they are to be written; one without a value has an empty one
 */
public record SipContact(String user, Map<String, String> uriParams, Map<String, String> params) {
    public SipContact {
        uriParams = Map.copyOf(uriParams);
        params = Map.copyOf(params);
    }
}
