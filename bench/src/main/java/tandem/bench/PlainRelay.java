package tandem.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * The yardstick, a program by itself: a relay that does nothing but relay, as lean as one Java thread with a selector can be.
 * What comes to one port of a pair leaves by the other, unread. It ends when its input does.
 */
public final class PlainRelay {
    private static final int DATAGRAM = 2048;

    private PlainRelay() {}

    /** {@code CALLS PORT}: opens two ports a call, names them all on one line, and relays between them for that port of ours. */
    public static void main(String... arguments) throws IOException {
        int calls = Integer.parseInt(arguments[0]);
        InetSocketAddress fleet =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
        Selector selector = Selector.open();
        StringBuilder ports = new StringBuilder();
        for (int i = 0; i < calls; i++) {
            DatagramChannel one = open(fleet);
            DatagramChannel other = open(fleet);
            one.register(selector, SelectionKey.OP_READ, other);
            other.register(selector, SelectionKey.OP_READ, one);
            ports.append(port(one)).append(' ').append(port(other)).append(' ');
        }
        Thread.ofPlatform().daemon().name("input").start(PlainRelay::endWithInput);
        System.out.println(ports);
        ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM);
        Consumer<SelectionKey> pass = key -> pass(key, buffer);
        while (selector.isOpen()) {
            selector.select(pass);
        }
    }

    private static DatagramChannel open(InetSocketAddress fleet) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.connect(fleet);
        channel.configureBlocking(false);
        return channel;
    }

    private static int port(DatagramChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private static void pass(SelectionKey key, ByteBuffer buffer) {
        try {
            buffer.clear();
            if (((DatagramChannel) key.channel()).read(buffer) > 0) {
                ((DatagramChannel) key.attachment()).write(buffer.flip());
            }
        } catch (IOException refused) {
            buffer.clear(); // an ICMP error of an earlier datagram: nobody listens there any more
        }
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException closed) {
            System.err.println(closed);
        }
        Runtime.getRuntime().halt(0);
    }
}
