package tandem.gateway.trunks;

import java.net.InetAddress;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.call.Arrival;
import tandem.call.Cause;
import tandem.call.Leg;
import tandem.call.LegEvents;
import tandem.call.Outgoing;
import tandem.call.Route;
import tandem.call.Target;
import tandem.call.Targets.Found;
import tandem.gateway.config.Config;
import tandem.gateway.sip.Outlet;
import tandem.gateway.sip.SipDoor;
import tandem.gateway.sip.SipHeaders;
import tandem.gateway.sip.TrunkLines;
import tandem.media.MediaTerms;
import tandem.sip.SipOutgoing;
import tandem.sip.SipRequest;
import tandem.sip.SipStack;
import tandem.sip.SipWay;
import tandem.sip.message.NameAddr;
import tandem.sip.message.Uri;

/** All trunks: which one a call goes out by, and whose a call is that comes in. On the signalling loop. */
public final class Trunks implements TrunkLines {
    private static final Logger log = LoggerFactory.getLogger(Trunks.class);
    private static final String ANY = "any";

    private final Loop loop;
    private final Signalling signalling;
    private final SipDoor door;
    private final RandomGenerator random;
    private final ZoneId zone;
    private final TrunkEvents events;
    private final Map<String, Trunk> trunks = new LinkedHashMap<>();
    private volatile List<TrunkFacts> facts = List.of();
    private int closing;
    private boolean shut;

    /** No trunks yet; {@link #apply} makes them. */
    public Trunks(Loop loop, SipStack stack, SipDoor door, RandomGenerator random, ZoneId zone, TrunkEvents events) {
        this(loop, Signalling.of(stack), door, random, zone, events);
    }

    Trunks(Loop loop, Signalling signalling, SipDoor door, RandomGenerator random, ZoneId zone, TrunkEvents events) {
        this.loop = loop;
        this.signalling = signalling;
        this.door = door;
        this.random = random;
        this.zone = zone;
        this.events = new Noted(events);
    }

    /** Keeps what is told for those who ask, too. */
    private final class Noted implements TrunkEvents {
        private final TrunkEvents others;

        Noted(TrunkEvents others) {
            this.others = others;
        }

        @Override
        public void onTrunk(TrunkFacts trunk) {
            facts = Trunks.this.all();
            others.onTrunk(trunk);
        }

        @Override
        public void onTrunkGone(String name) {
            facts = Trunks.this.all();
            others.onTrunkGone(name);
        }

        @Override
        public void onTrunkRefused(TrunkFacts trunk, String number, String why) {
            others.onTrunkRefused(trunk, number, why);
        }
    }

    /** These are the trunks from now on; those that are as before go on, and calls that are up stay. {@code usual} is what calls are offered. */
    public void apply(List<Config.Trunk> configured, MediaTerms usual) {
        if (shut) {
            return; // a file saved while we say goodbye
        }
        Set<String> names = new HashSet<>();
        configured.forEach(each -> names.add(each.name()));
        for (String gone : List.copyOf(trunks.keySet())) {
            if (!names.contains(gone)) {
                Optional.ofNullable(trunks.remove(gone)).ifPresent(this::close);
                events.onTrunkGone(gone);
            }
        }
        for (Config.Trunk each : configured) {
            TrunkSettings settings = TrunkSettings.of(each, usual);
            Trunk known = trunks.get(each.name());
            if (known == null) {
                Trunk trunk = new Trunk(loop, signalling, random, zone, settings, events);
                trunks.put(each.name(), trunk);
                trunk.start();
            } else if (!known.settings().config().equals(each)
                    || !known.settings().terms().equals(settings.terms())) {
                known.apply(settings);
            }
        }
    }

    /** Those that are refused or unreachable are asked at once: whoever has saved something has mended it, maybe. */
    public void tryAgain() {
        for (Trunk trunk : trunks.values()) {
            if (trunk.tryAgain()) {
                log.info("trunk {} is tried again", trunk.name());
            }
        }
    }

    /** These calls went out before this process was there, the eldest first: they count in the budgets. After the first {@link #apply}. */
    public void spent(List<Spent> calls) {
        trunks.values()
                .forEach(trunk -> trunk.spent(calls.stream()
                        .filter(call -> call.trunk().equals(trunk.name()))
                        .toList()));
    }

