package tandem.call;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tandem.media.Direction;
import tandem.media.Ice;
import tandem.media.MediaDescription;
import tandem.media.MediaDesk;
import tandem.media.MediaEvents;
import tandem.media.MediaSession;
import tandem.media.MediaStats;
import tandem.media.MediaTerms;
import tandem.media.Mix;
import tandem.media.PacketTap;
import tandem.media.Prompt;
import tandem.media.StreamDescription;
import tandem.media.VideoTerms;

/** The media of one party: its session at the desk and where its negotiation stands (RFC 3264). */
final class LegMedia implements MediaEvents {
    private static final int MOST_EARLY = 64;
    private static final long FLOWING_NS = 10_000_000_000L;

    private final Party party;
    private @Nullable MediaSession session;
    private MediaTerms terms;
    private List<Prompt> unsaid = List.of();
    private boolean unsaidForEver;
    private List<Ice.Candidate> early = List.of(); // that came before there was a session
    private Optional<PacketTap> tap = Optional.empty();
    private final Directions directions = new Directions();
    private boolean negotiated;
    private boolean offered;
    private VideoTerms toldVideo = VideoTerms.NONE;
    private VideoTerms toldVideoBefore = VideoTerms.NONE;
    private boolean musical;
    private char lastSignalled;
    private boolean digitSignalled;
    private long seenPackets;
    private long seenNs;
    private long silentAtPackets = -1;

    LegMedia(Party party, MediaTerms terms) {
        this.party = party;
        this.terms = audioOf(terms);
    }

    /** Opens the session, where there is none yet, by ICE or without; false when no port is left. */
    boolean open(MediaDesk desk, InetAddress peer, boolean ice, Optional<Mix> mix) {
        if (session != null) {
            return true;
        }
        try {
            MediaSession opened = desk.open(party.id(), peer, ice, mix, this);
            session = opened;
            if (tap.isPresent()) {
                opened.tap(tap);
            }
            early.forEach(opened::remoteCandidate);
            early = List.of();
            return true;
        } catch (MediaDesk.MediaExhausted exhausted) {
            party.warn("no media port: " + exhausted.getMessage());
            return false;
        }
    }

    /** The session. Only after {@link #open}. */
    MediaSession session() {
        if (session == null) {
            throw new IllegalStateException("no media session yet");
        }
        return session;
    }

    boolean isOpen() {
        return session != null;
    }

    /** Whether both sides have described themselves. */
    boolean negotiated() {
        return negotiated;
    }

    /** Whether an offer of ours waits for its answer. */
    boolean offered() {
        return offered;
    }

    MediaTerms terms() {
        return terms;
    }

    void terms(MediaTerms other) {
        terms = audioOf(other);
    }

    /** Video is a matter of two who can pass it to each other: {@link Negotiation} adds it there. */
    private static MediaTerms audioOf(MediaTerms all) {
        return all.withVideo(VideoTerms.NONE);
    }

    /** The video it has, as terms for somebody it is passed on to. */
    VideoTerms video() {
        return session == null
                ? VideoTerms.NONE
                : session.video().map(VideoTerms::passing).orElse(VideoTerms.NONE);
    }

    /** Who wants to send, and may. */
    Directions directions() {
        return directions;
    }

    /** An offer of ours within these terms; its answer comes by {@link #takeAnswer}. */
    MediaDescription offer(MediaTerms within) {
        directions.offered(within.direction());
        toldVideoBefore = toldVideo;
        toldVideo = within.video();
        offered = true;
        return session().offer(within);
    }

    /** The last offer of ours was never heard. */
    void unheard() {
        directions.unheard();
        toldVideo = toldVideoBefore;
    }

    /** Whether it was last told that it may have that video, or none, whatever it said to it. */
    boolean wasTold(VideoTerms video) {
        return toldVideo.codecs().equals(video.codecs());
    }

    /** What is in force was offered again without us, to refresh the session; false where there is nothing in force. */
    boolean offerAgain() {
        if (!negotiated) {
            return false;
        }
        offered = true;
        session().offerAgain();
        return true;
    }

    /** Our answer to the offer within these terms; empty where nothing in it can be used. */
    Optional<MediaDescription> answer(MediaDescription offer, MediaTerms within) {
        Optional<MediaDescription> answer = session().answer(offer, within);
        if (answer.isPresent()) {
            directions.answered(wish(offer), within.direction());
            toldVideo = within.video();
            ready();
        }
        return answer;
    }

    /** Takes the peer's answer; false when it cannot be used, and then a better one to the same offer may still come. */
    boolean takeAnswer(MediaDescription remote) {
        if (remote.isEmpty() || !session().accept(remote)) {
            return false;
        }
        offered = false;
        directions.took(wish(remote));
        ready();
        return true;
    }

    /**
     * Takes what the peer took the call with: its answer to our offer, or its offer where we made none, which is answered; false when it
     * cannot be used.
     */
    boolean agree(MediaDescription remote) {
        if (offered || negotiated) {
            return takeAnswer(remote);
        }
        Optional<MediaDescription> answer = remote.isEmpty() ? Optional.empty() : answer(remote, terms);
        answer.ifPresent(party.leg()::accept);
        return answer.isPresent();
    }

    /** Offers to hear it and to be heard, without video, where that was not agreed, as when it is no longer held by another. */
    void openUp() {
        boolean seesNobody = !video().none() && !wasTold(VideoTerms.NONE);
        if (negotiated && !offered && (directions.told() != Direction.SENDRECV || seesNobody)) {
            party.leg().offer(offer(terms.withDirection(Direction.SENDRECV)));
        }
    }

