package tandem.gateway.presence;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.base.RateGate;
import tandem.call.CallRecord;
import tandem.call.CallsEvents;
import tandem.call.ChatMessage;
import tandem.call.Participant;
import tandem.call.Room;
import tandem.gateway.guard.Source;
import tandem.gateway.sip.Subscribers;
import tandem.sip.Body;
import tandem.sip.SipRequest;
import tandem.sip.SipStack;
import tandem.sip.SipSubscription;
import tandem.sip.SipSubscriptionEvents;
import tandem.sip.message.NameAddr;

/**
 * Tells subscribers how rooms and devices stand: whether they are busy by the event package {@code dialog} (RFC 4235), who is in a room by
 * {@code conference} (RFC 4575). On the signalling loop.
 */
public final class Notifier implements CallsEvents, Subscribers {
    private static final Logger log = LoggerFactory.getLogger(Notifier.class);
    private static final Map<String, String> TYPES =
            Map.of(Rights.DIALOG, DialogInfo.TYPE, Rights.CONFERENCE, ConferenceInfo.TYPE);
    private static final int MOST_OF_ONE = 200;
    private static final int COME_AGAIN_S = 30;
    private static final long LINE_NS = 1_000_000_000L;

    private final Clock clock;
    private final PresenceCounters counters = new PresenceCounters(TYPES.keySet());
    private final Map<String, Set<Watch>> byKey = new HashMap<>();
    private final Map<String, Set<Watch>> bySubscriber = new HashMap<>();
    private final RateGate refusals = new RateGate(LINE_NS);
    private Optional<Open> open = Optional.empty();

    private record Open(Rights rights, SipStack stack) {}

    /** Tells nobody yet. */
    public Notifier(Clock clock) {
        this.clock = clock;
    }

    /** Takes subscriptions: by those rights, at that stack. Before the stack is started. */
    public void open(Rights rights, SipStack stack) {
        open = Optional.of(new Open(rights, stack));
        rights.legs().listen(device -> changed(Subject.device(device)));
    }

    /** The figures. */
    public PresenceCounters counters() {
        return counters;
    }

    @Override
    public List<String> events() {
        return TYPES.keySet().stream().sorted().toList();
    }

    /** One subscription. */
    private final class Watch implements SipSubscriptionEvents {
        private final Wish wish;
        private final String subscriber;
        private final Rights.Verdict.Granted granted;
        private Optional<SipSubscription> subscription = Optional.empty();

        Watch(Wish wish, String subscriber, Rights.Verdict.Granted granted) {
            this.wish = wish;
            this.subscriber = subscriber;
            this.granted = granted;
        }

        /** Whether it is the same as that one asks for: a phone that was started anew asks again for what it had. */
        boolean isAskedAgainBy(Wish other) {
            return wish.event().name().equals(other.event().name())
                    && wish.who().to().equals(other.who().to())
                    && contact(wish.request()).equals(contact(other.request()));
        }

        @Override
        public Optional<Body> state(long version) {
            return granted.still().getAsBoolean()
                    ? Optional.of(granted.subject().document(version))
                    : Optional.empty();
        }

        @Override
        public void onEnded(String why) {
            leave(byKey, granted.subject().keys(), this);
            leave(bySubscriber, List.of(subscriber), this);
            counters.active(wish.event().name()).decrementAndGet();
            log.debug("{} is told of {} no longer: {}", subscriber, wish.who().to(), why);
        }
    }

    private static String contact(SipRequest request) {
        return request.header("Contact")
                .flatMap(NameAddr::read)
                .map(address -> address.uri().text())
                .orElse("");
    }

    private static void leave(Map<String, Set<Watch>> table, List<String> keys, Watch watch) {
        keys.forEach(key -> table.computeIfPresent(key, (_, those) -> {
            those.remove(watch);
            return those.isEmpty() ? null : those;
        }));
    }

    private static void enter(Map<String, Set<Watch>> table, List<String> keys, Watch watch) {
        keys.forEach(
                key -> table.computeIfAbsent(key, _ -> new LinkedHashSet<>(2)).add(watch));
    }

