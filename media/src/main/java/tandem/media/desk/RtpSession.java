package tandem.media.desk;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.AudioCodec;
import tandem.media.Ice;
import tandem.media.MediaDescription;
import tandem.media.MediaEvents;
import tandem.media.MediaSession;
import tandem.media.MediaStats;
import tandem.media.MediaTerms;
import tandem.media.Mix;
import tandem.media.NegotiatedAudio;
import tandem.media.NegotiatedVideo;
import tandem.media.Negotiation;
import tandem.media.NegotiationLocal;
import tandem.media.NegotiationOutcome;
import tandem.media.PacketTap;
import tandem.media.Prompt;
import tandem.media.StreamDescription;
import tandem.media.VideoTerms;
import tandem.media.prompts.PromptPlayer;

/**
 * A leg's media seen from the signalling loop: it negotiates at once with what it holds, and orders its {@link MediaPath} on
 * the media loop to follow.
 */
final class RtpSession implements MediaSession, PathFacts, OfCall {
    private static final Logger log = LoggerFactory.getLogger(RtpSession.class);

    private final RtpDesk desk;
    private final String call;
    private final MediaEvents events;
    private final PortPair ports;
    private final MediaPath path;
    private final Pictures pictures;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private NegotiationLocal ours;
    private MediaLoop at; // where it is, or is leaving
    private MediaLoop loop; // where it is to be once all moves are done
    private Negotiation negotiation = Negotiation.START;
    private Optional<RtpSession> linked = Optional.empty();
    private MediaStats stats = MediaStats.NONE;
    private boolean moving;
    private boolean closed;

    /** Opens what packets come and go by, and is told what becomes of it. */
    interface Opening {
        PortPair open(IceTransport.Events told);
    }

    RtpSession(RtpDesk desk, String call, MediaLoop loop, Opening opening, NegotiationLocal ours, MediaEvents events) {
        this.desk = desk;
        this.call = call;
        this.at = loop;
        this.loop = loop;
        this.events = events;
        this.ports = opening.open(new FromIce());
        this.ours = ports.ice() ? ours.withIce(transport().local()) : ours;
        this.path = new MediaPath(call, loop, ports, this, desk);
        this.pictures = new Pictures(desk, call, () -> fact(events::onPictureWanted));
        order(path::start);
    }

    /** Runs on the media loop after all that was ordered before; while the session moves, when it has arrived. */
    private void order(Runnable task) {
        whenThere(() -> desk.order(at, () -> path.obey(task)));
    }

    /** Runs here, now or when the session has arrived where it moves to. */
    private void whenThere(Runnable task) {
        if (moving) {
            waiting.add(task);
        } else {
            task.run();
        }
    }

    private IceTransport transport() {
        return (IceTransport) ports.rtp();
    }

    @Override
    public MediaDescription offer(MediaTerms terms) {
        MediaTerms within = protectedTerms(terms);
        negotiation = negotiation.offer(pictures.of(ours, within, Optional.empty(), new MorePorts()), within);
        applyPlan();
        return negotiation.offered().orElse(MediaDescription.EMPTY);
    }

    @Override
    public void offerAgain() {
        negotiation = negotiation.offerAgain();
        applyPlan();
    }

    @Override
    public Optional<MediaDescription> answer(MediaDescription offer, MediaTerms terms) {
        MediaTerms within = protectedTerms(terms);
        NegotiationLocal having = pictures.of(ours, within, Optional.of(offer), new MorePorts());
        NegotiationOutcome outcome = negotiation.answer(offer, having, within);
        if (outcome instanceof NegotiationOutcome.Agreed && restarts(offer)) { // a refused one changes nothing
            ours = ours.withIce(transport().restart());
            outcome = negotiation.answer(offer, ours, within);
        }
        return agreed(outcome, /* theyOffered= */ true) ? Optional.of(negotiation.local()) : Optional.empty();
    }

    /** What ICE finds is always protected (RFC 8827 section 6.5), and carries audio alone so far. */
    private MediaTerms protectedTerms(MediaTerms terms) {
        return ports.ice() ? terms.withSrtp(MediaTerms.Srtp.REQUIRE).withVideo(VideoTerms.NONE) : terms;
    }

    /** Where video gets its sockets: where the session is, or is going. */
    private final class MorePorts implements Pictures.Opening {
        @Override
        public Optional<PortPair> open() {
            return closed || moving ? Optional.empty() : desk.take(loop);
        }

        @Override
        public MediaLoop loop() {
            return loop;
        }

        @Override
        public void order(Runnable task) {
            orderVideo(task);
        }
    }

    /** The same as {@link #order} for the video, whose bugs do not end the call. */
    private void orderVideo(Runnable task) {
        whenThere(() -> desk.order(at, task));
    }

