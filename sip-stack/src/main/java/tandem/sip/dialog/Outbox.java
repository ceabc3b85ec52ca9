package tandem.sip.dialog;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import tandem.sip.Body;
import tandem.sip.message.Message;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.transaction.Sent;

/**
 * Text to the peer by MESSAGE within the dialog (RFC 3428), to a peer that names the method in Allow. One at a time, since over UDP
 * the next could overtake it; a bounded number wait. Who refuses the method, or the type of what it carries, is sent no more.
 */
final class Outbox implements Sent.User {
    private static final int MOST_WAITING = 50;

    private final InviteSession session;
    private final Queue<Body> waiting = new ArrayDeque<>();
    private boolean taken;
    private boolean refused;
    private boolean underWay;

    Outbox(InviteSession session) {
        this.session = session;
    }

    /** Learns from a message of the peer's whether it takes the method. */
    void learn(Message message) {
        taken = session.agent().contains(message, "Allow", "MESSAGE");
    }

    /** Whether the peer takes text. */
    boolean open() {
        return taken && !refused;
    }

    /** Sends that, now or when what went before has been answered; nothing where the peer takes none, or too much waits. */
    void send(Body body) {
        if (open() && waiting.size() < MOST_WAITING) {
            waiting.add(body);
            next();
        }
    }

    /** What could not leave before there was a dialog leaves now. */
    void next() {
        if (underWay || waiting.isEmpty() || session.ended() || !session.known()) {
            return;
        }
        underWay = true;
        Body body = waiting.remove();
        session.send(
                () -> {
                    Request message = session.request("MESSAGE");
                    message.setBody(body);
                    return message;
                },
                this);
    }

    @Override
    public void onResponse(Response response) {
        int status = response.status();
        if (status < 200) {
            return;
        }
        underWay = false;
        switch (status) {
            case 405, 415, 420, 501 -> refuse();
            case 481 -> session.lost(status, Optional.of(response));
            default -> {} // this one is lost: its writer cannot be told
        }
        next();
    }

    /** It answers nothing to this method while the call is up, or nothing at all, which others will notice. */
    @Override
    public void onFailure(String what) {
        underWay = false;
        refuse();
    }

    private void refuse() {
        refused = true;
        waiting.clear();
    }
}
