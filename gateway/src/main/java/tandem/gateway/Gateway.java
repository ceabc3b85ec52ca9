package tandem.gateway;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.base.Gather;
import tandem.base.Loop;
import tandem.base.NettyLoop;
import tandem.base.StallMeter;
import tandem.call.Calls;
import tandem.call.Cause;
import tandem.gateway.config.Config;
import tandem.gateway.config.ConfigException;
import tandem.gateway.config.Loaded;
import tandem.gateway.http.AdminToken;
import tandem.gateway.http.Api;
import tandem.gateway.http.BrowserRoutes;
import tandem.gateway.http.DeviceRoutes;
import tandem.gateway.http.Events;
import tandem.gateway.http.HttpsIdentity;
import tandem.gateway.http.Metrics;
import tandem.gateway.http.SipSockets;
import tandem.gateway.http.Tokens;
import tandem.gateway.records.Database;
import tandem.gateway.records.Reader;
import tandem.gateway.trunks.Spent;
import tandem.gateway.webrtc.Passes;
import tandem.gateway.webrtc.WebRtcDoor;
import tandem.media.desk.IcePorts;
import tandem.media.desk.MediaSettings;
import tandem.media.desk.RtpDesk;
import tandem.sip.SipListener;
import tandem.sip.SipTls;
import tandem.webrtc.IceCounters;
import tandem.webrtc.IceFullPorts;
import tandem.webrtc.IceLitePorts;

