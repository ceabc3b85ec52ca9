package tandem.gateway.trunks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.gateway.config.Keepalive;
import tandem.gateway.sip.SipHeaders;
import tandem.sip.SipAnswer;
import tandem.sip.SipAsk;
import tandem.sip.SipAskEvents;
import tandem.sip.SipAsking;
import tandem.sip.SipContact;
import tandem.sip.SipResponse;
import tandem.sip.SipSeries;
import tandem.sip.SipWay;
import tandem.sip.message.NameAddr;
import tandem.sip.message.Uri;

/**
 * How we stand with the other side of one trunk, from its beginning until it is closed: REGISTER and OPTIONS are written and read here,
 * when they go is decided by {@link Registration} and {@link Probe}. On the signalling loop.
 */
final class Line implements Registration.Wire, Probe.Wire {
    private static final Logger log = LoggerFactory.getLogger(Line.class);

    /** That nothing came back, in one wording whatever was asked, so that a long outage is one line in the log. */
    static final String NO_ANSWER = "no answer";

    private static final long MOST_SECONDS = 0xFFFF_FFFFL; // RFC 3261 section 20.19
    private static final long USUAL_EXPIRES_S = 300;
    private static final int MOST_ROUTES = 8;
    private static final int MOST_ADDRESSES = 64;
    private static final long LEARN_NS = 300_000_000_000L;

    private final Loop loop;
    private final Signalling signalling;
    private final TrunkSettings settings;
    private final Runnable changed;
    private final String token;
    private final SipSeries registers;
    private final SipSeries questions;
    private final Optional<Registration> registration;
    private final Optional<Probe> probe;
    private final Map<String, List<InetAddress>> addresses = new HashMap<>(); // by what was asked for
    private Optional<SipAsking> registering = Optional.empty();
    private Optional<SipAsking> asking = Optional.empty();
    private Optional<SipWay> way = Optional.empty();
    private Optional<InetSocketAddress> seenAs = Optional.empty();
    private List<String> serviceRoutes = List.of();
    private TrunkState state = TrunkState.TRYING;
    private Instant since;
    private Optional<String> failure = Optional.empty();
    private Optional<Instant> failedAt = Optional.empty();
    private Optional<Runnable> whenOver = Optional.empty();
    private boolean over;

    Line(Loop loop, Signalling signalling, RandomGenerator random, TrunkSettings settings, Runnable changed) {
        this.loop = loop;
        this.signalling = signalling;
        this.settings = settings;
        this.changed = changed;
        this.token =
                HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
        this.registers = signalling.series(settings.credentials());
        this.questions = signalling.series(settings.credentials());
        this.since = now();
        long expiresS =
                settings.config().expires().map(span -> span.toSeconds()).orElse(USUAL_EXPIRES_S);
        this.registration = settings.registers()
                ? Optional.of(new Registration(loop, random, expiresS, this, this::registrationChanged))
                : Optional.empty();
        this.probe = settings.keepalive().every().map(every -> new Probe(loop, random, every.toNanos(), this));
    }

    private Instant now() {
        return Instant.ofEpochMilli(loop.clock().epochMs());
    }

    /** Begins in the place of another, and remembers what was wrong with that last. */
    void startAfter(Line before) {
        failure = before.failure;
        failedAt = before.failedAt.map(at -> at.isBefore(since) ? at : since.minusMillis(1));
        start();
    }

    /** Begins. */
    void start() {
        learnAddresses();
        registration.ifPresent(Registration::start);
        if (registration.isEmpty()) {
            probe.ifPresent(Probe::start);
        }
        if (registration.isEmpty() && probe.isEmpty()) {
            loop.after(LEARN_NS, this::learnAgain);
            become(TrunkState.UNCHECKED, Optional.empty());
        }
    }

    /** Asks at once, where it is not as it should be: something was mended, maybe. Whether it was asked. */
    boolean tryAgain() {
        if (over || state.usable()) {
            return false;
        }
        registration.ifPresentOrElse(Registration::tryAgain, () -> probe.ifPresent(Probe::tryAgain));
        return true;
    }

    /** Ends: takes back what is registered, and then runs that. */
    void close(Runnable then) {
        whenOver = Optional.of(then);
        probe.ifPresent(Probe::stop);
        if (registration.isPresent()) {
            registration.get().stop();
        } else {
            over();
        }
    }

    @Override
    public void over() {
        over = true;
        registering.ifPresent(SipAsking::forget);
        asking.ifPresent(SipAsking::forget);
        whenOver.ifPresent(Runnable::run);
        whenOver = Optional.empty();
    }

    // Registration.

