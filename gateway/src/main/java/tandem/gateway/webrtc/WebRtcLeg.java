package tandem.gateway.webrtc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import tandem.call.Cause;
import tandem.call.ChatMessage;
import tandem.call.ChatOutcome;
import tandem.call.Leg;
import tandem.call.Protocol;
import tandem.call.Saying;
import tandem.media.Ice;
import tandem.media.MediaDescription;
import tandem.media.sdp.LocalSdp;

/**
 * One leg in a browser: orders of the core become descriptions and words for whoever holds the browser's end. SDP is written here.
 * On the signalling loop.
 */
final class WebRtcLeg implements Leg {
    private final Facts facts;
    private final long sessionId;
    private final End end;
    private Optional<LocalSdp> local = Optional.empty();
    private boolean over;

    /** Who is at the browser's end: a seat of the room protocol, or a resource of WHIP. */
    interface End {
        /** The call rings; with a description where it is answered already as far as media goes. */
        void ringing(Optional<String> answer);

        /** The call is taken; the text answers the browser's offer. */
        void answered(String answer);

        /** We offer new media. */
        void offered(String offer);

        /** We answer a later offer of the browser's. */
        void accepted(String answer);

        /** We refuse a later offer of the browser's. */
        void refused(Cause why);

        /** Another way to our media was found; nothing happens where the client cannot be told. */
        default void found(Ice.Candidate ours) {}

        /** A PIN is asked for, or an empty one where it is optional; false where nobody can be asked. */
        boolean asked(boolean wrong, boolean optional);

        /** Somebody in the room wrote a line, this one's own among them. */
        void wrote(ChatMessage line);

        /** What came of a key that was pressed; nothing happens where the client has no screen for it. */
        default void replied(Saying words) {}

        /** A line the browser's user wrote was not taken. */
        void unwritten(ChatOutcome why);

        /** It is over, by our doing. */
        void ended(Cause why);
    }

    WebRtcLeg(InetAddress source, String agent, boolean chat, long sessionId, End end) {
        this.facts = new Facts(Protocol.WEBRTC, source.getHostAddress(), agent, Map.of(), chat);
        this.sessionId = sessionId;
        this.end = end;
    }

    private String write(MediaDescription description) {
        LocalSdp writer = local.orElseGet(() -> new LocalSdp(sessionId, origin(description)));
        local = Optional.of(writer);
        return writer.write(description);
    }

    private static InetAddress origin(MediaDescription description) {
        return description.streams().stream()
                .flatMap(stream -> stream.rtp().stream())
                .findFirst()
                .map(InetSocketAddress::getAddress)
                .orElseGet(InetAddress::getLoopbackAddress);
    }

    @Override
    public void ring(Optional<MediaDescription> early) {
        if (!over) {
            end.ringing(early.map(this::write));
        }
    }

    @Override
    public void answer(MediaDescription description) {
        if (!over) {
            end.answered(write(description));
        }
    }

    @Override
    public void offer(MediaDescription description) {
        if (!over) {
            end.offered(write(description));
        }
    }

    /** A browser has nothing to offer by itself that we do not know: it is never asked. */
    @Override
    public void requestOffer() {}

    @Override
    public void accept(MediaDescription description) {
        if (!over) {
            end.accepted(write(description));
        }
    }

    @Override
    public void candidate(Ice.Candidate ours) {
        if (!over) {
            end.found(ours);
        }
    }

    @Override
    public void refuse(Cause why) {
        if (!over) {
            end.refused(why);
        }
    }

    @Override
    public void carry(Map<String, String> headers) {}

    /** Browsers take keys as telephone events, or not at all. */
    @Override
    public void sendDigit(char digit, int durationMs) {}

    @Override
    public boolean askPin(boolean wrong, boolean optional) {
        return !over && end.asked(wrong, optional);
    }

    @Override
    public void message(ChatMessage line) {
        if (!over) {
            end.wrote(line);
        }
    }

    @Override
    public void reply(Saying words) {
        if (!over) {
            end.replied(words);
        }
    }

    @Override
    public void lineRefused(ChatOutcome why) {
        if (!over) {
            end.unwritten(why);
        }
    }

    @Override
    public boolean acts() {
        return facts.chat(); // a page's leg is one that can write
    }

    @Override
    public void hangup(Cause why) {
        if (!over) {
            over = true;
            end.ended(why);
        }
    }

    /** The browser's end is gone: nothing is to be said to it any more. */
    void over() {
        over = true;
    }

    @Override
    public boolean shows() {
        return true;
    }

    @Override
    public String remote() {
        return facts.address();
    }

    @Override
    public Facts facts() {
        return facts;
    }
}
