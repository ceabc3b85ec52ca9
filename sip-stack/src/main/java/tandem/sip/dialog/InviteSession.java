package tandem.sip.dialog;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.sip.Body;
import tandem.sip.SipAnswer;
import tandem.sip.SipCall;
import tandem.sip.SipCallEvents;
import tandem.sip.SipEnd;
import tandem.sip.SipReferEvents;
import tandem.sip.SipReplaces;
import tandem.sip.message.Message;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.transaction.Incoming;
import tandem.sip.transaction.Path;
import tandem.sip.transaction.Sent;

/**
 * What both sides of an INVITE session share once there is a dialog: requests in it, both ways, the session timer, and the end.
 * How the session comes about is in {@link IncomingCall} and {@link OutgoingCall}.
 */
abstract sealed class InviteSession implements SipCall, SessionTimer.Session permits IncomingCall, OutgoingCall {
    private static final Logger log = LoggerFactory.getLogger(InviteSession.class);
    private static final Set<String> WITH_CONTACT = Set.of("INVITE", "UPDATE", "REFER", "NOTIFY");

    private static final int MOST_CHALLENGES = 3; // a proxy's, the peer's, and one that is stale

    private final UserAgent agent;
    private final String callId;
    private final String localTag;
    private final String contactUser;
    private final OfferExchange offers;
    private final SessionTimer timer;
    private final Outbox outbox;
    private final Referrals referrals;
    private SipCallEvents events = Silent.NOBODY;
    private @Nullable Dialog dialog;
    private boolean peerUpdates;
    private boolean focus;
    private boolean ended;

    InviteSession(UserAgent agent, String callId, String localTag, String contactUser) {
        this.agent = agent;
        this.callId = callId;
        this.localTag = localTag;
        this.contactUser = contactUser;
        this.offers = new OfferExchange(this);
        this.outbox = new Outbox(this);
        this.referrals = new Referrals(this);
        this.timer = new SessionTimer(agent.loop(), agent.settings().limits(), this);
    }

    /** Whether the INVITE was answered 2xx and acknowledged, so that re-INVITEs may go. */
    abstract boolean confirmed();

    /** What a re-INVITE of the peer's gets by the state of the first INVITE: 491, 500, or 0 where it may pass. */
    abstract int inviteStatus();

    /** What an offer in an UPDATE gets by the state of the first offer/answer exchange: 491, 500, or 0 where it is done. */
    abstract int offerStatus();

    /** Takes the body for an exchange the initial INVITE began; whether there was one. */
    abstract boolean acceptFirst(Body sdp);

    /** A PRACK of the peer's. */
    abstract void onPrack(Request request, Incoming incoming);

    /** An ACK that is not one of a re-INVITE's. */
    abstract void onFirstAck(Request ack);

    /** Whether the peer knows the dialog, so that a request in it makes sense. */
    abstract boolean known();

    /** Ends it whatever its state: refusal, CANCEL, or BYE at once or after the ACK. */
    abstract void leave(Optional<String> reason, SipEnd how);

    /** The dialog is forgotten: what only late copies need is all that is to be kept for them. */
    void forgotten() {}

    /** The peer said BYE: what the side at hand still owes is to be settled. */
    abstract void onBye();

    /** Where credentials are known, what answers challenges. */
    abstract Optional<Authenticator> authenticator();

    final UserAgent agent() {
        return agent;
    }

    final String localTag() {
        return localTag;
    }

    final OfferExchange offers() {
        return offers;
    }

    final SessionTimer timer() {
        return timer;
    }

    final SipCallEvents events() {
        return events;
    }

    final void listen(SipCallEvents listener) {
        events = new Guarded(listener, this);
    }

