package tandem.media.sdp;

import java.net.InetAddress;
import tandem.media.MediaDescription;

/** Our side of one dialog's session descriptions: one origin whose version rises when what we describe changes, and only then. */
public final class LocalSdp {
    private SdpOrigin origin;
    private MediaDescription last = MediaDescription.EMPTY;

    /** Begins a session; {@code sessionId} should be random. */
    public LocalSdp(long sessionId, InetAddress address) {
        this.origin = SdpOrigin.of(sessionId, address);
    }

    /** The description as a body of {@code application/sdp}. */
    public String write(MediaDescription description) {
        if (!last.isEmpty()) {
            origin = origin.following(last, description);
        }
        last = description;
        return SdpWriter.write(description, origin);
    }
}
