package tandem.media.rtp;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Symmetric RTP: where a peer's packets come from and ours go. The described address counts until packets persistently come
 * from elsewhere, which is how a peer behind NAT looks. Against hijackers (RFC 7362 section 4): a source at another IP address
 * is followed only where nothing was heard yet since the description, or where the one heard fell silent: for a second where the
 * stream goes on under its SSRC, which a stranger does not know, else for long.
 */
public final class Latch {
    private static final int PERSISTENT = 3; // packets in a row
    private static final long PORT_SILENCE_NS = 200_000_000L;
    private static final long ADDRESS_SILENCE_NS = 1_000_000_000L;
    private static final long OTHER_SOURCE_SILENCE_NS = 5_000_000_000L;

    private @Nullable InetSocketAddress described; // none before the peer's description
    private @Nullable InetSocketAddress current; // where packets go
    private @Nullable InetSocketAddress candidate;
    private int inARow;
    private int fromDescribed; // packets from the described address while another one is followed
    private boolean heard; // from current, since the description
    private long heardNs;

    /** The peer described its address, for the first time or anew; the same address as before changes nothing. */
    public void describe(InetSocketAddress address) {
        if (address.equals(described)) {
            return;
        }
        boolean early = described == null && current != null;
        described = address;
        if (early && sameHost(address, current)) {
            return; // packets before the answer came from there: the port they came from stays good
        }
        current = address.getAddress() == null || address.getAddress().isAnyLocalAddress() ? null : address;
        heard = false;
        candidate = null;
        inARow = 0;
        fromDescribed = 0;
    }

    /**
     * Whether a packet with a payload we agreed on may be taken from there.
     *
     * @param sameSource whether it bears the SSRC of the stream heard before
     * @param nowNs the loop's time
     */
    public boolean accepts(InetSocketAddress from, boolean sameSource, long nowNs) {
        if (Objects.equals(from, current)) { // a socket that has one peer gives the same object
            heard = true;
            heardNs = nowNs;
            inARow = 0;
            return true;
        }
        return from.equals(described) ? backTo(from, nowNs) : stranger(from, sameSource, nowNs);
    }

    /** Who persistently speaks from where the peer said it would is believed, whoever else was followed before. */
    private boolean backTo(InetSocketAddress from, long nowNs) {
        fromDescribed++;
        if (!heard || nowNs - heardNs > PORT_SILENCE_NS || fromDescribed >= PERSISTENT) {
            follow(from, nowNs);
            return true;
        }
        return false;
    }

    private boolean stranger(InetSocketAddress from, boolean sameSource, long nowNs) {
        if (!mayChange(from, sameSource, nowNs)) {
            inARow = 0;
            return false;
        }
        inARow = from.equals(candidate) ? inARow + 1 : 1;
        candidate = from;
        if (inARow < PERSISTENT) {
            return !heard;
        }
        follow(from, nowNs);
        return true;
    }

    private boolean mayChange(InetSocketAddress from, boolean sameSource, long nowNs) {
        if (!heard || current == null) {
            return true;
        }
        long elsewhere = sameSource ? ADDRESS_SILENCE_NS : OTHER_SOURCE_SILENCE_NS;
        return nowNs - heardNs > (sameHost(from, current) ? PORT_SILENCE_NS : elsewhere);
    }

    private void follow(InetSocketAddress from, long nowNs) {
        current = from;
        heard = true;
        heardNs = nowNs;
        candidate = null;
        inARow = 0;
        fromDescribed = 0;
    }

    /** Whether that is the described address or the one followed. */
    public boolean isPeer(InetSocketAddress from) {
        return from.equals(current) || from.equals(described);
    }

    /** The peer proved by a handshake that it is there. */
    public void proven(InetSocketAddress from) {
        current = from;
        heard = false;
        candidate = null;
        inARow = 0;
        fromDescribed = 0;
    }

    private static boolean sameHost(InetSocketAddress a, @Nullable InetSocketAddress b) {
        return b != null && a.getAddress() != null && a.getAddress().equals(b.getAddress());
    }

    /** Whether packets go to the very address the peer described. */
    public boolean asDescribed() {
        return current != null && current.equals(described);
    }

    /** Where our packets go; empty while nothing is known. */
    public Optional<InetSocketAddress> target() {
        return Optional.ofNullable(current);
    }

    /** The same for the packet path, null for none. */
    public @Nullable InetSocketAddress current() {
        return current;
    }
}
