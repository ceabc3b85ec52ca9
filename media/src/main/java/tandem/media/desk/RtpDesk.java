package tandem.media.desk;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.base.StallMeter;
import tandem.media.AudioCodec;
import tandem.media.CodecParams.OpusParams;
import tandem.media.MediaDesk;
import tandem.media.MediaEvents;
import tandem.media.MediaSession;
import tandem.media.Mix;
import tandem.media.NegotiationLocal;
import tandem.media.SrtpSuite;
import tandem.media.Transport.Crypto;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.EncoderSettings;
import tandem.media.dtls.DtlsIdentity;
import tandem.media.dtls.DtlsWorkers;
import tandem.media.dtls.Rehearsal;
import tandem.media.prompts.Recordings;
import tandem.media.srtp.SrtpOneWay;

/** The media desk on UDP sockets: owns the media loops and their ports, and opens sessions on the loop with the least to do. */
public final class RtpDesk implements MediaDesk, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RtpDesk.class);
    private static final int PTIME_MS = 20;
    private static final long CLOSE_LIMIT_MS = 500;
    private static final int DTLS_THREADS =
            16; // they wait for the peer most of the time, and end when there is nothing to do
    private static final OpusParams OPUS_WANTED =
            new OpusParams(48_000, OptionalInt.empty(), false, true, false, false); // FEC is of use to our decoder
    private static final OpusParams OPUS_FROM_BROWSERS =
            new OpusParams(48_000, OptionalInt.empty(), false, true, true, false); // who is silent sends little
    private static final List<SrtpSuite> SUITES = List.of(
            SrtpSuite.AEAD_AES_128_GCM,
            SrtpSuite.AES_CM_128_HMAC_SHA1_80,
            SrtpSuite.AES_CM_128_HMAC_SHA1_32,
            SrtpSuite.AEAD_AES_256_GCM);

    private final MediaSettings settings;
    private final Loop signalling;
    private final SecureRandom random;
    private final LocalAddresses addresses;
    private final PortRange range;
    private final Recordings recordings;
    private final DtlsIdentity identity;
    private final DtlsWorkers workers = new DtlsWorkers(DTLS_THREADS);
    private final List<Place> places = new ArrayList<>();
    private final Optional<IcePorts> icePorts;
    private Place current;
    private int mixes;

    /** A media loop with its ports, and how many sessions the signalling loop has put there. */
    private static final class Place {
        private final MediaLoop loop;
        private final PortPool pool;
        private final Orders orders;
        private int sessions;

        Place(MediaLoop loop, PortPool pool, Orders orders) {
            this.loop = loop;
            this.pool = pool;
            this.orders = orders;
        }
    }

    /**
     * A desk whose facts are posted to {@code signalling}. {@link #start} comes before the first session.
     *
     * @param icePorts where sessions with browsers find their way; empty where there are none
     */
    public RtpDesk(MediaSettings settings, Loop signalling, SecureRandom random, Optional<IcePorts> icePorts) {
        this.icePorts = icePorts;
        this.settings = settings;
        Recordings ours = Recordings.load();
        this.recordings = settings.holdMusic().map(ours::withHoldMusic).orElse(ours);
        this.signalling = signalling;
        this.random = random;
        this.identity = DtlsIdentity.make(random, signalling.clock().epochMs());
        this.addresses = new LocalAddresses(settings.outside(), settings.bind(), signalling.clock());
        this.range = new PortRange(settings.firstPort(), settings.lastPort());
        for (int i = 0; i < settings.loops(); i++) {
            MediaLoop loop = new MediaLoop(i, settings.gatherMicros() * 1_000L, this::measured);
            PortPool pool = new PortPool(loop, signalling, bindAddress(settings.bind()), range);
            places.add(new Place(loop, pool, new Orders(signalling, loop)));
        }
        this.current = places.getFirst();
    }

    /** A wildcard means both IP versions where the machine has both. */
    private static InetAddress bindAddress(InetAddress asked) {
        return asked.isAnyLocalAddress() ? new InetSocketAddress(0).getAddress() : asked;
    }

    /** Binds the first ports; complete when sessions can be opened, failed where no port can be bound. Callable from any thread. */
    public CompletableFuture<Void> start() {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        workers.run(RtpDesk::warmUp);
        signalling.post(() -> {
            List<CompletableFuture<Boolean>> pools =
                    places.stream().map(place -> place.pool.start()).toList();
            CompletableFuture.allOf(pools.toArray(CompletableFuture[]::new)).thenRun(() -> {
                if (pools.stream().anyMatch(CompletableFuture::join)) {
                    ready.complete(null);
                } else {
                    ready.completeExceptionally(new BindException("no RTP port of " + range + " can be bound: "
                            + places.getFirst().pool.why()));
                }
            });
        });
        return icePorts.map(ports -> CompletableFuture.allOf(ready, ports.start(loops())))
                .orElse(ready);
    }

    /** Shakes hands with itself once, on threads of its own, so that the first caller with DTLS does not wait for what that loads. */
    public void rehearse() {
        Rehearsal.begin(identity, workers);
    }

    /** Loads the native libraries, so that no media loop stands still for them in its first call. */
    private static void warmUp() {
        AudioCodecs.decoder(AudioCodec.OPUS, AudioCodec.OPUS.sampleRate()).close();
        AudioCodecs.encoder(EncoderSettings.of(AudioCodec.OPUS, PTIME_MS)).close();
        for (SrtpSuite suite : SUITES) {
            SrtpOneWay.tried(suite);
        }
    }

    @Override
    public MediaSession open(String call, InetAddress peer, boolean ice, Optional<Mix> room, MediaEvents events)
            throws MediaExhausted {
        Place wanted = room.map(mix -> place(((RoomMix) mix).loop())).orElseGet(this::pick);
        if (ice && icePorts.isPresent()) {
            return openBehindIce(icePorts.get(), wanted, call, peer, events);
        }
        return openOn(wanted, call, peer, events)
                .or(() -> places.stream()
                        .filter(other -> other != wanted) // it moves to its room's loop when it joins
                        .flatMap(other -> openOn(other, call, peer, events).stream())
                        .findFirst())
                .orElseThrow(() -> new MediaExhausted(wanted.pool.why()));
    }

    private Optional<MediaSession> openOn(Place place, String call, InetAddress peer, MediaEvents events) {
        return place.pool.take().map(ports -> {
            place.sessions++;
            InetAddress address = addresses.towards(peer);
            NegotiationLocal ours = describe(
                    new InetSocketAddress(address, ports.rtp().port()),
                    new InetSocketAddress(address, ports.rtcp().port()),
                    OPUS_WANTED);
            return new RtpSession(this, call, place.loop, any -> ports, ours, events);
        });
    }

    private MediaSession openBehindIce(IcePorts ice, Place place, String call, InetAddress peer, MediaEvents events) {
        place.sessions++;
        InetSocketAddress any = new InetSocketAddress(addresses.towards(peer), IceTransport.PEER.getPort());
        return new RtpSession(
                this,
                call,
                place.loop,
                told -> PortPair.of(ice.open(call, place.loop, peer, told)),
                describe(any, any, OPUS_FROM_BROWSERS),
                events);
    }

    /** The legs of a call are opened one after the other: the loop stays the same until another has two sessions less. */
    private Place pick() {
        for (Place place : places) {
            if (place.sessions + 1 < current.sessions) {
                current = place;
            }
        }
        return current;
    }

    private NegotiationLocal describe(InetSocketAddress rtp, InetSocketAddress rtcp, OpusParams opus) {
        return new NegotiationLocal(rtp, rtcp, keys(), List.of(identity.fingerprint()), opus, PTIME_MS);
    }

    /** Fresh keys for one stream, one for each suite. */
    List<Crypto> keys() {
        List<Crypto> cryptos = new ArrayList<>();
        for (SrtpSuite suite : SUITES) {
            byte[] key = new byte[suite.keyLength() + suite.saltLength()];
            random.nextBytes(key);
            cryptos.add(new Crypto(cryptos.size() + 1, suite, key));
        }
        return cryptos;
    }

    /** Another pair of ports on that loop, for a further stream of a session; empty where none is left. */
    Optional<PortPair> take(MediaLoop loop) {
        return place(loop).pool.take();
    }

    /** They are free; the session was on that loop. */
    void giveBack(MediaLoop loop, PortPair ports) {
        place(loop).pool.giveBack(ports);
    }

    @Override
    public Mix openMix(String name) {
        Place place = pick();
        mixes++;
        return new RoomMix(this, place.loop, name, settings.speakers());
    }

    /** A room is over. */
    void closed(RoomMix mix) {
        mixes--;
        log.debug("{} closed, {} left", mix.room(), mixes);
    }

    /** All there is to be played. */
    Recordings recordings() {
        return recordings;
    }

    Seed seed() {
        return Seed.of(random);
    }

    DtlsIdentity identity() {
        return identity;
    }

    DtlsWorkers workers() {
        return workers;
    }

    MediaSettings settings() {
        return settings;
    }

    Loop signalling() {
        return signalling;
    }

    /** Looks the name up on a thread that may wait, for a peer that describes itself by name. */
    void resolve(InetSocketAddress name, RtpSession session) {
        Thread.ofVirtual().name("media-dns").start(() -> {
            InetSocketAddress found = new InetSocketAddress(name.getHostString(), name.getPort());
            if (found.isUnresolved()) {
                log.atInfo()
                        .addKeyValue("call", session.call())
                        .log("the peer described an unknown host {}", name.getHostString());
            } else {
                signalling.post(() -> session.resolved(found));
            }
        });
    }

    /** Runs the task on that loop, after all that was ordered of it before. */
    void order(MediaLoop of, Runnable task) {
        place(of).orders.add(task);
    }

    /** A session went from one loop to another. */
    void moved(MediaLoop from, MediaLoop to) {
        place(from).sessions--;
        place(to).sessions++;
    }

    /** A session is over and its ports are free. */
    void closed(RtpSession session, PortPair ports) {
        Place place = place(session.loop());
        place.sessions--;
        if (ports.ice()) {
            place.orders.add(ports::close);
        } else {
            place.pool.giveBack(ports);
        }
    }

    List<MediaLoop> loops() {
        return places.stream().map(p -> p.loop).toList();
    }

    private Place place(MediaLoop loop) {
        return places.get(loop.index());
    }

    /** Each media loop's figures of the last second. */
    private void measured(List<Runnable> tell) {
        signalling.post(() -> tell.forEach(Runnable::run));
    }

    /** What the media loops counted; readable from any thread. */
    public DeskCounters counters() {
        return new DeskCounters(places.stream().map(p -> p.loop.counters()).toList());
    }

    /** What each media loop measured of its turns; readable from any thread. */
    public List<StallMeter> stallMeters() {
        return places.stream().map(p -> p.loop.netty().stallMeter()).toList();
    }

    /** Ends the loops; sessions are closed before. Not on the signalling loop, which it waits for: the ports are that loop's. */
    @Override
    public void close() {
        CompletableFuture<Void> unbound = new CompletableFuture<>();
        signalling.post(() -> {
            places.forEach(p -> p.pool.close());
            icePorts.ifPresent(IcePorts::close);
            unbound.complete(null);
        });
        unbound.completeOnTimeout(null, CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS).join();
        workers.close();
        places.forEach(p -> p.loop.close());
    }
}