    private void close(Trunk trunk) {
        closing++;
        trunk.close(() -> closing--);
    }

    /** Takes all registrations back; {@link #closed} says when that is done. */
    public void close() {
        shut = true;
        List.copyOf(trunks.values()).forEach(this::close);
        trunks.clear();
    }

    /** Whether nothing is waited for any more. */
    public boolean closed() {
        return closing == 0;
    }

    /** Whether there is a trunk of that name. */
    public boolean has(String name) {
        return trunks.containsKey(name);
    }

    /** Whether calls of a trunk come from there. */
    public boolean expects(InetAddress source) {
        return trunks.values().stream().anyMatch(trunk -> trunk.isAt(source));
    }

    /** A connection is gone. */
    public void onLost(SipWay way, String why) {
        List.copyOf(trunks.values()).forEach(trunk -> trunk.onLost(way, why));
    }

    /** We are seen from another address from now on: who was told the one before is told this one. */
    public void onMoved() {
        trunks.values().forEach(Trunk::onMoved);
    }

    private List<TrunkFacts> all() {
        return trunks.values().stream().map(Trunk::facts).toList();
    }

    /** How they stand now. On the loop. */
    public List<TrunkFacts> facts() {
        return all();
    }

    /** How they stood when one of them last changed. From any thread. */
    public List<TrunkFacts> lastFacts() {
        return facts;
    }

    // Outwards.

    /**
     * Finds by which trunks the route leads out, in the order of the plan, {@code any} meaning all others by priority; those that are
     * known not to be there behind the others. A number beyond a trunk's budget goes by no other instead.
     */
    public void find(Route.ToTrunk route, Optional<Arrival> caller, Consumer<Found> then) {
        List<Trunk> candidates = new ArrayList<>();
        Cause why = Cause.UNREACHABLE;
        for (Trunk trunk : ordered(route)) {
            String number = trunk.outward(route.number());
            Optional<String> refusal = trunk.refusal(number);
            if (refusal.isPresent()) {
                refuse(trunk, number, refusal.get());
                if (candidates.isEmpty()) {
                    then.accept(new Found.Nobody(Cause.NOT_IN_BUDGET));
                    return;
                }
                break;
            }
            if (trunk.full()) {
                refuse(trunk, number, "as many calls are up as it takes");
                why = Cause.OVERLOADED;
            } else {
                candidates.add(trunk);
            }
        }
        locate(candidates, route.number(), new ArrayList<>(), why, then);
    }

    private List<Trunk> ordered(Route.ToTrunk route) {
        List<String> names = new ArrayList<>(List.of(route.trunk()));
        names.addAll(route.others());
        Set<Trunk> ordered = new LinkedHashSet<>();
        for (String name : names) {
            if (name.equals(ANY)) {
                trunks.values().stream()
                        .sorted(Comparator.comparingInt(
                                trunk -> trunk.settings().priority()))
                        .forEach(ordered::add);
            } else {
                Optional.ofNullable(trunks.get(name))
                        .ifPresentOrElse(ordered::add, () -> log.info("no trunk {} is configured", name));
            }
        }
        List<Trunk> there =
                new ArrayList<>(ordered.stream().filter(Trunk::usable).toList());
        ordered.stream().filter(trunk -> !trunk.usable()).forEach(there::add);
        return there;
    }

    private static void refuse(Trunk trunk, String number, String why) {
        log.warn("trunk {} does not let {} out: {}", trunk.name(), number, why);
        trunk.refused(number, why);
    }

    /** Asks for the address of the first, then of the next. */
    private void locate(List<Trunk> left, String number, List<Target> found, Cause otherwise, Consumer<Found> then) {
        if (left.isEmpty()) {
            then.accept(found.isEmpty() ? new Found.Nobody(otherwise) : new Found.Dial(found));
            return;
        }
        Trunk trunk = left.getFirst();
        List<Trunk> rest = left.subList(1, left.size());
        signalling.addresses(trunk.settings().nextHop(), addresses -> {
            addresses.stream().findFirst().ifPresent(peer -> found.add(target(trunk, trunk.outward(number), peer)));
            locate(rest, number, found, otherwise, then);
        });
    }

