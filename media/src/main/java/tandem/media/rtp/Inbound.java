package tandem.media.rtp;

import java.net.InetSocketAddress;

/** The datagram on its way through a receive path: one a loop, filled anew for each. */
public final class Inbound {
    /** The packet, once it is known to be RTP. */
    public final RtpPacket packet = new RtpPacket();

    /** The datagram's octets, with room behind them. */
    public byte[] bytes = new byte[0];

    /** How many octets. */
    public int length;

    /** Who sent it. */
    public InetSocketAddress from = new InetSocketAddress(0);

    /** When it was read. */
    public long nowNs;

    /** What its payload type stands for. */
    public Format format = Format.UNKNOWN;

    /** Whether it is the first of a source, so that its numbers do not follow the ones before. */
    public boolean newSource;
}
