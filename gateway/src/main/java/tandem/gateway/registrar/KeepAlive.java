package tandem.gateway.registrar;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tandem.base.Loop;
import tandem.sip.SipWay;

/**
 * Keeps the ways open to devices behind address translation, which forgets a way by UDP that nothing went for half a minute: asks each
 * in its turn whether it is there (OPTIONS, RFC 3261 section 11), spread over the time between. On the signalling loop.
 */
public final class KeepAlive {
    private static final long TURN_NS = 1_000_000_000L;
    private static final int TURNS = 25;
    private static final int SILENT = 2;

    private final Loop loop;
    private final Asking asking;
    private final Map<SipWay, Integer> unanswered = new HashMap<>();
    private Set<SipWay> asked = new HashSet<>();
    private int turn;

    /** Asks. */
    public interface Asking {
        /** Asks whether that one is there; tells once, later, whether it answered. */
        void ask(Binding binding, Answered then);
    }

    /** Told whether somebody answered. */
    public interface Answered {
        /** It did, with whatever; or it did not. */
        void done(boolean answered);
    }

    KeepAlive(Loop loop, Asking asking) {
        this.loop = loop;
        this.asking = asking;
    }

    /** Begins to ask those of these that need it, one part of them each second. */
    void begin(Iterable<Binding> bindings) {
        loop.after(TURN_NS, () -> {
            turn = (turn + 1) % TURNS;
            if (turn == 0) {
                unanswered.keySet().retainAll(asked);
                asked = new HashSet<>();
            }
            bindings.forEach(this::askInItsTurn);
            begin(bindings);
        });
    }

    private void askInItsTurn(Binding binding) {
        SipWay way = binding.way();
        boolean needed = binding.source() && way.transport().equals("UDP");
        if (needed && Math.floorMod(way.hashCode(), TURNS) == turn && asked.add(way)) {
            asking.ask(binding, answered -> {
                if (answered) {
                    unanswered.remove(way);
                } else {
                    unanswered.merge(way, 1, Integer::sum);
                }
            });
        }
    }

    /** Whether that one has not answered lately, more than once. */
    boolean silent(Binding binding) {
        return unanswered.getOrDefault(binding.way(), 0) >= SILENT;
    }
}
