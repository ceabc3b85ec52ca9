package tandem.sip.transaction;

import org.jspecify.annotations.Nullable;
import tandem.base.Loop;
import tandem.base.Timer;

/**
 * The server transaction of every method but INVITE and ACK (RFC 3261 17.2.2, figure 8): timer J keeps the final response for
 * copies of the request. No 100 is sent before a second has passed, by RFC 4320; the answer is the user's.
 */
public final class PlainServer implements ServerTransaction {
    private enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    private final Loop loop;
    private final Times times;
    private final Wire wire;
    private final ServerTransaction.User user;
    private State state = State.TRYING;
    private byte @Nullable [] last;
    private @Nullable Timer end;

    /** A request came. */
    public PlainServer(Loop loop, Times times, Wire wire, ServerTransaction.User user) {
        this.loop = loop;
        this.times = times;
        this.wire = wire;
        this.user = user;
    }

    @Override
    public void receiveAgain() {
        switch (state) {
            case PROCEEDING, COMPLETED -> {
                if (last != null) {
                    wire.sendAgain(last);
                }
            }
            case TRYING, TERMINATED -> {} // absorbed
        }
    }

    @Override
    public void respond(int status, byte[] octets) {
        switch (state) {
            case TRYING, PROCEEDING -> {
                last = octets;
                state = status < 200 ? State.PROCEEDING : State.COMPLETED;
                wire.send(octets);
                if (state == State.COMPLETED) {
                    complete();
                }
            }
            case COMPLETED, TERMINATED -> {}
        }
    }

    private void complete() {
        if (wire.reliable()) {
            terminate(); // timer J is zero
        } else {
            end = loop.after(times.all(), this::terminate);
        }
    }

    @Override
    public void fail(String what) {
        if (state != State.TERMINATED) {
            terminate();
            user.onFailure(what);
        }
    }

    @Override
    public boolean answered() {
        return state == State.COMPLETED || state == State.TERMINATED;
    }

    private void terminate() {
        if (state != State.TERMINATED) {
            state = State.TERMINATED;
            if (end != null) {
                end.cancel();
                end = null;
            }
            last = null;
            user.onTerminated();
        }
    }
}
