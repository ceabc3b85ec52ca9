package tandem.sip.bfcp;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.base.Loop;
import tandem.base.Timer;

/**
 * The server transactions of datagrams (RFC 8855 8.3.2): a response is kept for T2, and what comes again gets it again. A transaction
 * id that comes with another primitive is a new request: some count wrongly. At most 64 are kept, the oldest goes first.
 */
final class Replies {
    private static final int MOST = 64;

    private final Loop loop;
    private final BfcpTimes times;
    private final Map<Integer, Kept> kept = new LinkedHashMap<>();

    Replies(Loop loop, BfcpTimes times) {
        this.loop = loop;
        this.times = times;
    }

    private record Kept(Body request, List<byte[]> datagrams, Timer timer) {}

    /** What such a request got before; empty if it is new. */
    Optional<List<byte[]>> before(BfcpMessage request) {
        return Optional.ofNullable(kept.get(request.header().transactionId()))
                .filter(earlier -> earlier.request().equals(request.body()))
                .map(Kept::datagrams);
    }

    void keep(BfcpMessage request, List<byte[]> datagrams) {
        int id = request.header().transactionId();
        forget(id);
        if (kept.size() >= MOST) {
            forget(kept.keySet().iterator().next());
        }
        kept.put(id, new Kept(request.body(), datagrams, loop.after(times.t2(), () -> kept.remove(id))));
    }

    void stop() {
        for (Iterator<Kept> all = kept.values().iterator(); all.hasNext(); ) {
            all.next().timer().cancel();
            all.remove();
        }
    }

    private void forget(int id) {
        Kept earlier = kept.remove(id);
        if (earlier != null) {
            earlier.timer().cancel();
        }
    }
}
