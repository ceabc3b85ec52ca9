package tandem.sip.dialog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tandem.base.Timer;
import tandem.sip.Body;
import tandem.sip.SipAnswer;
import tandem.sip.SipEnd;
import tandem.sip.SipOutgoing;
import tandem.sip.SipReplaces;
import tandem.sip.SipRequest;
import tandem.sip.SipWay;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.message.Uri;
import tandem.sip.transaction.Incoming;
import tandem.sip.transaction.Path;
import tandem.sip.transaction.Sent;
import tandem.sip.transaction.Transactions;

/**
 * The calling side of an INVITE session (RFC 3261 13.2, 9.1, RFC 3262, RFC 3263 4.3): the INVITE with its second tries, forked
 * answers, reliable provisional responses, the ACK of the 2xx, CANCEL.
 */
final class OutgoingCall extends InviteSession {
    private static final int TRIES = 12;

    /** So many T1 a hop may be silent where there is another; a request over UDP went out four times by then. */
    static final int SILENT_T1 = 8;

    private enum State {
        LOCATING,
        CALLING,
        PROCEEDING,
        ANSWERED,
        CONFIRMED,
        OVER
    }

    private final SipOutgoing outgoing;
    private final Optional<Authenticator> authenticator;
    private final EarlyDialogs earlies = new EarlyDialogs();
    private final AckKept ack = new AckKept();
    private State state = State.LOCATING;
    private Request invite;
    private List<Path> paths = List.of();
    private int at;
    private int tries;
    private long sequence;
    private @Nullable Sent sent;
    private @Nullable Timer patience;
    private @Nullable String unpracked;
    private boolean cancelled;
    private Optional<String> cancelReason = Optional.empty();

    OutgoingCall(UserAgent agent, SipOutgoing outgoing, String callId) {
        super(agent, callId, agent.transactions().tag(), user(outgoing));
        this.outgoing = outgoing;
        this.authenticator = outgoing.credentials().map(each -> new Authenticator(each, agent.random()));
        this.invite = InviteMaker.make(this, outgoing, "invalid.invalid", 1);
    }

    private static String user(SipOutgoing outgoing) {
        return outgoing.fromUri().flatMap(Uri::read).map(Uri::user).orElse("");
    }

    /** Looks for the way and sends the INVITE. */
    void start() {
        Optional<Uri> next = Uri.read(
                outgoing.routes().isEmpty()
                        ? outgoing.target()
                        : outgoing.routes().getFirst());
        if (next.isEmpty()) {
            over(new SipEnd.Refused(416, Optional.empty()));
        } else if (outgoing.way().isPresent()) {
            SipWay way = outgoing.way().get();
            List<Path> open = agent().network().by(way).stream().toList();
            located(open, () -> "to " + way + ": it is closed");
        } else {
            Network network = agent().network();
            network.locate(
                    next.get(),
                    found -> guarded(
                            () -> located(found, () -> "to " + next.get().host() + ": " + network.why(next.get()))));
        }
    }

    private void located(List<Path> found, Supplier<String> why) {
        paths = found;
        if (ended()) {
            agent().forget(this);
        } else if (found.isEmpty()) {
            over(new SipEnd.NoWay("no way " + why.get()));
        } else {
            attempt();
        }
    }

    private void attempt() {
        state = State.CALLING;
        Path path = paths.get(at);
        invite = InviteMaker.make(this, outgoing, path.host(), ++sequence).at(path.remote(), path.transport());
        invite.add("Contact", contact(path));
        agent().capabilities(invite);
        timer().ask(invite);
        authenticator.ifPresent(each -> each.authorize(invite));
        outgoing.body().ifPresent(offers()::sent);
        stopWaiting();
        if (at + 1 < paths.size()) {
            waitFor(SILENT_T1 * agent().times().t1(), this::hopTooSilent);
        }
        sent = agent().transactions().send(invite, path, new Attempt());
    }

    private void hopTooSilent() {
        if (state == State.CALLING && !cancelled) {
            agent().network().avoid(paths.get(at), Network.SILENT_NS);
            tryNextPath();
        }
    }

