package tandem.media.desk;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaStats;
import tandem.media.NegotiatedAudio;
import tandem.media.PacketTap;
import tandem.media.codec.EncoderSettings;
import tandem.media.forward.Outlet;
import tandem.media.forward.Transcoder;
import tandem.media.mix.Overlay;
import tandem.media.rtcp.RtcpFeedback;
import tandem.media.rtcp.RtcpSession;
import tandem.media.rtp.Format;
import tandem.media.rtp.Formats;
import tandem.media.rtp.RtpSender;
import tandem.media.rtp.RtpSource;
import tandem.media.rtp.Step;

/**
 * One session on its media loop: the receive path and the send path of its audio stream, over its {@link Carrier}. All of it
 * belongs to the loop the session is on.
 */
final class MediaPath implements Outlet, RtpSender.Wire, Carrier.Carried, OfCall {
    private static final long HEARD_NS = 1_000_000_000L;
    private static final int OCTETS_A_MS = 8; // G.711 and G.722: 64 kbit/s

    private final String call;
    private final PathFacts facts;
    private final PathCounters counters = new PathCounters();
    private final RtpSource source = new RtpSource();
    private final RtpSender sender;
    private final Carrier carrier;
    private final RtcpSession reports;
    private final Silence silence;
    private final LossMeter loss = new LossMeter();
    private final SessionQuality quality = new SessionQuality();
    private final Told told;
    private final DigitsIn digitsIn = new DigitsIn(this);
    private final DigitsOut digitsOut = new DigitsOut(this);
    private MediaLoop loop;
    private PathPlan plan = PathPlan.NOTHING;
    private Gate gate = new Gate(false, Step.END);
    private Flow flow = Flow.PARKED;
    private @Nullable Playing playing; // most of the time nothing is played
    private int plans;
    private boolean muted;
    private boolean closed;

    MediaPath(String call, MediaLoop loop, PortPair ports, PathFacts facts, RtpDesk desk) {
        Seed seed = desk.seed();
        this.call = call;
        this.loop = loop;
        this.facts = facts;
        this.silence = new Silence(desk.settings().silenceLimitMs());
        this.sender = new RtpSender(this, seed.ssrc(), seed.sequence(), seed.timestamp());
        this.told = new Told(source, sender, counters);
        this.reports = new RtcpSession(sender, source, seed.cname(), loop.clock(), (seed.ssrc() & 0xFF) / 256.0);
        this.carrier =
                new Carrier(new Carrier.OfPath(call, loop, counters, reports, RtcpFeedback.NONE), ports, desk, this);
    }

    /** Begins to read. */
    void start() {
        loop.add(this);
        carrier.start();
        rebuild();
    }

    /** A negotiation settled something. */
    void apply(PathPlan settled) {
        if (closed) {
            return;
        }
        plan = settled;
        plans++;
        carrier.unpin();
        long now = loop.clock().nowNs();
        plan.agreed().ifPresentOrElse(this::apply, () -> carrier.undecided(plan.keysFirst()));
        // who holds us may play music or nothing, and who is found by ICE shows by its checks that it is there
        silence.expected(!carrier.ice() && plan.direction() == Direction.SENDRECV, now);
        if (playing != null) {
            playing.settings(encoding());
        }
        rebuild();
        flow.onPlan();
    }

    /** The address behind the name the peer described. */
    void resolved(InetSocketAddress address) {
        carrier.latch().describe(address);
    }

    private void apply(NegotiatedAudio agreed) {
        if (!agreed.rtp().isUnresolved()) {
            carrier.latch().describe(agreed.rtp());
        }
        carrier.rtcp().peer(agreed);
        sender.clockRate(agreed.codec().clockRate());
        carrier.agree(agreed.keys(), agreed.rtcpMux());
    }

    /** The receive path, built in the order packets travel. */
    private void rebuild() {
        digitsIn.listenForTones(plan.agreed().isPresent() && !plan.hearsEvents());
        boolean flowMutes = flow.mute(muted);
        gate = new Gate(receives() && (flowMutes || !muted), flow);
        Step dtmf = new Dtmf(digitsIn, gate);
        carrier.receive(new RtpIn(plan.receive(), carrier.latch(), source, counters, new Careful(this, dtmf)));
    }

