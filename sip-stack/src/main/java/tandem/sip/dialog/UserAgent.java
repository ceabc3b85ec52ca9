package tandem.sip.dialog;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.sip.Body;
import tandem.sip.SipAsk;
import tandem.sip.SipAskEvents;
import tandem.sip.SipAsking;
import tandem.sip.SipCall;
import tandem.sip.SipCallEvents;
import tandem.sip.SipCounters;
import tandem.sip.SipCredentials;
import tandem.sip.SipOutgoing;
import tandem.sip.SipReplaces;
import tandem.sip.SipRequest;
import tandem.sip.SipSeries;
import tandem.sip.SipSettings;
import tandem.sip.SipSubscription;
import tandem.sip.SipSubscriptionEvents;
import tandem.sip.SipUser;
import tandem.sip.SipWay;
import tandem.sip.message.Message;
import tandem.sip.message.Reasons;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.message.Uri;
import tandem.sip.transaction.Incoming;
import tandem.sip.transaction.Path;
import tandem.sip.transaction.Times;
import tandem.sip.transaction.Transactions;

/**
 * The user agent core (RFC 3261 section 8): gives requests to their dialog, examines new ones in the order of 8.2, makes calls,
 * and answers for itself what needs no user.
 */
public final class UserAgent implements Transactions.User {
    /** The methods that are understood, for Allow. */
    public static final String ALLOW =
            "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, MESSAGE, REFER, SUBSCRIBE, NOTIFY";

    /** The extensions that are understood, for Supported. */
    public static final String SUPPORTED = "100rel, timer, replaces, norefersub";

    private static final Logger log = LoggerFactory.getLogger(UserAgent.class);
    private static final Set<String> OPTIONS = Set.of(SUPPORTED.split(", "));

    /** What a registrar may be required to know: RFC 3327, RFC 5626, RFC 5627. */
    private static final Set<String> OF_REGISTER = Set.of("path", "outbound", "gruu");

    private final Loop loop;
    private final SipSettings settings;
    private final Network network;
    private final SipUser user;
    private final SipCounters counters;
    private final RandomGenerator random;
    private final Times times;
    private final Transactions transactions;
    private final Map<String, InviteSession> sessions = new HashMap<>();
    private final Subscriptions subscriptions = new Subscriptions(this);
    private final IdentityHashMap<SipRequest, Incoming> owed = new IdentityHashMap<>();
    private int calls;
    private String events = "";

    /** A user agent without a call; {@code random} makes tags, branches and Call-IDs. */
    public UserAgent(
            Loop loop,
            SipSettings settings,
            Network network,
            SipUser user,
            SipCounters counters,
            RandomGenerator random) {
        this.loop = loop;
        this.settings = settings;
        this.network = network;
        this.user = user;
        this.counters = counters;
        this.random = random;
        this.times = Times.ofT1(settings.limits().t1Ms());
        this.transactions = new Transactions(loop, times, settings.limits().maxTransactions(), counters, random, this);
    }

    /** Where received messages go in. */
    public Transactions transactions() {
        return transactions;
    }

    Loop loop() {
        return loop;
    }

    SipSettings settings() {
        return settings;
    }

    Network network() {
        return network;
    }

    Times times() {
        return times;
    }

    /** How long an INVITE may go without a final response after its last provisional one. */
    long ringLimitNs() {
        return settings.limits().ringLimitS() * 1_000_000_000L;
    }

    RandomGenerator random() {
        return random;
    }

    /** How many calls are up or under way. */
    public int calls() {
        return calls;
    }

    /** How many dialogs of calls are remembered, ended ones that wait for their BYE's answer too. */
    public int dialogs() {
        return sessions.size();
    }

    /** How many subscriptions are remembered, ended ones that wait for the answer to their last NOTIFY too. */
    public int subscriptions() {
        return subscriptions.size();
    }

    SipCounters counters() {
        return counters;
    }

    /** Sends an INVITE; reports nothing before this returned. */
    public SipCall call(SipOutgoing outgoing, SipCallEvents events) {
        OutgoingCall call = new OutgoingCall(this, outgoing, callId());
        call.listen(events);
        remember(call);
        loop.post(call::start);
        return call;
    }

    private String callId() {
        return transactions.tag() + transactions.tag() + "@tandem"; // RFC 3261 section 8.1.1.4: unique by itself
    }

