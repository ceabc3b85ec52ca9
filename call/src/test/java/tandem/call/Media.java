package tandem.call;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tandem.media.AudioCodec;
import tandem.media.Codec;
import tandem.media.CodecParams;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;
import tandem.media.NegotiatedKeys;
import tandem.media.NegotiatedPath;
import tandem.media.NegotiatedVideo;
import tandem.media.StreamDescription;
import tandem.media.Transport;
import tandem.media.VideoCodec;
import tandem.media.VideoDescription;
import tandem.media.VideoLimits;
import tandem.media.VideoTerms;

/** Descriptions for tests. */
final class Media {
    static final MediaTerms TERMS = new MediaTerms(
                    List.of(AudioCodec.OPUS, AudioCodec.G722, AudioCodec.PCMA, AudioCodec.PCMU),
                    Direction.SENDRECV,
                    MediaTerms.Srtp.OFFER)
            .withVideo(new VideoTerms(List.of(VideoCodec.VP8)));

    /** What two agree on who both have it. */
    static final NegotiatedVideo VP8 = new NegotiatedVideo(
            1,
            new Codec(96, "VP8", VideoCodec.CLOCK_RATE, 1, CodecParams.NONE),
            Map.of(),
            OptionalInt.empty(),
            VideoLimits.NONE,
            Set.of(),
            Map.of(),
            Direction.SENDRECV,
            new NegotiatedPath(
                    new InetSocketAddress("192.0.2.1", 4_002),
                    new InetSocketAddress("192.0.2.1", 4_003),
                    false,
                    NegotiatedKeys.NONE,
                    false),
            VideoDescription.UNSAID);

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

    /** The same with VP8 video beside it. */
    static MediaDescription withVideo(MediaDescription audio) {
        List<StreamDescription> streams = new ArrayList<>(audio.streams());
        InetSocketAddress rtp = audio.audio().flatMap(StreamDescription::rtp).orElseThrow();
        streams.add(new StreamDescription(
                StreamDescription.Kind.VIDEO,
                direction(audio),
                Optional.of(new InetSocketAddress(rtp.getAddress(), rtp.getPort() + 2)),
                Optional.empty(),
                false,
                Transport.PLAIN,
                List.of(VP8.format()),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of(),
                new StreamDescription.Line("video", "RTP/AVP", List.of(), Optional.empty(), false),
                Optional.empty()));
        return new MediaDescription(streams);
    }

    /** Whether VP8 is described and not refused. */
    static boolean hasVideo(MediaDescription description) {
        return description.streams().stream().anyMatch(s -> s.kind() == StreamDescription.Kind.VIDEO && !s.refused());
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
        String audio = direction(description) + " " + codecs(description);
        return description.isEmpty() ? "empty" : hasVideo(description) ? audio + " and video" : audio;
    }
}
