package tandem.call;

import java.util.List;
import tandem.media.Direction;
import tandem.media.Prompt;

/** What one of two hears while the other holds it. */
final class HoldMusic {
    private HoldMusic() {}

    /**
     * What whoever talks with that side hears while the side wants no more than this: music of ours where it listens no longer, but
     * for a trunk that sends its own.
     */
    static List<Prompt> of(CallSettings settings, Party holder, Direction wish) {
        boolean own = wish.sends() && holder.rights().trunk().isPresent();
        return wish.receives() || own ? List.of() : settings.holdMusic();
    }

    /** Lets each of the two hear music, or the other again. */
    static void between(CallSettings settings, Party one, Party other) {
        if (one.media().negotiated() && other.media().negotiated()) {
            hear(one, of(settings, other, other.media().directions().wish()));
            hear(other, of(settings, one, one.media().directions().wish()));
        }
    }

    /** The party hears none. */
    static void end(Party party) {
        hear(party, List.of());
    }

    private static void hear(Party party, List<Prompt> what) {
        if (!party.over()) {
            party.media().music(what);
        }
    }
}
