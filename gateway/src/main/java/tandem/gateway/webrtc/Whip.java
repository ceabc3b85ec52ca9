package tandem.gateway.webrtc;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tandem.base.Timer;
import tandem.call.Cause;
import tandem.call.ChatMessage;
import tandem.call.ChatOutcome;
import tandem.call.Party;
import tandem.media.Direction;
import tandem.media.Ice;
import tandem.media.MediaDescription;
import tandem.media.StreamDescription;
import tandem.media.sdp.Sdp;
import tandem.media.sdp.SdpIce;
import tandem.media.sdp.SdpReader;
import tandem.media.sdp.SdpReading;
import tandem.media.sdp.SdpRefusal;

/**
 * Other people's WebRTC clients in rooms: WHIP (RFC 9725) for those who send, WHEP (draft-ietf-wish-whep) for those who only listen.
 * Each session is a participant, made by one POST, changed by PATCH, ended by DELETE. On the signalling loop; what it answers may
 * come later.
 */
public final class Whip {
    private static final long PATIENCE_NS = 10_000_000_000L;
    private static final String ANY = "*";

    private final WebRtcDoor door;
    private final Map<String, Session> sessions = new HashMap<>();

    Whip(WebRtcDoor door) {
        this.door = door;
    }

    /** Which of the two; media goes one way in each (RFC 9725 section 4.2). */
    public enum Kind {
        WHIP(Direction.SENDONLY, "send"),
        WHEP(Direction.RECVONLY, "receive");

        private final Direction client;
        private final String does;

        Kind(Direction client, String does) {
            this.client = client;
            this.does = does;
        }
    }

    /** What is answered to a request. */
    public sealed interface Reply {
        /**
         * A session was made.
         *
         * @param id for its URL
         * @param tag of its ICE session, for the ETag header
         * @param answer the description
         */
        record Created(String id, String tag, String answer) implements Reply {}

        /** Done; with a fragment and a tag where ICE was restarted. */
        record Done(Optional<String> fragment, Optional<String> tag) implements Reply {
            static final Done NOTHING = new Done(Optional.empty(), Optional.empty());
        }

        /** Refused by a status of HTTP, in words. */
        record Refused(int status, String words) implements Reply {}
    }

