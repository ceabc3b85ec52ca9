package tandem.gateway.sip;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tandem.call.ChatMessage;
import tandem.call.Writing;
import tandem.sip.Body;

/** Text in a MESSAGE (RFC 3428): plain, in UTF-8. */
sealed interface SipText {
    /** What was read. */
    record Read(String text) implements SipText {}

    /** It is not taken, for that status: 400, 413 or 415. */
    record Refused(int status) implements SipText {}

    /** The text of that body. */
    static SipText of(Body body) {
        if (!body.mediaType().equals("text/plain") || !isUtf8(body.contentType())) {
            return new Refused(415);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.octets()))
                    .toString();
            return text.codePointCount(0, text.length()) > Writing.MOST_CHARACTERS ? new Refused(413) : new Read(text);
        } catch (CharacterCodingException notUtf8) {
            return new Refused(400);
        }
    }

    /** No charset says UTF-8 (RFC 3261 section 7.4.1), of which US-ASCII is a part. */
    private static boolean isUtf8(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        return List.of(parts).stream()
                .skip(1)
                .map(each -> each.replace(" ", "").replace("\"", ""))
                .filter(each -> each.startsWith("charset="))
                .allMatch(each -> each.equals("charset=utf-8") || each.equals("charset=us-ascii"));
    }

    /** Headers of an answer with that status: what would be taken, to a type that is not (RFC 3261 section 21.4.13). */
    static Map<String, List<String>> headers(int status) {
        return status == 415
                ? Map.of("Accept", List.of("text/plain"), "Accept-Encoding", List.of("identity"))
                : Map.of();
    }

    /** The line for a phone, which has no other place for the name of who wrote it; in a call of two it can only be the other. */
    static Body body(ChatMessage line) {
        String text = line.fromId().isEmpty() ? line.text() : line.fromName() + ": " + line.text();
        return new Body("text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }
}
