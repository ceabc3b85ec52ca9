package tandem.sip.transaction;

import org.jspecify.annotations.Nullable;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** A request that came, until its transaction is over. Holds the request itself only while an answer is owed. */
public final class Incoming implements Wire, InviteServer.User {
    /** Who owes the answer. */
    public interface User {
        /** The peer cancelled the INVITE (answered 200 already); a 487 is owed if no final response was sent. */
        void onCancel(Request cancel);

        /** The answer was never acknowledged, or the transport failed. */
        void onFailure(String what);
    }

    private final Transactions table;
    private final String key;
    private final String mergeKey;
    private final Path path;
    private final String callId;
    private @Nullable Request request;
    private @Nullable User user;
    private @Nullable ServerTransaction transaction;

    Incoming(Transactions table, String key, String mergeKey, Request request, Path path) {
        this.table = table;
        this.key = key;
        this.mergeKey = mergeKey;
        this.path = path;
        this.request = request;
        this.callId = request.callId();
    }

    void begin(ServerTransaction begun) {
        transaction = begun;
    }

    String key() {
        return key;
    }

    String mergeKey() {
        return mergeKey;
    }

    /** The way back to where it came from. */
    public Path path() {
        return path;
    }

    /** Who is told of CANCEL and failure from now on. */
    public void listen(User listener) {
        user = listener;
    }

    /** Sends a response; after a final one further ones do nothing, but for a 2xx repeated to an INVITE. */
    public void respond(Response response) {
        respond(response.status(), response.encode());
    }

    /** Sends a response already encoded. */
    public void respond(int status, byte[] octets) {
        ServerTransaction owner = transaction;
        if (owner == null) {
            return;
        }
        owner.respond(status, octets);
        if (status >= 200) {
            request = null;
            user = null;
        }
    }

    /** Whether a final response was sent, or it is too late for one. */
    public boolean answered() {
        return transaction == null || transaction.answered();
    }

    /** No answer will be given: nothing more is sent, the transaction is forgotten. */
    public void abandon() {
        ServerTransaction owner = transaction;
        if (owner != null) {
            owner.fail("no answer was given");
        }
    }

    void receiveAgain() {
        if (transaction != null) {
            transaction.receiveAgain();
        }
    }

    /** Whether the ACK was a refusal's: else it is a dialog's. */
    boolean receiveAck() {
        return transaction instanceof InviteServer server && server.receiveAck();
    }

    void cancel(Request cancel) {
        if (user != null && !answered()) {
            user.onCancel(cancel);
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

    @Override
    public boolean reliable() {
        return path.reliable();
    }

    @Override
    public byte[] trying() {
        Request asked = request;
        if (asked == null) {
            throw new IllegalStateException("answered already");
        }
        return Response.to(asked, 100).encode();
    }

    @Override
    public void onFailure(String what) {
        User listener = user;
        user = null;
        if (listener != null) {
            listener.onFailure(what);
        }
    }

    @Override
    public void onTerminated() {
        transaction = null;
        request = null;
        table.forget(this);
    }
}
