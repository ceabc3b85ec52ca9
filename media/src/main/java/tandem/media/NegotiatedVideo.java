package tandem.media;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A video stream two sides agreed on, as our side acts on it.
 *
 * @param position of the stream in both descriptions, from 0
 * @param format what we send, under the payload type and with the parameters the peer wants it with
 * @param receive what may arrive under which payload type
 * @param rtx the payload type under which the peer takes lost packets again (RFC 4588); empty: they are sent again as they were,
 *     or not at all
 * @param limits what the picture we send must never exceed: the peer's level, sizes, rates and bandwidth
 * @param feedback what both sides take and give
 * @param extensions the header extensions both sides understand, URIs by id
 * @param direction seen from us: what remains of both sides' wishes
 * @param path where packets go
 * @param theirs what the peer said of the stream: label, sources, simulcast
 */
public record NegotiatedVideo(
        int position,
        Codec format,
        Map<Integer, Codec> receive,
        OptionalInt rtx,
        VideoLimits limits,
        Set<Feedback> feedback,
        Map<Integer, String> extensions,
        Direction direction,
        NegotiatedPath path,
        VideoDescription theirs) {
    public NegotiatedVideo {
        receive = Map.copyOf(receive);
        feedback = Set.copyOf(feedback);
        extensions = Map.copyOf(extensions);
    }

    /** The codec we send. */
    public VideoCodec codec() {
        return format.video().orElseThrow();
    }
}
