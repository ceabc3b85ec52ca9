package tandem.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the plain spelling that nearly all messages use of Via, addresses and URIs: no white space but where there must be some,
 * no escapes, no IPv6, names of parameters and hosts in lower case. What is spelled otherwise is nothing to it, neither right nor
 * wrong, and is left to the full parsers; of what it reads it makes exactly what they make, at a tenth of the cost.
 */
final class PlainValues {
    private static final String PROTOCOL = "SIP/2.0/";
    private static final int ALPHANUMERIC = 1;
    private static final int LOWER = 2;
    private static final int VALUE = 4;
    private static final int USER = 8;
    private static final byte[] KINDS = new byte[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            KINDS[c] = ALPHANUMERIC | LOWER | VALUE | USER;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            KINDS[c] = ALPHANUMERIC | LOWER | VALUE | USER;
            KINDS[c - 'a' + 'A'] = ALPHANUMERIC | VALUE | USER;
        }
        KINDS['-'] = LOWER | VALUE | USER;
        KINDS['.'] = VALUE | USER;
        KINDS['_'] = VALUE | USER;
        KINDS['+'] = USER;
    }

    private final String text;
    private int at;

    private PlainValues(String text) {
        this.text = text;
    }

    /** One Via value; empty where the full parser is to say. */
    static Optional<Via> via(String text) {
        return new PlainValues(text).via();
    }

    /** One address with parameters; empty where the full parser is to say. */
    static Optional<NameAddr> address(String text) {
        return new PlainValues(text).address();
    }

    /** A URI that stands alone; empty where the full parser is to say. */
    static Optional<Uri> uri(String text) {
        PlainValues values = new PlainValues(text);
        return values.uri(text.length()).filter(uri -> values.at == text.length());
    }

    private Optional<Via> via() {
        if (!text.startsWith(PROTOCOL)) {
            return Optional.empty();
        }
        at = PROTOCOL.length();
        String transport = transport();
        if (transport.isEmpty()) {
            return Optional.empty();
        }
        String host = host();
        int port = port();
        if (host.isEmpty() || port < 0) {
            return Optional.empty();
        }
        List<Params.Param> params = params(text.length());
        if (at < text.length() || names(params, "ttl") || names(params, "maddr")) {
            return Optional.empty();
        }
        return Optional.of(new Via(transport, host, port, Params.of(params)));
    }

    private String transport() {
        for (String known : List.of("UDP ", "TCP ", "TLS ")) {
            if (text.startsWith(known, at)) {
                at += known.length();
                return known.substring(0, 3);
            }
        }
        return "";
    }

    private static boolean names(List<Params.Param> params, String name) {
        for (Params.Param each : params) {
            if (each.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private Optional<NameAddr> address() {
        String name = displayName();
        int close = text.indexOf('>', at);
        if (close < 0 || text.charAt(at) != '<') {
            return Optional.empty();
        }
        at++;
        Uri uri = uri(close).orElse(null);
        if (uri == null || at != close) {
            return Optional.empty();
        }
        at = close + 1;
        List<Params.Param> params = params(text.length());
        return at == text.length() ? Optional.of(new NameAddr(name, uri, Params.of(params))) : Optional.empty();
    }

    /** A display name in quotes, of letters, digits and single spaces between them. */
    private String displayName() {
        if (text.isEmpty() || text.charAt(0) != '"') {
            return "";
        }
        int end = 1;
        while (end < text.length()
                && (is(end, ALPHANUMERIC) || (text.charAt(end) == ' ' && is(end - 1, ALPHANUMERIC)))) {
            end++;
        }
        if (end == 1 || !text.startsWith("\" <", end) || !is(end - 1, ALPHANUMERIC)) {
            return "";
        }
        at = end + 2;
        return text.substring(1, end);
    }

    private Optional<Uri> uri(int end) {
        int begin = at;
        if (!text.startsWith("sip:", at)) {
            return Optional.empty();
        }
        at += 4;
        String user = user(end);
        String host = host();
        int port = port();
        if (host.isEmpty() || port < 0) {
            return Optional.empty();
        }
        Params params = Params.of(params(end));
        return Optional.of(new Uri(text.substring(begin, at), "sip", user, host, port, params));
    }

    private String user(int end) {
        int stop = run(at, USER);
        if (stop == at || stop >= end || text.charAt(stop) != '@') {
            return "";
        }
        String user = text.substring(at, stop);
        at = stop + 1;
        return user;
    }

    /** Labels with single dots between them; nothing where there is none. */
    private String host() {
        int begin = at;
        int end = run(at, LOWER);
        while (end > at && is(at, ALPHANUMERIC) && is(end - 1, ALPHANUMERIC)) {
            at = end;
            if (at >= text.length() || text.charAt(at) != '.') {
                return text.substring(begin, at);
            }
            at++;
            end = run(at, LOWER);
        }
        return "";
    }

    /** The port behind a colon, 0 where there is no colon, negative where it is no plain one. */
    private int port() {
        if (at >= text.length() || text.charAt(at) != ':') {
            return 0;
        }
        int port = 0;
        int begin = ++at;
        while (at < text.length() && at - begin < 5 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            port = 10 * port + text.charAt(at++) - '0';
        }
        return port == 0 || port > 65_535 || text.charAt(begin) == '0' ? -1 : port;
    }

    /** Parameters up to the first that is not plain, where it stops. */
    private List<Params.Param> params(int end) {
        List<Params.Param> params = new ArrayList<>(3);
        while (at < end && text.charAt(at) == ';') {
            int begin = at + 1;
            int stop = run(begin, LOWER);
            if (stop == begin || names(params, text.substring(begin, stop))) {
                return params;
            }
            String name = text.substring(begin, stop);
            Optional<String> value = Optional.empty();
            if (stop < end && text.charAt(stop) == '=') {
                int from = stop + 1;
                stop = run(from, VALUE);
                if (stop == from) {
                    return params;
                }
                value = Optional.of(text.substring(from, stop));
            }
            params.add(new Params.Param(name, value));
            at = stop;
        }
        return params;
    }

    /** The end of the characters of that kind from there on. */
    private int run(int from, int kind) {
        int end = from;
        while (end < text.length() && is(end, kind)) {
            end++;
        }
        return end;
    }

    private boolean is(int index, int kind) {
        char c = text.charAt(index);
        return c < 128 && (KINDS[c] & kind) != 0;
    }
}