    /** Requests outside dialogs that follow each other, with these credentials. */
    public SipSeries series(Optional<SipCredentials> credentials) {
        return new Series(callId(), transactions.tag(), credentials.map(each -> new Authenticator(each, random)));
    }

    /** Sends a request outside dialogs as the next of that series; reports nothing before this returned. */
    public SipAsking ask(SipAsk ask, SipSeries series, SipAskEvents events) {
        if (!(series instanceof Series known)) {
            throw new IllegalArgumentException("a series that was not made here");
        }
        Asking asking = new Asking(this, ask, known, events);
        loop.post(asking::start);
        return asking;
    }

    private void remember(InviteSession session) {
        sessions.put(session.localTag(), session);
        calls++;
    }

    void ended(InviteSession session) {
        calls--;
        log.debug("call {} ended", session.callId());
    }

    void forget(InviteSession session) {
        if (sessions.remove(session.localTag()) != null) {
            session.forgotten();
        }
    }

    @Override
    public boolean admits(Request request) {
        boolean ofOurs = session(request) != null || subscriptions.of(request) != null;
        return ofOurs || user.admits(request); // a made-up tag opens no dialog
    }

    @Override
    public void onAck(Request ack) {
        InviteSession session = session(ack);
        if (session == null) {
            counters.stray.incrementAndGet();
        } else {
            session.guarded(() -> session.onAck(ack));
        }
    }

    private @Nullable InviteSession session(Request request) {
        InviteSession session = sessions.get(request.toTag());
        return session != null && session.callId().equals(request.callId()) ? session : null;
    }

    @Override
    public void onRequest(Request request, Incoming incoming) {
        InviteSession session = session(request);
        Subscription subscription = subscriptions.of(request);
        try {
            if (session != null) {
                session.onRequest(request, incoming);
            } else if (subscription != null) {
                subscription.onRequest(request, incoming);
            } else if (request.toTag().isEmpty()) {
                onFreshRequest(request, incoming);
            } else {
                answer(incoming, request, 481);
            }
        } catch (RuntimeException | Error bug) {
            log.error("{} of {} could not be handled", request.method(), request.callId(), bug);
            owed.remove(request);
            answer(incoming, request, 500); // does nothing where it was answered
            if (session != null) {
                session.broken(bug);
            }
        }
    }

    private void onFreshRequest(Request request, Incoming incoming) {
        switch (request.method()) {
            case "INVITE" -> onInvite(request, incoming);
            case "BYE", "UPDATE", "PRACK", "INFO" -> answer(incoming, request, 481);
            case "OPTIONS", "REGISTER", "MESSAGE", "SUBSCRIBE", "NOTIFY", "PUBLISH", "REFER" ->
                onOther(request, incoming);
            default -> answer(incoming, request, 405);
        }
    }

    private void onOther(Request request, Incoming incoming) {
        if (refusedScheme(request, incoming) || refusedRequire(request, incoming)) {
            return;
        }
        owed.put(request, incoming);
        user.onRequest(request);
        if (owed.containsKey(request)) {
            loop.after(times.all(), () -> giveUp(request)); // the asker has given up by then
        }
    }

    private void giveUp(Request request) {
        Incoming unanswered = owed.remove(request);
        if (unanswered != null) {
            unanswered.abandon();
        }
    }

    /** Answers a request that {@link SipUser#onRequest} was given; a second answer does nothing. */
    public void answer(
            SipRequest request,
            int status,
            Optional<String> reason,
            Map<String, List<String>> headers,
            Optional<Body> body) {
        Incoming incoming = owed.remove(request);
        if (incoming == null || !(request instanceof Request known)) {
            return;
        }
        Response response = response(known, status, reason);
        headers.forEach((name, values) -> values.forEach(value -> response.add(name, value)));
        if (status == 405 && !response.has("Allow")) {
            response.add("Allow", ALLOW);
        }
        body.ifPresent(response::setBody);
        incoming.respond(response);
    }

    /** Takes a SUBSCRIBE that {@link SipUser#onRequest} was given: see {@link tandem.sip.SipStack#subscribe}. */
    public Optional<SipSubscription> subscribe(SipRequest request, boolean bySource, SipSubscriptionEvents events) {
        Incoming incoming = owed.remove(request);
        return incoming == null || !(request instanceof Request known)
                ? Optional.empty()
                : subscriptions.take(known, incoming, bySource, events);
    }