    /** Takes the peer's last word on our offer; one that cannot be used leaves things as they were. */
    boolean settle(MediaDescription remote) {
        boolean taken = takeAnswer(remote);
        if (!taken) {
            rollBack();
        }
        return taken;
    }

    /** Our offer was refused, or never answered. */
    void rollBack() {
        offered = false;
        session().rollBack();
    }

    /** Answers a later offer of the peer's by itself, or refuses it; an empty one is answered with an offer of ours. */
    boolean acceptOffer(MediaDescription remote) {
        return acceptOffer(remote, terms);
    }

    /** The same within other terms. */
    boolean acceptOffer(MediaDescription remote, MediaTerms within) {
        if (remote.isEmpty()) {
            party.leg().accept(offer(within));
            return true;
        }
        if (offered) {
            party.leg().refuse(Cause.GLARE);
            return false;
        }
        Optional<MediaDescription> answer = answer(remote, within);
        if (answer.isEmpty()) {
            party.leg().refuse(Cause.MEDIA_REFUSED);
            return false;
        }
        party.leg().accept(answer.get());
        return true;
    }

    private void ready() {
        if (negotiated) {
            return;
        }
        negotiated = true;
        if (!unsaid.isEmpty()) {
            session().play(unsaid, unsaidForEver);
            unsaid = List.of();
        }
        party.onMediaReady();
    }

    /** Plays to the party, as soon as it can hear. */
    void say(List<Prompt> prompts) {
        play(prompts, /* forEver= */ false);
    }

    /** The same, again and again. */
    void sayForEver(List<Prompt> prompts) {
        play(prompts, /* forEver= */ true);
    }

    private void play(List<Prompt> prompts, boolean forEver) {
        if (negotiated) {
            session().play(prompts, forEver);
        } else {
            unsaid = List.copyOf(prompts);
            unsaidForEver = forEver;
        }
    }

    /** Plays that for ever, or plays it no longer: what a party hears that is on hold. */
    void music(List<Prompt> what) {
        boolean on = !what.isEmpty();
        if (musical != on && session != null) {
            musical = on;
            if (on) {
                session.play(what, true);
            } else {
                session.stopPlaying();
            }
        }
    }

    /** No more of what {@link #say} and {@link #sayForEver} began. */
    void hush() {
        unsaid = List.of();
        if (session != null) {
            session.stopPlaying();
        }
    }

    /**
     * What the peer's last description says about who sends; an address of zeros is a hold (RFC 2543 appendix B.5), unless ICE is to
     * find the address: then it is not known yet (RFC 8840 section 4.1.1).
     */
    static Direction wish(MediaDescription remote) {
        return remote.audio().map(LegMedia::wish).orElse(Direction.INACTIVE);
    }

    private static Direction wish(StreamDescription stream) {
        boolean nowhere = stream.ice().isEmpty()
                && stream.rtp()
                        .filter(a -> !a.isUnresolved() && a.getAddress().isAnyLocalAddress())
                        .isPresent();
        return nowhere ? Direction.of(stream.direction().sends(), false) : stream.direction();
    }

    /** One more way to the peer; kept while there is no session yet. */
    void remoteCandidate(Ice.Candidate theirs) {
        if (session != null) {
            session.remoteCandidate(theirs);
        } else if (early.size() < MOST_EARLY) {
            early = Stream.concat(early.stream(), Stream.of(theirs)).toList();
        }
    }

    @Override
    public void onCandidate(Ice.Candidate ours) {
        party.leg().candidate(ours);
    }

    /** A digit that signalling brought. */
    void signalled(char digit, int durationMs) {
        lastSignalled = digit;
        session().digitBySignalling(digit, durationMs);
    }

    /** Whether the digit being reported came by signalling: it is not in the audio then. */
    boolean digitSignalled() {
        return digitSignalled;
    }

    @Override
    public void onDigit(char digit, int durationMs) {
        digitSignalled = lastSignalled == digit;
        lastSignalled = 0;
        party.onKey(digit, durationMs);
    }

    @Override
    public void onPictureWanted() {
        party.leg().askPicture();
    }

    @Override
    public void onSpeaking(boolean speaking) {
        party.onSpeaking(speaking);
    }

    @Override
    public void onSilentFor(long ms) {
        silentAtPackets = stats().packetsReceived();
        party.onSilent(ms);
    }

    @Override
    public void onHeardAgain() {
        party.onHeardAgain();
    }

    @Override
    public void onClosed(MediaStats last) {
        party.onLastFigures(last);
    }

    @Override
    public void onPlayed() {
        party.onPlayed();
    }

    @Override
    public void onMediaFailed(String why) {
        party.onMediaFailed(why);
    }

    /** Whether packets came since this was last asked, or in the ten seconds before now; not after a silence was told. */
    boolean flows(long nowNs) {
        long packets = stats().packetsReceived();
        if (packets > seenPackets) {
            seenPackets = packets;
            seenNs = nowNs;
        }
        return packets > 0 && packets != silentAtPackets && nowNs - seenNs < FLOWING_NS;
    }

    /** Shows the session's datagrams there, also when it is opened later; or nowhere. */
    void tap(Optional<PacketTap> to) {
        tap = to;
        if (session != null) {
            session.tap(to);
        }
    }

    MediaStats stats() {
        return session == null ? MediaStats.NONE : session.stats();
    }

    String codec() {
        return session == null ? "" : session.codec().map(c -> c.encodingName()).orElse("");
    }

    void close() {
        if (session != null) {
            session.close();
        }
    }
}
