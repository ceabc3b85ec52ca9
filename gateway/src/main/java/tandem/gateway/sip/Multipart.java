package tandem.gateway.sip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import tandem.sip.Body;

/** Finds the session description in a multipart body (RFC 5621), as telephone networks send it beside an ISUP part. */
final class Multipart {
    private Multipart() {}

    /** The body itself, or the part of it, that is {@code application/sdp}. */
    static Optional<Body> sdp(Body body) {
        String type = body.mediaType();
        if (type.equals("application/sdp") || type.isEmpty()) {
            return Optional.of(body);
        }
        return type.startsWith("multipart/")
                ? boundary(body.contentType()).flatMap(b -> part(body, b))
                : Optional.empty();
    }

    private static Optional<String> boundary(String contentType) {
        int at = 0;
        while (!contentType.regionMatches(true, at, "boundary=", 0, "boundary=".length())) {
            at++;
            if (at >= contentType.length()) {
                return Optional.empty();
            }
        }
        String rest = contentType.substring(at + "boundary=".length()).strip();
        int end = rest.startsWith("\"") ? rest.indexOf('"', 1) : rest.indexOf(';');
        String boundary = rest.startsWith("\"")
                ? rest.substring(1, Math.max(end, 1))
                : rest.substring(0, end < 0 ? rest.length() : end).strip();
        return boundary.isEmpty() ? Optional.empty() : Optional.of(boundary);
    }

    private static Optional<Body> part(Body body, String boundary) {
        // ISO 8859-1 keeps every octet, whatever the other parts hold
        String text = new String(body.octets(), StandardCharsets.ISO_8859_1);
        String dashes = "--" + boundary;
        int at = text.indexOf(dashes);
        while (at >= 0) {
            int from = at + dashes.length();
            int next = text.indexOf(dashes, from);
            Optional<Body> sdp = described(text.substring(from, next < 0 ? text.length() : next));
            if (sdp.isPresent()) {
                return sdp;
            }
            at = next;
        }
        return Optional.empty();
    }

    private static Optional<Body> described(String part) {
        int crlf = part.indexOf("\r\n\r\n");
        int lf = part.indexOf("\n\n");
        int head = crlf >= 0 ? crlf : lf;
        if (head < 0) {
            return Optional.empty();
        }
        String headers = part.substring(0, head).toLowerCase(Locale.ROOT).replace(" ", "");
        if (!headers.contains("content-type:application/sdp")) {
            return Optional.empty();
        }
        byte[] octets = part.substring(head + (crlf >= 0 ? 4 : 2)).getBytes(StandardCharsets.ISO_8859_1);
        return Optional.of(new Body("application/sdp", octets));
    }
}
