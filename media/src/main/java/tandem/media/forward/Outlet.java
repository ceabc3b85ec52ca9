package tandem.media.forward;

import tandem.media.rtp.Formats;
import tandem.media.rtp.RtpSender;

/** Where packets leave towards one peer. */
public interface Outlet {
    /** The stream packets are sent in. */
    RtpSender sender();

    /** What the peer takes, with its payload types. */
    Formats takes();

    /** Whether we may send now: the peer receives, is not held, and its address is known. */
    boolean open();
}
