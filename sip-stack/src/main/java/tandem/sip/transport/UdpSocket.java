package tandem.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;
import tandem.base.NettyLoop;

/** One bound datagram socket. What is sent within one turn of the loop leaves in one system call where the kernel can. */
final class UdpSocket extends SimpleChannelInboundHandler<DatagramPacket> {
    private final NettyLoop loop;
    private final Arrivals arrivals;
    private final TransportCounters counters;
    private final Function<InetSocketAddress, String> hosts;
    private final Channel channel;
    private boolean flushing;

    UdpSocket(
            NettyLoop loop,
            Channel channel,
            Arrivals arrivals,
            TransportCounters counters,
            Function<InetSocketAddress, String> hosts) {
        this.loop = loop;
        this.channel = channel;
        this.arrivals = arrivals;
        this.counters = counters;
        this.hosts = hosts;
    }

    InetSocketAddress local() {
        return (InetSocketAddress) channel.localAddress();
    }

    String hostTowards(InetSocketAddress remote) {
        return hosts.apply(remote);
    }

    /** Whether datagrams to that address leave by this socket. */
    boolean reaches(InetSocketAddress remote) {
        boolean fromV4 = local().getAddress() instanceof Inet4Address;
        boolean toV4 = remote.getAddress() instanceof Inet4Address;
        boolean both = !fromV4 && local().getAddress().isAnyLocalAddress();
        return both || fromV4 == toV4;
    }

    Flow flow(InetSocketAddress remote) {
        return new UdpFlow(this, remote);
    }

    void send(byte[] octets, InetSocketAddress remote, Consumer<String> onFailed) {
        ByteBuf buffer = channel.alloc().directBuffer(octets.length).writeBytes(octets);
        ChannelFuture written = channel.write(new DatagramPacket(buffer, remote));
        counters.sent.incrementAndGet();
        written.addListener(done -> {
            if (!done.isSuccess()) {
                counters.sendFailures.incrementAndGet();
                loop.post(() ->
                        onFailed.accept("UDP to " + remote + ": " + done.cause().getMessage()));
            }
        });
        if (!flushing) {
            flushing = true;
            channel.eventLoop().execute(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        channel.flush();
    }

    void close() {
        channel.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        byte[] octets = ByteBufUtil.getBytes(packet.content());
        Flow flow = flow(packet.sender());
        loop.run(() -> arrivals.datagram(octets, flow));
    }

    /** A socket error, such as an ICMP report for an earlier datagram: nothing is wrong with the socket itself. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        counters.sendFailures.incrementAndGet();
    }
}