    @Override
    public void register(long expiresS) {
        learnAddresses();
        registering.ifPresent(SipAsking::forget);
        String account = "sip:" + user() + "@" + settings.domain();
        SipAsk ask = SipAsk.to("REGISTER", settings.config().host().uri())
                .from(account, "")
                .towards(account)
                .via(settings.proxies())
                .at(new SipContact(user(), Map.of("line", token), Map.of()))
                .with(Map.of("Expires", List.of(Long.toString(expiresS)), "Supported", List.of("path")));
        registering = Optional.of(signalling.send(ask, registers, new Registering(expiresS)));
    }

    private String user() {
        return settings.config().username().map(SipHeaders::escaped).orElse("");
    }

    /** What becomes of one REGISTER. */
    private final class Registering implements SipAskEvents {
        private final long askedS;

        Registering(long askedS) {
            this.askedS = askedS;
        }

        @Override
        public void onAnswered(SipAnswer answer) {
            heard(answer);
            SipResponse response = answer.response();
            if (response.status() < 300 && askedS > 0) {
                serviceRoutes = routes(response);
            }
            registration.ifPresent(each -> each.onAnswer(new Registration.Answer(
                    response.status(),
                    response.reason(),
                    granted(answer, askedS),
                    seconds(response, "Min-Expires"),
                    seconds(response, "Retry-After"),
                    answer.digest())));
        }

        @Override
        public void onUnanswered(String why) {
            registration.ifPresent(each -> each.onUnanswered(NO_ANSWER + ": " + why));
        }

        @Override
        public void onSilent(String hop) {
            registration.ifPresent(each -> each.onUnanswered(NO_ANSWER));
        }
    }

    /** RFC 3608: where requests of ours pass from now on. */
    private static List<String> routes(SipResponse response) {
        List<String> routes = new ArrayList<>();
        for (String value : response.headers("Service-Route")) {
            NameAddr.read(value)
                    .filter(route -> route.uri().isSip() && routes.size() < MOST_ROUTES)
                    .ifPresent(route -> routes.add(route.uri().text()));
        }
        return List.copyOf(routes);
    }

    /** What stands at our Contact, or at the only one, else in Expires, else what was asked for (RFC 3261 10.3). */
    private long granted(SipAnswer answer, long askedS) {
        List<NameAddr> contacts = answer.response().headers("Contact").stream()
                .flatMap(value -> NameAddr.read(value).stream())
                .toList();
        return contacts.stream()
                .filter(each -> isOurs(each) || contacts.size() == 1)
                .findFirst()
                .flatMap(each -> each.params().value("expires"))
                .flatMap(Line::seconds)
                .or(() -> seconds(answer.response(), "Expires"))
                .orElse(askedS);
    }

    private boolean isOurs(NameAddr contact) {
        return contact.uri().params().value("line").filter(token::equals).isPresent();
    }

    private static Optional<Long> seconds(SipResponse response, String header) {
        return response.header(header).flatMap(Line::seconds);
    }

