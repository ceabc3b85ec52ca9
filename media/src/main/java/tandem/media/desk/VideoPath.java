package tandem.media.desk;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.media.Codec;
import tandem.media.Feedback;
import tandem.media.NegotiatedVideo;
import tandem.media.VideoCodec;
import tandem.media.VideoTerms;
import tandem.media.rtcp.FeedbackWriter;
import tandem.media.rtcp.RtcpFeedback;
import tandem.media.rtcp.RtcpSession;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.RtpSender;
import tandem.media.rtp.RtpSource;
import tandem.media.rtp.Step;

/**
 * One video stream of a session on its media loop, over sockets of its own. What comes goes on to another session's stream of the
 * same codec, undecoded, or nowhere; what that one's peer asks of us, a key frame or a slower stream (RFC 4585, RFC 5104), is asked
 * of ours.
 */
final class VideoPath implements Carrier.Carried, RtpSender.Wire, Step, RtcpFeedback, OfCall {
    private static final int TYPES = 128;
    private static final long ASK_NS = 500_000_000L; // no peer is asked for more than two key frames a second
    private static final long RATE_NS = 200_000_000L;
    private static final int SIGNAL_EACH = 4; // asks: signalling costs more

    private final String call;
    private final Carrier carrier;
    private final PathCounters counters = new PathCounters();
    private final RtpSource source = new RtpSource();
    private final RtpSender sender;
    private final RtcpSession reports;
    private final FeedbackWriter asks;
    private final int[] passes = new int[TYPES]; // the payload type there of each that comes, or -1
    private MediaLoop loop;
    private @Nullable NegotiatedVideo agreed; // none before, or while the stream is removed
    private @Nullable VideoPath to; // whose peer sees what comes
    private long askedNs;
    private boolean asked;
    private boolean owed; // asked for too soon: asked when the time has come
    private long ratedNs;
    private boolean rated;
    private int request;
    private int unheard; // asks in terms the peer does not say it understands
    private final Runnable wanted; // has the peer asked by signalling
    private boolean closed;

    VideoPath(String call, MediaLoop loop, PortPair ports, RtpDesk desk, Runnable wanted) {
        Seed seed = desk.seed();
        this.wanted = wanted;
        this.call = call;
        this.loop = loop;
        this.sender = new RtpSender(this, seed.ssrc(), seed.sequence(), seed.timestamp());
        sender.clockRate(VideoCodec.CLOCK_RATE);
        this.asks = new FeedbackWriter(seed.ssrc());
        this.reports = new RtcpSession(sender, source, seed.cname(), loop.clock(), (seed.ssrc() & 0xFF) / 256.0);
        this.carrier = new Carrier(new Carrier.OfPath(call, loop, counters, reports, this), ports, desk, this);
        Arrays.fill(passes, -1);
    }

    /** Begins to read. */
    void start() {
        loop.add(this);
        carrier.start();
        rebuild();
    }

    /** A negotiation settled something: that is agreed, or nothing. */
    void apply(Optional<NegotiatedVideo> settled) {
        if (closed || settled.equals(Optional.ofNullable(agreed))) {
            return; // a re-offer that changes nothing disturbs no picture
        }
        agreed = settled.orElse(null);
        carrier.unpin();
        settled.ifPresentOrElse(this::agree, carrier::forget);
        rebuild();
        map();
        VideoPath peer = to;
        if (peer != null) {
            peer.map();
            peer.askKeyFrame(); // who sees anew, or in another form, begins with a whole picture
        }
    }

    private void agree(NegotiatedVideo video) {
        if (!video.path().rtp().isUnresolved()) {
            carrier.latch().describe(video.path().rtp());
        }
        carrier.rtcp().peer(video.path());
        carrier.agree(video.path().keys(), video.path().rtcpMux());
    }

    private void rebuild() {
        carrier.receive(new VideoIn(this, counters));
    }

    /** What comes is seen by that one's peer from now on, or by nobody. */
    void show(Optional<VideoPath> whom) {
        VideoPath next = whom.orElse(null);
        if (next != to) {
            to = next;
            map();
            askKeyFrame();
        }
    }

    /** Which payload types there are those of here: of the codec we agreed on there. */
    private void map() {
        Arrays.fill(passes, -1);
        VideoPath whom = to;
        NegotiatedVideo here = agreed;
        NegotiatedVideo there = whom == null ? null : whom.agreed;
        if (whom == null || here == null || there == null) {
            return;
        }
        for (Codec each : here.receive().values()) {
            passes[each.payloadType()] =
                    VideoTerms.passes(each, there.format()) ? there.format().payloadType() : -1;
        }
        whom.sender.newSource();
    }

    @Override
    public void take(Inbound in) {
        VideoPath there = to;
        int type = passes[in.packet.payloadType()];
        if (there == null || type < 0) {
            return;
        }
        if (!there.sends()) {
            there.sender.skipForeign();
            return;
        }
        if (in.newSource) {
            there.sender.newSource();
        }
        there.sender.pass(in.packet, type, in.nowNs);
    }

