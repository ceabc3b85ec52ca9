package tandem.sip.dialog;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tandem.sip.SipWay;
import tandem.sip.message.Response;
import tandem.sip.message.Uri;
import tandem.sip.transaction.Path;

/** What the user agent needs of transports and DNS. */
public interface Network {
    /**
     * Finds the ways a request to that URI may go, best first (RFC 3263); none where nothing was found. Told at once or later,
     * on the loop.
     */
    void locate(Uri next, Consumer<List<Path>> then);

    /** How long a hop is avoided that gave no answer. */
    long SILENT_NS = 60_000_000_000L;

    /** Why {@link #locate} found no way to that URI, the last time it was asked, in words. */
    default String why(Uri next) {
        return "no address";
    }

    /** That hop gave no answer, or asked to be left alone: others are tried before it for so long (RFC 3263 4.3). */
    default void avoid(Path path, long forNs) {}

    /** That hop answered. */
    default void answered(Path path) {}

    /** How long a 503 asks us to stay away: none where it does not say (RFC 3261 21.5.4), and five minutes at most. */
    static Optional<Long> spared(Response response) {
        return response.retryAfter().map(seconds -> Math.min(seconds, 300) * 1_000_000_000L);
    }

    /** That very way, where it is open: a connection that is up, or our datagram socket towards that address. */
    Optional<Path> by(SipWay way);
}
