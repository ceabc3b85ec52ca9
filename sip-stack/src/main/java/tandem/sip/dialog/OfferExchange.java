package tandem.sip.dialog;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.base.Timer;
import tandem.sip.Body;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.transaction.Incoming;
import tandem.sip.transaction.Sent;

/**
 * Offers and answers in a session, both ways (RFC 3261 section 14, RFC 3311, RFC 3264, RFC 6337): re-INVITE and UPDATE, one at a
 * time, glare with its retry timer, and the session refreshes that travel the same way.
 */
final class OfferExchange {
    private static final long MS = 1_000_000;
    private static final int TRIES = 8;

    /** What our side wants of the peer. */
    private enum Kind {
        OFFER,
        ASK,
        REFRESH
    }

    private record Wish(Kind kind, Optional<Body> sdp, int tries) {
        Wish again() {
            return new Wish(kind, sdp, tries + 1);
        }
    }

    private final InviteSession session;
    private final Accepted accepted;
    private @Nullable Wish inFlight;
    private boolean offering;
    private @Nullable Sent carrier;
    private @Nullable Timer patience;
    private @Nullable Wish waiting;
    private @Nullable Timer retry;
    private @Nullable Request owedAck;
    private @Nullable Incoming asked;
    private @Nullable Request question;
    private @Nullable Body local;
    private @Nullable Body remote;

    OfferExchange(InviteSession session) {
        this.session = session;
        this.accepted = new Accepted(session);
    }

    /** Notes what was agreed outside: in the initial INVITE and its responses. */
    void sent(Body sdp) {
        local = sdp;
    }

    void received(Body sdp) {
        remote = sdp;
    }

    /** Whether that is the description the peer gave last. */
    boolean knows(Body sdp) {
        Body last = remote;
        return last != null && Arrays.equals(last.octets(), sdp.octets());
    }

    /** Whether that is the description we gave last. */
    boolean gave(Body sdp) {
        Body last = local;
        return last != null && Arrays.equals(last.octets(), sdp.octets());
    }

    void offer(Body sdp) {
        want(new Wish(Kind.OFFER, Optional.of(sdp), 0));
    }

    void askForOffer() {
        want(new Wish(Kind.ASK, Optional.empty(), 0));
    }

    void refresh() {
        if (inFlight == null && waiting == null) {
            want(new Wish(Kind.REFRESH, Optional.empty(), 0));
        }
    }

    private void want(Wish wish) {
        waiting = wish;
        next();
    }

    /** Starts what waits, if it may start now. */
    void next() {
        Wish wish = waiting;
        if (wish == null || retry != null || !idle()) {
            return;
        }
        boolean update = byUpdate(wish);
        if (update || session.confirmed()) {
            waiting = null;
            start(wish, update);
        }
    }

    private boolean idle() {
        return session.dialog() != null
                && !session.ended()
                && inFlight == null
                && owedAck == null
                && asked == null
                && !accepted.waiting();
    }

    private boolean byUpdate(Wish wish) {
        return switch (wish.kind) {
            case OFFER -> !session.confirmed() && session.offerStatus() == 0 && session.peerUpdates();
            case ASK -> false;
            case REFRESH -> session.peerUpdates();
        };
    }

    private void start(Wish wish, boolean update) {
        inFlight = wish;
        offering = !(update && wish.kind == Kind.REFRESH); // an UPDATE without a body crosses anything
        Optional<Body> sdp = wish.kind == Kind.REFRESH && !update ? Optional.ofNullable(local) : wish.sdp;
        if (wish.kind == Kind.OFFER) {
            local = sdp.orElse(null);
        }
        Reply reply = new Reply(wish, update);
        session.send(
                () -> {
                    Request request = session.request(update ? "UPDATE" : "INVITE");
                    session.agent().capabilities(request);
                    session.timer().ask(request);
                    sdp.ifPresent(request::setBody);
                    reply.asked = request;
                    return request;
                },
                reply);
    }

    /** What becomes of a re-INVITE or UPDATE of ours. */
    private final class Reply implements Sent.User {
        private final Wish wish;
        private final boolean update;
        private @Nullable Request asked;
        private boolean done;

        Reply(Wish wish, boolean update) {
            this.wish = wish;
            this.update = update;
        }

        @Override
        public void onSent(Sent sent) {
            carrier = sent;
            stopPatience();
            if (!update) { // a provisional response would keep an INVITE for ever
                patience = session.agent().loop().after(session.agent().ringLimitNs(), () -> {
                    sent.abandon();
                    onFailure("no final response");
                });
            }
        }