    private Target target(Trunk trunk, String number, InetAddress peer) {
        return new Target(
                (outgoing, events) -> dial(trunk, number, outgoing, events),
                trunk.settings().target(number),
                peer,
                trunk.settings().terms(),
                Optional.empty(),
                Optional.empty(),
                /* offers= */ false,
                Target.Known.trunk(trunk.name(), trunk.away()));
    }

    /** Looks once more: since it was found, others may have gone out by it. */
    private Leg dial(Trunk trunk, String number, Outgoing outgoing, LegEvents legEvents) {
        Optional<String> refusal = trunk.refusal(number);
        if (refusal.isPresent() || trunk.full()) {
            refuse(trunk, number, refusal.orElse("as many calls are up as it takes"));
            return door.refused(outgoing, legEvents, refusal.isPresent() ? Cause.NOT_IN_BUDGET : Cause.OVERLOADED);
        }
        Budget.Ticket ticket = trunk.begin();
        events.onTrunk(trunk.facts());
        try {
            return door.dial(outgoing, legEvents, outlet(trunk, outgoing, ticket));
        } catch (RuntimeException bug) {
            ticket.onOver();
            throw bug;
        }
    }

    private Outlet outlet(Trunk trunk, Outgoing outgoing, Budget.Ticket ticket) {
        return new Outlet() {
            @Override
            public String name() {
                return trunk.name();
            }

            @Override
            public SipOutgoing dressed(SipOutgoing invite, String ourHost) {
                return trunk.dressed(invite, outgoing, ourHost);
            }

            @Override
            public void onAnswered() {
                ticket.onAnswered();
            }

            @Override
            public void onOver() {
                ticket.onOver();
                events.onTrunk(trunk.facts());
            }
        };
    }

    // Inwards.

    @Override
    public Optional<Incoming> of(SipRequest invite) {
        Optional<Uri> target = Uri.read(invite.uri());
        if (target.isEmpty() || trunks.isEmpty()) {
            return Optional.empty();
        }
        InetAddress source = invite.remote().getAddress();
        Optional<Trunk> best = Optional.empty();
        int most = 0;
        for (Trunk trunk : trunks.values()) {
            int claim = trunk.claim(target.get(), source);
            if (claim > most) {
                most = claim;
                best = Optional.of(trunk);
            }
        }
        return best.map(trunk -> incoming(trunk, target.get(), invite));
    }

    private Incoming incoming(Trunk trunk, Uri target, SipRequest invite) {
        String dialled = trunk.isOurselves(target) ? calledNumber(invite) : target.plainUser();
        boolean withheld = invite.header("Privacy")
                .filter(value -> !value.strip().equals("none"))
                .isPresent();
        Optional<NameAddr> asserted = trunk.believesIdentity() && !withheld
                ? invite.headers("P-Asserted-Identity").stream()
                        .flatMap(value -> NameAddr.read(value).stream())
                        .findFirst()
                : Optional.empty();
        String from = asserted.map(each -> each.uri().text()).orElse(invite.fromUri());
        String name =
                asserted.map(NameAddr::name).filter(each -> !each.isEmpty()).orElse(invite.fromName());
        return new Incoming(
                trunk.name(),
                trunk.inward(dialled),
                rewritten(trunk, from),
                name,
                trunk.settings().terms(),
                trunk::onIncoming,
                () -> {
                    trunk.onIncomingOver();
                    events.onTrunk(trunk.facts());
                });
    }

    /** Who is called by our account as a whole: the number is in P-Called-Party-ID (RFC 7315), or in To. */
    private static String calledNumber(SipRequest invite) {
        Optional<Uri> called = invite.header("P-Called-Party-ID")
                .flatMap(NameAddr::read)
                .map(NameAddr::uri)
                .filter(uri -> !uri.plainUser().isEmpty());
        return called.or(() ->
                        Uri.read(invite.toUri()).filter(uri -> !uri.plainUser().isEmpty()))
                .map(Uri::plainUser)
                .orElseGet(invite::uriUser);
    }

    private static String rewritten(Trunk trunk, String from) {
        Optional<Uri> uri = Uri.read(from);
        if (uri.isEmpty() || uri.get().user().isEmpty()) {
            return from;
        }
        String user = uri.get().plainUser();
        String other = trunk.inwardCaller(user);
        return other.equals(user)
                ? from
                : "sip:" + SipHeaders.escaped(other) + "@" + uri.get().host();
    }
}
