package tandem.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import tandem.media.CodecParams.OpusParams;
import tandem.media.Transport.Crypto;
import tandem.media.Transport.Fingerprint;

/**
 * What our side has to offer in a negotiation: everything an answer needs, made before it.
 *
 * @param rtp where we receive RTP
 * @param rtcp where we receive RTCP, unless it is muxed
 * @param cryptos our SDES keys, one for each suite we speak, tags as an offer should number them
 * @param fingerprints of our DTLS certificate; empty where we do no DTLS
 * @param opus what we want to receive when it is Opus
 * @param ptimeMs the packet time we prefer where the peer prefers none
 * @param ice how we are found, where we do ICE
 * @param video what we have for video, content and floor control
 */
public record NegotiationLocal(
        InetSocketAddress rtp,
        InetSocketAddress rtcp,
        List<Crypto> cryptos,
        List<Fingerprint> fingerprints,
        OpusParams opus,
        int ptimeMs,
        Optional<Ice> ice,
        VideoLocal video) {
    public NegotiationLocal {
        cryptos = List.copyOf(cryptos);
        fingerprints = List.copyOf(fingerprints);
    }

    /** For audio alone. */
    public NegotiationLocal(
            InetSocketAddress rtp,
            InetSocketAddress rtcp,
            List<Crypto> cryptos,
            List<Fingerprint> fingerprints,
            OpusParams opus,
            int ptimeMs,
            Optional<Ice> ice) {
        this(rtp, rtcp, cryptos, fingerprints, opus, ptimeMs, ice, VideoLocal.NONE);
    }

    /** For audio alone, without ICE. */
    public NegotiationLocal(
            InetSocketAddress rtp,
            InetSocketAddress rtcp,
            List<Crypto> cryptos,
            List<Fingerprint> fingerprints,
            OpusParams opus,
            int ptimeMs) {
        this(rtp, rtcp, cryptos, fingerprints, opus, ptimeMs, Optional.empty());
    }

    /** The same, found like this. */
    public NegotiationLocal withIce(Ice found) {
        return new NegotiationLocal(rtp, rtcp, cryptos, fingerprints, opus, ptimeMs, Optional.of(found), video);
    }

    /** The same with that for video. */
    public NegotiationLocal withVideo(VideoLocal other) {
        return new NegotiationLocal(rtp, rtcp, cryptos, fingerprints, opus, ptimeMs, ice, other);
    }

    /** What there is for a stream that has sockets of its own; those are found without ICE. */
    NegotiationLocal at(VideoLocal.Ports ports) {
        return new NegotiationLocal(
                ports.rtp(), ports.rtcp(), ports.cryptos(), fingerprints, opus, ptimeMs, Optional.empty(), video);
    }

    /** Our key of that suite, if we speak it. */
    Optional<Crypto> crypto(SrtpSuite suite) {
        return cryptos.stream().filter(c -> c.suite() == suite).findFirst();
    }

    /** The RTCP address to be described: none where it is the usual one, RTP's port plus one. */
    Optional<InetSocketAddress> describedRtcp() {
        boolean usual = rtcp.getAddress().equals(rtp.getAddress()) && rtcp.getPort() == rtp.getPort() + 1;
        return usual ? Optional.empty() : Optional.of(rtcp);
    }
}
