package tandem.sip.message;

import gov.nist.javax.sip.address.GenericURI;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.address.TelURLImpl;
import java.util.Locale;
import java.util.Optional;

/**
 * A URI of a message (RFC 3261 19.1, RFC 3966), or any other absolute URI, of which only scheme and text are known.
 *
 * @param text the whole URI
 * @param scheme in lower case: sip, sips, tel ...
 * @param user user part as on the wire, number of a tel URI with its plus; or empty
 * @param host host, IPv6 in brackets, in lower case; or empty
 * @param port 0 where none is written
 * @param params URI parameters
 */
public record Uri(String text, String scheme, String user, String host, int port, Params params) {
    /** Reads it; empty where the text is no URI by RFC 3261's grammar. */
    public static Optional<Uri> read(String text) {
        return HeaderParsers.uri(text);
    }

    static Uri of(String text, GenericURI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (uri) {
            case SipUri sip ->
                new Uri(
                        text,
                        scheme,
                        orEmpty(sip.getUser()),
                        orEmpty(sip.getHost()).toLowerCase(Locale.ROOT),
                        Math.max(0, sip.getPort()),
                        Params.of(sip.getParameters()));
            case TelURLImpl tel -> new Uri(text, scheme, number(tel), "", 0, Params.none());
            default -> new Uri(text, scheme, "", "", 0, Params.none());
        };
    }

    private static String number(TelURLImpl tel) {
        return (tel.isGlobal() ? "+" : "") + orEmpty(tel.getPhoneNumber());
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }

    /** Whether it is a SIP or SIPS URI. */
    public boolean isSip() {
        return scheme.equals("sip") || scheme.equals("sips");
    }

    /** Whether it is a SIPS URI. */
    public boolean isSips() {
        return scheme.equals("sips");
    }

    /** Whether it carries {@code lr}: a loose router's (RFC 3261 19.1.1). */
    public boolean isLoose() {
        return params.has("lr");
    }

    /** The user part with %-escapes undone, as UTF-8. */
    public String plainUser() {
        return Escapes.undone(user);
    }

    @Override
    public String toString() {
        return text;
    }
}
