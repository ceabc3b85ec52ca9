package tandem.sip.dialog;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tandem.sip.SipEvent;
import tandem.sip.SipSubscription;
import tandem.sip.SipSubscriptionEvents;
import tandem.sip.SipWay;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.transaction.Incoming;
import tandem.sip.transaction.Path;

/**
 * The subscriptions that peers have with us outside of calls, as RFC 6665 has a notifier keep them: each has a dialog of its own. As many
 * at most as there may be calls.
 */
final class Subscriptions {
    private final UserAgent agent;
    private final Map<String, Subscription> all = new HashMap<>();
    private final Map<SipWay, Set<Subscription>> byConnection = new HashMap<>();

    Subscriptions(UserAgent agent) {
        this.agent = agent;
    }

    /** How many there are, those that wait for the answer to their last NOTIFY among them. */
    int size() {
        return all.size();
    }

    /** That of a request's dialog. */
    @Nullable
    Subscription of(Request request) {
        Subscription known = all.get(request.toTag());
        return known != null && known.has(request) ? known : null;
    }

    /** Takes a SUBSCRIBE outside of dialogs, or refuses it for its time or because there are too many; then nothing is returned. */
    Optional<SipSubscription> take(Request request, Incoming incoming, boolean bySource, SipSubscriptionEvents events) {
        Optional<SipEvent> event = SipEvent.of(request);
        long wanted = Subscription.wanted(request);
        if (event.isEmpty()) {
            agent.answer(incoming, request, 400);
        } else if (all.size() >= agent.settings().limits().maxCalls()) {
            Response full = agent.response(request, 503, Optional.of("Too Many Subscriptions"));
            full.add("Retry-After", "60");
            agent.counters().refused.incrementAndGet();
            incoming.respond(full);
        } else if (!refusedAsTooBrief(request, incoming, wanted)) {
            String tag = agent.transactions().tag();
            Dialog dialog = Dialog.called(request, tag, incoming.path(), bySource);
            Subscription taken = new Subscription(
                    this,
                    dialog,
                    tag,
                    request,
                    event.get(),
                    !bySource || incoming.path().reliable(),
                    events);
            all.put(tag, taken);
            taken.begin(request, incoming, wanted);
            return Optional.of(taken);
        }
        return Optional.empty();
    }

    /** RFC 6665 section 4.2.1.1: no time at all is a fetch, a short one costs more than it tells; whether it was refused. */
    boolean refusedAsTooBrief(Request request, Incoming incoming, long wanted) {
        boolean tooBrief = wanted > 0 && wanted < Subscription.LEAST_S;
        if (tooBrief) {
            Response response = agent.response(request, 423, Optional.empty());
            response.add("Min-Expires", Long.toString(Subscription.LEAST_S));
            agent.counters().refused.incrementAndGet();
            incoming.respond(response);
        }
        return tooBrief;
    }

    UserAgent agent() {
        return agent;
    }

    void forget(Subscription over) {
        all.remove(over.localTag(), over);
        Optional.ofNullable(over.connection()).ifPresent(way -> leave(over, way));
    }

    /** It is reached by that connection alone from now on, and not by the one before. */
    void moved(Subscription subscription, @Nullable SipWay before, @Nullable SipWay now) {
        if (before != null) {
            leave(subscription, before);
        }
        if (now != null) {
            byConnection.computeIfAbsent(now, _ -> new LinkedHashSet<>(2)).add(subscription);
        }
    }

    private void leave(Subscription subscription, SipWay way) {
        byConnection.computeIfPresent(way, (_, those) -> {
            those.remove(subscription);
            return those.isEmpty() ? null : those;
        });
    }

    /** A connection is gone: who was reached by it alone is told nothing more. */
    void lost(SipWay way, String why) {
        List.copyOf(byConnection.getOrDefault(way, Collections.emptySet())).forEach(each -> each.lost(why));
    }

    static @Nullable SipWay connection(@Nullable Path path) {
        return path == null || !path.reliable() ? null : new SipWay(path.transport(), path.remote());
    }
}
