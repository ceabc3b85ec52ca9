package tandem.sip.dialog;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tandem.sip.message.RAck;
import tandem.sip.message.Response;
import tandem.sip.transaction.Incoming;

/** Reliable provisional responses of the called side (RFC 3262 section 3): one at a time, repeated until their PRACK. */
final class ReliableRing {
    private final Incoming incoming;
    private final Repeater repeater;
    private final Runnable unacknowledged;
    private final Queue<Response> queue = new ArrayDeque<>(2);
    private final long inviteSequence;
    private long last;
    private @Nullable Response waiting;

    /** For that INVITE; {@code unacknowledged} is run when one was never acknowledged. */
    ReliableRing(UserAgent agent, Incoming incoming, long inviteSequence, Runnable unacknowledged) {
        this.incoming = incoming;
        this.inviteSequence = inviteSequence;
        this.unacknowledged = unacknowledged;
        this.repeater = new Repeater(agent.loop(), agent.times(), Long.MAX_VALUE);
        this.last = agent.random().nextInt(1, 1 << 20);
    }

    /** Sends it, now or after those before it. */
    void send(Response response) {
        queue.add(response);
        next();
    }

    private void next() {
        Response response = waiting == null ? queue.poll() : null;
        if (response == null) {
            return;
        }
        waiting = response;
        response.add("Require", "100rel");
        response.add("RSeq", Long.toString(++last));
        byte[] octets = response.encode();
        incoming.respond(response.status(), octets);
        repeater.start(() -> incoming.respond(response.status(), octets), () -> {
            stop();
            unacknowledged.run();
        });
    }

    /** Whether a description sent reliably waits for its PRACK: then no 2xx may leave. */
    boolean descriptionWaits() {
        Response response = waiting;
        return (response != null && response.body().isPresent())
                || queue.stream().anyMatch(each -> each.body().isPresent());
    }

    /** A PRACK came; gives the response it acknowledges, once; null where it fits none. */
    @Nullable
    Response acknowledged(RAck rack) {
        Response response = waiting;
        boolean fits = rack.rseq() == last
                && rack.cseq().number() == inviteSequence
                && rack.cseq().method().equals("INVITE");
        if (response == null || !fits) {
            return null;
        }
        waiting = null;
        repeater.stop();
        return response;
    }

    /** Goes on with what waits. */
    void proceed() {
        next();
    }

    /** A final response was sent, or none is wanted any more. */
    void stop() {
        repeater.stop();
        queue.clear();
        waiting = null;
    }
}