    /** Whether the peer comes with other credentials than before (RFC 8445 section 9). */
    private boolean restarts(MediaDescription offer) {
        Optional<Ice> before = ice(negotiation.remote());
        Optional<Ice> now = ice(offer);
        return ports.ice()
                && before.isPresent()
                && now.isPresent()
                && !(before.get().ufrag().equals(now.get().ufrag())
                        && before.get().password().equals(now.get().password()));
    }

    private static Optional<Ice> ice(MediaDescription description) {
        return description.audio().flatMap(StreamDescription::ice);
    }

    @Override
    public boolean accept(MediaDescription answer) {
        return agreed(negotiation.accept(answer), /* theyOffered= */ false);
    }

    private boolean agreed(NegotiationOutcome outcome, boolean theyOffered) {
        return switch (outcome) {
            case NegotiationOutcome.Agreed agreed -> {
                negotiation = agreed.negotiation();
                if (ports.ice()) {
                    ice(negotiation.remote()).ifPresent(theirs -> transport().remote(theirs, theyOffered));
                }
                applyPlan();
                yield true;
            }
            case NegotiationOutcome.Refused refused -> {
                log.atInfo().addKeyValue("call", call).log("cannot use the description: {}", refused.why());
                yield false;
            }
        };
    }

    @Override
    public void remoteCandidate(Ice.Candidate theirs) {
        if (ports.ice() && !closed) {
            transport().remoteCandidate(theirs);
        }
    }

    /** What becomes of the way ICE looks for. */
    private final class FromIce implements IceTransport.Events {
        @Override
        public void onLost(String why) {
            onMediaFailed(why);
        }

        @Override
        public void onCandidate(Ice.Candidate found) {
            fact(() -> {
                ours = ours.withIce(transport().local());
                events.onCandidate(found);
            });
        }
    }

    @Override
    public void rollBack() {
        negotiation = negotiation.rollBack();
        applyPlan();
    }

    private void applyPlan() {
        PathPlan plan = ports.ice() ? PathPlan.of(negotiation).at(IceTransport.PEER) : PathPlan.of(negotiation);
        order(() -> path.apply(plan));
        pictures.apply(negotiation.pictures(), this::orderVideo);
        linked.ifPresent(this::showVideo);
        plan.agreed()
                .map(NegotiatedAudio::rtp)
                .filter(a -> a.isUnresolved())
                .ifPresent(name -> desk.resolve(name, this));
    }

    /** The address behind the name the peer described was found. */
    void resolved(InetSocketAddress address) {
        order(() -> path.resolved(address));
    }

    @Override
    public MediaDescription remote() {
        return negotiation.remote();
    }

    @Override
    public MediaDescription local() {
        return negotiation.local();
    }

    @Override
    public Optional<AudioCodec> codec() {
        return negotiation.audio().map(NegotiatedAudio::codec);
    }

    @Override
    public Optional<NegotiatedVideo> video() {
        return negotiation.pictures().main();
    }

    @Override
    public void pictureLost() {
        pictures.path().ifPresent(video -> orderVideo(video::pictureLost));
    }

    @Override
    public void established() {
        order(path::established);
    }

    @Override
    public void join(Mix mix) {
        unlink();
        if (!(mix instanceof RoomMix room) || room.closed() || closed) {
            return;
        }
        moveTo(room.loop());
        order(() -> path.flow(room.room().seat(path)));
    }

    @Override
    public void mute(boolean muted) {
        order(() -> path.mute(muted));
    }

    @Override
    public void connect(MediaSession other) {
        if (!(other instanceof RtpSession peer) || closed || peer.closed) {
            return;
        }
        if (linked.filter(l -> l == peer).isPresent()) {
            return;
        }
        unlink();
        peer.unlink();
        linked = Optional.of(peer);
        peer.linked = Optional.of(this);
        peer.moveTo(loop);
        bothThere(peer, () -> {
            path.flow(new Crossing(path, peer.path, "Relay"));
            peer.path.flow(new Crossing(peer.path, path, "Relay"));
        });
        showVideo(peer);
    }

    /** Each of the two sees the other, as far as both have video. */
    private void showVideo(RtpSession peer) {
        Optional<VideoPath> mine = pictures.path();
        Optional<VideoPath> theirs = peer.pictures.path();
        bothThere(peer, () -> {
            mine.ifPresent(video -> video.show(theirs));
            theirs.ifPresent(video -> video.show(mine));
        });
    }

    /** Runs the task on the loop both are on, once both have arrived there and if they still belong together. */
    private void bothThere(RtpSession peer, Runnable task) {
        if (linked.filter(l -> l == peer).isEmpty()) {
            return;
        }
        if (moving) {
            whenThere(() -> bothThere(peer, task));
        } else if (peer.moving) {
            peer.whenThere(() -> bothThere(peer, task));
        } else {
            desk.order(at, () -> path.obey(task));
        }
    }

