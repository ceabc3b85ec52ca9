package tandem.sip.dialog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.sip.Body;
import tandem.sip.SipEnd;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.transaction.Incoming;
import tandem.sip.transaction.Path;

/**
 * 2xx responses to re-INVITEs: ours, repeated until the ACK comes (RFC 3261 13.3.1.4, 14.2), and the peer's, acknowledged again
 * as often as they come (13.2.2.4).
 */
final class Accepted implements InviteSession.Acknowledged {
    private final InviteSession session;
    private final Repeater repeater;
    private long awaited = -1;
    private boolean ourOffer;
    private long acknowledged = -1;
    private byte @Nullable [] ack;
    private @Nullable Path ackPath;

    Accepted(InviteSession session) {
        this.session = session;
        UserAgent agent = session.agent();
        this.repeater = new Repeater(agent.loop(), agent.times(), agent.times().t2());
    }

    /** Sends the 2xx to that re-INVITE and repeats it until its ACK. */
    void accept(Request request, Incoming incoming, Response response) {
        awaited = request.cseq();
        ourOffer = Bodies.sdp(request).isEmpty();
        byte[] octets = response.encode();
        incoming.respond(response.status(), octets);
        repeater.start(
                () -> incoming.respond(200, octets),
                () -> session.hangupByBye(Optional.empty(), new SipEnd.NoResponse("no ACK for our answer")));
    }

    /** Whether a 2xx of ours waits for its ACK. */
    boolean waiting() {
        return repeater.running();
    }

    /** Whether that 2xx carries an offer, so that the ACK is to bring the answer. */
    boolean offerWaits() {
        return repeater.running() && ourOffer;
    }

    /** Whether that ACK is for the 2xx here. */
    boolean onAck(Request request) {
        if (request.cseq() != awaited) {
            return false;
        }
        awaited = -1;
        repeater.stop();
        session.offers().acknowledged(ourOffer, Bodies.sdp(request));
        return true;
    }

    /** Sends the ACK for the 2xx to our re-INVITE of that CSeq. */
    void acknowledge(long sequence, Optional<Body> sdp) {
        Dialog dialog = session.dialog();
        if (dialog != null) {
            acknowledged = sequence;
            session.sendAck(dialog, sequence, sdp, this);
        }
    }

    @Override
    public void keep(Path path, byte[] octets) {
        ackPath = path;
        ack = octets;
    }

    /** The 2xx came again: so does its ACK. */
    void acknowledgeAgain(Response response) {
        if (response.cseq() == acknowledged && ack != null && ackPath != null) {
            session.agent().sendPlain(ackPath, ack, session.callId());
        }
    }

    void stop() {
        repeater.stop();
        awaited = -1;
    }
}