/** The gateway: everything it is made of, wired top to bottom, started side by side and ended in order. */
public final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final int STALL_MS = 100;

    /** From this many messages and posts a second on the signalling loop takes those of a millisecond together. */
    private static final int BUSY = 1_000;

    private static final long PAUSE_NS = 1_000_000;
    private static final long GOODBYE_NS = 3_600_000_000L; // a BYE and its first three repetitions over UDP
    private static final long SILENCE_LOOK_NS = 20_000_000L;
    private static final long LAST_ANSWER_NS = 300_000_000L; // whoever ordered the drain is to hear of it
    private static final long STOP_LIMIT_MS = 3_800;
    private static final Duration BUDGETS_LOOK_BACK = Duration.ofHours(25); // the longest day there is
    private static final int MOST_SPENT = 100_000;

    private final Loaded loaded;
    private final IceCounters ice = new IceCounters();
    private final NettyLoop loop;
    private final Instant begun;
    private final OutsideAddresses outside;
    private final RtpDesk desk;
    private final Events events;
    private final Database database;
    private final Seeing seeing;
    private final Calls calls;
    private final CpuWatch cpu;
    private final SipSide sip;
    private final Api api;
    private final AdminToken token;
    private final Certificate certificate;
    private final CompletableFuture<Optional<HttpsIdentity>> identity;
    private final OpenRooms rooms;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Listeners listeners;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private Gateway(Loaded loaded, OpenRooms rooms) throws ConfigException {
        Config config = loaded.config();
        this.loaded = loaded;
        this.rooms = rooms;
        Api.Secrets secrets = secrets(loaded);
        token = secrets.admin();
        certificate = new Certificate(loaded);
        identity = besides("https-certificate", certificate::read);
        listeners = new Listeners(loaded);
        loop = new NettyLoop("signalling", STALL_MS, new Gather(Clock.system(), PAUSE_NS, BUSY));
        begun = Instant.ofEpochMilli(loop.clock().epochMs());
        database = database(loaded, loop);
        outside = PartSettings.outside(config, loop);
        MediaSettings ports = PartSettings.media(loaded, outside.media());
        desk = new RtpDesk(ports, loop, new SecureRandom(), Optional.of(icePorts(config)));
        seeing = new Seeing(loop, config.sip(), loaded.resolve(config.data()));
        events = new Events(loop);
        sip = new SipSide(
                loop, loaded, outside.sip(), new SipSide.Around(seeing, database.bindings(), events, this::mayBeGuest));
        WebRtcDoor browsers = new WebRtcDoor(loop, passes(secrets.rooms()), new SecureRandom());
        Watch watch = new Watch(
                List.of(seeing.ladders(), database.recorder(), seeing.captures()),
                List.of(events, browsers, sip.notifier()));
        calls = new Calls(
                loop, desk, sip.targets(), PartSettings.calls(config, rooms, PartSettings.terms(config)), watch);
        CompletableFuture<OperatingSystemMXBean> system = besides("processor-time", Gateway::system);
        cpu = new CpuWatch(
                loop, () -> system.join().getProcessCpuTime(), Runtime.getRuntime()::availableProcessors, calls::shed);
        sip.open(calls, config);
        browsers.open(calls);
        loop.post(() -> {
            rooms.configured().forEach(calls::openRoom);
            cpu.limit(config.access().maxCpu().percent());
        });
        system.thenRun(() -> loop.post(cpu::begin));
        api = new Api(apiParts(config, secrets, metrics(secrets, watch, browsers), browsers));
    }

    private Metrics metrics(Api.Secrets secrets, Watch watch, WebRtcDoor browsers) {
        List<StallMeter> loops = new ArrayList<>(desk.stallMeters());
        loops.add(loop.stallMeter());
        Metrics metrics = new Metrics(calls.counters(), watch.rooms(), sip.stack(), loops, desk.counters());
        metrics.tokens(secrets.rooms());
        metrics.browsers(ice, browsers::malformed);
        metrics.devices(sip.registrar().counters(), sip.guard().counters());
        metrics.subscriptions(
                sip.notifier().events(), sip.notifier().counters(), sip.stack().counters().notifies::get);
        metrics.trunks(sip.trunks()::lastFacts);
        metrics.cpu(cpu::share);
        metrics.records(database.counters());
        seeing.hep().ifPresent(metrics::copies);
        return metrics;
    }

    private Api.Parts apiParts(Config config, Api.Secrets secrets, Metrics metrics, WebRtcDoor browsers) {
        return new Api.Parts(
                loop,
                calls,
                database.pastCalls(),
                seeing.ladders(),
                seeing.captures(),
                sip.trunks()::facts,
                metrics,
                events,
                secrets,
                config.http().origins(),
                config.http().trustedProxies(),
                this::drain,
                this::health,
                () -> DialledWay.of(addresses()),
                List.of(
                        new BrowserRoutes(loop, browsers),
                        new SipSockets(loop, sip.stack()),
                        new DeviceRoutes(loop, sip.registrar())));
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
            gateway.desk.rehearse(); // not before: a start has little time
            return gateway;
        } catch (ConfigException failed) {
            gateway.close();
            throw failed;
        }
    }

    /** Takes that file, and the dial plan and files for values it names, into use whenever they are saved, as far as no call need be dropped for it. */
    public void follow(Path file, Reread reread) {
        LiveConfig live = new LiveConfig(new LiveConfig.Parts(loop, calls, sip, cpu), file, loaded, rooms, reread);
        FileWatch watch = new FileWatch(loop, live.files(), live::onSaved);
        loop.post(watch::begin);
        certificate.follow(loop, api::renew);
    }

    /** Reads the configuration again. */
    public interface Reread {
        /** As it is now. */
        Loaded read() throws ConfigException;
    }

    /** Takes a while when it is asked for first. */
    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    private boolean mayBeGuest(InetAddress source) {
        return calls.guests().admits(source);
    }

    private static Api.Secrets secrets(Loaded loaded) throws ConfigException {
        Path data = loaded.resolve(loaded.config().data());
        try {
            return new Api.Secrets(AdminToken.of(data), Tokens.of(data, Clock.system()));
        } catch (IOException unwritable) {
            throw new ConfigException(
                    List.of(loaded.origins().fault("data", StartFaults.unwritable(data, unwritable))));
        }
    }

    private static Database database(Loaded loaded, Loop loop) throws ConfigException {
        Config.Database config = loaded.config().database();
        Path data = loaded.resolve(loaded.config().data());
        try {
            return Database.of(
                    PartSettings.storage(loaded.config(), data), data, loop, config.keep(), config.keepCalls());
        } catch (IOException unwritable) {
            throw new ConfigException(
                    List.of(loaded.origins().fault("data", StartFaults.unwritable(data, unwritable))));
        }
    }

    private static <T> CompletableFuture<T> besides(String name, Supplier<T> task) {
        return CompletableFuture.supplyAsync(
                task, run -> Thread.ofPlatform().name(name).daemon().start(run));
    }

    private IcePorts icePorts(Config config) {
        return config.webrtc().ice() == Config.Ice.FULL
                ? new IceFullPorts(PartSettings.iceFull(config), loop, ice)
                : new IceLitePorts(PartSettings.iceLite(config, outside.media()), loop, new SecureRandom(), ice);
    }

    private static Passes passes(Tokens tokens) {
        return token -> switch (tokens.read(token)) {
            case Tokens.Valid valid -> new Passes.Outcome.Good(valid.pass());
            case Tokens.Wrong wrong -> new Passes.Outcome.Bad(Cause.TOKEN_WRONG);
            case Tokens.Expired expired -> new Passes.Outcome.Bad(Cause.TOKEN_EXPIRED);
        };
    }

    // Starting: all listeners side by side.

    private void listen() throws ConfigException {
        CompletableFuture<Void> seen = outside.begin(() -> sip.trunks().onMoved());
        CompletableFuture<List<SipListener>> sipUp = sip.start();
        CompletableFuture<Void> mediaUp = desk.start();
        CompletableFuture<Void> recordsUp = database.start();
        CompletableFuture<List<Api.Bound>> httpUp = besides("http-start", this::startHttp);
        try {
            listeners.sip(listeners.await(sipUp, "sip"));
            listeners.await(mediaUp, "media.ports");
            listeners.await(seen, "sip.public-address"); // trunks are told where to find us
            Config config = loaded.config();
            Map<String, SipTls> tls = PartSettings.trunkTls(loaded);
            loop.post(() -> sip.apply(config, PartSettings.terms(config), tls));
            listeners.await(recordsUp, "database.url");
            recallSpending();
            listeners.http(listeners.await(httpUp, "http.listen"));
        } catch (ConfigException failed) {
            httpUp.exceptionally(_ -> List.of()).join(); // or it would come up when all else is closed
            throw failed;
        }
    }

    /** Budgets go on where they stood, once the database has said so. */
    private void recallSpending() {
        boolean counted = loaded.config().trunks().stream()
                .anyMatch(trunk -> trunk.budget().lasts());
        if (!counted) {
            return;
        }
        Instant from = begun.minus(BUDGETS_LOOK_BACK);
        besides("trunk-budgets", () -> {
            try {
                List<Spent> calls = database.pastCalls().byTrunks(from, begun, MOST_SPENT);
                loop.post(() -> sip.trunks().spent(calls));
                return calls.size();
            } catch (Reader.Unreadable unknown) {
                log.warn("what was spent on trunks before is not counted: {}", unknown.getMessage());
                return 0;
            }
        });
    }

    private List<Api.Bound> startHttp() {
        Config.Http http = loaded.config().http();
        boolean any = http.listen().on() || http.tls().on();
        return any ? api.start(http.listen().address(), http.tls().address(), identity.join()) : List.of();
    }

    /** The line that says that every listener is up, and where. */
    public String ready() {
        return listeners.ready();
    }

    /** The file of the administrator's token. */
    public Path tokenFile() {
        return token.file();
    }

    /** What listens, by name: {@code sip/udp}, {@code http} ... */
    public Map<String, String> addresses() {
        return listeners.addresses();
    }

    /** The paths the API serves, as {@code /openapi.json} is to name them. */
    public Set<String> routes() {
        return api.paths();
    }

    private Api.Health health() {
        List<Api.Listener> now = listeners.states();
        String otherwise = listeners.anyDown() ? "failing" : "up";
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
        step("copies", seeing::close);
        step("records", database::close);
        step("outside addresses", outside::close);
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
            sip.sayGoodbye();
            awaitSilence(loop.clock().nowNs() + GOODBYE_NS, silent);
        });
        silent.completeOnTimeout(null, STOP_LIMIT_MS, TimeUnit.MILLISECONDS).join();
    }

    private void awaitSilence(long limitNs, CompletableFuture<Void> silent) {
        if (sip.silent() || loop.clock().nowNs() - limitNs >= 0) {
            silent.complete(null);
        } else {
            loop.after(SILENCE_LOOK_NS, () -> awaitSilence(limitNs, silent));
        }
    }
}
