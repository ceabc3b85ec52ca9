package tandem.sip.message;

import java.util.List;
import java.util.Optional;

/** What a message must fulfil before a transaction sees it (RFC 3261 8.1.1, 16.3 and RFC 4475). */
final class Validity {
    private static final List<String> MANDATORY = List.of("Via", "From", "To", "Call-ID", "CSeq");
    private static final List<String> ROUTES = List.of("Route", "Record-Route");

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
        for (String name : HeaderNames.SINGLE) {
            if (message.count(name) > 1) {
                return Optional.of("More Than One " + name);
            }
        }
        if (!isCallId(message.callId())) {
            return Optional.of("Malformed Call-ID");
        }
        if (!message.hasSequence()) {
            return Optional.of("Malformed CSeq");
        }
        if (!message.hasFrom()) {
            return Optional.of("Malformed From");
        }
        if (!message.hasTo()) {
            return Optional.of("Malformed To");
        }
        return flawOfVias(message).or(() -> flawOfAddresses(message));
    }

    private static boolean isCallId(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c != 0x7F);
    }

    private static Optional<String> flawOfVias(Message message) {
        List<String> vias = message.headers("Via");
        for (int i = 0; i < vias.size(); i++) {
            if (i == 0 ? !message.hasVia() : Via.read(vias.get(i)).isEmpty()) {
                return Optional.of("Malformed Via");
            }
        }
        return vias.isEmpty() ? Optional.of("Malformed Via") : Optional.empty();
    }

    private static Optional<String> flawOfAddresses(Message message) {
        List<String> contacts = message.headers("Contact");
        boolean star = contacts.size() == 1 && contacts.getFirst().equals("*");
        if (!star && message.contacts().size() != contacts.size()) {
            return Optional.of("Malformed Contact");
        }
        for (String name : ROUTES) {
            if (message.has(name)
                    && message.addresses(name).size() != message.headers(name).size()) {
                return Optional.of("Malformed " + name);
            }
        }
        return Optional.empty();
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
