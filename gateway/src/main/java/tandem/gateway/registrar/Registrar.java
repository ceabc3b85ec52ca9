package tandem.gateway.registrar;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.sip.Body;
import tandem.sip.SipRequest;
import tandem.sip.SipWay;
import tandem.sip.dialog.UserAgent;
import tandem.sip.message.Uri;

/**
 * Where our devices are (RFC 3261 section 10.3): asks for their password, keeps what they register, in memory and in a store that outlives the
 * process, and answers when it is stored. With Path (RFC 3327), Outbound (RFC 5626) and public GRUUs (RFC 5627). On the signalling loop.
 */
public final class Registrar implements Whereabouts {
    private static final Logger log = LoggerFactory.getLogger(Registrar.class);
    private static final int MOST_BINDINGS = 10;
    private static final int MOST_WAITING = 10_000;
    private static final long SWEEP_NS = 1_000_000_000L;

    private final Loop loop;
    private final Accounts accounts;
    private final BindingStore store;
    private final Wires wires;
    private final RegistrarCounters counters = new RegistrarCounters();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<InetAddress, Integer> sources = new HashMap<>();
    private final Map<SipWay, Set<String>> reached = new HashMap<>(); // who is, by which way alone
    private final KeepAlive keepAlive;
    private final Queue<SipRequest> waiting = new ArrayDeque<>();
    private boolean loaded;

    /** What the registrar needs of others. */
    public interface Wires extends RegistrarEvents, KeepAlive.Asking {
        /** Answers a REGISTER. */
        void answer(
                SipRequest request,
                int status,
                Optional<String> reason,
                Map<String, List<String>> headers,
                Optional<Body> body);
    }

    /** A device's bindings, and why it was refused last. */
    private static final class Place {
        List<Binding> bindings = List.of();
        Optional<String> failure = Optional.empty();
        Optional<Instant> failedAt = Optional.empty();
    }

    /** A registrar that knows of no registration yet. */
    public Registrar(Loop loop, Accounts accounts, BindingStore store, Wires wires) {
        this.loop = loop;
        this.accounts = accounts;
        this.store = store;
        this.wires = wires;
        this.keepAlive = new KeepAlive(loop, wires);
    }

    /** Takes in what the store has; requests that come before wait for it. */
    public void begin() {
        store.load(this::onLoaded);
        loop.after(SWEEP_NS, this::sweep);
        keepAlive.begin(() -> places.values().stream()
                .flatMap(place -> place.bindings.stream())
                .toList()
                .iterator());
    }

    private void onLoaded(List<Binding> kept) {
        loaded = true;
        Map<String, List<Binding>> byDevice = new HashMap<>();
        for (Binding binding : kept) {
            boolean lost = binding.way().transport().startsWith("WS"); // a socket that is gone leads nowhere
            if (!lost && isGood(binding) && accounts.find(binding.device()).isPresent()) {
                byDevice.computeIfAbsent(binding.device(), _ -> new ArrayList<>())
                        .add(binding);
            }
        }
        byDevice.forEach(this::put);
        if (!kept.isEmpty()) {
            log.info("{} of {} registrations of before are good", counters.contacts.get(), kept.size());
        }
        for (SipRequest request = waiting.poll(); request != null; request = waiting.poll()) {
            onRegister(request);
        }
    }

    /** From now on these are the accounts: who has none any longer, or another password, is registered no longer. */
    public void apply(Collection<Account> now) {
        for (String user : accounts.replace(now)) {
            if (!had(user).isEmpty()) {
                change(user, List.of(), stored -> {});
            }
            accounts.find(user).ifPresentOrElse(_ -> {}, () -> places.remove(user));
        }
    }

    /** The figures. */
    public RegistrarCounters counters() {
        return counters;
    }

    /** Whether anybody may register. */
    public boolean open() {
        return !accounts.isEmpty();
    }

