package tandem.gateway.trunks;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tandem.gateway.config.Config;
import tandem.gateway.sip.SipHeaders;

/**
 * Who we say is calling, by the rules of one trunk (RFC 3323, RFC 3325, draft-ietf-sip-privacy-04 for Remote-Party-ID, RFC 5806, RFC 7044).
 *
 * @param fromUri URI of From
 * @param fromName display name of From
 * @param headers all that the INVITE is given besides
 */
record CallerIdentity(String fromUri, String fromName, Map<String, List<String>> headers) {
    private static final String ANONYMOUS = "sip:anonymous@anonymous.invalid";

    CallerIdentity {
        headers = Map.copyOf(headers);
    }

    /**
     * The caller as it is known here.
     *
     * @param user number or user name, rewritten already; or empty
     * @param name display name, or empty
     * @param headers that its call carries
     */
    record Caller(String user, String name, Map<String, List<String>> headers) {
        Caller {
            headers = Map.copyOf(headers);
        }

        private boolean withholds() {
            for (String value : headers.getOrDefault("Privacy", List.of())) {
                for (String each : value.toLowerCase(Locale.ROOT).split("[;,\\s]+", -1)) {
                    if (each.equals("id") || each.equals("user") || each.equals("header")) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /**
     * By the rules of that trunk.
     *
     * @param account what From says where the rules do not: the username where we register; empty: the caller
     * @param host behind the {@code @} of what we say
     */
    static CallerIdentity of(Config.CallerId rules, String account, String host, Caller caller) {
        boolean hides =
                switch (rules.privacy().orElse(Config.Privacy.KEEP)) {
                    case KEEP -> caller.withholds();
                    case ID -> true;
                    case NONE -> false;
                };
        Map<String, List<String>> headers = new HashMap<>(caller.headers());
        headers.remove("Privacy");
        if (hides) {
            headers.put("Privacy", List.of("id"));
        }
        if (!rules.diversion().orElse(true)) {
            headers.remove("Diversion");
            headers.remove("History-Info");
        }
        String asserted = quoted(caller.name()) + "<" + uri(caller.user(), host) + ">";
        if (rules.pAssertedIdentity().orElse(false) && !caller.user().isEmpty()) {
            headers.put("P-Asserted-Identity", List.of(asserted));
        }
        if (rules.remotePartyId().orElse(false) && !caller.user().isEmpty()) {
            headers.put(
                    "Remote-Party-ID",
                    List.of(asserted + ";party=calling;screen=yes;privacy=" + (hides ? "full" : "off")));
        }
        if (hides) {
            return new CallerIdentity(ANONYMOUS, "Anonymous", headers);
        }
        return new CallerIdentity(uri(from(rules, account, caller), host), caller.name(), headers);
    }

    private static String from(Config.CallerId rules, String account, Caller caller) {
        String written = rules.from().orElse(account.isEmpty() ? "keep" : account);
        return written.equals("keep") ? caller.user() : written;
    }

    private static String uri(String user, String host) {
        return "sip:" + (user.isEmpty() ? "" : SipHeaders.escaped(user) + "@") + host;
    }

    private static String quoted(String name) {
        if (name.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c < ' ' ? ' ' : c);
        }
        return out.append("\" ").toString();
    }
}
