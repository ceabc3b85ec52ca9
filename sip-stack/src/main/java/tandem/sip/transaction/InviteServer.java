package tandem.sip.transaction;

import org.jspecify.annotations.Nullable;
import tandem.base.Loop;
import tandem.base.Timer;

/**
 * The INVITE server transaction (RFC 3261 17.2.1, figure 7, as amended by RFC 6026 section 7.1 and figure 2).
 *
 * <p>Timers: 100 Trying after 200 ms without a response; G repeats a refusal over unreliable transports, H gives up waiting for
 * its ACK, I absorbs further ACKs, L keeps an accepted INVITE so that copies of it are absorbed. Repeating a 2xx is the
 * dialog's, not the transaction's.
 */
public final class InviteServer implements ServerTransaction {
    private enum State {
        PROCEEDING,
        COMPLETED,
        CONFIRMED,
        ACCEPTED,
        TERMINATED
    }

    /** Who answers. */
    public interface User extends ServerTransaction.User {
        /** The 100 response, to be sent now. */
        byte[] trying();
    }

    private static final int CHALLENGED = 4; // times T1: its ACK and copies are absorbed so long

    private final Loop loop;
    private final Times times;
    private final Wire wire;
    private final User user;
    private State state = State.PROCEEDING;
    private byte @Nullable [] last;
    private long interval;
    private @Nullable Timer repeat;
    private @Nullable Timer end;

    /** An INVITE came. */
    public InviteServer(Loop loop, Times times, Wire wire, User user) {
        this.loop = loop;
        this.times = times;
        this.wire = wire;
        this.user = user;
        this.interval = times.t1();
        repeat = loop.after(times.trying(), this::sendTrying);
    }

    private void sendTrying() {
        if (state == State.PROCEEDING && last == null) {
            byte[] octets = user.trying();
            last = octets;
            wire.send(octets);
        }
    }

    @Override
    public void receiveAgain() {
        switch (state) {
            case PROCEEDING -> {
                if (last == null) {
                    sendTrying();
                } else {
                    wire.sendAgain(last);
                }
            }
            case COMPLETED -> {
                if (last != null) {
                    wire.sendAgain(last);
                }
            }
            case CONFIRMED, ACCEPTED, TERMINATED -> {} // RFC 6026 7.1: absorb
        }
    }

    @Override
    public void respond(int status, byte[] octets) {
        switch (state) {
            case PROCEEDING -> {
                stopTimers();
                boolean challenge = last == null && (status == 401 || status == 407);
                last = octets;
                if (challenge && !wire.reliable()) {
                    challenge();
                } else if (status >= 300) {
                    refuse();
                } else if (status >= 200) {
                    accept();
                }
                wire.send(octets);
            }
            case ACCEPTED -> repeatAccepted(status, octets);
            case COMPLETED, CONFIRMED, TERMINATED -> {}
        }
    }

    private void repeatAccepted(int status, byte[] octets) {
        if (status < 300) {
            wire.sendAgain(octets); // the dialog repeats its 2xx
        }
    }

    private void refuse() {
        state = State.COMPLETED;
        end = loop.after(times.all(), this::timerH);
        if (!wire.reliable()) {
            repeat = loop.after(interval, this::timerG);
        }
    }

    /**
     * Somebody who has shown nothing yet is told so once, and each time it asks (RFC 3261 26.3.2.4, 8.2.7): it got no provisional response and so
     * repeats its INVITE. Else a stranger who forges its source has us send eleven messages for one, and remember each for 32 seconds.
     */
    private void challenge() {
        state = State.COMPLETED;
        end = loop.after(CHALLENGED * times.t1(), this::terminate);
    }

    private void accept() {
        state = State.ACCEPTED;
        last = null;
        end = loop.after(times.all(), this::terminate); // timer L
    }

    private void timerG() {
        if (state == State.COMPLETED && last != null) {
            interval = Math.min(2 * interval, times.t2());
            repeat = loop.after(interval, this::timerG);
            wire.sendAgain(last);
        }
    }

    private void timerH() {
        if (state == State.COMPLETED) {
            terminate();
            user.onFailure("no ACK");
        }
    }

    /** An ACK with this INVITE's branch: true where it is a refusal's, false where a 2xx's and so the dialog's (some peers). */
    public boolean receiveAck() {
        switch (state) {
            case COMPLETED -> {
                stopTimers();
                state = State.CONFIRMED;
                last = null;
                if (wire.reliable()) {
                    terminate(); // timer I is zero
                } else {
                    end = loop.after(times.t4(), this::terminate);
                }
            }
            case PROCEEDING, CONFIRMED, ACCEPTED, TERMINATED -> {}
        }
        return state != State.ACCEPTED;
    }

    @Override
    public void fail(String what) {
        switch (state) {
            case PROCEEDING, COMPLETED -> {
                terminate();
                user.onFailure(what);
            }
            case CONFIRMED, ACCEPTED, TERMINATED -> {}
        }
    }

    @Override
    public boolean answered() {
        return state != State.PROCEEDING;
    }

    private void terminate() {
        if (state != State.TERMINATED) {
            state = State.TERMINATED;
            stopTimers();
            last = null;
            user.onTerminated();
        }
    }

    private void stopTimers() {
        if (repeat != null) {
            repeat.cancel();
            repeat = null;
        }
        if (end != null) {
            end.cancel();
            end = null;
        }
    }
}
