package tandem.media.desk;

import java.net.InetSocketAddress;
import java.util.Optional;

/** One bound UDP socket of a media loop. All but {@link #port} is called on that loop. */
public interface MediaSocket {
    /** Takes what arrives. */
    interface Sink {
        /** Drops everything. */
        Sink NONE = (datagram, length, from) -> {};

        /**
         * One datagram, in an array that is the loop's and holds the next one as soon as this returns; it has room behind the
         * datagram.
         */
        void onDatagram(byte[] datagram, int length, InetSocketAddress from);
    }

    /** Where datagrams go from now on. */
    void sink(Sink sink);

    /** Sends at once; false when the kernel would not take it, and then the datagram is lost. */
    boolean send(byte[] datagram, int offset, int length, InetSocketAddress to);

    /**
     * Talks with that peer alone until {@link #unpin}: the kernel drops what comes from elsewhere and looks up no route, and no
     * address is made of each datagram. May do nothing.
     */
    default void pin(InetSocketAddress peer) {}

    /** Hears everybody again. */
    default void unpin() {}

    /** The only peer it hears now; none where it hears everybody. */
    default Optional<InetSocketAddress> pinned() {
        return Optional.empty();
    }

    /** Asks the kernel for room for so many octets that have come and were not read yet: a socket of many peers needs it. */
    default void room(int octets) {}

    /** The local port. */
    int port();

    /** Leaves its loop for another; {@code arrived} runs there. What comes in between waits in the kernel. */
    void moveTo(MediaLoop other, Runnable arrived);

    /** Gives the port back to the kernel. */
    void close();
}
