package tandem.gateway.trunks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tandem.base.Loop;
import tandem.call.Outgoing;
import tandem.dialplans.Rewriting;
import tandem.gateway.config.Config;
import tandem.sip.SipOutgoing;
import tandem.sip.SipWay;
import tandem.sip.message.Uri;

/** One trunk: its line, what it may cost, and who it says is calling. On the signalling loop. */
final class Trunk {
    private final Loop loop;
    private final Signalling signalling;
    private final RandomGenerator random;
    private final TrunkEvents events;
    private final Budget budget;
    private TrunkSettings settings;
    private Line line;
    private int incoming;
    private long refused;

    Trunk(
            Loop loop,
            Signalling signalling,
            RandomGenerator random,
            ZoneId zone,
            TrunkSettings settings,
            TrunkEvents events) {
        this.loop = loop;
        this.signalling = signalling;
        this.random = random;
        this.settings = settings;
        this.events = events;
        this.budget = new Budget(settings.config().budget(), loop.clock(), zone);
        this.line = line();
    }

    private Line line() {
        return new Line(loop, signalling, random, settings, () -> events.onTrunk(facts()));
    }

    void start() {
        line.start();
        events.onTrunk(facts());
    }

    /** Takes other settings; the line begins anew only where they say so. */
    void apply(TrunkSettings other) {
        boolean same = settings.sameLine(other);
        settings = other;
        budget.apply(other.config().budget());
        if (!same) {
            Line old = line;
            old.close(() -> {});
            line = line();
            line.startAfter(old);
        }
        events.onTrunk(facts());
    }

    /** Asks at once, where it is not as it should be; whether it was asked. */
    boolean tryAgain() {
        return line.tryAgain();
    }

    void close(Runnable then) {
        line.close(then);
    }

    void onLost(SipWay way, String why) {
        line.onLost(way, why);
    }

    void onMoved() {
        line.onMoved();
    }

    TrunkSettings settings() {
        return settings;
    }

    String name() {
        return settings.name();
    }

    boolean usable() {
        return line.state().usable();
    }

    /** Whether it did not answer when it was last asked. */
    boolean away() {
        return line.state() == TrunkState.UNREACHABLE;
    }

    // Outwards.

    /** Why that number may not be called by it now, in words. */
    Optional<String> refusal(String number) {
        return budget.refusal(number);
    }

    /** Whether as many calls are up as it takes. */
    boolean full() {
        return settings.config()
                .maxCalls()
                .filter(most -> budget.calls() + incoming >= most)
                .isPresent();
    }

    /** Notes that a call was not let out. */
    void refused(String number, String why) {
        refused++;
        events.onTrunkRefused(facts(), number, why);
    }

    /** These calls went out by it before we were here, the eldest first. */
    void spent(List<Spent> calls) {
        budget.spent(calls);
    }

    Budget.Ticket begin() {
        return budget.begin();
    }

    /** A number that was dialled, as the other side is to have it. */
    String outward(String number) {
        return Rewriting.apply(settings.out(), number);
    }

    /** The INVITE as it is to go: who calls, by which proxies, with what credentials. */
    SipOutgoing dressed(SipOutgoing invite, Outgoing outgoing, String ourHost) {
        boolean registers = settings.registers();
        String account = registers ? settings.config().username().orElse("") : "";
        String host = registers || settings.config().domain().isPresent() ? settings.domain() : ourHost;
        Map<String, List<String>> carried = new HashMap<>(invite.headers());
        CallerIdentity identity = CallerIdentity.of(
                settings.config().callerId(),
                account,
                host,
                new CallerIdentity.Caller(
                        Rewriting.apply(settings.outCaller(), outgoing.callerUser()), outgoing.callerName(), carried));
        SipOutgoing dressed = invite.from(identity.fromUri(), identity.fromName())
                .with(identity.headers())
                .via(line.routes());
        return settings.credentials().map(dressed::as).orElse(dressed);
    }

    // Inwards.

    /** How surely an INVITE for that URI from that address is this trunk's: 0 not at all. */
    int claim(Uri target, InetAddress source) {
        if (line.isCalled(target)) {
            return 3;
        }
        if (!isAt(source)) {
            return 0;
        }
        return isAccount(target.plainUser()) ? 2 : 1;
    }

    /** Whether its calls come from there. */
    boolean isAt(InetAddress source) {
        return settings.config().from().isEmpty()
                ? line.isAt(source)
                : settings.config().from().stream().anyMatch(network -> network.contains(source));
    }

    private boolean isAccount(String user) {
        return settings.config().username().filter(user::equals).isPresent();
    }

    /** Whether a request for that user is for us as a whole: then the number is elsewhere in it. */
    boolean isOurselves(Uri target) {
        return isAccount(target.plainUser());
    }

    String inward(String number) {
        return Rewriting.apply(settings.in(), number);
    }

    String inwardCaller(String number) {
        return Rewriting.apply(settings.inCaller(), number);
    }

    void onIncoming() {
        incoming++;
    }

    void onIncomingOver() {
        incoming--;
    }

    boolean believesIdentity() {
        return settings.config().callerId().pAssertedIdentity().orElse(false);
    }

    TrunkFacts facts() {
        Config.Trunk config = settings.config();
        return new TrunkFacts(
                config.name(),
                config.mode().name().toLowerCase(Locale.ROOT),
                config.host().toString(),
                config.username().orElse(""),
                line.state(),
                line.since(),
                line.failure(),
                line.failedAt(),
                line.expires(),
                line.way().map(SipWay::toString).orElse(""),
                line.seenAs().map(Trunk::shown).orElse(""),
                budget.calls() + incoming,
                budget.minutes(),
                refused);
    }

    private static String shown(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