    /** A connection is gone. */
    public void lost(SipWay way, String why) {
        transactions.lost(way.transport(), way.remote(), why);
        subscriptions.lost(way, why);
    }

    private void onInvite(Request request, Incoming incoming) {
        if (calls >= settings.limits().maxCalls()) {
            Response full = response(request, 503, Optional.empty());
            full.add("Retry-After", "5");
            counters.refused.incrementAndGet();
            incoming.respond(full);
        } else if (refusedScheme(request, incoming) || refusedRequire(request, incoming)) {
            log.debug("call {} refused", request.callId());
        } else if (request.maxForwards().orElse(70) == 0) {
            answer(incoming, request, 483);
        } else if (!Bodies.sdpIsAccepted(request)) {
            answer(incoming, request, 406);
        } else if (!refusedBody(request, incoming) && !refusedInterval(request, incoming)) {
            arrive(request, incoming);
        }
    }

    private void arrive(Request request, Incoming incoming) {
        Optional<SipCall> replaced = Optional.empty();
        if (request.has("Replaces")) {
            Optional<InviteSession> named = replaced(request, incoming);
            if (named.isEmpty()) {
                return;
            }
            replaced = Optional.of(named.get());
        }
        IncomingCall call = new IncomingCall(this, request, incoming, replaced);
        remember(call);
        SipCallEvents events;
        try {
            events = user.onCall(call);
        } catch (RuntimeException | Error bug) {
            call.broken(bug);
            return;
        }
        call.listen(events);
    }

    /** The call whose place the INVITE is to take, if it may; else it is refused (RFC 3891 section 3). */
    private Optional<InviteSession> replaced(Request request, Incoming incoming) {
        List<String> values = request.headers("Replaces");
        Optional<SipReplaces> read = values.size() == 1 ? SipReplaces.read(values.getFirst()) : Optional.empty();
        if (read.isEmpty()) {
            answer(incoming, request, 400);
            return Optional.empty();
        }
        Optional<InviteSession> named = find(read.get());
        int status = named.map(each -> replaceStatus(each.stage(), read.get().earlyOnly()))
                .orElse(481);
        if (status != 0) {
            answer(incoming, request, status);
            return Optional.empty();
        }
        return named;
    }

    private static int replaceStatus(InviteSession.Stage stage, boolean earlyOnly) {
        return switch (stage) {
            case CALLING -> 0;
            case CALLED -> 481;
            case UP -> earlyOnly ? 486 : 0;
            case OVER -> 603;
        };
    }

    private Optional<InviteSession> find(SipReplaces named) {
        return Optional.ofNullable(sessions.get(named.toTag()))
                .filter(session -> session.callId().equals(named.callId()) && session.knows(named));
    }

    /** The call of ours that has the dialog that is named there, and is not over. */
    public Optional<SipCall> call(SipReplaces named) {
        return find(named).filter(each -> !each.ended()).map(each -> each);
    }

    private boolean refusedScheme(Request request, Incoming incoming) {
        String scheme = request.target().map(Uri::scheme).orElse("");
        boolean known = scheme.equals("sip") || scheme.equals("sips") || scheme.equals("tel");
        if (!known) {
            answer(incoming, request, 416);
        }
        return !known;
    }

    /** Refuses what requires an extension we do not have (8.2.2.3); whether it did. */
    boolean refusedRequire(Request request, Incoming incoming) {
        if (!request.has("Require")) {
            return false;
        }
        Set<String> unknown = new TreeSet<>(request.tokens("Require"));
        Set<String> known = request.method().equals("REGISTER") ? OF_REGISTER : OPTIONS;
        unknown.removeIf(each -> known.contains(each.toLowerCase(Locale.ROOT)));
        if (unknown.isEmpty()) {
            return false;
        }
        Response response = response(request, 420, Optional.empty());
        response.add("Unsupported", String.join(", ", unknown));
        counters.refused.incrementAndGet();
        incoming.respond(response);
        return true;
    }

    /** Refuses a body that is no session description (8.2.3); whether it did. */
    boolean refusedBody(Request request, Incoming incoming) {
        if (Bodies.plain(request) && Bodies.understood(request)) {
            return false;
        }
        answer(incoming, request, 415);
        return true;
    }

