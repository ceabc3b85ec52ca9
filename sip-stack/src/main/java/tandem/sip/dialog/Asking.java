package tandem.sip.dialog;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Timer;
import tandem.sip.SipAnswer;
import tandem.sip.SipAsk;
import tandem.sip.SipAskEvents;
import tandem.sip.SipAsking;
import tandem.sip.SipContact;
import tandem.sip.SipWay;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.message.Uri;
import tandem.sip.message.Via;
import tandem.sip.transaction.Path;
import tandem.sip.transaction.Sent;

/**
 * A request outside dialogs on its way (RFC 3261 8.1): to the hops of RFC 3263 one after the other until one answers with anything
 * but 503, with credentials where it is challenged. What may be asked twice does not wait for the end of the transaction where a
 * hop is silent and there is another.
 */
final class Asking implements SipAsking {
    private static final Logger log = LoggerFactory.getLogger(Asking.class);
    private static final int TRIES = 8;

    /** What does nothing more when a silent hop has taken it after all. */
    private static final Set<String> REPEATABLE = Set.of("REGISTER", "OPTIONS");

    private enum State {
        LOCATING,
        SENT,
        OVER
    }

    private final UserAgent agent;
    private final SipAsk ask;
    private final Series series;
    private final SipAskEvents events;
    private State state = State.LOCATING;
    private List<Path> paths = List.of();
    private int at;
    private int tries;
    private Optional<String> contact = Optional.empty();
    private SipAnswer.Digest digest = SipAnswer.Digest.NOT_ASKED;
    private @Nullable Sent sent;
    private @Nullable Timer silence; // while a hop is silent and there is another

    Asking(UserAgent agent, SipAsk ask, Series series, SipAskEvents events) {
        this.agent = agent;
        this.ask = ask;
        this.series = series;
        this.events = events;
    }

    @Override
    public String callId() {
        return series.callId();
    }

    @Override
    public void forget() {
        state = State.OVER;
        notSilent();
        Sent unanswered = sent;
        if (unanswered != null) {
            unanswered.abandon();
        }
    }

    /** Looks for the way and sends it. */
    void start() {
        if (state == State.OVER) {
            return;
        }
        String written = ask.routes().isEmpty() ? ask.target() : ask.routes().getFirst();
        Optional<Uri> next = Uri.read(written);
        if (next.isEmpty() || Uri.read(ask.target()).isEmpty()) {
            unanswered("no SIP address: " + (next.isEmpty() ? written : ask.target()));
        } else if (ask.way().isPresent()) {
            located(next.get(), agent.network().by(ask.way().get()).stream().toList());
        } else {
            agent.network().locate(next.get(), found -> located(next.get(), found));
        }
    }

    private void located(Uri next, List<Path> found) {
        if (state == State.OVER) {
            return;
        }
        paths = found;
        if (found.isEmpty()) {
            unanswered("no way to " + next.host() + ": " + agent.network().why(next));
        } else {
            attempt();
        }
    }

    private void attempt() {
        state = State.SENT;
        Path path = paths.get(at);
        Request request = new Request(ask.method(), ask.target());
        ask.routes().forEach(each -> request.add("Route", '<' + InviteMaker.loose(each) + '>'));
        request.add("Max-Forwards", "70");
        String from = ask.fromUri().orElse("sip:" + path.host());
        request.add("From", InviteMaker.address(ask.fromName(), from) + ";tag=" + series.tag());
        request.add("To", '<' + ask.toUri().orElse(ask.target()) + '>');
        request.add("Call-ID", series.callId());
        request.add("CSeq", series.next() + " " + ask.method());
        request.add("User-Agent", agent.settings().userAgent());
        ask.contact().ifPresent(ours -> addContact(request, path, ours));
        ask.headers().forEach((name, values) -> values.forEach(value -> request.add(name, value)));
        ask.body().ifPresent(request::setBody);
        series.authenticator().ifPresent(each -> each.authorize(request));
        if (REPEATABLE.contains(ask.method()) && at + 1 < paths.size()) {
            silence = agent.loop().after(OutgoingCall.SILENT_T1 * agent.times().t1(), () -> leave(path));
        }
        sent = agent.transactions().send(request, path, new Attempt(path));
    }

