package tandem.gateway.webrtc;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Timer;
import tandem.call.Cause;
import tandem.media.MediaDescription;
import tandem.media.sdp.Sdp;
import tandem.media.sdp.SdpReader;
import tandem.media.sdp.SdpReading;
import tandem.media.sdp.SdpRefusal;

/**
 * One line to a browser: what comes first decides whose it is, a new seat's or one that is come back to; then it looks after the
 * line: its frames, their rate, and whether anybody is still there. On the signalling loop.
 */
public final class Connection {
    /** Characters of a name at most. */
    static final int LONGEST_NAME = 128;

    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final long FIRST_NS = 10_000_000_000L;
    private static final long PING_NS = 4_000_000_000L;
    private static final long DEAD_NS = 12_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int MOST_A_SECOND = 50;
    private static final int MOST_WRONG = 10;

    private final WebRtcDoor door;
    private final Line line;
    private final Caller caller;
    private Optional<Seat> seat = Optional.empty();
    private Timer timer;
    private long heardNs;
    private long windowNs;
    private int inWindow;
    private int wrong;
    private boolean over;

    Connection(WebRtcDoor door, Line line, Caller caller) {
        this.door = door;
        this.line = line;
        this.caller = caller;
        this.heardNs = nowNs();
        this.windowNs = heardNs;
        this.timer = door.loop().after(FIRST_NS, this::nothingSaid);
    }

    private long nowNs() {
        return door.loop().clock().nowNs();
    }

    Caller caller() {
        return caller;
    }

    private void nothingSaid() {
        if (seat.isEmpty()) {
            end(Told.ended("protocol-error", "nobody joined within ten seconds", /* again= */ false));
        }
    }

    void send(String frame) {
        if (!over) {
            line.send(frame);
        }
    }

    /** Says this last. */
    void end(String lastWords) {
        if (!over) {
            line.send(lastWords);
            close(RoomProtocol.NORMAL, "");
        }
    }

    /** The seat was come back to by another line. */
    void replaced() {
        seat = Optional.empty();
        close(RoomProtocol.NORMAL, "the seat has another line now");
    }

    private void close(int code, String reason) {
        if (!over) {
            over = true;
            timer.cancel();
            line.close(code, reason);
        }
    }

    /** It was closed: meant so where there was a close frame that says it was meant. */
    public void onClosed(boolean meant) {
        boolean first = !over;
        over = true;
        timer.cancel();
        if (first) {
            seat.ifPresent(one -> one.onClosed(this, meant));
        }
    }

    /** A frame came. */
    public void onFrame(String text) {
        if (over) {
            return;
        }
        long now = nowNs();
        heardNs = now;
        if (tooFast(now)) {
            log.info("a browser at {} sends too much", caller.source().getHostAddress());
            seat.ifPresent(one -> one.tell(Told.error("", "too-fast", "more than 50 frames a second")));
            close(RoomProtocol.POLICY, "too many frames");
            seat.ifPresent(one -> one.onClosed(this, /* meant= */ true));
            return;
        }
        String about = "";
        try {
            Frame frame = Frame.read(text);
            about = frame.type();
            take(frame);
        } catch (Frame.Unreadable unreadable) {
            complain(about, String.valueOf(unreadable.getMessage()));
        }
    }

    private boolean tooFast(long now) {
        if (now - windowNs >= SECOND_NS) {
            windowNs = now;
            inWindow = 0;
        }
        return ++inWindow > MOST_A_SECOND;
    }

    private void complain(String about, String words) {
        door.onMalformed();
        send(Told.error(about, "protocol-error", words));
        if (++wrong >= MOST_WRONG) {
            close(RoomProtocol.POLICY, "too many frames that cannot be taken");
            seat.ifPresent(one -> one.onClosed(this, /* meant= */ true));
        }
    }

    private void take(Frame frame) throws Frame.Unreadable {
        if (seat.isPresent()) {
            seat.get().onFrame(frame);
            return;
        }
        switch (frame.type()) {
            case "join" -> join(frame);
            case "resume" -> resume(frame);
            case "leave" -> end(Told.ended(Cause.NORMAL));
            case "pong" -> {}
            default -> throw new Frame.Unreadable("'join' or 'resume' comes first");
        }
    }

    private void join(Frame frame) throws Frame.Unreadable {
        if (!spoken(frame)) {
            return;
        }
        MediaDescription offer = description(frame, "offer");
        if (!offer.needsIce()) { // without it we would send to whatever address is written there
            end(Told.ended(Cause.MEDIA_REFUSED));
            return;
        }
        Optional<Passes.Outcome> read = door.read(frame.text("token", RoomProtocol.LONGEST_TOKEN));
        if (read.isPresent() && read.get() instanceof Passes.Outcome.Bad bad) {
            end(Told.ended(bad.why()));
            return;
        }
        Knock knock = new Knock(
                frame.text("name", LONGEST_NAME).map(Connection::name).orElse(""),
                frame.text("pin", RoomProtocol.LONGEST_PIN),
                read.flatMap(Passes.Outcome::pass),
                offer);
        beginPings();
        door.knock(this, knock, one -> seat = Optional.of(one));
    }

    private void resume(Frame frame) throws Frame.Unreadable {
        if (!spoken(frame)) {
            return;
        }
        Optional<Seat> kept = door.seats().byKey(frame.needed("seat", LONGEST_NAME));
        if (kept.isEmpty()) {
            end(Told.ended(Cause.GONE));
            return;
        }
        Optional<MediaDescription> offer =
                frame.text("offer", RoomProtocol.LONGEST_SDP).isPresent()
                        ? Optional.of(description(frame, "offer"))
                        : Optional.empty();
        seat = kept;
        beginPings();
        int after = frame.number("after").orElse(Integer.MAX_VALUE);
        kept.get().resume(this, offer, after);
    }

    private boolean spoken(Frame frame) {
        if (frame.number("version").orElse(RoomProtocol.VERSION) == RoomProtocol.VERSION) {
            return true;
        }
        end(Told.ended("version", "this gateway speaks version " + RoomProtocol.VERSION, /* again= */ false));
        return false;
    }

    private void beginPings() {
        timer.cancel();
        timer = door.loop().after(PING_NS, this::ping);
    }

    private void ping() {
        if (nowNs() - heardNs > DEAD_NS) {
            close(RoomProtocol.TRY_AGAIN, "nothing heard for a while");
            seat.ifPresent(one -> one.onClosed(this, /* meant= */ false));
            return;
        }
        send(Told.ping());
        timer = door.loop().after(PING_NS, this::ping);
    }

    /** A name without what would tear a page or a log. */
    static String name(String given) {
        String plain = given.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.strip();
    }

    /** The session description in that member. */
    static MediaDescription description(Frame frame, String member) throws Frame.Unreadable {
        SdpReading reading = SdpReader.read(frame.needed(member, RoomProtocol.LONGEST_SDP));
        return switch (reading) {
            case Sdp read -> read.description();
            case SdpRefusal refused -> throw new Frame.Unreadable("session description: " + refused);
        };
    }
}