    private void unlink() {
        linked.ifPresent(peer -> {
            peer.linked = Optional.empty();
            linked = Optional.empty();
            peer.order(() -> peer.path.flow(Flow.PARKED));
            peer.showNobody();
            showNobody();
        });
        order(() -> path.flow(Flow.PARKED));
    }

    private void showNobody() {
        pictures.path().ifPresent(video -> orderVideo(() -> video.show(Optional.empty())));
    }

    /** Takes the session to that loop with its sockets; what is ordered meanwhile waits until it has arrived. */
    private void moveTo(MediaLoop other) {
        if (loop == other) {
            return;
        }
        desk.moved(loop, other);
        loop = other;
        whenThere(() -> leave(other));
    }

    private void leave(MediaLoop other) {
        moving = true;
        Optional<VideoPath> video = pictures.path();
        desk.order(at, () -> {
            Arrivals all = new Arrivals(video.isPresent() ? 2 : 1, other);
            path.moveTo(other, all::one);
            video.ifPresent(pictured -> pictured.moveTo(other, all::one));
        });
    }

    /** Of the streams that leave together each arrives by itself; counted on the loop they go to. */
    private final class Arrivals {
        private final MediaLoop there;
        private int awaited;

        Arrivals(int awaited, MediaLoop there) {
            this.awaited = awaited;
            this.there = there;
        }

        void one() {
            if (--awaited == 0) {
                desk.signalling().post(() -> arrived(there));
            }
        }
    }

    /** What waited goes on in its order, up to the next move. */
    private void arrived(MediaLoop there) {
        at = there;
        moving = false;
        while (!moving && !waiting.isEmpty()) {
            waiting.removeFirst().run();
        }
    }

    @Override
    public void echo() {
        unlink();
        order(() -> path.flow(new Crossing(path, path, "Echo")));
    }

    @Override
    public void park() {
        unlink();
    }

    @Override
    public void play(List<Prompt> prompts, boolean loop) {
        List<Prompt> said = List.copyOf(prompts);
        order(() -> path.play(new PromptPlayer(said, loop, desk.recordings())));
    }

    @Override
    public void stopPlaying() {
        order(path::stopPlaying);
    }

    @Override
    public void sendDigit(char digit, int durationMs) {
        order(() -> path.press(digit, durationMs));
    }

    @Override
    public boolean sendsTelephoneEvents() {
        return negotiation.audio().flatMap(NegotiatedAudio::events).isPresent();
    }

    @Override
    public void digitBySignalling(char digit, int durationMs) {
        order(() -> path.digitBySignalling(digit, durationMs));
    }

    @Override
    public void tap(Optional<PacketTap> to) {
        InetSocketAddress rtp = ours.rtp();
        InetSocketAddress rtcp = ours.rtcp();
        order(() -> path.tap(to, rtp, rtcp));
    }

    @Override
    public MediaStats stats() {
        return stats;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        unlink();
        closed = true;
        pictures.path().ifPresent(video -> orderVideo(video::close));
        order(this::letGo);
    }

    /** On the media loop; whatever fails there, the ports come back. */
    private void letGo() {
        try {
            MediaStats last = path.stats();
            desk.signalling().post(() -> stats = last);
            path.close();
        } finally {
            desk.signalling().post(() -> {
                desk.closed(this, ports);
                pictures.ports().ifPresent(pair -> desk.giveBack(loop, pair));
                events.onClosed(stats);
            });
        }
    }

    MediaLoop loop() {
        return loop;
    }

    private void fact(Runnable tell) {
        desk.signalling().post(() -> {
            if (!closed) {
                tell.run();
            }
        });
    }

    @Override
    public void onDigit(char digit, int durationMs) {
        fact(() -> events.onDigit(digit, durationMs));
    }

    @Override
    public void onSpeaking(boolean speaking) {
        fact(() -> events.onSpeaking(speaking));
    }

    @Override
    public void onSilentFor(long ms) {
        fact(() -> events.onSilentFor(ms));
    }

    @Override
    public void onHeardAgain() {
        fact(events::onHeardAgain);
    }

    @Override
    public void onPlayed() {
        fact(events::onPlayed);
    }

    @Override
    public void onMediaFailed(String why) {
        fact(() -> events.onMediaFailed(why));
    }

    /** The figures of the last second; on the signalling loop, with those of all sessions of a media loop. */
    @Override
    public void onStats(MediaStats figures) {
        stats = figures;
    }

    @Override
    public String call() {
        return call;
    }

    @Override
    public String toString() {
        return "media of call " + call;
    }
}