    private boolean refusedInterval(Request request, Incoming incoming) {
        int least = settings.limits().minSeS();
        boolean tooSmall = request.has("Session-Expires")
                && request.sessionExpires()
                        .filter(each -> each.seconds() < least)
                        .isPresent()
                && (contains(request, "Supported", "timer") || contains(request, "Require", "timer"));
        if (tooSmall) {
            answerTooSmall(incoming, request, least);
        }
        return tooSmall;
    }

    void answerTooSmall(Incoming incoming, Request request, long least) {
        Response response = response(request, 422, Optional.empty());
        response.add("Min-SE", Long.toString(least));
        counters.refused.incrementAndGet();
        incoming.respond(response);
    }

    /** Whether that list header has that token. */
    boolean contains(Message message, String header, String token) {
        if (!message.has(header)) {
            return false;
        }
        for (String each : message.headers(header)) {
            if (each.equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    /** Answers with what belongs to that status: Allow to 405, Accept to 415. */
    void answer(Incoming incoming, Request request, int status) {
        Response response = response(request, status, Optional.empty());
        switch (status) {
            case 405 -> response.add("Allow", ALLOW);
            case 489 -> response.add("Allow-Events", events());
            case 415 -> {
                response.add("Accept", request.method().equals("MESSAGE") ? "text/plain" : "application/sdp");
                response.add("Accept-Encoding", "identity");
            }
            default -> {}
        }
        if (status >= 400) {
            counters.refused.incrementAndGet();
        }
        incoming.respond(response);
    }

    /** Another offer is being answered: 500, and when to come again (RFC 3261 14.2, RFC 3311 5.2). */
    void answerLater(Incoming incoming, Request request) {
        Response response = response(request, 500, Optional.empty());
        response.add("Retry-After", Integer.toString(random.nextInt(0, 11)));
        counters.refused.incrementAndGet();
        incoming.respond(response);
    }

    /** OPTIONS within a dialog (11.2). */
    void answerOptions(Request request, Incoming incoming) {
        Response response = response(request, 200, Optional.empty());
        capabilities(response);
        response.add("Accept", "application/sdp, text/plain");
        incoming.respond(response);
    }

    /** A response of ours, tagged where the request has no tag of ours yet. */
    Response response(Request request, int status, Optional<String> reason) {
        return response(request, request.toTag().isEmpty() ? transactions.tag() : "", status, reason);
    }

    Response response(Request request, String newTag, int status, Optional<String> reason) {
        Response response = Response.to(request, status, reason.orElse(Reasons.of(status)));
        if (!newTag.isEmpty() && status > 100) {
            response.setToTag(newTag);
        }
        response.add("Server", settings.userAgent());
        return response;
    }

    /** What we can do (20.5, 20.37). */
    void capabilities(Message message) {
        message.add("Allow", ALLOW);
        message.add("Supported", SUPPORTED);
        message.add("Allow-Events", events());
    }

    /** The event packages we notify of, for Allow-Events: the user's, and that of REFER. */
    public String events() {
        if (events.isEmpty()) { // once: it goes with many messages
            events = String.join(
                    ", ",
                    Stream.concat(user.events().stream(), Stream.of(Referrals.EVENT))
                            .toList());
        }
        return events;
    }

    /** Whether the user notifies of that package. */
    boolean notifies(String event) {
        return user.events().contains(event);
    }

    /** Our address on that way, as a Contact value. */
    String contact(Path path, String name) {
        StringBuilder out = new StringBuilder(64).append("<sip:");
        if (!name.isEmpty()) {
            out.append(name).append('@');
        }
        out.append(path.host()).append(':').append(path.port());
        switch (path.transport()) {
            case "TCP" -> out.append(";transport=tcp");
            case "TLS" -> out.append(";transport=tls");
            case "WS", "WSS" -> out.append(";transport=ws");
            default -> {}
        }
        return out.append('>').toString();
    }

    /** Finds the way requests in that dialog go: null where there is none. */
    void way(Dialog dialog, Consumer<@Nullable Path> then) {
        Path settled = dialog.settled();
        if (settled != null) {
            then.accept(settled);
            return;
        }
        network.locate(dialog.nextHop(), found -> {
            if (found.isEmpty()) {
                then.accept(null);
                return;
            }
            dialog.settle(found.getFirst());
            then.accept(found.getFirst());
        });
    }

    /** Sends octets without a transaction. */
    void sendPlain(Path path, byte[] octets, String callId) {
        path.send(octets, callId, what -> counters.sendFailures.incrementAndGet());
    }
}
