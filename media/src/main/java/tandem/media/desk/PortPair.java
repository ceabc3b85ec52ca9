package tandem.media.desk;

import io.netty.channel.ChannelException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An even port for RTP and the odd one above it for RTCP, bound and on a loop; or one transport for both that ICE finds. */
record PortPair(MediaSocket rtp, MediaSocket rtcp) {
    /** The two in one. */
    static PortPair of(IceTransport transport) {
        return new PortPair(transport, new NoSocket());
    }

    /** Whether ICE finds the way. */
    boolean ice() {
        return rtp instanceof IceTransport;
    }

    /**
     * Binds both.
     *
     * @throws IOException when either is taken; then neither stays bound
     */
    static PortPair bind(MediaLoop loop, InetAddress address, int evenPort) throws IOException {
        MediaSocket rtp = loop.bind(new InetSocketAddress(address, evenPort));
        try {
            return new PortPair(rtp, loop.bind(new InetSocketAddress(address, evenPort + 1)));
        } catch (IOException | ChannelException taken) {
            rtp.close();
            throw taken;
        }
    }

    void idle() {
        rtp.unpin();
        rtp.sink(MediaSocket.Sink.NONE);
        rtcp.sink(MediaSocket.Sink.NONE);
    }

    void moveTo(MediaLoop other, Runnable arrived) {
        rtp.moveTo(other, () -> rtcpToo(other, arrived));
    }

    private void rtcpToo(MediaLoop other, Runnable arrived) {
        rtcp.moveTo(other, arrived);
    }

    void close() {
        rtp.close();
        rtcp.close();
    }
}