    /** It was silent for too long; what it says from now on is nobody's. */
    private void leave(Path silent) {
        Sent unanswered = sent;
        if (unanswered != null) {
            unanswered.abandon();
        }
        agent.network().avoid(silent, Network.SILENT_NS);
        tryNextPath();
    }

    private void notSilent() {
        Timer waiting = silence;
        if (waiting != null) {
            waiting.cancel();
            silence = null;
        }
    }

    private void addContact(Request request, Path path, SipContact ours) {
        String written = agent.contact(path, ours.user());
        StringBuilder uri = new StringBuilder(written.substring(1, written.length() - 1));
        append(uri, ours.uriParams());
        contact = Optional.of(uri.toString());
        StringBuilder out = new StringBuilder().append('<').append(uri).append('>');
        append(out, ours.params());
        request.add("Contact", out.toString());
    }

    private static void append(StringBuilder out, Map<String, String> params) {
        for (Map.Entry<String, String> param : params.entrySet()) {
            out.append(';').append(param.getKey());
            if (!param.getValue().isEmpty()) {
                out.append('=').append(param.getValue());
            }
        }
    }

    /** What becomes of one sending. */
    private final class Attempt implements Sent.User {
        private final Path path;

        Attempt(Path path) {
            this.path = path;
        }

        @Override
        public void onResponse(Response response) {
            notSilent();
            if (response.status() >= 200 && state != State.OVER) {
                agent.network().answered(path);
                onFinal(path, response);
            }
        }

        @Override
        public void onTimeout(String what) {
            failed(() -> events.onSilent(way(path).toString()));
        }

        @Override
        public void onFailure(String what) {
            failed(() -> events.onUnanswered(way(path) + ": " + what));
        }

        private void failed(Runnable fact) {
            notSilent();
            if (state == State.OVER) {
                return;
            }
            if (ask.way().isEmpty()) { // a phone's own way is no hop of others
                agent.network().avoid(path, Network.SILENT_NS);
            }
            if (!tryNextPath()) {
                over(fact);
            }
        }
    }

    private void onFinal(Path path, Response response) {
        int status = response.status();
        if ((status == 401 || status == 407) && mayAuthorize(response)) {
            attempt();
            return;
        }
        if (status == 503) {
            spare(path, response);
            if (tryNextPath()) {
                return;
            }
        }
        if (status != 401 && status != 403 && status != 407) {
            series.authenticator().ifPresent(Authenticator::accepted);
        }
        state = State.OVER;
        SipAnswer answer = new SipAnswer(response, way(path), contact, seenAs(response), digest);
        report(() -> events.onAnswered(answer));
    }

    /** RFC 3261 21.5.4: who says for how long is left alone that long; without it a 503 is as good as a 500. */
    private void spare(Path path, Response response) {
        Network.spared(response).ifPresent(ns -> agent.network().avoid(path, ns));
    }

    private boolean mayAuthorize(Response response) {
        digest = series.authenticator().map(each -> each.challenged(response)).orElse(SipAnswer.Digest.NO_CREDENTIALS);
        return digest == SipAnswer.Digest.GIVEN && ++tries <= TRIES;
    }

    private boolean tryNextPath() {
        if (at + 1 >= paths.size()) {
            return false;
        }
        at++;
        attempt();
        return true;
    }

    private void unanswered(String why) {
        over(() -> events.onUnanswered(why));
    }

    private void over(Runnable fact) {
        state = State.OVER;
        report(fact);
    }

    /** The asker's bugs are not the transaction's. */
    private void report(Runnable fact) {
        try {
            fact.run();
        } catch (RuntimeException | Error bug) {
            log.error("what became of {} {} could not be taken in", ask.method(), series.callId(), bug);
        }
    }

    private static SipWay way(Path path) {
        return new SipWay(path.transport(), path.remote());
    }

    /** RFC 3581 4. */
    private static Optional<InetSocketAddress> seenAs(Response response) {
        if (!response.hasVia()) {
            return Optional.empty();
        }
        Via via = response.topVia();
        int port = via.rport() > 0 ? via.rport() : via.port();
        try {
            return via.received().map(host -> new InetSocketAddress(InetAddress.ofLiteral(host), port));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
