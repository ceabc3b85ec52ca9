package tandem.bench;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * The called side of a load generator: answers each call, says its 200 again until the ACK comes (RFC 3261 section 13.3.1.4), and
 * counts. Its requests come on one thread, its time on another.
 */
final class Answering {
    private static final long T1_NS = 500_000_000L;
    private static final int MOST_REPEATS = 10;

    /** A 200 whose ACK has not come. */
    private static final class Unacked {
        private final String response;
        private final InetSocketAddress to;
        private final AtomicInteger repeats = new AtomicInteger();
        private volatile long dueNs;

        Unacked(String response, InetSocketAddress to, long nowNs) {
            this.response = response;
            this.to = to;
            this.dueNs = nowNs + T1_NS;
        }
    }

    /** What it answered last, to be said again to a request that comes again. For the receiving thread. */
    private static final class Answered extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1;
        private static final int KEPT = 20_000;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > KEPT;
        }
    }

    /**
     * How many calls came how far.
     *
     * @param invited whose INVITE was answered
     * @param acked whose ACK came
     * @param ended whose BYE came
     */
    record Count(int invited, int acked, int ended) {
        Count minus(Count before) {
            return new Count(invited - before.invited, acked - before.acked, ended - before.ended);
        }

        /** Whether so many calls went the whole way and no other began. */
        boolean all(int calls) {
            return invited == calls && acked == calls && ended == calls;
        }
    }

    private final String contact;
    private final String tag;
    private final UnaryOperator<String> answerer;
    private final BiConsumer<String, InetSocketAddress> sender;
    private final Map<String, String> said = new Answered();
    private final ConcurrentHashMap<String, Unacked> unacked = new ConcurrentHashMap<>();
    private final AtomicInteger invited = new AtomicInteger();
    private final AtomicInteger acked = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<Optional<RuntimeException>> fault = new AtomicReference<>(Optional.empty());
    private volatile String refusal = "";

    /** One that is reached at {@code contact}; {@code answerer} makes its answer to an offer. */
    Answering(
            String contact, String tag, UnaryOperator<String> answerer, BiConsumer<String, InetSocketAddress> sender) {
        this.contact = contact;
        this.tag = tag;
        this.answerer = answerer;
        this.sender = sender;
    }

    /** From now on calls are refused with that status and reason. */
    void refuse(String statusAndReason) {
        refusal = statusAndReason;
    }

    Count count() {
        return new Count(invited.get(), acked.get(), ended.get());
    }

    /** What first went wrong where an answer was to be made. */
    Optional<RuntimeException> fault() {
        return fault.get();
    }

    /** A request came. */
    void on(SipText message, InetSocketAddress from, long nowNs) {
        String method = message.method();
        String call = message.header("Call-ID");
        if (method.equals("ACK")) {
            if (unacked.remove(call) != null) {
                acked.incrementAndGet();
            }
            return;
        }
        String key = call + message.header("CSeq");
        String response = said.get(key);
        if (response == null) {
            response = method.equals("INVITE") ? answer(message, from, nowNs) : response(message, "200 OK", "");
            ended.addAndGet(method.equals("BYE") ? 1 : 0);
            said.put(key, response);
        }
        sender.accept(response, from);
    }

    private String answer(SipText invite, InetSocketAddress from, long nowNs) {
        if (!refusal.isEmpty()) {
            return response(invite, refusal, "");
        }
        try {
            sender.accept(response(invite, "180 Ringing", ""), from);
            String response = response(invite, "200 OK", answerer.apply(invite.body()));
            unacked.put(invite.header("Call-ID"), new Unacked(response, from, nowNs));
            invited.incrementAndGet();
            return response;
        } catch (RuntimeException unfit) { // told by fault(); the thread has other calls to answer
            fault.compareAndSet(Optional.empty(), Optional.of(unfit));
            return response(invite, "500 No Answer Could Be Made", "");
        }
    }

    /** Says again what was not acknowledged in time; how many it were. */
    int repeat(long nowNs) {
        int repeated = 0;
        for (Unacked answer : unacked.values()) {
            if (nowNs - answer.dueNs > 0 && answer.repeats.get() < MOST_REPEATS) {
                answer.dueNs = nowNs + (T1_NS << Math.min(3, answer.repeats.incrementAndGet()));
                sender.accept(answer.response, answer.to);
                repeated++;
            }
        }
        return repeated;
    }

    private String response(SipText request, String status, String body) {
        String to = request.header("To");
        StringBuilder message =
                new StringBuilder(512).append("SIP/2.0 ").append(status).append("\r\n");
        message.append(request.lines("Via"))
                .append(request.lines("Record-Route"))
                .append(request.lines("From"));
        message.append("To: ")
                .append(to)
                .append(to.contains(";tag=") ? "" : ";tag=" + tag)
                .append("\r\n");
        message.append(request.lines("Call-ID")).append(request.lines("CSeq"));
        message.append("Contact: <sip:load@").append(contact).append(">\r\n");
        if (!body.isEmpty()) {
            message.append("Content-Type: application/sdp\r\n");
        }
        return message.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }
}
