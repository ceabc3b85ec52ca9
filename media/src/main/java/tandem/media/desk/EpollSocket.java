package tandem.media.desk;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.DatagramSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP socket straight on Netty's epoll loop, without a channel and its pipeline: one system call a packet each way and the
 * loop's one buffer, so that thousands of them cost little more than their descriptors. Level-triggered: one datagram is read
 * an event, so that no call is spent on learning that there is none left.
 */
final class EpollSocket implements MediaSocket, EpollIoHandle {
    private static final Logger log = LoggerFactory.getLogger(EpollSocket.class);

    private static final int MOST_QUEUED = 1_024;

    private final Socket socket;
    private final int port;
    private MediaLoop loop;
    private @Nullable IoRegistration registration; // none while it moves from loop to loop
    private @Nullable InetSocketAddress pinned; // the only peer, where there is one
    private Sink sink = Sink.NONE;
    private boolean deaf; // its loop would not have it

    private EpollSocket(MediaLoop loop, Socket socket, int port) {
        this.loop = loop;
        this.socket = socket;
        this.port = port;
    }

    /**
     * Binds and registers a socket, on its loop.
     *
     * @throws IOException when the port is taken or the address is not ours
     */
    static EpollSocket bind(MediaLoop loop, InetSocketAddress address) throws IOException {
        Socket socket = Socket.newSocketDgram();
        try {
            socket.bind(address);
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
        InetSocketAddress bound = socket.localAddress();
        EpollSocket made = new EpollSocket(loop, socket, bound == null ? address.getPort() : bound.getPort());
        made.register(() -> {});
        return made;
    }

    private void register(Runnable then) {
        loop.netty().eventLoop().register(this).addListener((Future<IoRegistration> done) -> registered(done, then));
    }

    private void registered(Future<IoRegistration> done, Runnable then) {
        deaf = true;
        if (done.isSuccess()) {
            listen(done.getNow());
        } else {
            log.error("cannot read RTP port {}", port, done.cause());
        }
        then.run(); // also deaf it moves on, so that its session comes to an end and gives it back
    }

    private void listen(IoRegistration with) {
        try {
            with.submit(EpollIoOps.EPOLLIN);
            registration = with;
            deaf = false;
        } catch (RuntimeException refused) { // epoll_ctl's words are unchecked here
            log.error("cannot read RTP port {}", port, refused);
            with.cancel();
        }
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        loop.enter();
        try {
            read();
        } catch (IOException refused) {
            loop.counters().onSocketError(); // an ICMP error of an earlier datagram: said once by the kernel, then gone
            unpin();
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
            loop.bug(bug, sink);
        } finally {
            loop.leave(sink);
        }
    }

    private void read() throws IOException {
        InetSocketAddress peer = pinned;
        if (peer != null) {
            int length = socket.recvAddress(loop.inAddress(), 0, MediaLoop.DATAGRAM);
            if (length > 0) {
                sink.onDatagram(loop.received(length), length, peer);
            }
            return;
        }
        DatagramSocketAddress from = socket.recvFromAddress(loop.inAddress(), 0, MediaLoop.DATAGRAM);
        if (from == null) {
            return;
        }
        sink.onDatagram(loop.received(from.receivedAmount()), from.receivedAmount(), from);
    }

    @Override
    public boolean send(byte[] datagram, int offset, int length, InetSocketAddress to) {
        InetAddress address = to.getAddress();
        try {
            if (Objects.equals(to, pinned)) { // mostly the same object
                return socket.sendAddress(loop.toSend(datagram, offset, length), 0, length) > 0;
            }
            return socket.sendToAddress(loop.toSend(datagram, offset, length), 0, length, address, to.getPort()) > 0;
        } catch (IOException refused) {
            loop.counters().onSocketError();
            unpin(); // nobody is at the peer's port now, says ICMP: back to hearing everybody
            return false;
        }
    }

    @Override
    public void pin(InetSocketAddress peer) {
        try {
            socket.connect(peer);
            pinned = peer;
            if (!drained(peer)) {
                unpin(); // there is still a queue: at another time
            }
        } catch (IOException e) {
            loop.counters().onSocketError();
            unpin();
        }
    }

    /** What was queued before may be anybody's, and would be taken for the peer's: its own goes on, the rest is dropped. */
    private boolean drained(InetSocketAddress peer) throws IOException {
        for (int i = 0; i < MOST_QUEUED; i++) {
            DatagramSocketAddress from = socket.recvFromAddress(loop.inAddress(), 0, MediaLoop.DATAGRAM);
            if (from == null) {
                return true;
            }
            if (from.equals(peer)) {
                sink.onDatagram(loop.received(from.receivedAmount()), from.receivedAmount(), peer);
            }
        }
        return false;
    }

    @Override
    public void unpin() {
        if (pinned == null) {
            return;
        }
        pinned = null;
        try {
            socket.disconnect();
        } catch (IOException e) {
            loop.counters().onSocketError();
        }
    }

    @Override
    public Optional<InetSocketAddress> pinned() {
        return Optional.ofNullable(pinned);
    }

    @Override
    public void sink(Sink sink) {
        this.sink = sink;
        if (deaf && !sink.equals(Sink.NONE)) {
            deaf = false;
            register(() -> {}); // perhaps now
        }
    }

    @Override
    public void room(int octets) {
        try {
            socket.setReceiveBufferSize(octets);
        } catch (IOException refused) {
            log.warn("port {} keeps its small buffer: {}", port, refused.getMessage());
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void moveTo(MediaLoop other, Runnable arrived) {
        deregister();
        other.post(() -> {
            loop = other;
            register(arrived);
        });
    }

    private void deregister() {
        if (registration != null) {
            registration.cancel();
            registration = null;
        }
    }

    @Override
    public void close() {
        sink = Sink.NONE;
        deregister();
        try {
            socket.close();
        } catch (IOException e) {
            log.warn("closing RTP port {}: {}", port, e.getMessage());
        }
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public String toString() {
        return "UDP port " + port;
    }
}
