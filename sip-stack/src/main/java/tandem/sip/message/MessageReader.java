package tandem.sip.message;

import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one message (RFC 3261 7 and 25). Start line and fields are split here; what the header parsers need long for is refused
 * before they see it. Lenient where terminals are known to err and the meaning is plain: bare line feeds, Latin-1 names, no
 * Content-Length on a stream, octets behind the body.
 */
public final class MessageReader {
    /** Longest message in a datagram, in octets. */
    public static final int MAX_DATAGRAM = 16 * 1024;

    /** Longest message on a stream, in octets. */
    public static final int MAX_STREAM = 64 * 1024;

    private static final int MAX_FIELDS = 256;
    private static final int MAX_LINE = 4 * 1024;
    private static final Set<String> METHODS = Set.of(
            "INVITE",
            "ACK",
            "BYE",
            "CANCEL",
            "OPTIONS",
            "REGISTER",
            "PRACK",
            "UPDATE",
            "INFO",
            "SUBSCRIBE",
            "NOTIFY",
            "REFER",
            "MESSAGE",
            "PUBLISH");
    private static final Dropped NO_SIP = new Dropped("no SIP message");

    private final byte[] data;
    private final int end;
    private final boolean stream;
    private final List<Message.Field> fields = new ArrayList<>(16);
    private Optional<String> flaw = Optional.empty();
    private Charset charset = StandardCharsets.UTF_8;
    private boolean tooLarge;
    private int at;

    private MessageReader(byte[] data, int from, int length, boolean stream) {
        this.data = data;
        this.at = from;
        int longest = stream ? MAX_STREAM : MAX_DATAGRAM;
        this.end = from + Math.min(length, longest);
        this.stream = stream;
        this.tooLarge = length > longest;
    }

    /** Reads the message of one datagram; octets behind the body are ignored, a missing body is an error. */
    public static Reading datagram(byte[] data, int from, int length, InetSocketAddress remote) {
        return new MessageReader(data, from, length, false).read(remote, "UDP");
    }

    /** Reads one message that a stream's framing cut out; {@code transport} is TCP, TLS, WS or WSS. */
    public static Reading frame(byte[] data, int from, int length, InetSocketAddress remote, String transport) {
        return new MessageReader(data, from, length, true).read(remote, transport);
    }

    private Reading read(InetSocketAddress remote, String transport) {
        while (at < end && (data[at] == '\r' || data[at] == '\n')) {
            at++;
        }
        int lineEnd = lineEnd();
        if (lineEnd < 0 || lineEnd - at > MAX_LINE) {
            return NO_SIP;
        }
        String startLine = text(at, withoutReturn(at, lineEnd));
        at = lineEnd + 1;
        if (startLine.startsWith("SIP/")) {
            return response(startLine);
        }
        Reading reading = request(startLine);
        if (reading instanceof Request request) {
            request.at(remote, transport);
        } else if (reading instanceof Refused refused) {
            refused.salvage().at(remote, transport);
        }
        return reading;
    }