        @Override
        public void onResponse(Response response) {
            int status = response.status();
            if (status < 200) {
                return;
            }
            if (done) {
                accepted.acknowledgeAgain(response);
                return;
            }
            done = true;
            Request request = asked;
            asked = null;
            settle();
            if (session.ended()) {
                acknowledgeTooLate(response);
            } else if (status < 300 && request != null) {
                agreed(wish, update, request, response);
            } else {
                refused(wish, update, response);
            }
            next();
        }

        private void acknowledgeTooLate(Response response) {
            if (!update && response.status() < 300) {
                accepted.acknowledge(response.cseq(), Optional.empty());
            }
        }

        @Override
        public void onFailure(String what) {
            asked = null;
            if (done || session.ended()) {
                return;
            }
            done = true;
            settle();
            if (wish.kind != Kind.REFRESH) {
                session.events().onOfferRefused(408);
            }
            if (!session.mediaFlows()) {
                session.lost(408, Optional.empty());
            }
            next();
        }
    }

    private void stopPatience() {
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
    }

    private void settle() {
        stopPatience();
        carrier = null;
        inFlight = null;
        offering = false;
    }

    private void agreed(Wish wish, boolean update, Request request, Response response) {
        Dialog dialog = session.dialog();
        if (dialog != null) {
            dialog.refresh(response);
        }
        session.learn(response);
        session.timer().agreed(response);
        Optional<Body> sdp = Bodies.sdp(response);
        if (wish.kind == Kind.ASK && sdp.isPresent()) {
            owedAck = request;
            remote = sdp.get();
            session.events().onOffer(request, sdp);
            return;
        }
        if (!update) {
            accepted.acknowledge(response.cseq(), Optional.empty());
        }
        boolean news = sdp.isPresent() && !knows(sdp.get());
        sdp.ifPresent(this::received);
        if (wish.kind == Kind.REFRESH) {
            if (news) {
                sdp.ifPresent(session.events()::onAnswer);
            }
        } else if (sdp.isPresent()) {
            session.events().onAnswer(sdp.get());
        } else {
            session.events().onOfferRefused(488);
        }
    }

    private void refused(Wish wish, boolean update, Response response) {
        int status = response.status();
        boolean soon = response.header("Retry-After").isPresent() && status == 500;
        if (status == 491 && wish.tries < TRIES) {
            retryLater(wish, 0);
        } else if (soon && wish.tries < TRIES) {
            retryLater(wish, Math.min(retryAfterS(response), 30));
        } else if (status == 422 && wish.tries < TRIES && session.timer().raise(response)) {
            waiting = wish.again();
        } else if (status == 481 || status == 408) {
            session.lost(status, Optional.of(response));
        } else if (update && (status == 405 || status == 501)) {
            session.noUpdates();
            waiting = wish.again();
        } else if (wish.kind != Kind.REFRESH) {
            session.events().onOfferRefused(status);
        }
    }

    /** The seconds of Retry-After (RFC 3261 20.33); 10 where they cannot be read. */
    private static long retryAfterS(Response response) {
        String text = response.header("Retry-After").orElse("");
        long seconds = 0;
        for (int i = 0; i < Math.min(text.length(), 4) && text.charAt(i) >= '0' && text.charAt(i) <= '9'; i++) {
            seconds = 10 * seconds + text.charAt(i) - '0';
        }
        return text.isEmpty() ? 10 : seconds;
    }

    /** RFC 3261 14.1: the owner of the Call-ID waits 2.1 to 4 s, the other 0 to 2 s, in steps of 10 ms, and what it was told. */
    private void retryLater(Wish wish, long toldS) {
        Dialog dialog = session.dialog();
        if (dialog == null) {
            return;
        }
        long steps = dialog.ownsCallId()
                ? session.agent().random().nextInt(210, 401)
                : session.agent().random().nextInt(0, 201);
        if (waiting == null) {
            waiting = wish.again();
        }
        retry = session.agent().loop().after((toldS * 100 + steps) * 10 * MS, () -> {
            retry = null;
            next();
        });
    }

    /** A re-INVITE of the peer's (14.2). */
    void onInvite(Request request, Incoming incoming) {
        UserAgent agent = session.agent();
        if (asked != null || session.inviteStatus() == 500) {
            agent.answerLater(incoming, request);
        } else if (offering || owedAck != null || accepted.offerWaits() || session.inviteStatus() == 491) {
            agent.answer(incoming, request, 491);
        } else {
            take(request, incoming);
        }
    }

    /** An UPDATE of the peer's (RFC 3311 5.2). */
    void onUpdate(Request request, Incoming incoming) {
        UserAgent agent = session.agent();
        if (request.body().isEmpty()) {
            refreshed(request, incoming);
        } else if (asked != null || session.offerStatus() == 500) {
            agent.answerLater(incoming, request);
        } else if (offering || owedAck != null || accepted.offerWaits() || session.offerStatus() == 491) {
            agent.answer(incoming, request, 491);
        } else {
            take(request, incoming);
        }
    }

