package tandem.sip.dialog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.sip.Body;
import tandem.sip.SipEvent;
import tandem.sip.SipReferEvents;
import tandem.sip.SipReplaces;
import tandem.sip.message.Message;
import tandem.sip.message.ReferTo;
import tandem.sip.message.Request;
import tandem.sip.transaction.Incoming;

/**
 * REFER within one dialog, both ways (RFC 3515), with the subscriptions it makes: a few of the peer's, one of ours. A subscription
 * outlives the BYE of the call (RFC 5057 section 5.1), so that who hung up at once still learns what came of it.
 */
final class Referrals {
    /** The event package of REFER. */
    static final String EVENT = "refer";

    private static final int MOST = 4;

    private final InviteSession session;
    private final List<Referral> taken = new ArrayList<>(0);
    private @Nullable Referring ours;
    private boolean peerTakes;

    Referrals(InviteSession session) {
        this.session = session;
    }

    /** Learns from a message of the peer's whether it takes the method. */
    void learn(Message message) {
        peerTakes = session.agent().contains(message, "Allow", "REFER");
    }

    boolean peerTakes() {
        return peerTakes;
    }

    /** A REFER of the peer's. */
    void onRefer(Request request, Incoming incoming) {
        UserAgent agent = session.agent();
        List<String> values = request.headers("Refer-To");
        Optional<ReferTo> to = values.size() == 1 ? ReferTo.read(values.getFirst()) : Optional.empty();
        if (to.isEmpty()) {
            respond(request, incoming, 400, values.size() == 1 ? "Malformed Refer-To" : "One Refer-To Is Needed");
        } else if (!to.get().method().equals("INVITE")) {
            respond(request, incoming, 501, "Nothing But INVITE Is Referred To");
        } else if (!to.get().target().isSip() && !to.get().target().scheme().equals("tel")) {
            agent.answer(incoming, request, 416);
        } else if (taken.size() >= MOST) {
            respond(request, incoming, 491, "Others Are Under Way");
        } else {
            take(request, incoming, to.get());
        }
    }

    private void take(Request request, Incoming incoming, ReferTo to) {
        Map<String, String> headers = new HashMap<>(to.headers());
        String written = headers.remove("Replaces");
        Optional<SipReplaces> replaces = Optional.ofNullable(written).flatMap(SipReplaces::read);
        if (written != null && replaces.isEmpty()) {
            respond(request, incoming, 400, "Malformed Replaces");
            return;
        }
        boolean quiet = request.header("Refer-Sub")
                .filter(value ->
                        value.strip().toLowerCase(java.util.Locale.ROOT).startsWith("false"))
                .isPresent();
        Referral referral =
                new Referral(session, this, request, incoming, new Referral.Asked(to, replaces, headers, quiet));
        taken.add(referral);
        session.events().onRefer(referral);
    }

    private void respond(Request request, Incoming incoming, int status, String reason) {
        incoming.respond(session.agent().response(request, status, Optional.of(reason)));
    }

    /** That one is over. */
    void forget(Referral referral) {
        taken.remove(referral);
    }

    /** A SUBSCRIBE of the peer's: one of the subscriptions its REFERs made is refreshed or ended (RFC 3515 section 2.4.4). */
    void onSubscribe(Request request, Incoming incoming) {
        Optional<SipEvent> event = SipEvent.of(request);
        if (!isRefer(event)) {
            if (event.filter(each -> session.agent().notifies(each.name())).isPresent()) {
                respond(request, incoming, 403, "Subscribe Outside Of The Call"); // RFC 6665 section 4.5.2
            } else {
                session.agent().answer(incoming, request, 489);
            }
            return;
        }
        String id = event.get().id();
        Optional<Referral> which = taken.stream()
                .filter(each -> each.subscribed() && (id.isEmpty() || each.id().equals(id)))
                .findFirst();
        if (which.isEmpty()) {
            session.agent().answer(incoming, request, 481);
        } else {
            which.get().resubscribed(request, incoming);
        }
    }

    private static boolean isRefer(Optional<SipEvent> event) {
        return event.filter(each -> each.name().equals(EVENT)).isPresent();
    }

    /** A REFER of ours to that URI. */
    void send(String target, Map<String, String> headers, SipReferEvents told) {
        if (ours != null || !session.known()) {
            session.agent().loop().post(() -> told.onRefused(491));
            return;
        }
        Referring referring = new Referring(session, this, told);
        ours = referring;
        session.send(
                () -> {
                    Request refer = session.request("REFER");
                    refer.add("Refer-To", '<' + target + '>');
                    headers.forEach(refer::add);
                    session.agent().capabilities(refer);
                    referring.sentAs(refer.cseq());
                    return refer;
                },
                referring);
    }

    /** Ours is over. */
    void done(Referring referring) {
        if (ours == referring) {
            ours = null;
        }
    }

    /** A NOTIFY of the peer's: what becomes of our REFER. */
    void onNotify(Request request, Incoming incoming) {
        Optional<SipEvent> event = SipEvent.of(request);
        Referring referring = ours;
        if (!isRefer(event)) {
            session.agent().answer(incoming, request, 489);
        } else if (referring == null || !referring.has(event.get().id())) {
            session.agent().answer(incoming, request, 481);
        } else {
            session.agent().answer(incoming, request, 200);
            referring.onNotify(request);
        }
    }

    /** The dialog is over: nobody tells us any more. */
    void close() {
        Referring referring = ours;
        if (referring != null) {
            referring.ceased();
        }
    }

    /** A status line, as a sipfrag (RFC 3420) has it. */
    static Body fragment(int status, String reason) {
        String line = "SIP/2.0 " + status + ' ' + reason.replace('\r', ' ').replace('\n', ' ') + "\r\n";
        return new Body("message/sipfrag;version=2.0", line.getBytes(StandardCharsets.UTF_8));
    }

    /** The status in a sipfrag; 0 where there is none. */
    static int status(Optional<Body> body) {
        String text = body.filter(each -> each.mediaType().equals("message/sipfrag"))
                .map(Body::text)
                .orElse("");
        if (!text.startsWith("SIP/2.0 ") || text.length() < 11) {
            return 0;
        }
        int status = 0;
        for (int i = 8; i < 11; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            status = 10 * status + c - '0';
        }
        return status >= 100 && status < 700 ? status : 0;
    }
}
