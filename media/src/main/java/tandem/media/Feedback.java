package tandem.media;

import java.util.Locale;
import java.util.Optional;

/** The feedback of video streams that we know (RFC 4585 section 4.2, RFC 5104 section 7.1), in the words of a=rtcp-fb. */
public enum Feedback {
    NACK("nack"),
    PLI("nack pli"),
    FIR("ccm fir"),
    TMMBR("ccm tmmbr"),
    REMB("goog-remb"),
    TRANSPORT_CC("transport-cc");

    private final String words;

    Feedback(String words) {
        this.words = words;
    }

    /** The feedback those words begin with: {@code ccm tmmbr smaxpr=120} is TMMBR; empty where we do not know it. */
    public static Optional<Feedback> of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals(NACK.words)) {
            return Optional.of(NACK);
        }
        for (Feedback feedback : values()) {
            if (feedback != NACK && (lower + " ").startsWith(feedback.words + " ")) {
                return Optional.of(feedback);
            }
        }
        return Optional.empty();
    }

    /** As written behind the payload type. */
    public String words() {
        return words;
    }
}