    /** A REGISTER came; an answer is owed. */
    public void onRegister(SipRequest request) {
        if (accounts.isEmpty()) {
            counters.refused.incrementAndGet();
            Map<String, List<String>> allow = Map.of("Allow", List.of(UserAgent.ALLOW)); // RFC 3261 section 21.4.6
            wires.answer(request, 405, Optional.of("Registrations are not kept here"), allow, Optional.empty());
            return;
        }
        if (!loaded) {
            if (waiting.size() < MOST_WAITING) {
                waiting.add(request);
            }
            return;
        }
        String user = Uri.read(request.toUri()).map(Uri::plainUser).orElse("");
        switch (accounts.authenticate(request, "Authorization", user)) {
            case Accounts.Shown.Device device -> register(request, user, device.account());
            case Accounts.Shown.Nothing nothing -> {
                counters.challenged.incrementAndGet();
                if (!request.headers("Authorization").isEmpty()) {
                    failed(user, "wrong password, or an old challenge was answered");
                }
                wires.answer(
                        request,
                        401,
                        Optional.empty(),
                        Map.of("WWW-Authenticate", nothing.challenges()),
                        Optional.empty());
            }
            case Accounts.Shown.Locked locked -> {
                counters.refused.incrementAndGet();
                failed(user, Refusals.lockedWords(locked.left()));
                wires.answer(
                        request,
                        403,
                        Optional.of(Refusals.lockedWords(locked.left())),
                        Refusals.lockedHeaders(locked.left()),
                        Optional.empty());
            }
        }
    }

    private void register(SipRequest request, String user, Account account) {
        if (!account.user().equals(user)) {
            refuse(
                    request,
                    account.user(),
                    403,
                    "You are " + account.user() + " and may not register another",
                    Map.of());
            return;
        }
        List<Binding> had = bindings(user);
        Update update = new Update(user, request, loop.clock().epochMs());
        switch (Wish.of(request)) {
            case Wish.Query _ -> grant(request, had);
            case Wish.RemoveAll _ -> take(request, user, update.removeAll(had));
            case Wish.Change change -> take(request, user, update.change(had, change.contacts(), MOST_BINDINGS));
            case Wish.Bad bad -> refuse(request, user, bad.status(), bad.words(), bad.headers());
        }
    }

    private void refuse(SipRequest request, String user, int status, String words, Map<String, List<String>> headers) {
        counters.refused.incrementAndGet();
        failed(user, status + " " + words);
        wires.answer(request, status, Optional.of(words), headers, Optional.empty());
    }

    private void failed(String user, String words) {
        if (accounts.find(user).isPresent()) {
            Place place = places.computeIfAbsent(user, _ -> new Place());
            place.failure = Optional.of(words);
            place.failedAt = Optional.of(Instant.ofEpochMilli(loop.clock().epochMs()));
        }
    }

    private void take(SipRequest request, String user, Update.Outcome outcome) {
        switch (outcome) {
            case Update.Outcome.OutOfOrder _ ->
                refuse(request, user, 400, "Older Than The Registration Before It", Map.of());
            case Update.Outcome.Done done ->
                change(user, done.bindings(), stored -> {
                    if (stored) {
                        grant(request, done.bindings());
                    } else {
                        counters.unstored.incrementAndGet();
                        refuse(request, user, 500, "The Registration Could Not Be Stored", Map.of());
                    }
                });
        }
    }

    private void grant(SipRequest request, List<Binding> bindings) {
        counters.granted.incrementAndGet();
        Optional.ofNullable(
                        places.get(Uri.read(request.toUri()).map(Uri::plainUser).orElse("")))
                .ifPresent(place -> {
                    place.failure = Optional.empty();
                    place.failedAt = Optional.empty();
                });
        wires.answer(
                request,
                200,
                Optional.empty(),
                Granted.headers(request, preferredFirst(bindings), loop.clock().epochMs()),
                Optional.empty());
    }

    private interface Stored {
        void done(boolean stored);
    }

    /** The bindings are used from now on, and {@code then} is told when they are stored. */
    private void change(String user, List<Binding> now, Stored then) {
        put(user, now);
        store.replace(user, now, then::done);
    }