    @Override
    public void onSubscribe(Wish wish) {
        String type = TYPES.getOrDefault(wish.event().name(), "");
        if (!takes(wish.request(), type)) {
            refuse(wish, 406, "Accept Does Not Name " + type, Map.of("Accept", List.of(type)));
            return;
        }
        switch (rights().of(wish)) {
            case Rights.Verdict.Refused refused -> refuse(wish, refused.status(), refused.words(), Map.of());
            case Rights.Verdict.Granted granted -> take(wish, granted);
        }
    }

    private Rights rights() {
        return opened().rights();
    }

    private Open opened() {
        return open.orElseThrow(() -> new IllegalStateException("not open"));
    }

    /** Whether that type can be told; where nothing is said it can (RFC 6665 section 3.1.3). */
    private static boolean takes(SipRequest request, String type) {
        List<String> accepted = request.headers("Accept");
        return accepted.isEmpty()
                || accepted.stream()
                        .map(each -> each.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                        .anyMatch(each -> each.equals(type) || each.equals("*/*") || each.equals("application/*"));
    }

    private void take(Wish wish, Rights.Verdict.Granted granted) {
        String subscriber = subscriber(wish);
        Set<Watch> had = bySubscriber.getOrDefault(subscriber, Set.of());
        if (had.size() >= MOST_OF_ONE) {
            had.stream()
                    .filter(each -> each.isAskedAgainBy(wish))
                    .findFirst()
                    .ifPresent(each -> each.subscription.ifPresent(old -> old.end("noresource", Optional.empty())));
            refuse(wish, 480, "Too Many Subscriptions", Map.of("Retry-After", List.of("5")));
            return;
        }
        Watch watch = new Watch(wish, subscriber, granted);
        boolean bySource = wish.who().device().isEmpty(); // nobody's password says that its Contact is its own
        watch.subscription = opened().stack().subscribe(wish.request(), bySource, watch);
        if (watch.subscription.isEmpty()) {
            counters.refused.incrementAndGet();
            return;
        }
        enter(byKey, granted.subject().keys(), watch);
        enter(bySubscriber, List.of(subscriber), watch);
        counters.granted.incrementAndGet();
        counters.active(wish.event().name()).incrementAndGet();
        log.debug(
                "{} is told of {} by {}",
                subscriber,
                wish.who().to(),
                wish.event().name());
    }

    private static String subscriber(Wish wish) {
        return wish.who()
                .device()
                .map(device -> "device " + device)
                .or(() -> wish.who().trunk().map(trunk -> "trunk " + trunk))
                .orElseGet(() -> Source.of(wish.who().source()).toString());
    }

    private void refuse(Wish wish, int status, String words, Map<String, List<String>> headers) {
        counters.refused.incrementAndGet();
        SipRequest request = wish.request();
        if (refusals.pass(clock.nowNs())) {
            log.info(
                    "SUBSCRIBE {} from {} refused: {} {}; {} more since the last such line",
                    request.callId(),
                    request.remote(),
                    status,
                    words,
                    refusals.held());
        }
        opened().stack().answer(request, status, Optional.of(words), headers, Optional.empty());
    }

    private void changed(String key) {
        for (Watch watch : List.copyOf(byKey.getOrDefault(key, Set.of()))) {
            if (watch.granted.subject().news()) {
                watch.subscription.ifPresent(SipSubscription::changed);
            }
        }
    }

    private void changed(Room room) {
        changed(Subject.room(room.name()));
    }

    /** We are going down: all subscriptions end, and may be made anew when we are back. */
    public void close() {
        bySubscriber.values().stream()
                .flatMap(Set::stream)
                .toList()
                .forEach(watch ->
                        watch.subscription.ifPresent(each -> each.end("probation", Optional.of(COME_AGAIN_S))));
    }

    @Override
    public void onCall(CallRecord call) {}

    @Override
    public void onRoomOpened(Room room) {
        changed(room);
    }

    @Override
    public void onRoomChanged(Room room) {
        changed(room);
    }

    @Override
    public void onRoomClosed(Room room) {
        changed(room);
    }

    @Override
    public void onJoined(Participant participant) {
        changed(participant.room());
    }

    @Override
    public void onParticipantChanged(Participant participant) {
        changed(participant.room());
    }

    @Override
    public void onSpeaking(Participant participant) {}

    @Override
    public void onChat(Room room, ChatMessage line) {}

    @Override
    public void onLeft(Participant participant) {
        changed(participant.room());
    }
}
