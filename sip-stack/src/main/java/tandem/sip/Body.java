package tandem.sip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A message body with its type, not looked into here.
 *
 * @param contentType as written, such as {@code application/sdp}
 * @param octets the body; not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a view of received octets: identity is enough, copies are not wanted
public record Body(String contentType, byte[] octets) {
    /** A session description. */
    public static Body sdp(String text) {
        return new Body("application/sdp", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The type without its parameters, in lower case. */
    public String mediaType() {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