    private void put(String user, List<Binding> now) {
        Place place = places.computeIfAbsent(user, _ -> new Place());
        List<Binding> before = place.bindings;
        place.bindings = List.copyOf(now);
        before.forEach(binding -> forget(user, binding));
        now.forEach(binding -> note(user, binding));
        counters.contacts.addAndGet(now.size() - before.size());
        if (before.isEmpty() && !now.isEmpty()) {
            counters.devices.incrementAndGet();
            log.info("device {} is registered: {}", user, now.getFirst().contact());
            state(user).ifPresent(wires::onRegistered);
        } else if (!before.isEmpty() && now.isEmpty()) {
            counters.devices.decrementAndGet();
            log.info("device {} is registered no longer", user);
            wires.onUnregistered(state(user).orElseGet(() -> DeviceState.gone(user))); // its account may be gone
        }
    }

    private void note(String user, Binding binding) {
        sources.merge(binding.way().remote().getAddress(), 1, Integer::sum);
        if (binding.source()) {
            reached.computeIfAbsent(binding.way(), _ -> new HashSet<>(2)).add(user);
        }
    }

    private void forget(String user, Binding binding) {
        sources.computeIfPresent(binding.way().remote().getAddress(), (_, count) -> count == 1 ? null : count - 1);
        reached.computeIfPresent(binding.way(), (_, users) -> {
            users.remove(user);
            return users.isEmpty() ? null : users;
        });
    }

    private void sweep() {
        loop.after(SWEEP_NS, this::sweep);
        for (String user : List.copyOf(places.keySet())) {
            List<Binding> had = had(user);
            List<Binding> good = had.stream().filter(this::isGood).toList();
            if (good.size() != had.size()) {
                change(user, good, stored -> {});
            }
        }
    }

    /** A connection is gone: what was reached by it alone is reached no longer (RFC 5626 section 4.2). */
    public void onLost(SipWay way) {
        for (String user : Set.copyOf(reached.getOrDefault(way, Set.of()))) {
            List<Binding> left = had(user).stream()
                    .filter(binding -> !binding.source() || !binding.way().equals(way))
                    .toList();
            change(user, left, stored -> {});
        }
    }

    private List<Binding> had(String user) {
        Place place = places.get(user);
        return place == null ? List.of() : place.bindings;
    }

    private boolean isGood(Binding binding) {
        return binding.expiresMs() > loop.clock().epochMs();
    }

    @Override
    public List<Binding> bindings(String user) {
        return preferredFirst(had(user).stream().filter(this::isGood).toList());
    }

    private static List<Binding> preferredFirst(List<Binding> bindings) {
        return bindings.stream()
                .sorted(Comparator.comparingInt(Binding::q).reversed())
                .toList();
    }

    @Override
    public boolean knows(String user) {
        return accounts.find(user).isPresent();
    }

    @Override
    public String name(String user) {
        return accounts.find(user).flatMap(Account::name).orElse(user);
    }

    /** Whether a device is registered from there. */
    public boolean expects(InetAddress source) {
        return sources.containsKey(source);
    }

    /** Whether that device is registered from that very address. */
    public boolean registered(InetAddress source, String user) {
        return had(user).stream()
                .anyMatch(binding -> binding.way().remote().getAddress().equals(source));
    }

    /** Whether that device is registered by that very address and port. */
    public boolean registeredBy(InetSocketAddress remote, String user) {
        return had(user).stream().anyMatch(binding -> binding.way().remote().equals(remote));
    }

    /** All devices, by their numbers. */
    public List<DeviceState> devices() {
        return accounts.all().stream()
                .map(Account::user)
                .sorted()
                .flatMap(user -> state(user).stream())
                .toList();
    }

    private Optional<DeviceState> state(String user) {
        Place place = places.getOrDefault(user, new Place());
        List<Binding> bindings = bindings(user);
        List<Binding> silent = bindings.stream().filter(keepAlive::silent).toList();
        return accounts.find(user)
                .map(account -> new DeviceState(user, account.name(), bindings, silent, place.failure, place.failedAt));
    }
}