    private static Optional<Long> seconds(String text) {
        int end = 0;
        while (end < text.length() && end < 10 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end == 0
                ? Optional.empty()
                : Optional.of(Math.min(Long.parseLong(text.substring(0, end)), MOST_SECONDS));
    }

    private void registrationChanged() {
        registration.ifPresent(each -> {
            boolean held = each.state() == TrunkState.REGISTERED;
            if (held && state != TrunkState.REGISTERED) {
                probe.ifPresent(Probe::startSoon);
            } else if (!held) {
                probe.ifPresent(Probe::stop);
            }
            become(each.state(), each.failure());
        });
    }

    /** The connection it goes by is gone. */
    void onLost(SipWay lost, String why) {
        if (way.filter(lost::equals).isPresent()) {
            registration.ifPresent(each -> each.onLost(why));
        }
    }

    /** We are to be found elsewhere. */
    void onMoved() {
        registration.ifPresent(Registration::onMoved);
    }

    // Questions.

    @Override
    public void ask() {
        asking.ifPresent(SipAsking::forget);
        learnAddresses();
        if (settings.keepalive().how() == Keepalive.How.CRLF) {
            way.ifPresentOrElse(known -> signalling.keepAlive(known, this::ponged), this::askByOptions);
            return;
        }
        askByOptions();
    }

    private void ponged(Optional<String> problem) {
        if (over) {
            return;
        }
        if (problem.isPresent()) {
            askByOptions(); // which makes a new connection
        } else {
            probe.ifPresent(each -> each.onAnswer(200, "OK"));
        }
    }

    private void askByOptions() {
        String host = settings.domain();
        SipAsk ask = SipAsk.to("OPTIONS", settings.config().host().uri())
                .from("sip:" + (user().isEmpty() ? "tandem" : user()) + "@" + host, "")
                .via(settings.proxies())
                .at(new SipContact(user(), Map.of(), Map.of()))
                .with(Map.of("Accept", List.of("application/sdp")));
        asking = Optional.of(signalling.send(ask, questions, new SipAskEvents() {
            @Override
            public void onAnswered(SipAnswer answer) {
                heard(answer);
                probe.ifPresent(each -> each.onAnswer(
                        answer.response().status(), answer.response().reason()));
            }

            @Override
            public void onUnanswered(String why) {
                probe.ifPresent(each -> each.onUnanswered(NO_ANSWER + ": " + why));
            }

            @Override
            public void onSilent(String hop) {
                probe.ifPresent(each -> each.onUnanswered(NO_ANSWER));
            }
        }));
    }

    @Override
    public void forget() {
        asking.ifPresent(SipAsking::forget);
        asking = Optional.empty();
    }

    @Override
    public void onThere() {
        if (registration.isEmpty()) {
            become(TrunkState.REACHABLE, Optional.empty());
        }
    }

    @Override
    public void onAway(String why) {
        if (registration.isEmpty()) {
            become(TrunkState.UNREACHABLE, Optional.of(why));
        } else if (probe.filter(Probe::answersAny).isPresent()) {
            registration.ifPresent(each -> each.onGone(why));
        }
    }

    // What is known.

    private void heard(SipAnswer answer) {
        way = Optional.of(answer.way());
        seenAs = answer.seenAs().or(() -> seenAs);
    }

    private void learnAddresses() {
        learn(settings.nextHop());
        if (settings.config().proxy().isPresent()) {
            learn(settings.config().host().uri());
        }
    }

    /** Where nothing is asked of it, nothing else leads to a question for its addresses. */
    private void learnAgain() {
        if (!over) {
            learnAddresses();
            loop.after(LEARN_NS, this::learnAgain);
        }
    }

    /** What the name leads to now takes the place of what it led to; while none can be asked that stays. */
    private void learn(String uri) {
        signalling.addresses(uri, found -> {
            if (!found.isEmpty()) {
                addresses.put(uri, found.stream().limit(MOST_ADDRESSES).toList());
            }
        });
    }

    private void become(TrunkState now, Optional<String> why) {
        boolean same = state == now && (why.isEmpty() || failure.equals(why));
        if (state != now) {
            since = now();
        }
        state = now;
        if (why.isPresent()) {
            failure = why;
            failedAt = Optional.of(now());
        }
        if (!same) {
            say(why);
            changed.run();
        }
    }

    private void say(Optional<String> why) {
        if (why.isPresent()) {
            log.warn("trunk {} is {}: {}", settings.name(), word(state), why.get());
        } else {
            log.info("trunk {} is {}", settings.name(), word(state));
        }
    }

    private static String word(TrunkState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    TrunkState state() {
        return state;
    }

    Instant since() {
        return since;
    }

    Optional<String> failure() {
        return failure;
    }

    Optional<Instant> failedAt() {
        return failedAt;
    }

    Optional<Instant> expires() {
        return registration.flatMap(Registration::heldForS).map(now()::plusSeconds);
    }

    Optional<SipWay> way() {
        return way;
    }

    Optional<InetSocketAddress> seenAs() {
        return seenAs;
    }

    /** The proxies a request to it passes: ours, then those it told us of (RFC 3608 6.1). */
    List<String> routes() {
        List<String> routes = new ArrayList<>(settings.proxies());
        for (String each : serviceRoutes) {
            if (!(routes.size() == 1 && sameHost(routes.getFirst(), each))) {
                routes.add(each);
            }
        }
        return routes;
    }

    private static boolean sameHost(String one, String other) {
        Optional<Uri> a = Uri.read(one);
        Optional<Uri> b = Uri.read(other);
        return a.isPresent()
                && b.isPresent()
                && a.get().host().equals(b.get().host())
                && a.get().port() == b.get().port();
    }

    /** Whether the URI a request is for has what only the registrar was told. */
    boolean isCalled(Uri target) {
        return registration.filter(each -> each.heldForS().isPresent()).isPresent()
                && target.params().value("line").filter(token::equals).isPresent();
    }

    /** Whether that address is one of its. */
    boolean isAt(InetAddress source) {
        return way.filter(known -> known.remote().getAddress().equals(source)).isPresent()
                || addresses.values().stream().anyMatch(known -> known.contains(source));
    }
}
