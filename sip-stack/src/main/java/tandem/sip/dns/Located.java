package tandem.sip.dns;

import java.util.List;
import tandem.sip.transport.Hop;

/** Where a URI leads. */
public sealed interface Located {
    /**
     * The candidates in the order they are to be tried.
     *
     * @param hops at least one
     */
    record Found(List<Hop> hops) implements Located {
        public Found {
            hops = List.copyOf(hops);
        }
    }

    /**
     * Nowhere.
     *
     * @param why what was asked and what came
     */
    record Failed(String why) implements Located {}
}
