package tandem.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tandem.media.CodecParams.OpusParams;

/**
 * The audio stream two sides agreed on, as our side acts on it.
 *
 * @param position of the stream in both descriptions, from 0
 * @param codec what we send
 * @param payloadType the number the peer wants it under
 * @param opus what the peer wants to receive when it is Opus: rate, bitrate, FEC, DTX
 * @param receive what may arrive under which payload type: codecs, telephone events, comfort noise
 * @param events the telephone-event format to send, its payload type as the peer wants it; empty: digits go in band
 * @param comfortNoise the comfort noise format to send, if the peer takes any
 * @param ptimeMs packet time to send: a multiple of 10 from 10 to 60, one Opus can do where it is Opus
 * @param direction seen from us: what remains of both sides' wishes
 * @param rtp where to send RTP. Unresolved where the peer gave a name, unspecified (0.0.0.0) where it holds the old way: then
 *     send nothing before its packets tell where it is
 * @param rtcp where to send RTCP; the same as {@code rtp} when muxed
 * @param rtcpMux whether RTCP shares the RTP port, in both directions
 * @param keys how packets are protected
 * @param audioLevelId the extension id of the audio level (RFC 6464) in both directions, if agreed
 * @param common the codecs both sides could use, in the describing peer's order, for a relay to choose from
 */
public record NegotiatedAudio(
        int position,
        AudioCodec codec,
        int payloadType,
        OpusParams opus,
        Map<Integer, Codec> receive,
        Optional<Codec> events,
        Optional<Codec> comfortNoise,
        int ptimeMs,
        Direction direction,
        InetSocketAddress rtp,
        InetSocketAddress rtcp,
        boolean rtcpMux,
        NegotiatedKeys keys,
        OptionalInt audioLevelId,
        List<AudioCodec> common) {
    /** The URI of the client-to-mixer audio level (RFC 6464). */
    public static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    public NegotiatedAudio {
        receive = Map.copyOf(receive);
        common = List.copyOf(common);
    }

    /** The same, RTP and RTCP going there. */
    public NegotiatedAudio at(InetSocketAddress address) {
        return new NegotiatedAudio(
                position,
                codec,
                payloadType,
                opus,
                receive,
                events,
                comfortNoise,
                ptimeMs,
                direction,
                address,
                address,
                /* rtcpMux= */ true,
                keys,
                audioLevelId,
                common);
    }
}
