package tandem.call;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Something that was decided about a call, for whoever asks later why it went as it did. Its words are made when they are asked for: most
 * never are.
 *
 * @param at when
 * @param about what kind of decision
 * @param words lines for a person, the decision first and what stands behind it after; to be asked on the signalling loop
 */
public record Decision(Instant at, About about, Supplier<List<String>> words) {
    /** Kinds of decisions. */
    public enum About {
        /** Whether the caller may come in, and as what. */
        ADMISSION,
        /** Where the dial plan sends the call. */
        ROUTE,
        /** Whom we dial, and what comes of it. */
        DIALLING,
        /** Which codecs, relayed or transcoded. */
        MEDIA,
        /** Whether it may enter a room, and as what. */
        ROOM,
        /** It goes on with somebody else. */
        TRANSFER,
        /** Why it ended, and by whom. */
        END
    }
}