    private boolean receives() {
        return plan.agreed().isEmpty() || plan.direction().receives();
    }

    /** From now on that happens to what is received, and that decides what is sent. */
    void flow(Flow next) {
        if (closed) {
            next.end();
            return;
        }
        stopPlaying();
        flow.end();
        flow = next;
        if (flow.atOnce()) {
            loop.hurry();
        }
        rebuild();
    }

    /** Plays over what it hears in a mix, else instead of it; then says so. */
    void play(Overlay what) {
        if (closed || flow.play(what)) {
            return;
        }
        play(what, facts::onPlayed);
    }

    /** Sounds keys, without a word when they are done. */
    void playTones(Overlay what) {
        if (!closed && !flow.play(what)) {
            play(what, () -> {});
        }
    }

    private void play(Overlay what, Runnable then) {
        stopPlaying();
        playing = new Playing(this, loop.lobby(), encoding(), what, () -> {
            stopPlaying();
            then.run();
        });
    }

    void stopPlaying() {
        flow.stopPlaying();
        if (playing != null) {
            playing.end();
            playing = null;
        }
    }

    void press(char key, int durationMs) {
        if (!closed) {
            digitsOut.press(key, durationMs);
        }
    }

    void digitBySignalling(char key, int durationMs) {
        digitsIn.bySignalling(key, durationMs);
    }

    Flow flow() {
        return flow;
    }

    /** Whether a key sounds in what the peer says now, and is told as a press of its own. */
    boolean toneDown() {
        return digitsIn.toneDown();
    }

    /** Whether the peer takes telephone events. */
    boolean takesEvents() {
        return !plan.takes().of(Format.Kind.EVENT, 0).unknown();
    }

    /** Shows its datagrams there from now on, or nowhere; these are our addresses. */
    void tap(Optional<PacketTap> to, InetSocketAddress ourRtp, InetSocketAddress ourRtcp) {
        carrier.tap(to, ourRtp, ourRtcp);
        if (!closed) {
            rebuild();
        }
    }

    void mute(boolean mute) {
        muted = mute;
        rebuild();
    }

    void established() {
        silence.established(loop.clock().nowNs());
    }

    /** Each second: reports, the timeout, the figures. */
    void second(List<Runnable> tell) {
        long now = loop.clock().nowNs();
        loss.second(source);
        told.tell(loop.counters());
        carrier.pin(now);
        if (plan.agreed().isPresent()) {
            carrier.report(false);
        }
        long sign = Math.max(counters.heardNs, counters.signNs);
        if (silence.ended(sign, now)) {
            facts.onHeardAgain();
        }
        long silent = silence.check(sign, now);
        if (silent > 0) {
            facts.onSilentFor(silent);
        }
        flow.second(reports.lossSeenPercent());
        if (now - counters.heardNs < HEARD_NS && source.received() > 0) {
            quality.second(jitterMs(), reports.rttMs(), delayMs(), mos(loss.percent()));
        }
        MediaStats figures = stats();
        tell.add(() -> facts.onStats(figures));
    }

    /** Whether the socket hears its peer alone. */
    boolean pinned() {
        return carrier.pinned();
    }

    /** The figures now. */
    MediaStats stats() {
        Format heard = counters.lastHeard;
        double lossPercent = loss.percent();
        return new MediaStats(
                heard.codec().map(c -> c.encodingName()).orElse(""),
                source.received(),
                sender.packets(),
                source.lostTotal(),
                lossPercent,
                jitterMs(),
                reports.rttMs(),
                flow.depthMs(),
                mos(lossPercent),
                carrier.suite(),
                flow.speaking(),
                quality.overall(heard.codec(), source.received(), source.lostTotal()));
    }

    private double jitterMs() {
        return source.jitterUnits() * 1000 / counters.lastHeard.clockRate();
    }

    private double delayMs() {
        return Math.max(0, reports.rttMs()) / 2 + flow.depthMs();
    }

    private double mos(double lossPercent) {
        return counters.lastHeard
                .codec()
                .map(c -> Quality.mos(c, lossPercent, delayMs()))
                .orElse(0.0);
    }

    @Override
    public String call() {
        return call;
    }

