package tandem.gateway.registrar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.sip.SipRequest;
import tandem.sip.message.NameAddr;
import tandem.sip.message.Uri;

/** What a REGISTER asks for (RFC 3261 section 10.3, steps 6 and 7), with the bounds it has to keep. */
sealed interface Wish {
    /** Longest lifetime granted, and what is taken where none is asked for. */
    int USUAL_S = 3_600;

    /** Shortest lifetime. */
    int LEAST_S = 60;

    /** Most contacts in one request. */
    int MOST_CONTACTS = 10;

    /** Longest contact, path and Call-ID. */
    int LONGEST = 512;

    /** Most proxies in a path. */
    int MOST_PATHS = 6;

    /** To hear what is registered. */
    record Query() implements Wish {}

    /** To have every contact removed. */
    record RemoveAll() implements Wish {}

    /** To have these added, refreshed or, those of no lifetime, removed. */
    record Change(List<Contact> contacts) implements Wish {
        public Change {
            contacts = List.copyOf(contacts);
        }
    }

    /** Something that is not granted. */
    record Bad(int status, String words, Map<String, List<String>> headers) implements Wish {
        Bad(int status, String words) {
            this(status, words, Map.of());
        }
    }

    /**
     * One contact.
     *
     * @param uri where
     * @param instance value of {@code +sip.instance} without quotes
     * @param regId {@code reg-id}, 0 where there is none
     * @param q preference in thousandths
     * @param seconds lifetime; 0 removes it
     */
    record Contact(Uri uri, Optional<String> instance, int regId, int q, int seconds) {}

    /** What that request asks for. */
    static Wish of(SipRequest request) {
        List<String> values = request.headers("Contact");
        if (request.callId().length() > LONGEST
                || values.size() > MOST_CONTACTS
                || request.headers("Path").size() > MOST_PATHS
                || request.headers("Path").stream().anyMatch(path -> path.length() > LONGEST)) {
            return new Bad(400, "Too Much To Register");
        }
        if (values.isEmpty()) {
            return new Query();
        }
        Optional<String> expires = request.header("Expires");
        if (values.contains("*")) {
            return values.size() == 1
                            && expires.filter(value -> seconds(value) == 0).isPresent()
                    ? new RemoveAll()
                    : new Bad(400, "Contact * Needs Expires 0 And Nothing Beside It");
        }
        return contacts(values, expires);
    }

    private static Wish contacts(List<String> values, Optional<String> expires) {
        List<Contact> contacts = new ArrayList<>(values.size());
        for (String value : values) {
            Optional<NameAddr> address = NameAddr.read(value);
            if (address.isEmpty()
                    || !address.get().uri().isSip()
                    || address.get().uri().text().length() > LONGEST) {
                return new Bad(400, "Malformed Contact");
            }
            Contact contact = contact(address.get(), expires);
            if (contact.seconds() > 0 && contact.seconds() < LEAST_S) {
                return new Bad(423, "Interval Too Brief", Map.of("Min-Expires", List.of(Integer.toString(LEAST_S))));
            }
            contacts.add(contact);
        }
        return new Change(contacts);
    }

    private static Contact contact(NameAddr address, Optional<String> expires) {
        Optional<String> asked = address.params().value("expires").or(() -> expires);
        Optional<String> instance = address.params()
                .value("+sip.instance")
                .map(Wish::bare)
                .filter(text -> !text.isEmpty() && text.length() <= 200 && text.indexOf('"') < 0);
        int regId = instance.isEmpty()
                ? 0
                : address.params().value("reg-id").map(Wish::regId).orElse(0);
        int seconds = asked.map(Wish::seconds).orElse(USUAL_S);
        return new Contact(address.uri(), instance, regId, address.thousandths(), Math.min(seconds, USUAL_S));
    }

    private static String bare(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /** A lifetime; one that is malformed is read as 3600 (RFC 3261 section 10.2.1.1), one that is huge is one. */
    private static int seconds(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return USUAL_S;
        }
        return text.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(text);
    }

    /** RFC 5626 section 4.2: 1 to 2^31-1. */
    private static int regId(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : 0;
    }
}
