package tandem.sip.transaction;

import org.jspecify.annotations.Nullable;
import tandem.base.Loop;
import tandem.base.Timer;
import tandem.sip.SipResponse;

/**
 * The INVITE client transaction (RFC 3261 17.1.1, figure 5, as amended by RFC 6026 section 7.2 and figure 3).
 *
 * <p>Timers: A retransmits over unreliable transports, B ends an INVITE without any response, D and M keep the state while
 * copies of the final response may still come.
 */
public final class InviteClient implements ClientTransaction {
    private enum State {
        CALLING,
        PROCEEDING,
        COMPLETED,
        ACCEPTED,
        TERMINATED
    }

    /** Who made the request. */
    public interface User extends ClientTransaction.User {
        /** The ACK for that refusal (RFC 3261 17.1.1.3): hop by hop, with the branch of the INVITE. */
        byte[] acknowledgement(SipResponse refusal);
    }

    private final Loop loop;
    private final Times times;
    private final Wire wire;
    private final User user;
    private State state = State.CALLING;
    private byte @Nullable [] request;
    private byte @Nullable [] ack;
    private long interval;
    private @Nullable Timer retransmit;
    private @Nullable Timer end;

    /** Sends the request and waits. */
    public InviteClient(Loop loop, Times times, Wire wire, User user, byte[] request) {
        this.loop = loop;
        this.times = times;
        this.wire = wire;
        this.user = user;
        this.request = request;
        this.interval = times.t1();
        end = loop.after(times.all(), this::timerB);
        if (!wire.reliable()) {
            retransmit = loop.after(interval, this::timerA);
        }
        wire.send(request);
    }

    private void timerA() {
        if (state == State.CALLING && request != null) {
            interval *= 2;
            retransmit = loop.after(interval, this::timerA);
            wire.sendAgain(request);
        }
    }

    private void timerB() {
        switch (state) {
            case CALLING -> {
                terminate();
                user.onTimeout();
            }
            case PROCEEDING, COMPLETED, ACCEPTED, TERMINATED -> {}
        }
    }

    @Override
    public void receive(SipResponse response) {
        int status = response.status();
        switch (state) {
            case CALLING, PROCEEDING -> {
                if (status < 200) {
                    proceed();
                } else if (status < 300) {
                    accept();
                } else {
                    refuse(response);
                }
                user.onResponse(response);
            }
            case COMPLETED -> {
                if (status >= 300 && ack != null) {
                    wire.sendAgain(ack);
                }
            }
            case ACCEPTED -> {
                if (status >= 200 && status < 300) {
                    user.onResponse(response); // a copy, or another branch of a fork: the dialog's to acknowledge
                }
            }
            case TERMINATED -> {}
        }
    }

    private void proceed() {
        if (state == State.CALLING) {
            state = State.PROCEEDING;
            stopTimers();
            request = null;
        }
    }

    private void accept() {
        state = State.ACCEPTED;
        stopTimers();
        request = null;
        end = loop.after(times.all(), this::terminate); // timer M
    }

    private void refuse(SipResponse response) {
        state = State.COMPLETED;
        stopTimers();
        request = null;
        byte[] octets = user.acknowledgement(response);
        wire.send(octets);
        if (wire.reliable()) {
            terminate(); // timer D is zero
        } else {
            ack = octets;
            end = loop.after(times.d(), this::terminate);
        }
    }

    @Override
    public void fail(String what) {
        switch (state) {
            case CALLING, PROCEEDING -> {
                terminate();
                user.onFailure(what);
            }
            case COMPLETED, ACCEPTED -> terminate();
            case TERMINATED -> {}
        }
    }

    @Override
    public void abandon() {
        switch (state) {
            case CALLING, PROCEEDING -> terminate();
            case COMPLETED, ACCEPTED, TERMINATED -> {}
        }
    }

    private void terminate() {
        if (state != State.TERMINATED) {
            state = State.TERMINATED;
            stopTimers();
            request = null;
            ack = null;
            user.onTerminated();
        }
    }

    private void stopTimers() {
        if (retransmit != null) {
            retransmit.cancel();
            retransmit = null;
        }
        if (end != null) {
            end.cancel();
            end = null;
        }
    }
}
