package tandem.gateway.webrtc;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tandem.media.AudioCodec;
import tandem.media.CodecParams;
import tandem.media.Ice;
import tandem.media.MediaDescription;
import tandem.media.MediaDesk;
import tandem.media.MediaEvents;
import tandem.media.MediaSession;
import tandem.media.MediaStats;
import tandem.media.MediaTerms;
import tandem.media.Mix;
import tandem.media.NegotiatedAudio;
import tandem.media.Negotiation;
import tandem.media.NegotiationLocal;
import tandem.media.NegotiationOutcome;
import tandem.media.Prompt;
import tandem.media.Transport;

/** A desk whose sessions negotiate as the real ones do; nothing flows. */
final class NegotiatingDesk implements MediaDesk {
    final List<Session> sessions = new ArrayList<>();

    @Override
    public MediaSession open(String call, InetAddress peer, boolean ice, Optional<Mix> room, MediaEvents events) {
        Session session = new Session(20_000 + 2 * sessions.size(), ice, events);
        sessions.add(session);
        return session;
    }

    @Override
    public Mix openMix(String name) {
        return new Mix() {
            @Override
            public void play(List<Prompt> prompts) {}

            @Override
            public void close() {}
        };
    }

    Session last() {
        return sessions.getLast();
    }

    /** One session; each ICE session of it has a name of its own. */
    static final class Session implements MediaSession {
        final MediaEvents events;
        private final int port;
        private final boolean ice;
        private Negotiation negotiation = Negotiation.START;
        private String theirs = "";
        private int generation;
        boolean closed;
        boolean muted;
        boolean refuses;

        Session(int port, boolean ice, MediaEvents events) {
            this.port = port;
            this.ice = ice;
            this.events = events;
        }

        private NegotiationLocal ours() {
            NegotiationLocal local = new NegotiationLocal(
                    Hall.port(port),
                    Hall.port(port + 1),
                    List.of(),
                    List.of(new Transport.Fingerprint("sha-256", "AA" + ":BB".repeat(31))),
                    CodecParams.OpusParams.UNSAID,
                    20);
            Ice found = new Ice("ours" + port + generation, "a-password-of-ours-" + generation, true, List.of());
            return ice ? local.withIce(found) : local;
        }

        @Override
        public MediaDescription offer(MediaTerms terms) {
            negotiation = negotiation.offer(ours(), terms);
            return negotiation.offered().orElseThrow();
        }

        @Override
        public void offerAgain() {
            negotiation = negotiation.offerAgain();
        }

        @Override
        public Optional<MediaDescription> answer(MediaDescription offer, MediaTerms terms) {
            String name =
                    offer.audio().flatMap(one -> one.ice()).map(Ice::ufrag).orElse("");
            if (!name.equals(theirs)) {
                generation += theirs.isEmpty() ? 0 : 1;
                theirs = name;
            }
            if (!refuses && negotiation.answer(offer, ours(), terms) instanceof NegotiationOutcome.Agreed agreed) {
                negotiation = agreed.negotiation();
                return Optional.of(negotiation.local());
            }
            return Optional.empty();
        }

        @Override
        public boolean accept(MediaDescription answer) {
            if (negotiation.accept(answer) instanceof NegotiationOutcome.Agreed agreed) {
                negotiation = agreed.negotiation();
                return true;
            }
            return false;
        }

        @Override
        public void rollBack() {
            negotiation = negotiation.rollBack();
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
        public void established() {}

        @Override
        public void join(Mix mix) {}

        @Override
        public void mute(boolean on) {
            muted = on;
        }

        @Override
        public void connect(MediaSession other) {}

        @Override
        public void echo() {}

        @Override
        public void park() {}

        @Override
        public void play(List<Prompt> prompts, boolean loop) {}

        @Override
        public void stopPlaying() {}

        @Override
        public void sendDigit(char digit, int durationMs) {}

        @Override
        public boolean sendsTelephoneEvents() {
            return false;
        }

        @Override
        public void digitBySignalling(char digit, int durationMs) {
            events.onDigit(digit, durationMs);
        }

        @Override
        public MediaStats stats() {
            return MediaStats.NONE;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
