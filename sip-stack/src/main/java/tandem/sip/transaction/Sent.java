package tandem.sip.transaction;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tandem.sip.SipResponse;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** A request of ours in flight, until its transaction is over. Holds the request itself only until a final response. */
public final class Sent implements Wire, InviteClient.User {
    /** Who made the request. */
    public interface User {
        /** It is on its way; comes before anything else, and again where it is sent a second time with credentials. */
        default void onSent(Sent sent) {}

        /** A response: each provisional one and the first final one; of an INVITE every 2xx. */
        void onResponse(Response response);

        /** No final response came in time. */
        default void onTimeout(String what) {
            onFailure(what);
        }

        /** No final response will come: the transport failed, or the time is up for who does not take {@link #onTimeout}. */
        void onFailure(String what);
    }

    private final Transactions table;
    private final String key;
    private final Path path;
    private final String callId;
    private @Nullable Request request;
    private @Nullable User user;
    private @Nullable ClientTransaction transaction;

    Sent(Transactions table, String key, Request request, Path path, User user) {
        this.table = table;
        this.key = key;
        this.path = path;
        this.callId = request.callId();
        this.request = request;
        this.user = user;
    }

    void begin(ClientTransaction begun) {
        transaction = begun;
    }

    String key() {
        return key;
    }

    /** The way it went. */
    public Path path() {
        return path;
    }

    /** Nobody waits for it any more: nothing more is sent or reported. An INVITE must have been answered or cancelled. */
    public void abandon() {
        user = null;
        if (transaction != null) {
            transaction.abandon();
        }
    }

    /**
     * The CANCEL of this INVITE (RFC 3261 9.1): same branch, so the peer can match it. To be sent only after a provisional
     * response; empty once a final one came.
     */
    public void cancel(@Nullable String reason) {
        Request invite = request;
        if (invite != null) {
            table.sendCancel(invite, path, reason);
        }
    }

    void receive(Response response) {
        if (transaction != null) {
            transaction.receive(response);
        }
    }

    @Override
    public void send(byte[] octets) {
        path.send(octets, callId, this::failed);
    }

    @Override
    public void sendAgain(byte[] octets) {
        table.counters().retransmitsSent.incrementAndGet();
        path.send(octets, callId, this::failed);
    }

    private void failed(String what) {
        table.counters().sendFailures.incrementAndGet();
        if (transaction != null) {
            transaction.fail(what);
        }
    }

    /** What carried it is gone. */
    void lost(String why) {
        if (transaction != null) {
            transaction.fail(why);
        }
    }

    @Override
    public boolean reliable() {
        return path.reliable();
    }

    @Override
    public byte[] acknowledgement(SipResponse refusal) {
        Request invite = request;
        if (invite == null || !(refusal instanceof Response response)) {
            throw new IllegalStateException("no INVITE to acknowledge for");
        }
        Request ack = new Request("ACK", invite.uri());
        ack.pushVia(invite.topVia());
        ack.copy("Route", invite);
        ack.add("Max-Forwards", "70");
        ack.copy("From", invite);
        ack.copy("To", response);
        ack.copy("Call-ID", invite);
        ack.add("CSeq", invite.cseq() + " ACK");
        return ack.encode();
    }

    @Override
    public void onResponse(SipResponse response) {
        if (response.status() >= 200) {
            request = null;
        }
        User listener = user;
        if (listener != null && response instanceof Response concrete) {
            listener.onResponse(concrete);
        }
    }

    @Override
    public void onTimeout() {
        table.counters().timeouts.incrementAndGet();
        failed(listener -> listener.onTimeout("no response"));
    }

    @Override
    public void onFailure(String what) {
        failed(listener -> listener.onFailure(what));
    }

    private void failed(Consumer<User> told) {
        User listener = user;
        user = null;
        if (listener != null) {
            told.accept(listener);
        }
    }

    @Override
    public void onTerminated() {
        transaction = null;
        request = null;
        table.forget(this);
    }
}