    private void refreshed(Request request, Incoming incoming) {
        Optional<Long> tooSmall = session.timer().tooSmall(request);
        if (tooSmall.isPresent()) {
            session.agent().answerTooSmall(incoming, request, tooSmall.get());
            return;
        }
        incoming.respond(granting(request, incoming));
    }

    private Response granting(Request request, Incoming incoming) {
        Dialog dialog = session.dialog();
        if (dialog != null) {
            dialog.refresh(request, incoming.path());
        }
        session.learn(request);
        Response response = session.agent().response(request, 200, Optional.empty());
        if (!request.method().equals("PRACK")) {
            response.add("Contact", session.contact(incoming.path()));
            session.agent().capabilities(response);
            session.timer().grant(request, response);
        }
        return response;
    }

    private void take(Request request, Incoming incoming) {
        UserAgent agent = session.agent();
        Optional<Long> tooSmall = session.timer().tooSmall(request);
        if (tooSmall.isPresent()) {
            agent.answerTooSmall(incoming, request, tooSmall.get());
            return;
        }
        if (agent.refusedBody(request, incoming)) {
            return;
        }
        ask(request, incoming);
    }

    /** Puts an offer of the peer's, or its wish for one of ours, to the user. */
    void ask(Request request, Incoming incoming) {
        Wish yielding = waiting;
        if (yielding != null && yielding.kind == Kind.OFFER) {
            stopRetry();
            waiting = null;
            session.events().onOfferRefused(491); // made before the peer's offer was known: it fits no more
        }
        asked = incoming;
        question = request;
        incoming.listen(new Incoming.User() {
            @Override
            public void onCancel(Request cancel) {
                if (asked == incoming) {
                    asked = null;
                    question = null;
                    session.agent().answer(incoming, request, 487);
                    next();
                }
            }

            @Override
            public void onFailure(String what) {
                if (asked == incoming) {
                    asked = null;
                    question = null;
                    next();
                }
            }
        });
        session.events().onOffer(request, Bodies.sdp(request));
    }

    /** The user's answer, or its offer where the peer asked for one; whether anything here waited for it. */
    boolean accept(Body sdp) {
        Request owed = owedAck;
        if (owed != null) {
            owedAck = null;
            local = sdp;
            accepted.acknowledge(owed.cseq(), Optional.of(sdp));
            next();
            return true;
        }
        Incoming incoming = asked;
        Request request = question;
        if (incoming == null || request == null) {
            return false;
        }
        asked = null;
        question = null;
        local = sdp;
        Bodies.sdp(request).ifPresent(this::received);
        Response response = granting(request, incoming);
        response.setBody(sdp);
        if (request.method().equals("INVITE")) {
            accepted.accept(request, incoming, response);
        } else {
            incoming.respond(response);
            next();
        }
        return true;
    }

    void refuse(int status, Optional<String> reason) {
        Request owed = owedAck;
        Incoming incoming = asked;
        Request request = question;
        asked = null;
        question = null;
        owedAck = null;
        if (owed != null) {
            accepted.acknowledge(owed.cseq(), Optional.empty());
        } else if (incoming != null && request != null) {
            incoming.respond(session.agent().response(request, Math.max(status, 300), reason));
        }
        next();
    }

    /** An ACK; whether it was for a 2xx of ours to a re-INVITE. The answer in it, where our 2xx had an offer, goes up. */
    boolean onAck(Request ack) {
        return accepted.onAck(ack);
    }

    /** Our 2xx to a re-INVITE was acknowledged. */
    void acknowledged(boolean ourOffer, Optional<Body> sdp) {
        if (ourOffer) {
            sdp.ifPresent(this::received);
            sdp.ifPresentOrElse(
                    session.events()::onAnswer, () -> session.events().onOfferRefused(488));
        }
        next();
    }

    /** The session is over: what the peer asked gets its 487. */
    void close() {
        Incoming incoming = asked;
        Request request = question;
        asked = null;
        question = null;
        waiting = null;
        stopRetry();
        stopPatience();
        Sent unanswered = carrier;
        carrier = null;
        if (unanswered != null) {
            session.agent().loop().after(session.agent().times().all(), unanswered::abandon);
        }
        accepted.stop();
        if (owedAck != null) {
            accepted.acknowledge(owedAck.cseq(), Optional.empty());
            owedAck = null;
        }
        if (incoming != null && request != null) {
            session.agent().answer(incoming, request, 487);
        }
        local = null;
        remote = null;
    }

    private void stopRetry() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }
}
