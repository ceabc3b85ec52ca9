package tandem.bench;

/** What a load generator needs of a SIP message, found by scanning its text once. */
final class SipText {
    private static final String EOL = "\r\n";

    private final String text;
    private final int bodyAt;

    SipText(String text) {
        this.text = text;
        int end = text.indexOf("\r\n\r\n");
        this.bodyAt = end < 0 ? text.length() : end + 4;
    }

    boolean isRequest() {
        return !text.startsWith("SIP/2.0 ");
    }

    /** The method of a request, or of the transaction a response belongs to. */
    String method() {
        if (isRequest()) {
            return text.substring(0, Math.max(0, text.indexOf(' ')));
        }
        String cseq = header("CSeq");
        return cseq.substring(cseq.indexOf(' ') + 1);
    }

    int status() {
        return Integer.parseInt(text.substring(8, 11));
    }

    String firstLine() {
        int end = text.indexOf(EOL);
        return end < 0 ? text : text.substring(0, end);
    }

    String body() {
        return text.substring(bodyAt);
    }

    /** The value of the first header of that name, or an empty text. */
    String header(String name) {
        for (int at = text.indexOf(EOL) + 2; at > 1 && at < bodyAt; at = text.indexOf(EOL, at) + 2) {
            if (isHeader(at, name)) {
                return value(at, name);
            }
        }
        return "";
    }

    /** All lines of that header, each with its end of line, as a response copies them. */
    String lines(String name) {
        StringBuilder lines = new StringBuilder();
        for (int at = text.indexOf(EOL) + 2; at > 1 && at < bodyAt; at = text.indexOf(EOL, at) + 2) {
            if (isHeader(at, name)) {
                lines.append(text, at, text.indexOf(EOL, at) + 2);
            }
        }
        return lines.toString();
    }

    private boolean isHeader(int at, String name) {
        return text.regionMatches(true, at, name, 0, name.length())
                && at + name.length() < text.length()
                && text.charAt(at + name.length()) == ':';
    }

    private String value(int at, String name) {
        return text.substring(at + name.length() + 1, text.indexOf(EOL, at)).trim();
    }

    /** The URI in angle brackets of a Contact, or of what looks like one. */
    static String uri(String nameAddress) {
        int open = nameAddress.indexOf('<');
        int close = nameAddress.indexOf('>', open + 1);
        return open < 0 || close < 0 ? nameAddress : nameAddress.substring(open + 1, close);
    }
}