    PathFacts facts() {
        return facts;
    }

    /** A bug of ours in what this session hears or says: it is parked and its owner told, and its loop and room go on. */
    void broken(Throwable bug) {
        loop.bug(bug, this);
        if (closed) {
            return;
        }
        facts.onMediaFailed("an error of the gateway in its audio");
        Flow failed = flow;
        flow = Flow.PARKED;
        rebuild();
        failed.end();
        stopPlaying();
    }

    /** Does what was ordered; where that fails, as with a codec that cannot be opened, the call ends. */
    void obey(Runnable order) {
        try {
            order.run();
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
            broken(bug);
        }
    }

    /** How many plans there have been. */
    int plans() {
        return plans;
    }

    MediaLoop loop() {
        return loop;
    }

    /** Leaves its loop with its sockets; {@code arrived} runs on the other. What flowed has ended before. */
    void moveTo(MediaLoop other, Runnable arrived) {
        stopPlaying();
        boolean hearsKey = loop.tickOff(digitsIn);
        boolean sendsKey = loop.tickOff(digitsOut);
        loop.remove(this);
        carrier.moveTo(other, () -> {
            loop = other;
            if (!closed) {
                other.add(this);
                other.tickOn(digitsIn, hearsKey);
                other.tickOn(digitsOut, sendsKey);
                rebuild();
            }
            arrived.run();
        });
    }

    /** Says goodbye and lets go of everything but the sockets. */
    void close() {
        if (closed) {
            return;
        }
        try {
            stopPlaying();
            flow.end();
            digitsIn.close();
            told.tell(loop.counters());
            if (plan.agreed().isPresent()) {
                carrier.report(true);
            }
        } finally {
            letGo();
        }
    }

    private void letGo() {
        closed = true;
        flow = Flow.PARKED;
        loop.tickOff(digitsIn);
        loop.tickOff(digitsOut);
        loop.remove(this);
        carrier.close();
    }

    @Override
    public RtpSender sender() {
        return sender;
    }

    @Override
    public Formats takes() {
        return plan.takes();
    }

    @Override
    public boolean open() {
        return playing == null && !digitsOut.busy() && canSend();
    }

    /** Whether the peer can be sent anything: it receives, its address is known, and there are keys where there must be. */
    boolean canSend() {
        return plan.direction().sends() && carrier.ready();
    }

    @Override
    public byte[] scratch() {
        return loop.scratch();
    }

    @Override
    public boolean send(byte[] packet, int offset, int length) {
        if (!plan.direction().sends()) {
            counters.unsent++;
            return false;
        }
        return carrier.send(packet, offset, length);
    }

    @Override
    public void onKeys() {
        rebuild();
        flow.onPlan();
    }

    @Override
    public void onHandshakeFailed(String why) {
        facts.onMediaFailed(why);
    }

    /** The id of the audio level extension in what the peer sends, or -1. */
    int levelId() {
        return plan.levelId();
    }

    /** The payload type of the codec we send, or -1. */
    int sendType() {
        return plan.sendType();
    }

    /** How a mixer's output is encoded for this peer. */
    EncoderSettings encoding() {
        return Encodings.of(plan.agreed(), AudioCodec.OPUS.sampleRate());
    }

    /** How what a decoder of that codec gives is encoded for this peer. */
    EncoderSettings encoding(AudioCodec decoded) {
        AudioCodec sent = plan.takes().audio().codec().orElse(decoded);
        return Encodings.of(plan.agreed(), Transcoder.rate(decoded, sent));
    }

    /** Whether the peer is content with packets of that codec as long as these octets are. */
    boolean likes(AudioCodec codec, int octets) {
        return codec == AudioCodec.OPUS || plan.ptimeMs() == 0 || octets == plan.ptimeMs() * OCTETS_A_MS;
    }

    int lossSeenPercent() {
        return reports.lossSeenPercent();
    }

    /** What the receive path dropped and why, in words. */
    String counted() {
        return this + " " + plan.direction() + " " + carrier + " takes "
                + plan.takes().audio() + " flow " + flow + " heard " + source.received() + ", sent " + sender.packets()
                + ", dropped " + counters;
    }

    @Override
    public String toString() {
        return "session of call " + call;
    }
}
