package tandem.media.desk;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.media.PacketTap;

/** Where a session shows its datagrams: nowhere, but for the while of a capture. On the media loop. */
final class Taps {
    private @Nullable PacketTap tap; // none most of the time
    private InetSocketAddress rtp = new InetSocketAddress(0);
    private InetSocketAddress rtcp = new InetSocketAddress(0);

    /** From now on there; these are our addresses. */
    void set(Optional<PacketTap> to, InetSocketAddress ourRtp, InetSocketAddress ourRtcp) {
        tap = to.orElse(null);
        rtp = ourRtp;
        rtcp = ourRtcp;
    }

    /** What shows datagrams before that one takes them; that one itself where nobody looks. */
    MediaSocket.Sink before(MediaSocket.Sink next) {
        return tap == null
                ? next
                : (datagram, length, from) -> {
                    rtp(false, from, datagram, 0, length);
                    next.onDatagram(datagram, length, from);
                };
    }

    void rtp(boolean sent, InetSocketAddress theirs, byte[] array, int offset, int length) {
        PacketTap present = tap;
        if (present != null) {
            present.onDatagram(sent, rtp, theirs, array, offset, length);
        }
    }

    void rtcp(boolean sent, InetSocketAddress theirs, byte[] array, int offset, int length) {
        PacketTap present = tap;
        if (present != null) {
            present.onDatagram(sent, rtcp, theirs, array, offset, length);
        }
    }
}
