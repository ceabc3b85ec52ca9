package tandem.webrtc;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One way to a peer: a local socket and the peer's address, or a connection. Once checked it is one session's. On its media loop. */
abstract class Way {
    private @Nullable IceFlow flow; // none before the first valid check

    /** Sends a datagram; false when it could not go. */
    abstract boolean send(byte[] datagram, int offset, int length);

    /** Where the peer is, as seen from here. */
    abstract InetSocketAddress peer();

    /** It is to be known by what comes by it, or no longer. */
    abstract void known(boolean yes);

    /** Whose it is, or null. */
    final @Nullable IceFlow flow() {
        return flow;
    }

    /** It is that session's from now on, and nobody else's. */
    final void of(IceFlow one) {
        if (flow == one) {
            return;
        }
        if (flow != null) {
            flow.forget(this);
        }
        flow = one;
        known(true);
    }

    /** It is closed: nothing comes by it any more. */
    final void gone() {
        if (flow != null) {
            flow.forget(this);
            flow = null;
        }
    }

    /** It is nobody's any more. */
    final void drop() {
        flow = null;
        known(false);
    }
}
