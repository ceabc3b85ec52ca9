package tandem.media;

import java.net.InetSocketAddress;

/**
 * Where the packets of an agreed stream go, and how they are protected.
 *
 * @param rtp where to send RTP; unresolved where the peer gave a name, unspecified where it holds the old way
 * @param rtcp where to send RTCP; the same as {@code rtp} when muxed
 * @param rtcpMux whether RTCP shares the RTP port, in both directions
 * @param keys how packets are protected
 * @param bundled whether it is the way of the audio (RFC 9143): the same sockets and the same keys
 */
public record NegotiatedPath(
        InetSocketAddress rtp, InetSocketAddress rtcp, boolean rtcpMux, NegotiatedKeys keys, boolean bundled) {}
