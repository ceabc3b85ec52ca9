package tandem.sip.bfcp;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.base.Loop;
import tandem.base.Timer;

/**
 * The requests of one side and their client transactions, one at a time (RFC 8855 6.2.1 and 8.3): sent again by T1 in datagrams, four times
 * in all, given up at the same moment on a stream. A later status replaces an earlier one that still waits. A peer that never answered
 * anything is not waited for after a status: what is newer is sent at once.
 */
final class Requests {
    private static final int SENDINGS = 4;
    private static final int MOST_WAITING = 64;

    private final Loop loop;
    private final BfcpTimes times;
    private final boolean reliable;
    private final BfcpCounters counters;
    private final Side side;
    private final ArrayDeque<Body> waiting = new ArrayDeque<>();
    private @Nullable Body current;
    private List<byte[]> datagrams = List.of();
    private @Nullable Timer timer;
    private int transactionId;
    private int sendings;
    private boolean heard;
    private boolean deaf;

    /** What sends them, and hears what becomes of them. */
    interface Side {
        /** The request as it is to be sent. */
        List<byte[]> write(Body request, int transactionId);

        /** Sends them. */
        void send(List<byte[]> octets);

        /** Nobody answered. */
        void onUnanswered(Body request);
    }

    Requests(Loop loop, BfcpTimes times, boolean reliable, BfcpCounters counters, Side side) {
        this.loop = loop;
        this.times = times;
        this.reliable = reliable;
        this.counters = counters;
        this.side = side;
        this.transactionId =
                (int) ((loop.clock().nowNs() / 1_000_000) & 0xFFFF); // not those of an association just before
    }

    void send(Body request) {
        waiting.removeIf(earlier -> replaces(request, earlier));
        if (waiting.size() >= MOST_WAITING) {
            counters.overflown++;
            return;
        }
        waiting.add(request);
        if (deaf && outdated()) {
            end();
        }
        next();
    }

    /** What is on its way is a status, whose answer would say nothing. */
    private boolean outdated() {
        return current != null && current.primitive().kind() == Primitive.Kind.EITHER;
    }

    /** The request that this transaction id belongs to, which is thereby answered. */
    Optional<Body> answered(int id) {
        Optional<Body> answered = Optional.ofNullable(current).filter(request -> awaits(id));
        if (answered.isPresent()) {
            heard = true;
            deaf = false;
            end();
        } else {
            counters.unmatched++;
        }
        return answered;
    }

    /** Sends what waited for that answer; called when the answer has been looked at. */
    void next() {
        Body request = current == null ? waiting.poll() : null;
        if (request == null) {
            return;
        }
        transactionId = transactionId % 0xFFFF + 1;
        current = request;
        sendings = 1;
        datagrams = side.write(request, transactionId);
        timer = loop.after(times.t1(), this::timerT1);
        side.send(datagrams);
    }

    /** Whether that is what a request with that transaction id waits for. */
    boolean expects(Body status, int id) {
        return awaits(id)
                && switch (status) {
                    case Body.FloorStatus floors -> current instanceof Body.FloorQuery;
                    case Body.FloorRequestStatus request -> !(current instanceof Body.FloorQuery);
                    case Body other -> true;
                };
    }

    private boolean awaits(int id) {
        return current != null && transactionId == id;
    }

    void stop() {
        waiting.clear();
        end();
    }

    private void timerT1() {
        Body request = current;
        if (request == null) {
            return;
        }
        if (sendings == SENDINGS) {
            giveUp(request);
            return;
        }
        timer = loop.after(times.t1() << sendings, this::timerT1);
        sendings++;
        if (!reliable) {
            counters.sentAgain++;
            side.send(datagrams);
        }
    }

    private void giveUp(Body request) {
        deaf = !heard;
        counters.unanswered++;
        end();
        side.onUnanswered(request);
        next();
    }

    private void end() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        current = null;
        datagrams = List.of();
    }

    private static boolean replaces(Body later, Body earlier) {
        return switch (later) {
            case Body.FloorStatus status ->
                earlier instanceof Body.FloorStatus other && other.floorId().equals(status.floorId());
            case Body.FloorRequestStatus status ->
                earlier instanceof Body.FloorRequestStatus other
                        && other.information().requestId()
                                == status.information().requestId();
            case Body.Hello hello -> earlier instanceof Body.Hello;
            case Body.Goodbye goodbye -> earlier instanceof Body.Goodbye;
            case Body.FloorRequest request -> false;
            case Body.FloorRelease release -> false;
            case Body.FloorRequestQuery query -> false;
            case Body.UserQuery query -> false;
            case Body.FloorQuery query -> false;
            case Body.ChairAction action -> false;
            case Body.UserStatus answer -> false;
            case Body.ChairActionAck answer -> false;
            case Body.HelloAck answer -> false;
            case Body.ErrorReply answer -> false;
            case Body.FloorRequestStatusAck answer -> false;
            case Body.FloorStatusAck answer -> false;
            case Body.GoodbyeAck answer -> false;
        };
    }
}