    private int lineEnd() {
        for (int i = at; i < end; i++) {
            if (data[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private int withoutReturn(int from, int to) {
        return to > from && data[to - 1] == '\r' ? to - 1 : to;
    }

    private String text(int from, int to) {
        String text = new String(data, from, to - from, charset);
        if (charset.equals(StandardCharsets.UTF_8) && text.indexOf('\uFFFD') >= 0) {
            charset = StandardCharsets.ISO_8859_1;
            return new String(data, from, to - from, charset);
        }
        return text;
    }

    private Reading response(String line) {
        StartLine.Status status = StartLine.status(line).orElse(null);
        if (status == null) {
            return new Dropped("malformed status line");
        }
        readFields();
        Response response = new Response(status.code(), status.reason(), fields, content(), charset);
        if (tooLarge) {
            return new Dropped("message too long");
        }
        return flaw.or(() -> Validity.flawOfResponse(response))
                .<Reading>map(Dropped::new)
                .orElse(response);
    }

    private Reading request(String line) {
        StartLine.Demand demand = StartLine.demand(line).orElse(null);
        if (demand == null) {
            return NO_SIP;
        }
        readFields();
        Request request = new Request(demand.method(), demand.uri(), fields, content(), charset);
        if (demand.method().equals("ACK")) {
            return flaw.or(() -> demand.flaw())
                    .or(() -> Validity.flawOfRequest(request))
                    .or(() -> Validity.methodsMatch(request) ? Optional.empty() : Optional.of("method"))
                    .<Reading>map(why -> new Dropped("malformed ACK"))
                    .orElse(request);
        }
        if (!request.has("Via")) {
            return new Dropped("no Via to answer to");
        }
        if (!demand.version().equals("2.0")) {
            return new Refused(505, Reasons.of(505), request);
        }
        if (tooLarge) {
            return new Refused(513, Reasons.of(513), request);
        }
        return demand.flaw()
                .or(() -> flaw)
                .or(() -> Validity.flawOfRequest(request))
                .<Reading>map(why -> new Refused(400, why, request))
                .orElseGet(() -> withMatchingMethod(request));
    }

    /** RFC 4475 3.1.2.17 and 18: a method in CSeq that is not the request line's is 400, or 501 where we do not know the latter. */
    private static Reading withMatchingMethod(Request request) {
        if (Validity.methodsMatch(request)) {
            return request;
        }
        return METHODS.contains(request.method())
                ? new Refused(400, "CSeq Method Does Not Match", request)
                : new Refused(501, Reasons.of(501), request);
    }

    private void readFields() {
        while (at < end) {
            int lineEnd = lineEnd();
            if (lineEnd < 0) {
                flaw = Optional.of("Torn Header");
                at = end;
                return;
            }
            int stop = withoutReturn(at, lineEnd);
            int begin = at;
            at = lineEnd + 1;
            if (stop == begin) {
                return;
            }
            if (!field(begin, stop)) {
                return;
            }
        }
        flaw = flaw.or(() -> Optional.of("No End Of Header"));
    }

    /** One field with its continuation lines (RFC 3261 7.3.1); whether to go on. */
    private boolean field(int begin, int stop) {
        if (fields.size() == MAX_FIELDS) {
            flaw = Optional.of("Too Many Header Fields");
            return false;
        }
        int colon = begin;
        while (colon < stop && data[colon] != ':') {
            colon++;
        }
        String name = text(begin, colon).stripTrailing();
        if (colon == stop || !Tokens.isToken(name)) {
            flaw = flaw.or(() -> Optional.of("Malformed Header Field"));
            return true;
        }
        int length = stop - begin;
        String value = stop - colon - 1 > MAX_LINE ? "" : text(colon + 1, stop).strip();
        while (at < end && (data[at] == ' ' || data[at] == '\t')) {
            int lineEnd = lineEnd();
            int until = lineEnd < 0 ? end : lineEnd;
            length += until - at;
            if (length <= MAX_LINE) {
                value = (value + " " + text(at, withoutReturn(at, until)).strip()).strip();
            }
            at = Math.min(end, until + 1);
        }
        if (length > MAX_LINE) {
            flaw = Optional.of("Header Field Too Long");
            return true;
        }
        if (value.indexOf('\r') >= 0) {
            flaw = flaw.or(
                    () -> Optional.of("Malformed Header Field")); // a return of its own would part lines for others
            return true;
        }
        fields.add(new Message.Field(HeaderNames.canonical(name), value));
        return true;
    }

    private int contentLength(String value) {
        long length = Numbers.read(value, Integer.MAX_VALUE).orElse(-1L);
        tooLarge |= stream && length > MAX_STREAM - at;
        return (int) length;
    }

    /** The body by Content-Length, or to the end of a datagram that has none (RFC 3261 18.3). */
    private byte[] content() {
        int there = end - at;
        int wanted = stream ? 0 : there;
        for (Message.Field field : fields) {
            if (field.name().equals("Content-Length")) {
                wanted = contentLength(field.value());
                break;
            }
        }
        if (tooLarge) {
            return new byte[0];
        }
        if (wanted < 0) {
            flaw = flaw.or(() -> Optional.of("Malformed Content-Length"));
        } else if (wanted > there) {
            flaw = flaw.or(() -> Optional.of("Content-Length Beyond Message"));
        }
        return Arrays.copyOfRange(data, at, at + Math.max(0, Math.min(wanted, there)));
    }
}
