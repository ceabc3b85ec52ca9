package tandem.sip.dialog;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Timer;
import tandem.sip.Body;
import tandem.sip.SipEvent;
import tandem.sip.SipSubscription;
import tandem.sip.SipSubscriptionEvents;
import tandem.sip.SipWay;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.message.Uri;
import tandem.sip.transaction.Incoming;
import tandem.sip.transaction.Path;
import tandem.sip.transaction.Sent;

/**
 * One subscription as its notifier keeps it (RFC 6665 section 4.2): the first NOTIFY at once, one at a time, what changes while one is under
 * way or within half a second of it told together by the next, and a last one when it ends.
 */
final class Subscription implements SipSubscription, Sent.User {
    /** The shortest time that is granted, in seconds. */
    static final long LEAST_S = 60;

    private static final Logger log = LoggerFactory.getLogger(Subscription.class);
    private static final long MOST_S = 3_600;
    private static final long NS = 1_000_000_000L;
    private static final long SPACING_NS = NS / 2;
    private static final long AGAIN_NS = 5 * NS;
    private static final int MOST_FAILURES = 3;

    /** So many T1 the first NOTIFY is repeated over UDP to whom no password and no connection proves to be there. */
    private static final int PROOF_T1 = 4;

    /** Answers to a NOTIFY that end the subscription (section 4.2.2); after others it is told again, a few times. */
    private static final Set<Integer> ENDING =
            Set.of(401, 403, 404, 405, 407, 408, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604);

    private enum State {
        ACTIVE,
        /** The last NOTIFY is still to be sent or answered. */
        ENDING,
        OVER
    }

    private final Subscriptions all;
    private final UserAgent agent;
    private final Dialog dialog;
    private final String localTag;
    private final String callId;
    private final String contactUser;
    private final SipEvent event;
    private final SipSubscriptionEvents events;
    private State state = State.ACTIVE;
    private String ending = "";
    private @Nullable SipWay connection;
    private long endsNs;
    private @Nullable Timer expiry;
    private @Nullable Timer pause;
    private long notBeforeNs;
    private boolean proven;
    private boolean news;
    private boolean underWay;
    private int failures;
    private long version;

    Subscription(
            Subscriptions all,
            Dialog dialog,
            String localTag,
            Request request,
            SipEvent event,
            boolean known,
            SipSubscriptionEvents events) {
        this.all = all;
        this.agent = all.agent();
        this.dialog = dialog;
        this.localTag = localTag;
        this.callId = request.callId();
        this.contactUser = request.target().map(Uri::user).orElse("");
        this.event = event;
        this.proven = known;
        this.events = events;
        this.notBeforeNs = now();
    }

    /** The time a SUBSCRIBE asks for, in seconds: an hour at most, and where it does not say. */
    static long wanted(Request request) {
        return Math.min(MOST_S, request.expires().orElse(MOST_S));
    }

    private long now() {
        return agent.loop().clock().nowNs();
    }

    String localTag() {
        return localTag;
    }

    /** The connection by which alone it is reached, if it is so. */
    @Nullable
    SipWay connection() {
        return connection;
    }

    /** Whether a request with our tag in To is of its dialog. */
    boolean has(Request request) {
        return callId.equals(request.callId()) && dialog.remoteTag().equals(request.fromTag());
    }

    /** Takes the SUBSCRIBE that began it, for that many seconds. */
    void begin(Request request, Incoming incoming, long seconds) {
        grant(request, incoming, seconds);
    }

    /** A request in its dialog. */
    void onRequest(Request request, Incoming incoming) {
        if (!request.method().equals("SUBSCRIBE")) {
            agent.answer(incoming, request, 405);
        } else if (state != State.ACTIVE) {
            agent.answer(incoming, request, 481);
        } else if (!dialog.advance(request.cseq())) {
            agent.answer(incoming, request, 500);
        } else if (!SipEvent.of(request).filter(event::equals).isPresent()) {
            agent.answer(incoming, request, 489);
        } else {
            long wanted = wanted(request);
            if (!all.refusedAsTooBrief(request, incoming, wanted)) {
                dialog.refresh(request, incoming.path());
                grant(request, incoming, wanted);
            }
        }
    }

