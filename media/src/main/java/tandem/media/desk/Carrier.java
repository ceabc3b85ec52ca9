package tandem.media.desk;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.NegotiatedKeys;
import tandem.media.PacketTap;
import tandem.media.rtcp.RtcpFeedback;
import tandem.media.rtcp.RtcpReader;
import tandem.media.rtcp.RtcpSession;
import tandem.media.rtp.Latch;
import tandem.media.rtp.Step;
import tandem.media.srtp.SrtpKeys;

/**
 * What carries the packets of a stream: its sockets, where the peer is, the keys, and who looks on. What the packets say is the
 * path's that it carries. Belongs to the loop the session is on.
 */
final class Carrier implements Demux.Others, DtlsLeg.Owner {
    private static final Logger log = LoggerFactory.getLogger(Carrier.class);
    private static final long PINNED_SILENCE_NS = 500_000_000L;

    private final String call;
    private final PortPair ports;
    private final RtpDesk desk;
    private final PathCounters counters;
    private final Carried carried;
    private final Latch latch = new Latch();
    private final Taps taps = new Taps();
    private final Protection protection = new Protection();
    private final DtlsLeg dtls;
    private final Rtcp rtcp;
    private @Nullable RtcpDtls rtcpDtls; // where RTCP has an association of its own
    private @Nullable InetSocketAddress steady; // heard from there a second ago
    private MediaLoop loop;
    private boolean closed;

    /** Whose packets it carries. */
    interface Carried {
        /** There are keys, or other ones: the receive path is to be built anew. */
        void onKeys();

        /** There will be none; in words. */
        void onHandshakeFailed(String why);
    }

    /** For that path. */
    Carrier(OfPath of, PortPair ports, RtpDesk desk, Carried carried) {
        this.call = of.call();
        this.loop = of.loop();
        this.ports = ports;
        this.desk = desk;
        this.counters = of.counters();
        this.carried = carried;
        this.dtls = new DtlsLeg(desk.identity(), desk.workers(), loop, this);
        RtcpReader reader = new RtcpReader(of.reports(), of.feedback());
        this.rtcp = new Rtcp(of.reports(), reader, ports, protection, counters, taps);
    }

    /**
     * What it takes from the path it carries.
     *
     * @param call the call it is part of
     * @param loop the loop it is on at first
     * @param counters where it counts
     * @param reports what is reported of the stream
     * @param feedback who is told what the peer asks for
     */
    record OfPath(String call, MediaLoop loop, PathCounters counters, RtcpSession reports, RtcpFeedback feedback) {}

    /** Begins to read. */
    void start() {
        ports.rtcp().sink(this::onControl);
    }

    /** Where what comes goes from now on, its protection taken off. */
    void receive(Step rtp) {
        Demux demux = new Demux(loop, counters, this, protection.unprotect(counters, rtp));
        ports.rtp().sink(taps.before(demux));
        log.atDebug().addKeyValue("call", call).log("receive path {}", demux);
    }

    /** Whether ICE finds the way. */
    boolean ice() {
        return ports.ice();
    }

    /** Where the peer is believed to be. */
    Latch latch() {
        return latch;
    }

    /** The reports that go beside. */
    Rtcp rtcp() {
        return rtcp;
    }

    /** Nothing is agreed yet; what comes in the clear is believed unless keys are demanded. */
    void undecided(boolean keysFirst) {
        protection.undecided(keysFirst);
    }

    /** The stream was taken away: should it come back, keys and hands shaken are new. */
    void forget() {
        protection.none();
        forgetDtls();
    }

    /** That is how packets are protected; where RTCP has a port of its own it has keys of its own by DTLS. */
    void agree(NegotiatedKeys keys, boolean rtcpMux) {
        switch (keys) {
            case NegotiatedKeys.None none -> {
                protection.none();
                forgetDtls();
            }
            case NegotiatedKeys.Sdes sdes -> {
                protection.keys(sdes);
                forgetDtls();
            }
            case NegotiatedKeys.Dtls handshake -> {
                protection.await();
                dtls.agree(handshake);
                if (!rtcpMux) {
                    rtcpDtls().agree(handshake);
                }
            }
        }
    }

    private RtcpDtls rtcpDtls() {
        RtcpDtls present = rtcpDtls;
        if (present == null) {
            present = new RtcpDtls(call, desk, loop, ports.rtcp(), () -> rtcp.target(latch));
            rtcpDtls = present;
            rtcp.own(present);
        }
        return present;
    }

    /** What is agreed now does without: should it come back, hands are shaken anew, the keys of before are gone. */
    private void forgetDtls() {
        dtls.forget();
        closeRtcpDtls();
    }

    private void closeRtcpDtls() {
        if (rtcpDtls != null) {
            rtcpDtls.close();
            rtcpDtls = null;
            rtcp.own(null);
        }
    }