    /** Runs what a message causes; a bug in it, here or in the user, ends this call and no other. */
    final void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            broken(bug);
        }
    }

    /** Ends the call because of a bug. */
    final void broken(Throwable bug) {
        log.error("call {} failed", callId, bug);
        reject(500, Optional.empty(), Map.of());
        hangup(Optional.of("SIP;cause=500;text=\"Internal error\""));
    }

    final @Nullable Dialog dialog() {
        return dialog;
    }

    final void dialog(Dialog chosen) {
        dialog = chosen;
    }

    final boolean ended() {
        return ended;
    }

    /** How far it is, for an INVITE that is to take its place (RFC 3891 section 3). */
    abstract Stage stage();

    /** Whether a dialog of it is the one that is named there. */
    boolean knows(SipReplaces named) {
        Dialog known = dialog;
        return known != null && named.from(known.remoteTag());
    }

    /** How far a dialog is. */
    enum Stage {
        /** We called, and nobody has answered yet. */
        CALLING,
        /** We were called, and have not answered yet. */
        CALLED,
        UP,
        OVER
    }

    @Override
    public Optional<SipReplaces> named() {
        return named(dialog);
    }

    /** That dialog, where there is one that has two tags. */
    final Optional<SipReplaces> named(@Nullable Dialog of) {
        return Optional.ofNullable(of)
                .filter(known -> !known.remoteTag().isEmpty())
                .map(known -> new SipReplaces(callId, localTag, known.remoteTag(), /* earlyOnly= */ false));
    }

    @Override
    public final void focus(boolean on) {
        focus = on;
    }

    /** Learns from a message of the peer's whether it takes UPDATE, MESSAGE and REFER. */
    final void learn(Message message) {
        if (message.has("Allow")) {
            outbox.learn(message);
            referrals.learn(message);
            peerUpdates = agent.contains(message, "Allow", "UPDATE");
        }
    }

    final boolean peerUpdates() {
        return peerUpdates;
    }

    final void noUpdates() {
        peerUpdates = false;
    }

    @Override
    public final String callId() {
        return callId;
    }

    @Override
    public final void offer(Body sdp) {
        if (!ended) {
            offers.offer(sdp);
        }
    }

    @Override
    public final void requestOffer() {
        if (!ended) {
            offers.askForOffer();
        }
    }

    @Override
    public final void accept(Body sdp) {
        if (!ended && !offers.accept(sdp)) {
            acceptFirst(sdp);
        }
    }

    @Override
    public final void hangup(Optional<String> reason) {
        if (!ended) {
            leave(reason, new SipEnd.Ours());
        }
    }

    @Override
    public void refuse(int status, Optional<String> reason) {
        if (!ended) {
            offers.refuse(status, reason);
        }
    }

    @Override
    public final void info(Body body) {
        if (!ended && known()) {
            send(
                    () -> {
                        Request info = request("INFO");
                        info.setBody(body);
                        return info;
                    },
                    new Goodbyes());
        }
    }

    @Override
    public final boolean takesMessages() {
        return !ended && outbox.open();
    }

    @Override
    public final void message(Body body) {
        if (!ended) {
            outbox.send(body);
        }
    }

    @Override
    public final boolean takesRefers() {
        return !ended && referrals.peerTakes();
    }

    @Override
    public final void refer(String target, Map<String, String> headers, SipReferEvents told) {
        if (ended) {
            agent.loop().post(() -> told.onRefused(481));
        } else {
            referrals.send(target, headers, told);
        }
    }

    /** There is a dialog now in which requests may go. */
    final void settled() {
        outbox.next();
    }

    /** A request in the dialog, without Via and Contact yet. */
    final Request request(String method) {
        Dialog known = dialog;
        if (known == null) {
            throw new IllegalStateException("no dialog yet");
        }
        Request request = known.request(method);
        request.add("User-Agent", agent.settings().userAgent());
        return request;
    }

    /** Sends what {@code maker} makes in a transaction, and again with credentials where it is challenged. */
    final void send(Supplier<Request> maker, Sent.User user) {
        send(maker, user, MOST_CHALLENGES);
    }

    private void send(Supplier<Request> maker, Sent.User user, int mayAuthorize) {
        Dialog known = dialog;
        if (known == null) {
            return;
        }
        agent.way(known, path -> {
            if (path == null) {
                user.onFailure("nowhere to send to");
                return;
            }
            Request request = maker.get();
            if (WITH_CONTACT.contains(request.method())) {
                request.add("Contact", contact(path));
            }
            authenticator().ifPresent(each -> each.authorize(request));
            agent.transactions().send(request, path, new Reported(maker, user, mayAuthorize));
        });
    }

    /** Our Contact on that way. */
    final String contact(Path path) {
        return agent.contact(path, contactUser) + (focus ? ";isfocus" : "");
    }

    /** Sends an ACK for a 2xx; gives its octets, to be sent again for copies of the 2xx. */
    final void sendAck(Dialog of, long sequence, Optional<Body> sdp, Acknowledged keeper) {
        agent.way(of, path -> {
            if (path == null) {
                return;
            }
            Request ack = of.ack(sequence);
            sdp.ifPresent(ack::setBody);
            byte[] octets = agent.transactions().encodeAck(ack, path);
            keeper.keep(path, octets);
            agent.sendPlain(path, octets, callId);
        });
    }

    /** Keeps the ACK of a 2xx. */
    interface Acknowledged {
        /** Those octets went that way. */
        void keep(Path path, byte[] octets);
    }

    /** A request in this dialog, in order of CSeq or not. */
    final void onRequest(Request request, Incoming incoming) {
        if (ended) {
            onRequestTooLate(request, incoming);
            return;
        }
        Dialog of = dialogOf(request);
        if (of == null) {
            agent.answer(incoming, request, 481);
        } else if (!of.advance(request.cseq())) {
            agent.answer(incoming, request, 500);
        } else if (!agent.refusedRequire(request, incoming)) {
            dispatch(request, incoming);
        }
    }

    private void onRequestTooLate(Request request, Incoming incoming) {
        boolean bye = request.method().equals("BYE"); // it crossed ours
        agent.answer(incoming, request, bye ? 200 : 481);
        if (bye) {
            onBye();
            agent.forget(this);
        }
    }

    /** An ACK of a 2xx in this dialog. */
    final void onAck(Request ack) {
        if (!offers.onAck(ack)) {
            onFirstAck(ack);
        }
    }

    /** The dialog of that request; the side that may have several early ones looks further. */
    @Nullable
    Dialog dialogOf(Request request) {
        Dialog known = dialog;
        return known != null && known.remoteTag().equals(request.fromTag()) ? known : null;
    }

    private void dispatch(Request request, Incoming incoming) {
        switch (request.method()) {
            case "INVITE" -> offers.onInvite(request, incoming);
            case "UPDATE" -> offers.onUpdate(request, incoming);
            case "PRACK" -> onPrack(request, incoming);
            case "BYE" -> bye(request, incoming);
            case "INFO" -> onInfo(request, incoming);
            case "MESSAGE" -> agent.answer(incoming, request, events.onMessage(request));
            case "OPTIONS" -> agent.answerOptions(request, incoming);
            case "REFER" -> referrals.onRefer(request, incoming);
            case "NOTIFY" -> referrals.onNotify(request, incoming);
            case "SUBSCRIBE" -> referrals.onSubscribe(request, incoming);
            default -> agent.answer(incoming, request, 405);
        }
    }

    private void onInfo(Request request, Incoming incoming) {
        if (request.has("Info-Package")) {
            Response response = agent.response(request, 469, Optional.of("Bad Info Package"));
            response.add("Recv-Info", "");
            incoming.respond(response);
            return;
        }
        boolean taken = request.body().isEmpty() || events.onInfo(request, request.body());
        agent.answer(incoming, request, taken ? 200 : 415);
    }

    private void bye(Request request, Incoming incoming) {
        agent.answer(incoming, request, 200);
        onBye();
        offers.close();
        agent.forget(this);
        end(new SipEnd.Bye(request.header("Reason")));
    }

    /** Sends BYE; the dialog is forgotten when it is answered, or when timer F says it never will be. */
    final void sendBye(Optional<String> reason) {
        if (dialog == null) {
            agent.forget(this);
            return;
        }
        send(
                () -> {
                    Request bye = request("BYE");
                    reason.ifPresent(value -> bye.add("Reason", value));
                    return bye;
                },
                new Goodbyes(true));
    }

    /** Over: reports it, once and last. */
    final void end(SipEnd how) {
        if (ended) {
            return;
        }
        ended = true;
        timer.stop();
        offers.close();
        referrals.close();
        agent.ended(this);
        agent.loop().post(() -> {
            SipCallEvents listener = events;
            events = Silent.NOBODY;
            listener.onEnded(how);
        });
    }

    /** Ends a session that is up, by BYE. */
    final void hangupByBye(Optional<String> reason, SipEnd how) {
        sendBye(reason);
        end(how);
    }

    @Override
    public final void refresh() {
        if (!ended) {
            offers.refresh();
        }
    }

    @Override
    public final boolean mediaFlows() {
        return events.mediaFlows();
    }

    @Override
    public final void expire() {
        if (!ended) {
            leave(Optional.of("SIP;cause=408;text=\"Session expired\""), new SipEnd.Expired());
        }
    }

    /** The peer knows nothing of the dialog (481), or does not answer in it (408). */
    final void lost(int status, Optional<Response> response) {
        if (ended) {
            return;
        }
        SipEnd how = new SipEnd.Refused(status, response.map(each -> each));
        if (status == 481 && confirmed()) {
            agent.forget(this);
            end(how);
        } else {
            leave(Optional.empty(), how);
        }
    }

    /** Hears what becomes of INFO and BYE: a 481 ends the session, the end of a BYE forgets it. */
    private final class Goodbyes implements Sent.User {
        private final boolean bye;

        Goodbyes() {
            this(false);
        }

        Goodbyes(boolean bye) {
            this.bye = bye;
        }

        @Override
        public void onResponse(Response response) {
            if (bye && response.status() >= 200) {
                agent.forget(InviteSession.this);
            } else if (response.status() == 481) {
                lost(481, Optional.of(response));
            }
        }

        @Override
        public void onFailure(String what) {
            if (bye) {
                agent.forget(InviteSession.this);
            }
        }
    }

    /** Tells the maker what became of a request; before that tries again with credentials where they are asked for. */
    private final class Reported implements Sent.User {
        private final Supplier<Request> maker;
        private final Sent.User user;
        private final int mayAuthorize;

        Reported(Supplier<Request> maker, Sent.User user, int mayAuthorize) {
            this.maker = maker;
            this.user = user;
            this.mayAuthorize = mayAuthorize;
        }

        @Override
        public void onSent(Sent sent) {
            user.onSent(sent);
        }

        @Override
        public void onResponse(Response response) {
            guarded(() -> {
                if (mayAuthorize > 0 && challenged(response)) {
                    send(maker, user, mayAuthorize - 1);
                } else {
                    if (response.status() >= 200 && response.status() < 300) {
                        authenticator().ifPresent(Authenticator::accepted);
                    }
                    user.onResponse(response);
                }
            });
        }

        private boolean challenged(Response response) {
            boolean challenge = response.status() == 401 || response.status() == 407;
            return challenge
                    && authenticator()
                            .filter(each -> each.challenged(response) == SipAnswer.Digest.GIVEN)
                            .isPresent();
        }

        @Override
        public void onFailure(String what) {
            guarded(() -> user.onFailure(what));
        }
    }
}
