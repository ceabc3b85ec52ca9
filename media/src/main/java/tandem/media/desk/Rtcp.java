package tandem.media.desk;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tandem.media.NegotiatedAudio;
import tandem.media.NegotiatedPath;
import tandem.media.rtcp.RtcpReader;
import tandem.media.rtcp.RtcpSession;
import tandem.media.rtp.Latch;

/** RTCP of one session on its sockets: muxed or beside RTP, protected or not. */
final class Rtcp {
    private final RtcpSession reports;
    private final RtcpReader reader;
    private final PortPair ports;
    private final Protection ofRtp;
    private final PathCounters counters;
    private final Taps taps;
    private @Nullable InetSocketAddress described; // where the peer receives it; none before it said so
    private @Nullable InetSocketAddress seen; // where its own came from, if from the host its RTP comes from
    private boolean muxed;
    private @Nullable RtcpDtls own; // where the peer shakes hands on the RTCP port too

    Rtcp(
            RtcpSession reports,
            RtcpReader reader,
            PortPair ports,
            Protection protection,
            PathCounters counters,
            Taps taps) {
        this.taps = taps;
        this.reports = reports;
        this.reader = reader;
        this.ports = ports;
        this.ofRtp = protection;
        this.counters = counters;
    }

    /** Where the peer wants it. */
    void peer(NegotiatedAudio agreed) {
        peer(agreed.rtcp(), agreed.rtcpMux());
    }

    /** The same for a stream that is not audio. */
    void peer(NegotiatedPath agreed) {
        peer(agreed.rtcp(), agreed.rtcpMux());
    }

    private void peer(InetSocketAddress place, boolean mux) {
        muxed = mux;
        if (!place.equals(described)) {
            described = place;
            seen = null;
        }
    }

    RtcpSession reports() {
        return reports;
    }

    /** From now on with an association of its own, or with the keys of RTP. */
    void own(@Nullable RtcpDtls dtls) {
        own = dtls;
    }

    private Protection protection() {
        RtcpDtls dtls = own;
        return dtls == null || muxed ? ofRtp : dtls.protection();
    }

    /** Whether a report could be sent. */
    boolean ready() {
        return protection().ready();
    }

    /** A datagram that is RTCP by its type. */
    void take(byte[] datagram, int length, InetSocketAddress from, Latch latch, long nowNs) {
        InetSocketAddress media = latch.current();
        boolean ofPeer = from.equals(described) || sameHost(from, media);
        if (!ofPeer) {
            counters.strangers++;
            return;
        }
        int octets = protection().unprotectRtcp(datagram, length, counters);
        if (octets < 0 || !reader.read(datagram, octets)) {
            counters.malformed++;
            return;
        }
        counters.signNs = nowNs;
        seen = from;
    }

    private static boolean sameHost(InetSocketAddress from, @Nullable InetSocketAddress media) {
        return media != null && media.getAddress().equals(from.getAddress());
    }

    /** Sends a report when one is due, and the last one in any case. */
    void report(MediaLoop loop, Latch latch, boolean bye) {
        if (!bye && !reports.due(loop.clock().nowNs())) {
            return;
        }
        Optional<InetSocketAddress> to = target(latch);
        if (to.isEmpty() || !ready()) {
            return;
        }
        byte[] packet = loop.scratch();
        send(packet, reports.write(packet, ThreadLocalRandom.current().nextDouble(), bye), to.get());
    }

    /** Sends feedback at once, behind a report that is not the one due. */
    void ask(MediaLoop loop, Latch latch, Consumer<ByteBuffer> feedback) {
        Optional<InetSocketAddress> to = target(latch);
        if (to.isEmpty() || !ready()) {
            return;
        }
        byte[] packet = loop.scratch();
        ByteBuffer out = ByteBuffer.wrap(packet, 0, MediaLoop.DATAGRAM);
        out.position(reports.write(packet, ThreadLocalRandom.current().nextDouble(), /* bye= */ false));
        feedback.accept(out);
        send(packet, out.position(), to.get());
    }

    private void send(byte[] packet, int length, InetSocketAddress to) {
        int octets = protection().protectRtcp(packet, length);
        if (octets > 0) {
            if (muxed) {
                taps.rtp(true, to, packet, 0, octets);
            } else {
                taps.rtcp(true, to, packet, 0, octets);
            }
            (muxed ? ports.rtp() : ports.rtcp()).send(packet, 0, octets, to);
        }
    }

    /** Muxed: where RTP goes. Else where the peer's came from, or what it described, moved along with a latched host. */
    Optional<InetSocketAddress> target(Latch latch) {
        InetSocketAddress media = latch.current();
        if (muxed || media == null) {
            return Optional.ofNullable(media);
        }
        if (seen != null) {
            return Optional.of(seen);
        }
        InetSocketAddress said = described;
        if (said == null || said.isUnresolved()) {
            return Optional.empty();
        }
        return Optional.of(
                said.getAddress().equals(media.getAddress())
                        ? said
                        : new InetSocketAddress(media.getAddress(), Math.min(65_535, media.getPort() + 1)));
    }
}
