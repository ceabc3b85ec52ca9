package tandem.sip;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tandem.base.NettyLoop;

/** SIP on one loop: transports, DNS, transactions and calls, wired. */
public final class SipStack {
    private final SipCounters counters = new SipCounters();

    /** A stack that has bound nothing yet. */
    public SipStack(NettyLoop loop, SipSettings settings, SipUser user, SipTrace trace) {}

    /** Binds what the settings name, on any thread; fails naming address and reason, with nothing left bound. */
    public CompletableFuture<List<SipListener>> start() {
        if (counters.stray.get() >= 0) {
            throw unwired();
        }
        return new CompletableFuture<>();
    }

    /** Sends an INVITE. What becomes of it is reported to {@code events}, never before this returned. On the loop. */
    public SipCall call(SipOutgoing outgoing, SipCallEvents events) {
        if (counters.stray.get() >= 0) {
            throw unwired();
        }
        return java.util.Objects.requireNonNull((SipCall) Optional.empty().orElseThrow());
    }

    /** Answers a request that came by {@link SipUser#onRequest}; a second answer does nothing. On the loop. */
    public void answer(
            SipRequest request,
            int status,
            Optional<String> reason,
            Map<String, List<String>> headers,
            Optional<Body> body) {
        counters.stray.incrementAndGet();
    }

    /** What was counted so far. From any thread. */
    public SipCounters counters() {
        return counters;
    }

    /** Closes sockets and connections; calls that are still up are forgotten. From any thread. */
    public void close() {
        counters.stray.incrementAndGet();
    }

    private UnsupportedOperationException unwired() {
        return new UnsupportedOperationException("wiring follows, " + counters.stray.get());
    }
}
