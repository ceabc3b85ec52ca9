package tandem.media.desk;

import java.net.InetSocketAddress;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.Step;

/**
 * Tells RTP, RTCP, DTLS and STUN apart by the first octets (RFC 7983 section 7, RFC 5761 section 4).
 */
final class Demux implements MediaSocket.Sink, OfCall {
    private final MediaLoop loop;
    private final PathCounters counters;
    private final Others others;
    private final Step rtp;

    /** What is not RTP. */
    interface Others extends OfCall {
        void onRtcp(byte[] datagram, int length, InetSocketAddress from);

        /** Says only that somebody is there. */
        void onKeepAlive(InetSocketAddress from);

        void onDtls(byte[] datagram, int length, InetSocketAddress from);
    }

    Demux(MediaLoop loop, PathCounters counters, Others others, Step rtp) {
        this.loop = loop;
        this.counters = counters;
        this.others = others;
        this.rtp = rtp;
    }

    /** Whether the first octet is that of a DTLS record (RFC 7983 section 7). */
    static boolean isDtls(byte[] datagram, int length) {
        return length > 0 && datagram[0] >= 20 && datagram[0] <= 63;
    }

    @Override
    public void onDatagram(byte[] datagram, int length, InetSocketAddress from) {
        if (length == 0) {
            others.onKeepAlive(from);
            return;
        }
        int first = datagram[0] & 0xFF;
        if (first >= 128 && first <= 191) {
            rtpOrRtcp(datagram, length, from);
        } else if (isDtls(datagram, length)) {
            others.onDtls(datagram, length, from);
        } else if (first <= 3 || length <= 4) {
            others.onKeepAlive(from); // STUN, or a byte or two to keep a NAT open
        } else {
            counters.notRtp++;
        }
    }

    private void rtpOrRtcp(byte[] datagram, int length, InetSocketAddress from) {
        if (length >= 2 && (datagram[1] & 0xFF) >= 192 && (datagram[1] & 0xFF) <= 223) {
            others.onRtcp(datagram, length, from);
            return;
        }
        Inbound in = loop.inbound();
        if (!in.packet.wrap(datagram, length)) {
            counters.malformed++;
            return;
        }
        in.bytes = datagram;
        in.length = length;
        in.from = from;
        in.nowNs = loop.clock().nowNs();
        rtp.take(in);
    }

    @Override
    public String call() {
        return others.call();
    }

    @Override
    public String toString() {
        return "Demux -> " + rtp;
    }
}
