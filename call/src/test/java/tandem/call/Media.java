package tandem.call;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tandem.media.AudioCodec;
import tandem.media.Codec;
import tandem.media.CodecParams;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;
import tandem.media.StreamDescription;
import tandem.media.Transport;

/** Descriptions for tests. */
final class Media {
    static final MediaTerms TERMS = new MediaTerms(
            List.of(AudioCodec.OPUS, AudioCodec.G722, AudioCodec.PCMA, AudioCodec.PCMU),
            Direction.SENDRECV,
            MediaTerms.Srtp.OFFER);

    private Media() {}

    static MediaDescription audio(AudioCodec... codecs) {
        return audio(Direction.SENDRECV, "192.0.2.1:4000", List.of(codecs));
    }

    static MediaDescription audio(Direction direction, AudioCodec... codecs) {
        return audio(direction, "192.0.2.1:4000", List.of(codecs));
    }

    static MediaDescription audio(Direction direction, String address, List<AudioCodec> codecs) {
        int colon = address.lastIndexOf(':');
        return at(
                new InetSocketAddress(
                        InetAddress.ofLiteral(address.substring(0, colon)),
                        Integer.parseInt(address.substring(colon + 1))),
                direction,
                codecs);
    }

    static MediaDescription at(InetSocketAddress rtp, Direction direction, List<AudioCodec> codecs) {
        List<Codec> formats = new ArrayList<>();
        for (AudioCodec codec : codecs) {
            int type = codec.staticPayloadType() < 0 ? 111 : codec.staticPayloadType();
            formats.add(new Codec(type, codec.encodingName(), codec.clockRate(), 1, CodecParams.NONE));
        }
        return new MediaDescription(List.of(new StreamDescription(
                StreamDescription.Kind.AUDIO,
                direction,
                Optional.of(rtp),
                Optional.empty(),
                false,
                Transport.PLAIN,
                formats,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of(),
                new StreamDescription.Line("audio", "RTP/AVP", List.of(), Optional.empty(), false),
                Optional.empty())));
    }

    /** Codecs of a description, in its order. */
    static List<AudioCodec> codecs(MediaDescription description) {
        return description.audio().map(StreamDescription::codecs).orElse(List.of()).stream()
                .map(Codec::audio)
                .flatMap(Optional::stream)
                .toList();
    }

    static Direction direction(MediaDescription description) {
        return description.audio().map(StreamDescription::direction).orElse(Direction.INACTIVE);
    }

    /** Such as {@code sendrecv PCMU}. */
    static String text(MediaDescription description) {
        return description.isEmpty() ? "empty" : direction(description) + " " + codecs(description);
    }
}
