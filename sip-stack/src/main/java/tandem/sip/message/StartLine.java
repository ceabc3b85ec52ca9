package tandem.sip.message;

import java.util.Optional;

/** Start lines (RFC 3261 7.1, 7.2). */
final class StartLine {
    private StartLine() {}

    /** A status line taken apart. */
    record Status(int code, String reason) {}

    /** A request line taken apart as far as it goes, with what is wrong with it. */
    record Demand(String method, String uri, String version, Optional<String> flaw) {}

    /** Empty where it is none of SIP/2.0 with a status of 100 to 699. */
    static Optional<Status> status(String line) {
        if (line.length() < 11 || !line.regionMatches(true, 0, "SIP/2.0 ", 0, 8)) {
            return Optional.empty();
        }
        boolean bounded = line.length() == 11 || line.charAt(11) == ' ';
        return Numbers.read(line.substring(8, 11), 699)
                .filter(code -> bounded && code >= 100)
                .map(code -> new Status(
                        code.intValue(), line.length() > 12 ? line.substring(12).replace('\r', ' ') : ""));
    }

    /** Empty where the line does not end like a SIP request's: then nobody is to be answered. */
    static Optional<Demand> demand(String line) {
        int methodEnd = line.indexOf(' ');
        String trimmed = line.stripTrailing();
        int versionBegin = trimmed.lastIndexOf(' ') + 1;
        if (methodEnd <= 0 || versionBegin <= methodEnd || !trimmed.regionMatches(true, versionBegin, "SIP/", 0, 4)) {
            return Optional.empty();
        }
        String method = line.substring(0, methodEnd);
        String version = trimmed.substring(versionBegin + 4);
        String uri = versionBegin - 1 <= methodEnd ? "" : trimmed.substring(methodEnd + 1, versionBegin - 1);
        if (!Tokens.isToken(method)) {
            return Optional.empty();
        }
        return Optional.of(new Demand(method, uri, version, flaw(line, trimmed, uri)));
    }

    private static Optional<String> flaw(String line, String trimmed, String uri) {
        if (line.length() != trimmed.length() || uri.startsWith(" ") || uri.endsWith(" ")) {
            return Optional.of("Stray Spaces In Request-Line");
        }
        return uri.isEmpty() || uri.indexOf(' ') >= 0 || uri.indexOf('\t') >= 0
                ? Optional.of("Malformed Request-URI")
                : Optional.empty();
    }
}