    private void grant(Request request, Incoming incoming, long seconds) {
        SipWay before = connection;
        connection = Subscriptions.connection(dialog.onlyWay());
        all.moved(this, before, connection);
        Response response = agent.response(request, request.toTag().isEmpty() ? localTag : "", 200, Optional.empty());
        response.add("Contact", agent.contact(incoming.path(), contactUser));
        response.add("Expires", Long.toString(seconds));
        agent.capabilities(response);
        incoming.respond(response);
        if (expiry != null) {
            expiry.cancel();
        }
        if (seconds == 0) {
            end("timeout", Optional.empty());
            return;
        }
        endsNs = now() + seconds * NS;
        expiry = agent.loop().after(seconds * NS, () -> end("timeout", Optional.empty()));
        changed(); // section 4.2.1.2: each SUBSCRIBE that is taken is followed by a NOTIFY
    }

    /** What else changes in this turn is told with it. */
    @Override
    public void changed() {
        if (state == State.ACTIVE && !news) {
            news = true;
            agent.loop().post(this::next);
        }
    }

    @Override
    public void end(String reason, Optional<Integer> retryAfterS) {
        if (state != State.ACTIVE) {
            return;
        }
        state = State.ENDING;
        ending = "terminated;reason=" + reason
                + retryAfterS.map(each -> ";retry-after=" + each).orElse("");
        news = true;
        next();
    }

    private void next() {
        if (underWay || !news || state == State.OVER) {
            return;
        }
        long wait = state == State.ENDING ? 0 : notBeforeNs - now();
        if (wait <= 0) {
            news = false;
            underWay = true;
            agent.way(dialog, this::tell);
        } else if (pause == null) {
            pause = agent.loop().after(wait, () -> {
                pause = null;
                next();
            });
        }
    }

    private void tell(@Nullable Path path) {
        if (state == State.OVER) {
            return;
        }
        news = false; // what changed while the way was looked for is in it
        if (path == null) {
            over("nowhere to send to");
            return;
        }
        try {
            Optional<Body> document = events.state(version);
            if (document.isEmpty() && state == State.ACTIVE) {
                state = State.ENDING;
                ending = "terminated;reason=rejected";
            }
            version++;
            notBeforeNs = now() + SPACING_NS;
            Sent sent = agent.transactions().send(notify(path, document), path, this);
            if (!proven) {
                agent.loop().after(PROOF_T1 * agent.times().t1(), () -> expectsProof(sent));
            }
        } catch (RuntimeException | Error bug) {
            log.error("the subscription {} could not be told", callId, bug);
            over("an error of ours");
        }
    }

    /** A sender that nobody knows may have written another's address: that one is not to be sent much. */
    private void expectsProof(Sent first) {
        if (!proven) {
            first.abandon();
            over("the first NOTIFY was not answered");
        }
    }

    private Request notify(Path path, Optional<Body> document) {
        Request notify = dialog.request("NOTIFY");
        notify.add("User-Agent", agent.settings().userAgent());
        notify.add("Contact", agent.contact(path, contactUser));
        notify.add("Event", event.value());
        long left = Math.max(1, (endsNs - now() + NS / 2) / NS);
        notify.add("Subscription-State", state == State.ENDING ? ending : "active;expires=" + left);
        document.ifPresent(notify::setBody);
        agent.counters().notifies.incrementAndGet();
        return notify;
    }

    @Override
    public void onResponse(Response response) {
        if (response.status() < 200 || state == State.OVER) {
            return;
        }
        proven = true;
        underWay = false;
        if (response.status() < 300) {
            failures = 0;
        } else if (ENDING.contains(response.status()) || ++failures >= MOST_FAILURES) {
            over("NOTIFY was answered " + response.status());
            return;
        } else {
            news = true;
            notBeforeNs = now() + AGAIN_NS;
        }
        if (state == State.ENDING && !news) {
            over("ended");
        } else if (state == State.ENDING && response.status() >= 300) {
            over("NOTIFY was answered " + response.status());
        } else {
            next();
        }
    }

    @Override
    public void onFailure(String what) {
        over("NOTIFY: " + what);
    }

    /** What alone led to it is gone. */
    void lost(String why) {
        over(why);
    }

    private void over(String why) {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        if (expiry != null) {
            expiry.cancel();
        }
        if (pause != null) {
            pause.cancel();
        }
        all.forget(this);
        agent.loop().post(() -> events.onEnded(why));
    }
}