    private boolean sends() {
        NegotiatedVideo present = agreed;
        return present != null && present.direction().sends() && carrier.ready();
    }

    boolean receives() {
        NegotiatedVideo present = agreed;
        return present != null && present.direction().receives();
    }

    /** Whether that payload type may come. */
    boolean takes(int payloadType) {
        NegotiatedVideo present = agreed;
        return present != null && present.receive().containsKey(payloadType);
    }

    Carrier carrier() {
        return carrier;
    }

    RtpSource source() {
        return source;
    }

    /** Asks the peer for a whole picture, as it understands it, unless it was asked just now. */
    void askKeyFrame() {
        NegotiatedVideo present = agreed;
        long now = loop.clock().nowNs();
        if (present == null || closed || !source.heard()) {
            return;
        }
        owed = asked && now - askedNs < ASK_NS;
        if (owed) {
            return;
        }
        asked = true;
        askedNs = now;
        boolean loss = present.feedback().contains(Feedback.PLI);
        boolean full = !loss && present.feedback().contains(Feedback.FIR);
        if (!loss && !full && unheard++ % SIGNAL_EACH == 0) {
            wanted.run();
        }
        carrier.control(out -> {
            if (full) {
                asks.fullIntra(out, source.ssrc(), ++request);
            } else {
                asks.pictureLoss(out, source.ssrc());
            }
        });
    }

    /** The peer says by signalling that it lost a picture. */
    void pictureLost() {
        askThere();
    }

    private void askThere() {
        VideoPath shown = showsUs();
        if (shown != null) {
            shown.askKeyFrame();
        }
    }

    /** Whose peer's picture ours sees: in a call of two each shows the other. */
    private @Nullable VideoPath showsUs() {
        VideoPath peer = to;
        return peer != null && peer.to == this ? peer : null;
    }

    @Override
    public void onPictureLoss(int media) {
        askThere();
    }

    @Override
    public void onFullIntraRequest(int from, int target, int sequence) {
        askThere();
    }

    /** Passed on and confirmed, where it was agreed on, a few times a second. */
    @Override
    public void onMaxRateRequest(int from, int target, long bitsPerSecond, int overhead) {
        NegotiatedVideo present = agreed;
        long now = loop.clock().nowNs();
        boolean ours =
                target == sender.ssrc() && present != null && present.feedback().contains(Feedback.TMMBR);
        if (!ours || (rated && now - ratedNs < RATE_NS)) {
            return;
        }
        rated = true;
        ratedNs = now;
        VideoPath shown = showsUs();
        if (shown != null) {
            shown.askRate(bitsPerSecond, overhead);
        }
        carrier.control(out -> asks.maxRateNotification(out, from, bitsPerSecond, overhead));
    }

    private void askRate(long bitsPerSecond, int overhead) {
        NegotiatedVideo present = agreed;
        if (source.heard() && present != null && present.feedback().contains(Feedback.TMMBR)) {
            carrier.control(out -> asks.maxRateRequest(out, source.ssrc(), bitsPerSecond, overhead));
        }
    }

    /** Each second: reports, and the socket. */
    void second() {
        carrier.pin(loop.clock().nowNs());
        if (agreed != null) {
            carrier.report(false);
        }
        if (owed) {
            askKeyFrame();
        }
    }

    /** A bug of ours in what this stream carries: it is dark from now on, and the call goes on. */
    void broken(Throwable bug) {
        loop.bug(bug, this);
        to = null;
        Arrays.fill(passes, -1);
    }

    /** Leaves its loop with its sockets; {@code arrived} runs on the other. */
    void moveTo(MediaLoop other, Runnable arrived) {
        loop.remove(this);
        carrier.moveTo(other, () -> {
            loop = other;
            if (!closed) {
                other.add(this);
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
            if (agreed != null) {
                carrier.report(true);
            }
        } finally {
            closed = true;
            to = null;
            loop.remove(this);
            carrier.close();
        }
    }

    @Override
    public void onKeys() {
        rebuild();
        VideoPath shown = showsUs();
        if (shown != null) {
            shown.askKeyFrame();
        }
    }

    /** Without keys there is no picture; the call goes on. */
    @Override
    public void onHandshakeFailed(String why) {
        counters.early++;
    }

    @Override
    public boolean send(byte[] packet, int offset, int length) {
        return carrier.send(packet, offset, length);
    }

    @Override
    public byte[] scratch() {
        return loop.scratch();
    }

    @Override
    public String call() {
        return call;
    }

    /** What it passed on and what it dropped, in words. */
    String counted() {
        return this + " " + carrier + " heard " + source.received() + ", sent " + sender.packets() + ", dropped "
                + counters;
    }

    @Override
    public String toString() {
        return "video of call " + call;
    }
}
