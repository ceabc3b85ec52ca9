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

    private final Socket socket;
    private final int port;
    private MediaLoop loop;
    private @Nullable IoRegistration registration; // none while it moves from loop to loop
    private @Nullable InetSocketAddress pinned; // the only peer, where there is one
    private Sink sink = Sink.NONE;

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
        if (!done.isSuccess()) {
            log.error("cannot read RTP port {}", port, done.cause());
            return;
        }
        registration = done.getNow();
        registration.submit(EpollIoOps.EPOLLIN);
        then.run();
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
        } catch (IOException e) {
            unpin();
        }
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
    public void sink(Sink sink) {
        this.sink = sink;
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
