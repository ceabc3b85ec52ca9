package tandem.gateway.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import tandem.media.MediaDescription;
import tandem.media.sdp.LocalSdp;
import tandem.media.sdp.Sdp;
import tandem.media.sdp.SdpReader;
import tandem.media.sdp.SdpReading;
import tandem.media.sdp.SdpRefusal;
import tandem.sip.Body;

/** One dialog's session descriptions: bodies to descriptions and back. */
final class SipSdp {
    private final long sessionId;
    private Optional<LocalSdp> local = Optional.empty();

    /** Descriptions of ours that bear that session id, which is to be by chance. */
    SipSdp(long sessionId) {
        this.sessionId = sessionId;
    }

    /** A body that was refused; the message is for the peer. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;

        Unreadable(int status, String message) {
            super(message);
            this.status = status;
        }

        /** 400 or 415. */
        int status() {
            return status;
        }
    }

    /** The description in a body; {@link MediaDescription#EMPTY} where there is no body. */
    static MediaDescription read(Optional<Body> body) throws Unreadable {
        if (body.isEmpty() || body.get().octets().length == 0) {
            return MediaDescription.EMPTY;
        }
        Body sdp =
                Multipart.sdp(body.get()).orElseThrow(() -> new Unreadable(415, "the body is to be application/sdp"));
        SdpReading reading = SdpReader.read(sdp.octets());
        return switch (reading) {
            case Sdp read -> read.description();
            case SdpRefusal refused -> throw new Unreadable(400, "session description: " + refused);
        };
    }

    /** The body of a description of ours; its version rises when the description has changed. */
    Body write(MediaDescription description) {
        LocalSdp writer = local.orElseGet(() -> new LocalSdp(sessionId, origin(description)));
        local = Optional.of(writer);
        return Body.sdp(writer.write(description));
    }

    private static InetAddress origin(MediaDescription description) {
        return description.streams().stream()
                .flatMap(stream -> stream.rtp().stream())
                .findFirst()
                .map(InetSocketAddress::getAddress)
                .orElseGet(InetAddress::getLoopbackAddress);
    }
}
