package tandem.sip.message;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a message must fulfil before a transaction sees it (RFC 3261 8.1.1, 16.3 and RFC 4475). */
final class Validity {
    private static final List<String> MANDATORY = List.of("Via", "From", "To", "Call-ID", "CSeq");
    private static final List<String> ADDRESSES = List.of("Contact", "Route", "Record-Route");

    private Validity() {}

    /** The reason phrase of the 400, or empty where nothing is wrong. */
    static Optional<String> flawOfRequest(Request request) {
        return flaw(request).or(() -> flawOfUri(request)).or(() -> flawOfForwards(request));
    }

    /** Whether the methods of CSeq and request line are the same. */
    static boolean methodsMatch(Request request) {
        return request.cseqMethod().equals(request.method());
    }

    /** Why the response is to be dropped, or empty. */
    static Optional<String> flawOfResponse(Response response) {
        return flaw(response)
                .map(why -> "malformed response")
                .or(() -> response.headers("Via").size() > 1
                        ? Optional.of("response with more than one Via")
                        : Optional.empty());
    }

    private static Optional<String> flaw(Message message) {
        for (String name : MANDATORY) {
            int count = message.count(name);
            if (count == 0) {
                return Optional.of("Missing " + name);
            }
        }
        for (String name : message.names()) {
            if (HeaderNames.isSingle(name) && message.count(name) > 1) {
                return Optional.of("More Than One " + name);
            }
        }
        if (!isCallId(message.callId())) {
            return Optional.of("Malformed Call-ID");
        }
        if (message.header("CSeq").flatMap(CSeq::read).isEmpty()) {
            return Optional.of("Malformed CSeq");
        }
        return flawOfVias(message)
                .or(() -> flawOfAddress(message, "From"))
                .or(() -> flawOfAddress(message, "To"))
                .or(() -> flawOfAddresses(message));
    }

    private static boolean isCallId(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c != 0x7F);
    }

    private static Optional<String> flawOfVias(Message message) {
        for (String value : message.headers("Via")) {
            if (Via.read(value).isEmpty()) {
                return Optional.of("Malformed Via");
            }
        }
        return message.hasVia() ? Optional.empty() : Optional.of("Malformed Via");
    }

    private static Optional<String> flawOfAddress(Message message, String name) {
        return message.header(name).flatMap(NameAddr::read).isPresent()
                ? Optional.empty()
                : Optional.of("Malformed " + name);
    }

    private static Optional<String> flawOfAddresses(Message message) {
        return ADDRESSES.stream().flatMap(name -> flawOfList(message, name)).findFirst();
    }

    private static Stream<String> flawOfList(Message message, String name) {
        for (String value : message.headers(name)) {
            boolean star = name.equals("Contact") && value.equals("*");
            if (!star && NameAddr.read(value).isEmpty()) {
                return Stream.of("Malformed " + name);
            }
        }
        return Stream.empty();
    }

    private static Optional<String> flawOfUri(Request request) {
        Optional<Uri> uri = request.target();
        if (uri.isEmpty()) {
            return Optional.of("Malformed Request-URI");
        }
        return uri.get().isSip() && request.uri().indexOf('?') > request.uri().indexOf('@')
                ? Optional.of("Headers In Request-URI")
                : Optional.empty();
    }

    private static Optional<String> flawOfForwards(Request request) {
        return request.has("Max-Forwards") && request.maxForwards().isEmpty()
                ? Optional.of("Malformed Max-Forwards")
                : Optional.empty();
    }
}
