package tandem.sip.transaction;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tandem.base.Loop;
import tandem.sip.SipCounters;
import tandem.sip.message.Params;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.message.Via;

/**
 * All transactions of one stack: finds the one a message belongs to (RFC 3261 17.1.3, 17.2.3, by branch, or as RFC 2543 had
 * it), absorbs what came before, answers CANCEL, refuses merged requests (8.2.2.2) and what does not fit the table.
 */
public final class Transactions {
    /** What is above the transactions. */
    public interface User {
        /** A new request, not ACK, not CANCEL. A response is owed by {@code incoming}. */
        void onRequest(Request request, Incoming incoming);

        /** Whether a new request is to be handled; otherwise it gets no answer. */
        default boolean admits(Request request) {
            return true;
        }

        /** An ACK that belongs to a dialog: of a 2xx. */
        void onAck(Request ack);
    }

    private static final HexFormat HEX = HexFormat.of();

    private final Loop loop;
    private final Times times;
    private final int limit;
    private final SipCounters counters;
    private final RandomGenerator random;
    private final User user;
    private final Map<String, Incoming> servers = new HashMap<>();
    private final Map<String, Incoming> merging = new HashMap<>();
    private final Map<String, Sent> clients = new HashMap<>();
    private final Map<Connection, Set<Sent>> byConnection = new HashMap<>();

    private record Connection(String transport, InetSocketAddress remote) {
        static Connection of(Path path) {
            return new Connection(path.transport(), path.remote());
        }
    }

    /** A table of at most {@code limit} server transactions for new work, half as many again for calls that are up. */
    public Transactions(Loop loop, Times times, int limit, SipCounters counters, RandomGenerator random, User user) {
        this.loop = loop;
        this.times = times;
        this.limit = limit;
        this.counters = counters;
        this.random = random;
        this.user = user;
    }

    SipCounters counters() {
        return counters;
    }

    /** How many there are. */
    public int size() {
        return servers.size() + clients.size();
    }

    /** A request came; {@code back} is the way for its responses. */
    public void receive(Request request, Path back) {
        switch (request.method()) {
            case "ACK" -> receiveAck(request);
            case "CANCEL" -> receiveCancel(request, back);
            default -> receiveRequest(request, back);
        }
    }

    private void receiveRequest(Request request, Path back) {
        String key = serverKey(request, request.method());
        Incoming known = servers.get(key);
        if (known != null) {
            counters.retransmitsReceived.incrementAndGet();
            known.receiveAgain();
            return;
        }
        boolean fresh = request.toTag().isEmpty();
        if (!user.admits(request)) {
            return;
        }
        if (servers.size() >= (fresh ? limit : limit + limit / 2)) {
            refuse(request, back, 503);
            return;
        }
        String mergeKey = fresh ? mergeKey(request) : "";
        if (fresh && merging.containsKey(mergeKey)) {
            refuse(request, back, 482);
            return;
        }
        user.onRequest(request, open(key, mergeKey, request, back));
    }

    private Incoming open(String key, String mergeKey, Request request, Path back) {
        Incoming incoming = new Incoming(this, key, mergeKey, request, back);
        incoming.begin(
                request.method().equals("INVITE")
                        ? new InviteServer(loop, times, incoming, incoming)
                        : new PlainServer(loop, times, incoming, incoming));
        servers.put(key, incoming);
        if (!mergeKey.isEmpty()) {
            merging.put(mergeKey, incoming);
        }
        return incoming;
    }

    private void refuse(Request request, Path back, int status) {
        counters.refused.incrementAndGet();
        Response response = Response.to(request, status);
        response.setToTag(statelessTag(request));
        if (status == 503) {
            response.add("Retry-After", "5");
        }
        back.send(response.encode(), request.callId(), what -> counters.sendFailures.incrementAndGet());
    }

    /** The same for a repeated request (RFC 3261 8.2.7). */
    private static String statelessTag(Request request) {
        return HEX.toHexDigits(
                31 * request.callId().hashCode() + request.topVia().branch().hashCode());
    }

    private void receiveAck(Request ack) {
        Incoming known = servers.get(serverKey(ack, "INVITE"));
        if (known == null || !known.receiveAck()) {
            user.onAck(ack);
        }
    }

    private void receiveCancel(Request cancel, Path back) {
        String key = serverKey(cancel, "CANCEL");
        Incoming known = servers.get(key);
        if (known != null) {
            counters.retransmitsReceived.incrementAndGet();
            known.receiveAgain();
            return;
        }
        Incoming invite = servers.get(serverKey(cancel, "INVITE"));
        if (invite == null) {
            refuse(cancel, back, 481); // without a transaction: there is no bound to these
            return;
        }
        Response response = Response.to(cancel, 200);
        response.setToTag(tag());
        open(key, "", cancel, back).respond(response);
        invite.cancel(cancel);
    }

