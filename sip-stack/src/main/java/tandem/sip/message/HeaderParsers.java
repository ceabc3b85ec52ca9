package tandem.sip.message;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.address.GenericURI;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.parser.FromParser;
import gov.nist.javax.sip.parser.URLParser;
import gov.nist.javax.sip.parser.ViaParser;
import java.text.ParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * Header values read by the JAIN-SIP parsers, where they are not plain: the one place that touches them. They take a whole header line with its line feed;
 * what they throw, checked or not, means that the value is malformed.
 */
final class HeaderParsers {
    private HeaderParsers() {}

    /** One Via value. */
    static Optional<Via> via(String text) {
        return PlainValues.via(text).or(() -> anyVia(text));
    }

    static Optional<Via> anyVia(String text) {
        if (isUnsafe(text)) {
            return Optional.empty();
        }
        try {
            ViaList list = (ViaList) new ViaParser("Via: " + text + "\n").parse();
            return list.size() == 1
                    ? Optional.of(taken((gov.nist.javax.sip.header.Via) list.getFirst()))
                    : Optional.empty();
        } catch (ParseException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    private static Via taken(gov.nist.javax.sip.header.Via via) {
        HostPort sentBy = via.getSentBy();
        return new Via(
                via.getTransport().toUpperCase(Locale.ROOT),
                sentBy.getHost().encode(),
                Math.max(0, sentBy.getPort()),
                Params.of(via.getParameters()));
    }

    /** One address with parameters. */
    static Optional<NameAddr> address(String text) {
        return PlainValues.address(text).or(() -> anyAddress(text));
    }

    static Optional<NameAddr> anyAddress(String text) {
        boolean bare = text.indexOf('<') < 0;
        if (isUnsafe(text) || (bare && text.indexOf('?') >= 0)) {
            return Optional.empty(); // RFC 3261 20.10: a URI with a question mark stands in angle brackets
        }
        try {
            From from = (From) new FromParser("From: " + text + "\n").parse();
            AddressImpl address = (AddressImpl) from.getAddress();
            GenericURI uri = (GenericURI) address.getURI();
            return Optional.of(new NameAddr(name(address), Uri.of(uri.encode(), uri), Params.of(from.getParameters())));
        } catch (ParseException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    private static String name(AddressImpl address) {
        String name = address.getDisplayName();
        if (name == null) {
            return "";
        }
        return name.indexOf('\\') < 0 ? name.strip() : unescaped(name);
    }

    private static String unescaped(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\' && i + 1 < name.length()) {
                c = name.charAt(++i);
            }
            out.append(c);
        }
        return out.toString();
    }

    /** A URI that stands alone, as in a request line. */
    static Optional<Uri> uri(String text) {
        return PlainValues.uri(text).or(() -> anyUri(text));
    }

    static Optional<Uri> anyUri(String text) {
        if (isUnsafe(text) || text.indexOf(' ') >= 0 || text.indexOf('<') >= 0) {
            return Optional.empty();
        }
        try {
            WholeUri parser = new WholeUri(text);
            GenericURI uri = parser.uriReference(true);
            return Optional.of(Uri.of(text, uri)).filter(read -> parser.atEnd() && isStrict(read));
        } catch (ParseException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    /** What the parser lets pass: IPv6 without brackets (RFC 5118 4.2), ports beyond 16 bits. */
    private static boolean isStrict(Uri uri) {
        return uri.port() <= 65_535
                && (!uri.host().startsWith("[") || uri.text().indexOf('[') >= 0);
    }

    private static boolean isUnsafe(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escaped = i > 0 && text.charAt(i - 1) == '\\' && c != '\r' && c != '\n';
            if (((c < ' ' && c != '\t') || c == 0x7F) && !escaped) {
                return true;
            }
        }
        return text.isEmpty();
    }

    private static final class WholeUri extends URLParser {
        WholeUri(String text) {
            super(text);
        }

        boolean atEnd() {
            return !lexer.hasMoreChars();
        }
    }
}
