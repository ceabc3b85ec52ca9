package tandem.sip.dialog;

import java.util.List;
import java.util.function.Consumer;
import tandem.sip.message.Uri;
import tandem.sip.transaction.Path;

/** What the user agent needs of transports and DNS. */
public interface Network {
    /**
     * Finds the ways a request to that URI may go, best first (RFC 3263); none where nothing was found. Told at once or later,
     * on the loop.
     */
    void locate(Uri next, Consumer<List<Path>> then);
}
