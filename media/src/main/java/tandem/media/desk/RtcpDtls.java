package tandem.media.desk;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.NegotiatedKeys;
import tandem.media.srtp.SrtpKeys;

/**
 * DTLS on the RTCP port, for a peer that does not mux: an association and keys of their own (RFC 5764 section 4.1). Where it
 * fails there is no RTCP, and the call goes on.
 */
final class RtcpDtls implements DtlsLeg.Owner {
    private static final Logger log = LoggerFactory.getLogger(RtcpDtls.class);

    private final String call;
    private final MediaSocket socket;
    private final Supplier<Optional<InetSocketAddress>> target;
    private final Protection protection = new Protection();
    private final DtlsLeg leg;

    /** On that socket; {@code target} is where the peer receives RTCP. */
    RtcpDtls(
            String call,
            RtpDesk desk,
            MediaLoop loop,
            MediaSocket socket,
            Supplier<Optional<InetSocketAddress>> target) {
        this.call = call;
        this.socket = socket;
        this.target = target;
        this.leg = new DtlsLeg(desk.identity(), desk.workers(), loop, this);
        protection.await();
    }

    void agree(NegotiatedKeys.Dtls keys) {
        leg.agree(keys);
    }

    /** Its own keys, none before the handshake is done. */
    Protection protection() {
        return protection;
    }

    void take(byte[] datagram, int length, InetSocketAddress from) {
        leg.take(datagram, length, from);
    }

    void moved(MediaLoop to) {
        leg.moved(to);
    }

    void close() {
        leg.close();
        protection.close();
    }

    @Override
    public void sendDtls(byte[] datagram, @Nullable InetSocketAddress to) {
        Optional.ofNullable(to).or(target).ifPresent(there -> socket.send(datagram, 0, datagram.length, there));
    }

    @Override
    public boolean isPeer(InetSocketAddress from) {
        return target.get().filter(from::equals).isPresent();
    }

    @Override
    public void onKeys(SrtpKeys theirs, SrtpKeys ours, @Nullable InetSocketAddress from) {
        protection.keys(theirs, ours);
    }

    @Override
    public void onHandshakeFailed(String why) {
        log.atInfo().addKeyValue("call", call).log("no RTCP on {}: {}", socket, why);
    }
}
