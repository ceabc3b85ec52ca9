package tandem.sip.message;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Canonical header names, compact forms (RFC 3261 7.3.3 and later) and which headers are comma-separated lists. */
final class HeaderNames {
    private static final String[] KNOWN = {
        "Accept",
        "Accept-Contact",
        "Accept-Encoding",
        "Accept-Language",
        "Alert-Info",
        "Allow",
        "Allow-Events",
        "Authentication-Info",
        "Authorization",
        "Call-ID",
        "Call-Info",
        "Contact",
        "Content-Disposition",
        "Content-Encoding",
        "Content-Language",
        "Content-Length",
        "Content-Type",
        "CSeq",
        "Date",
        "Diversion",
        "Error-Info",
        "Event",
        "Expires",
        "From",
        "History-Info",
        "Identity",
        "In-Reply-To",
        "Join",
        "Max-Forwards",
        "MIME-Version",
        "Min-Expires",
        "Min-SE",
        "Organization",
        "P-Asserted-Identity",
        "P-Early-Media",
        "P-Preferred-Identity",
        "Path",
        "Priority",
        "Privacy",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy-Require",
        "RAck",
        "Reason",
        "Record-Route",
        "Refer-To",
        "Referred-By",
        "Reject-Contact",
        "Remote-Party-ID",
        "Replaces",
        "Reply-To",
        "Request-Disposition",
        "Require",
        "Retry-After",
        "Route",
        "RSeq",
        "Server",
        "Service-Route",
        "Session-Expires",
        "SIP-ETag",
        "SIP-If-Match",
        "Subject",
        "Subscription-State",
        "Supported",
        "Timestamp",
        "To",
        "Unsupported",
        "User-Agent",
        "Via",
        "Warning",
        "WWW-Authenticate"
    };
    private static final Map<String, String> COMPACT = Map.ofEntries(
            Map.entry("a", "Accept-Contact"),
            Map.entry("b", "Referred-By"),
            Map.entry("c", "Content-Type"),
            Map.entry("d", "Request-Disposition"),
            Map.entry("e", "Content-Encoding"),
            Map.entry("f", "From"),
            Map.entry("i", "Call-ID"),
            Map.entry("j", "Reject-Contact"),
            Map.entry("k", "Supported"),
            Map.entry("l", "Content-Length"),
            Map.entry("m", "Contact"),
            Map.entry("o", "Event"),
            Map.entry("r", "Refer-To"),
            Map.entry("s", "Subject"),
            Map.entry("t", "To"),
            Map.entry("u", "Allow-Events"),
            Map.entry("v", "Via"),
            Map.entry("x", "Session-Expires"),
            Map.entry("y", "Identity"));
    private static final Map<String, String> CANONICAL = canonical();
    private static final Set<String> LISTS = Set.of(
            "Accept",
            "Accept-Contact",
            "Accept-Encoding",
            "Accept-Language",
            "Alert-Info",
            "Allow",
            "Allow-Events",
            "Call-Info",
            "Contact",
            "Content-Encoding",
            "Content-Language",
            "Diversion",
            "Error-Info",
            "History-Info",
            "In-Reply-To",
            "P-Asserted-Identity",
            "P-Preferred-Identity",
            "Path",
            "Proxy-Require",
            "Reason",
            "Record-Route",
            "Reject-Contact",
            "Request-Disposition",
            "Require",
            "Route",
            "Service-Route",
            "Supported",
            "Unsupported",
            "Via",
            "Warning");
    /** What a message may carry only once: a second one makes it malformed. */
    static final List<String> SINGLE =
            List.of("Call-ID", "Content-Length", "Content-Type", "CSeq", "From", "Max-Forwards", "RAck", "RSeq", "To");

    private HeaderNames() {}

    private static Map<String, String> canonical() {
        Map<String, String> map = new HashMap<>();
        for (String name : KNOWN) {
            map.put(name, name);
            map.put(name.toLowerCase(Locale.ROOT), name);
        }
        map.putAll(COMPACT);
        return map;
    }

    /** The canonical spelling of a known header whatever its case or compact form; an unknown one as written. */
    static String canonical(String written) {
        String known = CANONICAL.get(written);
        if (known != null) {
            return known;
        }
        return CANONICAL.getOrDefault(written.toLowerCase(Locale.ROOT), written);
    }

    /** Whether the header's grammar is a list separated by commas. */
    static boolean isList(String canonical) {
        return LISTS.contains(canonical);
    }
}