    /** Somebody wants in with that offer. */
    public CompletableFuture<Reply> create(Kind kind, Caller caller, String offer, Optional<String> token) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        switch (SdpReader.read(offer)) {
            case SdpRefusal refused -> reply.complete(new Reply.Refused(400, "session description: " + refused));
            case Sdp read -> {
                MediaDescription media = oneWay(kind, read.description());
                Optional<String> trouble = trouble(kind, media);
                if (trouble.isPresent()) {
                    reply.complete(new Reply.Refused(422, trouble.get()));
                } else {
                    begin(kind, caller, media, token, reply);
                }
            }
        }
        return reply;
    }

    /** A client that would do both is taken for what its protocol is there for, and answered so. */
    private static MediaDescription oneWay(Kind kind, MediaDescription offer) {
        return new MediaDescription(offer.streams().stream()
                .map(stream -> stream.withDirection(stream.direction().and(kind.client)))
                .toList());
    }

    /** What is wrong with an offer that could be read. */
    private static Optional<String> trouble(Kind kind, MediaDescription offer) {
        if (offer.audio().isEmpty() || !offer.needsIce()) {
            return Optional.of("the offer has no audio with ICE and DTLS in it");
        }
        if (offer.audio().get().direction() != kind.client) {
            return Optional.of("the audio of a " + kind + " client is to " + kind.does);
        }
        long audio = offer.streams().stream()
                .filter(stream -> stream.kind() == StreamDescription.Kind.AUDIO && !stream.refused())
                .count();
        return audio > 1 ? Optional.of("the offer has more than one audio stream") : Optional.empty();
    }

    private void begin(
            Kind kind, Caller caller, MediaDescription offer, Optional<String> token, CompletableFuture<Reply> reply) {
        Optional<Passes.Outcome> read = door.read(token);
        if (read.isPresent() && read.get() instanceof Passes.Outcome.Bad bad) {
            reply.complete(new Reply.Refused(status(bad.why()), bad.why().words()));
            return;
        }
        Session session = new Session(kind, offer, reply);
        Knock knock = new Knock(kind.name(), Optional.empty(), read.flatMap(Passes.Outcome::pass), offer);
        door.knock(caller, knock, party -> session.of(party, caller));
    }

    /**
     * ICE candidates, or new ICE credentials, which restart it (RFC 9725 section 4.3). Candidates
     * that bear the session's own credentials are taken without a tag too: there are players that know of none.
     */
    public Reply patch(Kind kind, String id, Optional<String> ifMatch, String fragment) {
        Session session = sessions.get(id);
        if (session == null || session.kind != kind) {
            return new Reply.Refused(404, "there is no such session");
        }
        Optional<Ice> ice = SdpIce.fragment(fragment);
        if (ice.isEmpty()) {
            return new Reply.Refused(400, "the fragment has no ICE credentials");
        }
        boolean restart = session.restartsWith(ice.get());
        if (restart && ifMatch.isEmpty()) {
            return new Reply.Refused(428, "an ICE restart needs If-Match: *");
        }
        if (ifMatch.isPresent() && !matches(ifMatch.get(), session.tag())) {
            return new Reply.Refused(412, "that is not the ICE session there is");
        }
        if (restart) {
            return session.restart(ice.get());
        }
        session.found(ice.get().candidates());
        return ifMatch.filter(ANY::equals).isPresent() ? session.restarted() : Reply.Done.NOTHING;
    }

    /** Strong comparison (RFC 9110 section 13.1.1). */
    private static boolean matches(String ifMatch, String tag) {
        return ifMatch.strip().equals(ANY)
                || Arrays.stream(ifMatch.split(",", -1))
                        .anyMatch(one -> one.strip().equals('"' + tag + '"'));
    }

    /** The client leaves. */
    public Reply delete(Kind kind, String id) {
        Session session = sessions.get(id);
        if (session == null || session.kind != kind) {
            return new Reply.Refused(404, "there is no such session");
        }
        session.leave();
        return Reply.Done.NOTHING;
    }

    /** One session, and the participant's leg that ends in it. */
    private final class Session implements WebRtcLeg.End {
        private final Kind kind;
        private final String id = door.seats().key();
        private final CompletableFuture<Reply> reply;
        private MediaDescription offer;
        private Optional<Party> party = Optional.empty();
        private Optional<WebRtcLeg> leg = Optional.empty();
        private Optional<Timer> patience = Optional.empty();
        private Optional<String> fragment = Optional.empty();
        private boolean accepted;
        private int generation;

        Session(Kind kind, MediaDescription offer, CompletableFuture<Reply> reply) {
            this.kind = kind;
            this.offer = offer;
            this.reply = reply;
        }

        WebRtcLeg of(Party itsParty, Caller caller) {
            sessions.put(id, this);
            WebRtcLeg made = new WebRtcLeg(
                    caller.source(),
                    caller.agent(),
                    /* chat= */ false,
                    door.seats().number(),
                    this);
            party = Optional.of(itsParty);
            leg = Optional.of(made);
            patience = Optional.of(door.loop().after(PATIENCE_NS, () -> {
                reply.complete(new Reply.Refused(504, Cause.NO_ANSWER.words()));
                leave();
            }));
            return made;
        }

        String tag() {
            return id.substring(0, id.length() / 2) + "-" + generation;
        }

        boolean restartsWith(Ice ice) {
            return offer.audio()
                    .flatMap(StreamDescription::ice)
                    .filter(before -> before.ufrag().equals(ice.ufrag())
                            && before.password().equals(ice.password()))
                    .isEmpty();
        }

        /** What is in force stays where the restart fails (RFC 9725 section 4.3.3). */
        Reply restart(Ice ice) {
            MediaDescription anew = new MediaDescription(offer.streams().stream()
                    .map(stream -> stream.ice().isPresent() ? stream.withIce(Optional.of(ice)) : stream)
                    .toList());
            accepted = false;
            party.ifPresent(one -> one.onOffer(anew));
            if (!accepted) {
                return new Reply.Refused(503, "the session could not restart");
            }
            offer = anew;
            generation++;
            return restarted();
        }

        /** What the last restart came to; nothing before the first. A client whose answer was lost asks again. */
        Reply restarted() {
            return fragment.isPresent() ? new Reply.Done(fragment, Optional.of(tag())) : Reply.Done.NOTHING;
        }

        void found(List<Ice.Candidate> theirs) {
            party.ifPresent(one -> theirs.forEach(one::onCandidate));
        }

        void leave() {
            leg.ifPresent(WebRtcLeg::over);
            over();
            party.ifPresent(one -> one.onEnded(Cause.NORMAL));
        }

        private void over() {
            sessions.remove(id);
            patience.ifPresent(Timer::cancel);
        }

        @Override
        public void ringing(Optional<String> early) {}

        @Override
        public void answered(String answer) {
            patience.ifPresent(Timer::cancel);
            reply.complete(new Reply.Created(id, tag(), answer));
            door.loop().post(() -> party.ifPresent(Party::onConfirmed));
        }

        /** A client of this kind can be offered nothing. */
        @Override
        public void offered(String text) {
            party.ifPresent(one -> door.loop().post(() -> one.onOfferRefused(Cause.MEDIA_REFUSED)));
        }

        @Override
        public void accepted(String answer) {
            accepted = true;
            SdpReading read = SdpReader.read(answer);
            if (read instanceof Sdp sdp) {
                fragment = sdp.description()
                        .audio()
                        .flatMap(stream -> stream.ice()
                                .map(ice ->
                                        SdpIce.fragment(ice, stream.line().mid().orElse(""))));
            }
        }

        @Override
        public void refused(Cause why) {}

        /** It cannot be asked: whoever has no token for a room with a PIN for guests is told to get one. */
        @Override
        public boolean asked(boolean wrong, boolean optional) {
            if (optional) {
                door.loop().post(() -> party.ifPresent(one -> one.onPin("")));
                return true;
            }
            reply.complete(new Reply.Refused(401, "the room has a PIN: a token for it is needed"));
            door.loop().post(this::leave);
            return true;
        }

        @Override
        public void wrote(ChatMessage line) {}

        @Override
        public void unwritten(ChatOutcome why) {}

        @Override
        public void ended(Cause why) {
            over();
            reply.complete(new Reply.Refused(status(why), why.words()));
        }
    }

    private static int status(Cause why) {
        return switch (why) {
            case NOT_FOUND, GONE -> 404;
            case FORBIDDEN,
                    NOT_IN_BUDGET,
                    ROOM_LOCKED,
                    WRONG_PIN,
                    PIN_LOCKED_OUT,
                    NOT_LET_IN,
                    DECLINED,
                    REMOVED,
                    ROOM_ENDED,
                    MOVED -> 403;
            case UNAUTHORIZED, TOKEN_NEEDED, TOKEN_EXPIRED, TOKEN_WRONG -> 401; // RFC 6750 section 3.1
            case MEDIA_REFUSED -> 422;
            case ROOM_FULL, BUSY -> 409;
            case OVERLOADED, NO_CAPACITY, SHUTDOWN, GATEWAY_STOPPED, UNAVAILABLE -> 503;
            case NO_ANSWER, NO_HOST, TIMEOUT, UNREACHABLE -> 504;
            case NORMAL,
                    CANCELLED,
                    ANSWERED_ELSEWHERE,
                    TRANSFERRED,
                    MEDIA_SILENT,
                    MEDIA_FAILED,
                    LOOP,
                    GLARE,
                    SESSION_EXPIRED,
                    PEER_ERROR,
                    PROTOCOL_ERROR,
                    INTERNAL -> 500;
        };
    }
}