    /** A response came. */
    public void receive(Response response) {
        Sent sent = clients.get(clientKey(response.topVia().branch(), response.cseqMethod()));
        if (sent == null) {
            counters.stray.incrementAndGet();
            return;
        }
        sent.receive(response);
    }

    /** The connection to that address is gone: what was sent by it and is not answered fails now (RFC 3261 17.1.4, 18.4). */
    public void lost(String transport, InetSocketAddress remote, String why) {
        List.copyOf(byConnection.getOrDefault(new Connection(transport, remote), Set.of()))
                .forEach(sent -> sent.lost(why));
    }

    /** Sends a request in a transaction of its own: a Via with a new branch is put on top of it first. */
    public Sent send(Request request, Path path, Sent.User maker) {
        Via via = ours(path);
        request.pushVia(via);
        return begin(request, via.branch(), path, maker);
    }

    private Sent begin(Request request, String branch, Path path, Sent.User maker) {
        String key = clientKey(branch, request.method());
        Sent sent = new Sent(this, key, request, path, maker);
        clients.put(key, sent);
        if (path.reliable()) {
            byConnection
                    .computeIfAbsent(Connection.of(path), each -> new LinkedHashSet<>())
                    .add(sent);
        }
        byte[] octets = request.encode();
        sent.begin(
                request.method().equals("INVITE")
                        ? new InviteClient(loop, times, sent, sent, octets)
                        : new PlainClient(loop, times, sent, sent, octets));
        maker.onSent(sent);
        return sent;
    }

    /** The octets of an ACK for a 2xx, with a Via of its own; it has no transaction (RFC 3261 13.2.2.4). */
    public byte[] encodeAck(Request ack, Path path) {
        ack.pushVia(ours(path));
        return ack.encode();
    }

    void sendCancel(Request invite, Path path, @Nullable String reason) {
        Request cancel = new Request("CANCEL", invite.uri());
        cancel.pushVia(invite.topVia());
        cancel.copy("Route", invite);
        cancel.add("Max-Forwards", "70");
        cancel.copy("From", invite);
        cancel.copy("To", invite);
        cancel.copy("Call-ID", invite);
        cancel.add("CSeq", invite.cseq() + " CANCEL");
        if (reason != null) {
            cancel.add("Reason", reason);
        }
        begin(cancel, invite.topVia().branch(), path, Unheard.NOBODY);
    }

    private Via ours(Path path) {
        String branch = Via.COOKIE + HEX.toHexDigits(random.nextLong());
        return new Via(
                path.transport(),
                path.host(),
                path.port(),
                Params.none().with("branch", branch).with("rport"));
    }

    /** A new tag, unlike any other with 64 bits of chance (RFC 3261 19.3). */
    public String tag() {
        return HEX.toHexDigits(random.nextLong());
    }

    void forget(Incoming incoming) {
        servers.remove(incoming.key());
        if (!incoming.mergeKey().isEmpty()) {
            merging.remove(incoming.mergeKey(), incoming);
        }
    }

    void forget(Sent sent) {
        clients.remove(sent.key());
        if (sent.reliable()) {
            byConnection.computeIfPresent(Connection.of(sent.path()), (connection, by) -> without(by, sent));
        }
    }

    private static @Nullable Set<Sent> without(Set<Sent> all, Sent one) {
        all.remove(one);
        return all.isEmpty() ? null : all;
    }

    private static String clientKey(String branch, String method) {
        return switch (method) {
            case "INVITE" -> branch;
            default -> branch + ' ' + method;
        };
    }

    private static String serverKey(Request request, String method) {
        Via via = request.topVia();
        if (via.hasCookie()) {
            return via.branch() + ' ' + via.host() + ' ' + via.port() + ' ' + method;
        }
        return request.uri()
                + ' '
                + request.fromTag()
                + ' '
                + request.callId()
                + ' '
                + request.cseq()
                + ' '
                + via.host()
                + ' '
                + via.port()
                + ' '
                + via.branch()
                + ' '
                + method;
    }

    private static String mergeKey(Request request) {
        return request.callId() + ' ' + request.fromTag() + ' ' + request.cseq() + ' ' + request.method();
    }

    /** For requests whose outcome changes nothing. */
    public enum Unheard implements Sent.User {
        /** Hears nothing. */
        NOBODY;

        @Override
        public void onResponse(Response response) {}

        @Override
        public void onFailure(String what) {}
    }
}