    /** What becomes of one INVITE. One that was left for the next hop is cancelled when it shows itself after all. */
    private final class Attempt implements Sent.User {
        private final long number = sequence;
        private final Path path = paths.get(at);
        private final Request asked = invite;
        private @Nullable LeftHop left;

        @Override
        public void onSent(Sent mine) {
            boolean bySource = outgoing.way().isPresent();
            left = new LeftHop(
                    OutgoingCall.this, asked, mine, response -> Dialog.calling(asked, response, path, bySource));
        }

        @Override
        public void onResponse(Response response) {
            agent().network().answered(path);
            if (number == sequence) {
                guarded(() -> onInviteResponse(response));
            } else if (left != null) {
                left.onResponse(response);
            }
        }

        @Override
        public void onTimeout(String what) {
            failed(new SipEnd.NoResponse(what));
        }

        @Override
        public void onFailure(String what) {
            failed(new SipEnd.NoWay(what));
        }

        private void failed(SipEnd why) {
            if (number != sequence) {
                return; // it was left, and avoided, before
            }
            if (outgoing.way().isEmpty()) { // a phone's own way is no hop of others
                agent().network().avoid(path, Network.SILENT_NS);
            }
            guarded(() -> {
                if (!tryNextPath()) {
                    over(why);
                }
            });
        }
    }

    private void onInviteResponse(Response response) {
        if (response.status() < 200) {
            onProvisional(response);
        } else if (response.status() < 300) {
            onAnswer(response);
        } else {
            onRefusal(response);
        }
    }

    private void onProvisional(Response response) {
        if (state == State.CALLING) {
            state = State.PROCEEDING;
            if (cancelled) {
                sendCancel();
            } else {
                events().onTrying();
            }
        }
        if (state != State.PROCEEDING || cancelled) {
            return;
        }
        waitFor(agent().ringLimitNs(), this::rangTooLong);
        if (response.status() > 100) {
            onRinging(response);
        }
    }

    private void rangTooLong() {
        cancel(Optional.of("SIP;cause=408;text=\"No answer\""), new SipEnd.NoResponse("no answer in time"));
    }

    private void onRinging(Response response) {
        EarlyDialogs.Early early = earlies.take(response.toTag(), () -> dialogBy(response));
        if (early == null) {
            return; // more branches than any fork of people has
        }
        boolean reliable = response.rseq().isPresent() && agent().contains(response, "Require", "100rel");
        if (reliable) {
            long rseq = response.rseq().orElse(0L);
            if (early.rseq >= 0 && rseq != early.rseq + 1) {
                return; // a copy, or one out of order (RFC 3262 4)
            }
            early.rseq = rseq;
        }
        learn(response);
        dialog(early.dialog);
        Optional<Body> sdp = Bodies.sdp(response);
        String rack = reliable ? early.rseq + " " + response.cseq() + " INVITE" : "";
        boolean theirOffer = reliable && sdp.isPresent() && outgoing.body().isEmpty() && !early.agreed;
        early.agreed |= reliable && sdp.isPresent();
        if (theirOffer) {
            unpracked = rack;
            sdp.ifPresent(offers()::received);
            events().onProvisional(response, Optional.empty());
            events().onOffer(invite, sdp);
            return;
        }
        if (reliable) {
            prack(rack, Optional.empty());
        }
        Optional<Body> news =
                outgoing.body().isPresent() ? sdp.filter(each -> !offers().knows(each)) : Optional.empty();
        news.ifPresent(offers()::received);
        events().onProvisional(response, news);
    }

    private Dialog dialogBy(Response response) {
        return Dialog.calling(invite, response, paths.get(at), outgoing.way().isPresent());
    }

    private void prack(String rack, Optional<Body> sdp) {
        send(
                () -> {
                    Request prack = request("PRACK");
                    prack.add("RAck", rack);
                    sdp.ifPresent(prack::setBody);
                    return prack;
                },
                Transactions.Unheard.NOBODY);
    }