    /** What comes to the RTCP port. */
    private void onControl(byte[] datagram, int length, InetSocketAddress from) {
        taps.rtcp(false, from, datagram, 0, length);
        if (!Demux.isDtls(datagram, length)) {
            onRtcp(datagram, length, from);
        } else if (rtcpDtls != null) {
            rtcpDtls.take(datagram, length, from);
        }
    }

    @Override
    public void onRtcp(byte[] datagram, int length, InetSocketAddress from) {
        rtcp.take(datagram, length, from, latch, loop.clock().nowNs());
    }

    /** Of the peer it shows life, of anybody else nothing. */
    @Override
    public void onKeepAlive(InetSocketAddress from) {
        counters.keepAlives++;
        InetSocketAddress peer = latch.current();
        if (peer != null && from.getAddress().equals(peer.getAddress())) {
            counters.signNs = loop.clock().nowNs();
        }
    }

    @Override
    public void onDtls(byte[] datagram, int length, InetSocketAddress from) {
        dtls.take(datagram, length, from);
    }

    @Override
    public void sendDtls(byte[] datagram, @Nullable InetSocketAddress to) {
        InetSocketAddress target = to == null ? latch.current() : to;
        if (!closed && target != null) {
            taps.rtp(true, target, datagram, 0, datagram.length);
            ports.rtp().send(datagram, 0, datagram.length, target);
        }
    }

    @Override
    public boolean isPeer(InetSocketAddress from) {
        return latch.isPeer(from);
    }

    @Override
    public void onKeys(SrtpKeys theirs, SrtpKeys ours, @Nullable InetSocketAddress from) {
        if (closed) {
            return;
        }
        protection.keys(theirs, ours);
        if (from != null) {
            latch.proven(from);
        }
        log.atInfo().addKeyValue("call", call).log("DTLS done, {}", protection.name());
        carried.onKeys();
    }

    @Override
    public void onHandshakeFailed(String why) {
        if (!closed) {
            carried.onHandshakeFailed(why);
        }
    }

    /** Whether anything can be sent: the peer's address is known, and there are keys where there must be. */
    boolean ready() {
        return !closed && latch.current() != null && protection.ready();
    }

    /** Protects a packet in place and sends it; false, and counted, where it could not go. */
    boolean send(byte[] packet, int offset, int length) {
        InetSocketAddress to = latch.current();
        int octets = to == null ? -1 : protection.protect(packet, offset, length);
        if (to == null || octets <= 0 || !ports.rtp().send(packet, offset, octets, to)) {
            counters.unsent++;
            return false;
        }
        taps.rtp(true, to, packet, offset, octets);
        return true;
    }

    /** The suite in use, or empty. */
    String suite() {
        return protection.name();
    }

    /** Sends a report when one is due, and the last one in any case. */
    void report(boolean bye) {
        rtcp.report(loop, latch, bye);
    }

    /** Sends feedback at once behind a report (RFC 4585 section 3.1). */
    void control(Consumer<ByteBuffer> feedback) {
        if (!closed) {
            rtcp.ask(loop, latch, feedback);
        }
    }

    /** Shows its datagrams there from now on, or nowhere; these are our addresses. */
    void tap(Optional<PacketTap> to, InetSocketAddress ourRtp, InetSocketAddress ourRtcp) {
        taps.set(to, ourRtp, ourRtcp);
    }

    /** Who is described or heard elsewhere may come from there. */
    void unpin() {
        ports.rtp().unpin();
    }

    /** Each second: a peer heard from one place gets the socket to itself; one that fell silent loses it, so that it may come from elsewhere. */
    void pin(long nowNs) {
        boolean steadily = !ports.ice()
                && latch.asDescribed()
                && nowNs - counters.heardNs < PINNED_SILENCE_NS; // else the described one must be heard
        InetSocketAddress heard = steadily ? latch.current() : null;
        if (heard == null || ports.rtp().pinned().filter(heard::equals).isEmpty()) {
            ports.rtp().unpin();
        }
        if (heard != null && heard.equals(steady) && !pinned()) {
            ports.rtp().pin(heard);
        }
        steady = heard;
    }

    /** Whether the socket hears its peer alone. */
    boolean pinned() {
        return ports.rtp().pinned().isPresent();
    }

    /** Leaves its loop with its sockets; {@code arrived} runs on the other. */
    void moveTo(MediaLoop other, Runnable arrived) {
        ports.moveTo(other, () -> {
            loop = other;
            dtls.moved(other);
            if (rtcpDtls != null) {
                rtcpDtls.moved(other);
            }
            arrived.run();
        });
    }

    /** Lets go of everything but the sockets. */
    void close() {
        closed = true;
        ports.idle();
        dtls.close();
        closeRtcpDtls();
        protection.close();
    }

    @Override
    public String call() {
        return call;
    }

    @Override
    public String toString() {
        return "to " + latch.current() + " ready " + protection.ready() + " RTCP " + rtcp.ready();
    }
}
