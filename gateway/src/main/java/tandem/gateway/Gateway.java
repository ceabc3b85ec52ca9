package tandem.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.base.Gather;
import tandem.base.NettyLoop;
import tandem.base.StallMeter;
import tandem.call.CallSettings;
import tandem.call.Calls;
import tandem.call.Cause;
import tandem.gateway.config.Config;
import tandem.gateway.config.ConfigException;
import tandem.gateway.config.Listen;
import tandem.gateway.config.Loaded;
import tandem.gateway.config.Networks;
import tandem.gateway.config.TlsTrust;
import tandem.gateway.http.AdminToken;
import tandem.gateway.http.Api;
import tandem.gateway.http.Metrics;
import tandem.gateway.sip.Ladders;
import tandem.gateway.sip.SipDoor;
import tandem.gateway.sip.SipTargets;
import tandem.media.Direction;
import tandem.media.MediaTerms;
import tandem.media.desk.MediaSettings;
import tandem.media.desk.RtpDesk;
import tandem.sip.SipListener;
import tandem.sip.SipSettings;
import tandem.sip.SipStack;
import tandem.sip.SipTrust;

/** The gateway: everything it is made of, wired top to bottom, started side by side and ended in order. */
public final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final int STALL_MS = 100;

    /** From this many messages and posts a second on the signalling loop takes those of a millisecond together. */
    private static final int BUSY = 1_000;

    private static final long PAUSE_NS = 1_000_000;
    private static final int LADDERS = 4_000;
    private static final int DNS_PORT = 53;
    private static final long START_LIMIT_S = 20;
    private static final long GOODBYE_NS = 3_600_000_000L; // a BYE and its first three repetitions over UDP
    private static final long SILENCE_LOOK_NS = 20_000_000L;
    private static final long LAST_ANSWER_NS = 300_000_000L; // whoever ordered the drain is to hear of it
    private static final long STOP_LIMIT_MS = 3_800;

    private final Loaded loaded;
    private final NettyLoop loop;
    private final RtpDesk desk;
    private final Calls calls;
    private final SipStack sip;
    private final Api api;
    private final AdminToken token;
    private final OpenRooms rooms;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile List<Bound> listeners = List.of();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private Gateway(Loaded loaded, OpenRooms rooms) throws ConfigException {
        Config config = loaded.config();
        this.loaded = loaded;
        this.rooms = rooms;
        token = token(loaded);
        loop = new NettyLoop("signalling", STALL_MS, new Gather(Clock.system(), PAUSE_NS, BUSY));
        desk = new RtpDesk(media(config), loop, new SecureRandom());
        MediaTerms terms = terms(config);
        Ladders ladders = new Ladders(LADDERS);
        SipTargets targets = new SipTargets(loop.clock(), terms, ownHost(config));
        SipDoor door = new SipDoor(loop, ladders, targets, new SecureRandom());
        Watch watch = new Watch(ladders::ended);
        calls = new Calls(loop, desk, targets, settings(config, rooms, terms), watch);
        sip = new SipStack(loop, sip(loaded), door, ladders);
        door.open(calls, sip);
        targets.by(door, sip::locate);
        loop.post(() -> rooms.configured().forEach(calls::openRoom));
        List<StallMeter> loops = new ArrayList<>(desk.stallMeters());
        loops.add(loop.stallMeter());
        Metrics metrics = new Metrics(calls.counters(), watch.rooms(), sip, loops, desk.counters());
        api = new Api(new Api.Parts(
                loop, calls, ladders, metrics, token, config.http().trustedProxies(), this::drain, this::health));
    }

    /** Starts a gateway; complete when every listener is up. What keeps it from starting is told by file and line. */
    public static Gateway start(Loaded loaded) throws ConfigException {
        OpenRooms rooms = new OpenRooms(
                PlanFile.read(loaded, Clock.system()),
                loaded.config().rooms(),
                loaded.config().media().language());
        Gateway gateway = new Gateway(loaded, rooms);
        try {
            gateway.listen();
            return gateway;
        } catch (ConfigException failed) {
            gateway.close();
            throw failed;
        }
    }

    /** Takes that file, and the dial plan it names, into use whenever they are saved, as far as no call need be dropped for it. */
    public void follow(Path file, Reread reread) {
        LiveConfig live = new LiveConfig(loop, calls, file, loaded, rooms, reread);
        FileWatch watch = new FileWatch(loop, live.files(), live::onSaved);
        loop.post(watch::begin);
    }

    /** Reads the configuration again. */
    public interface Reread {
        /** As it is now. */
        Loaded read() throws ConfigException;
    }

    private static AdminToken token(Loaded loaded) throws ConfigException {
        Path data = loaded.resolve(loaded.config().data());
        try {
            return AdminToken.of(data);
        } catch (IOException unwritable) {
            throw new ConfigException(List.of(
                    loaded.origins().fault("data", "cannot write to " + data + ": " + unwritable.getMessage())));
        }
    }

    private static MediaSettings media(Config config) {
        Config.Media media = config.media();
        MediaSettings settings = MediaSettings.of(
                        media.bind(), media.ports().first(), media.ports().last())
                .withSpeakers(media.speakers());
        return media.publicAddress().fixed().map(settings::withPublicAddress).orElse(settings);
    }

    static MediaTerms terms(Config config) {
        return new MediaTerms(
                config.media().audio(), Direction.SENDRECV, config.media().srtp());
    }

    static CallSettings settings(Config config, OpenRooms rooms, MediaTerms terms) {
        return new CallSettings(
                rooms,
                rooms,
                Networks.guests(config.access().guests()),
                config.access().maxCalls(),
                terms,
                config.media().language(),
                CallSettings.Times.USUAL);
    }

    private static SipSettings sip(Loaded loaded) {
        Config.Sip sip = loaded.config().sip();
        List<InetSocketAddress> dns = sip.dns().equals(List.of("system"))
                ? List.of()
                : sip.dns().stream()
                        .map(server -> new InetSocketAddress(Networks.address(server), DNS_PORT))
                        .toList();
        return new SipSettings(
                sip.udp().address(),
                sip.tcp().address(),
                sip.tls().address(),
                sip.certificate().map(loaded::resolve),
                sip.key().map(loaded::resolve),
                trust(loaded),
                sip.publicAddress().fixed().map(InetAddress::getHostAddress),
                sip.domains(),
                dns,
                "Tandem/" + Version.TEXT,
                SipSettings.Limits.USUAL);
    }

    private static SipTrust trust(Loaded loaded) {
        TlsTrust trust = loaded.config().sip().tlsTrust();
        if (trust.any()) {
            return new SipTrust.Anybody();
        }
        return trust.file()
                .map(loaded::resolve)
                .<SipTrust>map(SipTrust.Authorities::new)
                .orElse(new SipTrust.KnownAuthorities());
    }

    /** What we call ourselves in From: a domain of ours, the public address, or the one address we listen on. */
    private static Optional<String> ownHost(Config config) {
        Config.Sip sip = config.sip();
        Optional<InetAddress> bound = sip.udp()
                .address()
                .or(sip.tcp()::address)
                .map(InetSocketAddress::getAddress)
                .filter(address -> !address.isAnyLocalAddress());
        return sip.domains().stream()
                .findFirst()
                .or(() -> sip.publicAddress().fixed().or(() -> bound).map(SipTargets::hostText));
    }

    // Starting: all listeners side by side.

    /** A listener by its name, and whether it still listens. */
    private record Bound(String name, String address, BooleanSupplier up) {
        Api.Listener shown() {
            return new Api.Listener(name, address, up.getAsBoolean() ? "up" : "down");
        }
    }

    private void listen() throws ConfigException {
        CompletableFuture<List<SipListener>> sipUp = sip.start();
        CompletableFuture<Void> mediaUp = desk.start();
        CompletableFuture<List<Bound>> httpUp = CompletableFuture.supplyAsync(
                this::startHttp, task -> Thread.ofPlatform().name("http-start").start(task));
        List<Bound> up = new ArrayList<>();
        for (SipListener listener : await(sipUp, "sip")) {
            up.add(new Bound(
                    "sip/" + listener.transport().toLowerCase(java.util.Locale.ROOT),
                    Listen.show(listener.address()),
                    listener.up()));
        }
        await(mediaUp, "media.ports");
        up.addAll(await(httpUp, "http.listen"));
        listeners = List.copyOf(up);
    }

    private List<Bound> startHttp() {
        return loaded.config()
                .http()
                .listen()
                .address()
                .map(address -> List.of(new Bound("http", Listen.show(api.start(address)), () -> true)))
                .orElse(List.of());
    }

    private <T> T await(CompletableFuture<T> starting, String key) throws ConfigException {
        try {
            return starting.orTimeout(START_LIMIT_S, TimeUnit.SECONDS).join();
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            String at = StartFaults.key(loaded.config(), key, why);
            throw new ConfigException(
                    List.of(loaded.origins().fault(at, StartFaults.words(loaded.config(), at, cause))));
        }
    }

    /** The line that says that every listener is up, and where. */
    public String ready() {
        return listeners.stream()
                .map(listener -> listener.name() + " " + listener.address())
                .collect(Collectors.joining(", ", "ready ", ""));
    }

    /** The file of the administrator's token. */
    public Path tokenFile() {
        return token.file();
    }

    /** What listens, by name: {@code sip/udp}, {@code http} ... */
    public Map<String, String> addresses() {
        return listeners.stream().collect(Collectors.toMap(Bound::name, Bound::address));
    }

    /** The paths the API serves, as {@code /openapi.json} is to name them. */
    public Set<String> routes() {
        return api.paths();
    }

    private Api.Health health() {
        List<Api.Listener> now = listeners.stream().map(Bound::shown).toList();
        boolean down = listeners.stream().anyMatch(listener -> !listener.up().getAsBoolean());
        String otherwise = down ? "failing" : "up";
        CompletableFuture<Api.Health> answer = new CompletableFuture<>();
        loop.post(
                () -> answer.complete(new Api.Health(calls.draining() ? "draining" : otherwise, now, calls.active())));
        return answer.completeOnTimeout(new Api.Health("busy", now, -1), 1, TimeUnit.SECONDS)
                .join();
    }

    // Ending.

    private void drain() {
        log.info("draining: new calls are refused, {} are up", calls.active());
        calls.drain(() -> loop.after(LAST_ANSWER_NS, ended::countDown));
    }

    /** Waits until a drain has let the last call end. */
    public void awaitDrained() throws InterruptedException {
        ended.await();
    }

    /** Refuses new calls, says goodbye to all, and closes everything; within five seconds. A second caller waits for the first. */
    @Override
    public void close() {
        if (stopping.getAndSet(true)) {
            stopped.join();
            return;
        }
        try {
            stop();
        } finally {
            stopped.complete(null);
        }
    }

    private void stop() {
        step("goodbyes", this::goodbyes);
        ended.countDown();
        step("http", api::close);
        step("sip", sip::close);
        step("media", desk::close);
        step("signalling", loop::close);
    }

    /** One step of the way out; what fails in it must not keep the others from being taken. */
    private static void step(String what, Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException | Error bug) {
            log.error("{} could not be closed", what, bug);
        }
    }

    /** Ends every call, and waits until the peers have heard of it: what was sent once may be lost. */
    private void goodbyes() {
        CompletableFuture<Void> silent = new CompletableFuture<>();
        loop.post(() -> {
            int up = calls.active();
            if (up > 0) {
                log.info("going down: goodbye to {} calls", up);
            }
            calls.drain(() -> {});
            calls.endAll(Cause.SHUTDOWN);
            awaitSilence(loop.clock().nowNs() + GOODBYE_NS, silent);
        });
        silent.completeOnTimeout(null, STOP_LIMIT_MS, TimeUnit.MILLISECONDS).join();
    }

    private void awaitSilence(long limitNs, CompletableFuture<Void> silent) {
        if (sip.dialogs() == 0 || loop.clock().nowNs() - limitNs >= 0) {
            silent.complete(null);
        } else {
            loop.after(SILENCE_LOOK_NS, () -> awaitSilence(limitNs, silent));
        }
    }
}