    private void onAnswer(Response response) {
        stopWaiting();
        Dialog known = dialog();
        boolean first = state == State.CALLING || state == State.PROCEEDING;
        if (!first) {
            if (known != null && known.remoteTag().equals(response.toTag())) {
                ack.again();
            } else {
                Dismissal.of(this, invite, dialogBy(response));
            }
            return;
        }
        if (cancelled) {
            state = State.OVER;
            Dismissal.of(this, invite, dialogBy(response)); // the 200 crossed our CANCEL
            agent().forget(this);
            return;
        }
        Dialog confirmed = dialogBy(response);
        EarlyDialogs.Early early = earlies.find(response.toTag());
        boolean agreed = early != null && early.agreed;
        if (early != null) {
            confirmed.continueFrom(early.dialog);
        }
        earlies.clear();
        dialog(confirmed);
        learn(response);
        authenticator.ifPresent(Authenticator::accepted);
        timer().agreed(response);
        answered(response, agreed);
    }

    private void answered(Response response, boolean agreed) {
        Optional<Body> sdp = Bodies.sdp(response);
        sdp.ifPresent(offers()::received);
        unpracked = null;
        boolean theirOffer = outgoing.body().isEmpty() && !agreed && sdp.isPresent();
        if (theirOffer) {
            state = State.ANSWERED; // ACK follows with our answer
            events().onAnswered(response, sdp);
            return;
        }
        acknowledge(Optional.empty());
        events().onAnswered(response, sdp);
        offers().next();
    }

    private void acknowledge(Optional<Body> sdp) {
        state = State.CONFIRMED;
        Dialog known = dialog();
        if (known != null) {
            sendAck(known, invite.cseq(), sdp, ack);
        }
    }

    /** The ACK of the 2xx, for its copies. */
    private final class AckKept implements Acknowledged {
        private byte @Nullable [] octets;
        private @Nullable Path path;

        @Override
        public void keep(Path way, byte[] sent) {
            path = way;
            octets = sent;
        }

        void again() {
            if (path != null && octets != null) {
                agent().sendPlain(path, octets, callId());
            }
        }
    }

    private void onRefusal(Response response) {
        stopWaiting();
        int status = response.status();
        if (state == State.OVER || ended()) {
            over(new SipEnd.Ours());
        } else if (againAfter(response, status)) {
            earlies.clear();
            attempt();
        } else if (status != 503 || !isTriedElsewhere(response)) {
            over(new SipEnd.Refused(status, Optional.of(response)));
        }
    }

    private boolean isTriedElsewhere(Response response) {
        Network.spared(response).ifPresent(ns -> agent().network().avoid(paths.get(at), ns));
        return tryNextPath();
    }

    private boolean againAfter(Response response, int status) {
        if (++tries > TRIES) {
            return false;
        }
        return switch (status) {
            case 401, 407 ->
                authenticator
                        .filter(each -> each.challenged(response) == SipAnswer.Digest.GIVEN)
                        .isPresent();
            case 422 -> timer().raise(response);
            default -> false;
        };
    }

    /** RFC 3263 4.3: the next address, where this one is silent or says 503. */
    private boolean tryNextPath() {
        if (ended() || cancelled || at + 1 >= paths.size() || state == State.OVER) {
            return false;
        }
        at++;
        earlies.clear();
        attempt();
        return true;
    }

    private void over(SipEnd how) {
        state = State.OVER;
        stopWaiting();
        earlies.clear();
        agent().forget(this);
        end(how);
    }

    private void waitFor(long ns, Runnable then) {
        stopWaiting();
        patience = agent().loop().after(ns, then);
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
    }

    private void cancel(Optional<String> reason, SipEnd how) {
        cancelled = true;
        cancelReason = reason;
        if (state == State.PROCEEDING) {
            sendCancel();
        }
        end(how);
    }

    private void sendCancel() {
        Sent unanswered = sent;
        if (unanswered != null) {
            unanswered.cancel(cancelReason.orElse(null));
        }
        waitFor(
                agent().times().all(),
                () -> { // 9.1: no final response came
                    if (unanswered != null) {
                        unanswered.abandon();
                    }
                    state = State.OVER;
                    agent().forget(this);
                });
    }

