package tandem.sip.message;

import java.util.Optional;

/**
 * An address with its header parameters (RFC 3261 20.10): From, To, Contact, Route, Record-Route.
 *
 * @param name display name without quotes and with its backslash escapes undone, or empty
 * @param uri the URI
 * @param params parameters of the header, not of the URI
 */
public record NameAddr(String name, Uri uri, Params params) {
    /** Reads one address; empty where it is none. */
    public static Optional<NameAddr> read(String text) {
        return HeaderParsers.address(text);
    }

    /** An address of that URI, without name and parameters. */
    public static NameAddr of(Uri uri) {
        return new NameAddr("", uri, Params.none());
    }

    /** Its tag parameter, or empty. */
    public String tag() {
        return params.value("tag").orElse("");
    }

    /** This with that header parameter set. */
    public NameAddr with(String param, String value) {
        return new NameAddr(name, uri, params.with(param, value));
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(64);
        if (!name.isEmpty()) {
            appendQuoted(out, name);
            out.append(' ');
        }
        out.append('<').append(uri.text()).append('>');
        params.appendTo(out);
        return out.toString();
    }

    private static void appendQuoted(StringBuilder out, String name) {
        out.append('"');
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c < ' ' ? ' ' : c);
        }
        out.append('"');
    }

    /** The q of a Contact in thousandths (RFC 3261 section 20.10): 1000 where there is none that can be read. */
    public int thousandths() {
        return params().value("q")
                .filter(q -> q.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?"))
                .map(q -> (int) Math.round(1_000 * Double.parseDouble(q)))
                .orElse(1_000);
    }
}
