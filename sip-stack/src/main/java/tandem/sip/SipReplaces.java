package tandem.sip;

import java.util.Locale;
import java.util.Optional;

/**
 * The dialog an INVITE is to take the place of (RFC 3891 section 6.1), as whoever is to take the INVITE knows it.
 *
 * @param callId its Call-ID
 * @param toTag the tag of the side that gets the INVITE
 * @param fromTag the tag of the other side
 * @param earlyOnly whether it is to be replaced only while nobody has answered
 */
public record SipReplaces(String callId, String toTag, String fromTag, boolean earlyOnly) {
    private static final int LONGEST = 1_024;

    /** Reads the value of a Replaces header; empty where it is malformed. */
    public static Optional<SipReplaces> read(String value) {
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        String[] parts = value.split(";", -1);
        String callId = parts[0].strip();
        String toTag = "";
        String fromTag = "";
        boolean early = false;
        boolean twice = false;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            int equals = part.indexOf('=');
            String name =
                    (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            String text = equals < 0 ? "" : part.substring(equals + 1).strip();
            switch (name) {
                case "to-tag" -> {
                    twice |= !toTag.isEmpty();
                    toTag = text;
                }
                case "from-tag" -> {
                    twice |= !fromTag.isEmpty();
                    fromTag = text;
                }
                case "early-only" -> early = true;
                default -> {} // generic-param
            }
        }
        boolean whole = isWord(callId) && isWord(toTag) && isWord(fromTag) && !twice;
        return whole ? Optional.of(new SipReplaces(callId, toTag, fromTag, early)) : Optional.empty();
    }

    private static boolean isWord(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ';' && c != ',' && c != '=');
    }

    /** Whether a dialog's tag is that: 0 stands for none, as dialogs with RFC 2543 have it (section 3). */
    static boolean sameTag(String written, String tag) {
        return written.equals(tag) || (written.equals("0") && tag.isEmpty());
    }

    /** Whether the dialog that side knows by that other tag is the one that is meant. */
    public boolean from(String remoteTag) {
        return sameTag(fromTag, remoteTag);
    }

    /** The value of a Replaces header. */
    public String value() {
        return callId + ";to-tag=" + toTag + ";from-tag=" + fromTag + (earlyOnly ? ";early-only" : "");
    }
}
