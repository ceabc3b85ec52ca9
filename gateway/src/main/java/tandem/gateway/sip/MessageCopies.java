package tandem.gateway.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tandem.base.Loop;
import tandem.sip.SipTrace;
import tandem.sip.SipTraced;

/**
 * Gives messages to the ladders at once, and to whoever else wants copies when the turn of the loop is over: then it is known which call
 * a message is of, also of the first.
 */
public final class MessageCopies implements SipTrace {
    private final Loop loop;
    private final Ladders ladders;
    private final List<Taker> takers;
    private final List<SipTraced> waiting = new ArrayList<>();

    /** Who wants copies. On the signalling loop. */
    public interface Taker {
        /** Whether it wants any now. */
        boolean wants();

        /** Takes one, with the id of the call it is of, if it is of one. */
        void take(SipTraced message, Optional<String> call);
    }

    /** For those ladders and takers. */
    public MessageCopies(Loop loop, Ladders ladders, List<Taker> takers) {
        this.loop = loop;
        this.ladders = ladders;
        this.takers = List.copyOf(takers);
    }

    @Override
    public void onMessage(SipTraced message) {
        ladders.onMessage(message);
        for (Taker taker : takers) {
            if (taker.wants()) {
                keep(message);
                return;
            }
        }
    }

    private void keep(SipTraced message) {
        if (waiting.isEmpty()) {
            loop.afterTurn(this::give);
        }
        waiting.add(message);
    }

    private void give() {
        List<SipTraced> messages = List.copyOf(waiting);
        waiting.clear();
        for (SipTraced message : messages) {
            Optional<String> call = ladders.call(message.callId());
            for (Taker taker : takers) {
                if (taker.wants()) {
                    taker.take(message, call);
                }
            }
        }
    }
}
