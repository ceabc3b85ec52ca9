package tandem.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * ICE's part of a stream's description (RFC 8839): what a peer needs to check whether it reaches the stream, and where.
 *
 * @param ufrag user name fragment, 4 to 256 characters; another one than before is a restart (RFC 8445 section 9)
 * @param password of the checks, 22 to 256 characters
 * @param lite whether the describing side only answers checks
 * @param candidates where it may be reached
 * @param more whether others may follow, by other ways than descriptions (trickle, RFC 8838)
 */
public record Ice(String ufrag, String password, boolean lite, List<Candidate> candidates, boolean more) {
    public Ice {
        candidates = List.copyOf(candidates);
    }

    /** With all its candidates. */
    public Ice(String ufrag, String password, boolean lite, List<Candidate> candidates) {
        this(ufrag, password, lite, candidates, /* more= */ false);
    }

    /**
     * One way to a stream (RFC 8839 section 5.1).
     *
     * @param foundation the same for candidates found alike
     * @param component 1 for RTP, and RTCP where it is muxed
     * @param tcp how a TCP connection is opened; empty for UDP
     * @param priority of the way, the greater the better
     * @param address where it leads; unresolved where the peer hides behind a name (mDNS)
     * @param type host, srflx, prflx or relay
     */
    public record Candidate(
            String foundation, int component, Optional<Tcp> tcp, long priority, InetSocketAddress address, Type type) {}

    /** Where a candidate's address is from (RFC 8445 section 5.1.1). */
    public enum Type {
        HOST,
        SRFLX,
        PRFLX,
        RELAY
    }

    /** Which side opens a TCP connection (RFC 6544 section 4.5), seen from the candidate. */
    public enum Tcp {
        ACTIVE,
        PASSIVE,
        SO
    }

    /** Names and passwords stay out of logs. */
    @Override
    public String toString() {
        return (lite ? "ICE-lite" : "ICE") + " with " + candidates.size() + " candidates";
    }
}
