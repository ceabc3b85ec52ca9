package tandem.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import tandem.media.Transport.Crypto;

/**
 * What our side has for video, content and floor control: everything an answer needs, made before it. A stream without its part
 * here is neither offered nor accepted, unless it shares the way of the audio (RFC 9143).
 *
 * @param main the sockets of the main video
 * @param content the sockets of the content
 * @param floor our end of floor control
 * @param reception what we receive at most
 */
public record VideoLocal(
        Optional<Ports> main, Optional<Ports> content, Optional<FloorLocal> floor, VideoReception reception) {
    /** Nothing. */
    public static final VideoLocal NONE =
            new VideoLocal(Optional.empty(), Optional.empty(), Optional.empty(), VideoReception.FULL_HD);

    /**
     * A pair of sockets.
     *
     * @param rtp where we receive RTP
     * @param rtcp where we receive RTCP, unless it is muxed
     * @param cryptos keys of this stream alone (RFC 4568 section 6.1), one for each suite, tags as an offer should number them
     */
    public record Ports(InetSocketAddress rtp, InetSocketAddress rtcp, List<Crypto> cryptos) {
        public Ports {
            cryptos = List.copyOf(cryptos);
        }
    }

    /**
     * Our end of floor control, where we are the server (RFC 8855).
     *
     * @param address where we receive BFCP, and where connections are taken
     * @param transports what we speak, the first of which is offered
     * @param conference the conference id, 32 bits, unsigned
     * @param user the user id the peer has there, 16 bits, unsigned
     * @param floor the floor id of the content
     */
    public record FloorLocal(
            InetSocketAddress address, List<BfcpTransport> transports, long conference, int user, int floor) {
        public FloorLocal {
            transports = List.copyOf(transports);
        }
    }
}
