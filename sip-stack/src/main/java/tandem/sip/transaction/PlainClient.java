package tandem.sip.transaction;

import org.jspecify.annotations.Nullable;
import tandem.base.Loop;
import tandem.base.Timer;
import tandem.sip.SipResponse;

/**
 * The client transaction of every method but INVITE and ACK (RFC 3261 17.1.2, figure 6): timer E retransmits, F gives up, K
 * absorbs late copies of the final response.
 */
public final class PlainClient implements ClientTransaction {
    private enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    private final Loop loop;
    private final Times times;
    private final Wire wire;
    private final ClientTransaction.User user;
    private State state = State.TRYING;
    private byte @Nullable [] request;
    private long interval;
    private @Nullable Timer retransmit;
    private @Nullable Timer end;

    /** Sends the request and waits. */
    public PlainClient(Loop loop, Times times, Wire wire, ClientTransaction.User user, byte[] request) {
        this.loop = loop;
        this.times = times;
        this.wire = wire;
        this.user = user;
        this.request = request;
        this.interval = times.t1();
        end = loop.after(times.all(), this::timerF);
        if (!wire.reliable()) {
            retransmit = loop.after(interval, this::timerE);
        }
        wire.send(request);
    }

    private void timerE() {
        if (request == null) {
            return;
        }
        interval = state == State.TRYING ? Math.min(2 * interval, times.t2()) : times.t2();
        retransmit = loop.after(interval, this::timerE);
        wire.sendAgain(request);
    }

    private void timerF() {
        switch (state) {
            case TRYING, PROCEEDING -> {
                terminate();
                user.onTimeout();
            }
            case COMPLETED, TERMINATED -> {}
        }
    }

    @Override
    public void receive(SipResponse response) {
        switch (state) {
            case TRYING, PROCEEDING -> {
                if (response.status() < 200) {
                    state = State.PROCEEDING;
                } else {
                    complete();
                }
                user.onResponse(response);
            }
            case COMPLETED, TERMINATED -> {} // absorbed
        }
    }

    private void complete() {
        state = State.COMPLETED;
        stopTimers();
        request = null;
        if (wire.reliable()) {
            terminate(); // timer K is zero
        } else {
            end = loop.after(times.t4(), this::terminate);
        }
    }

    @Override
    public void fail(String what) {
        switch (state) {
            case TRYING, PROCEEDING -> {
                terminate();
                user.onFailure(what);
            }
            case COMPLETED -> terminate();
            case TERMINATED -> {}
        }
    }

    @Override
    public void abandon() {
        switch (state) {
            case TRYING, PROCEEDING -> terminate();
            case COMPLETED, TERMINATED -> {}
        }
    }

    private void terminate() {
        if (state != State.TERMINATED) {
            state = State.TERMINATED;
            stopTimers();
            request = null;
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