    @Override
    boolean known() {
        return dialog() != null;
    }

    @Override
    void leave(Optional<String> reason, SipEnd how) {
        switch (state) {
            case LOCATING -> over(how);
            case CALLING, PROCEEDING -> cancel(reason, how);
            case ANSWERED -> {
                acknowledge(Optional.empty());
                hangupByBye(reason, how);
            }
            case CONFIRMED -> hangupByBye(reason, how);
            case OVER -> {}
        }
    }

    @Override
    public void refuse(int status, Optional<String> reason) {
        if (unpracked != null || state == State.ANSWERED) {
            hangup(Optional.of("SIP;cause=" + status)); // there is no session without this answer
        } else {
            super.refuse(status, reason);
        }
    }

    @Override
    boolean acceptFirst(Body sdp) {
        String rack = unpracked;
        if (rack != null) {
            unpracked = null;
            offers().sent(sdp);
            prack(rack, Optional.of(sdp));
            return true;
        }
        if (state != State.ANSWERED) {
            return false;
        }
        offers().sent(sdp);
        acknowledge(Optional.of(sdp));
        offers().next();
        return true;
    }

    /** A second 2xx of a fork may still come, and be ended: it takes target and CSeq of the INVITE, no more. */
    @Override
    void forgotten() {
        Request slim = new Request("INVITE", invite.uri());
        slim.add("CSeq", invite.cseq() + " INVITE");
        slim.add("Call-ID", callId());
        slim.at(invite.remote(), invite.transport());
        invite = slim;
        sent = null;
    }

    @Override
    public SipRequest invite() {
        return invite;
    }

    @Override
    Stage stage() {
        if (ended()) {
            return Stage.OVER;
        }
        return switch (state) {
            case LOCATING, CALLING, PROCEEDING -> Stage.CALLING;
            case ANSWERED, CONFIRMED -> Stage.UP;
            case OVER -> Stage.OVER;
        };
    }

    @Override
    boolean confirmed() {
        return state == State.CONFIRMED;
    }

    @Override
    int inviteStatus() {
        return switch (state) {
            case LOCATING, CALLING, PROCEEDING, ANSWERED -> 491;
            case CONFIRMED, OVER -> 0;
        };
    }

    @Override
    int offerStatus() {
        return switch (state) {
            case LOCATING, CALLING, ANSWERED -> 491;
            case PROCEEDING -> {
                boolean agreed = earlies.agreed(dialog());
                yield agreed && unpracked == null ? 0 : 491;
            }
            case CONFIRMED, OVER -> 0;
        };
    }

    @Override
    @Nullable
    Dialog dialogOf(Request request) {
        EarlyDialogs.Early early = earlies.find(request.fromTag());
        if (early != null) {
            dialog(early.dialog);
            return early.dialog;
        }
        return super.dialogOf(request);
    }

    @Override
    boolean knows(SipReplaces named) {
        return super.knows(named) || earlies.named(named);
    }

    @Override
    public Optional<SipReplaces> named() {
        return named(earlies.first()).or(() -> super.named());
    }

    @Override
    Optional<Authenticator> authenticator() {
        return authenticator;
    }

    @Override
    void onPrack(Request request, Incoming incoming) {
        agent().answer(incoming, request, 481); // only the called side sends what PRACK acknowledges
    }

    @Override
    void onFirstAck(Request ack) {}

    @Override
    void onBye() {
        if (state == State.CALLING || state == State.PROCEEDING) {
            cancelled = true; // the called side left an early dialog; its final response is still owed
            sendCancel();
            return;
        }
        if (state == State.ANSWERED) {
            acknowledge(Optional.empty()); // what it repeats its 2xx for
        }
        state = State.OVER;
    }

    @Override
    public void ring(int status, Optional<Body> sdp, Map<String, String> headers) {}

    @Override
    public void answer(Body sdp, Map<String, String> headers) {}

    @Override
    public void reject(int status, Optional<String> reason, Map<String, List<String>> headers) {}
}
