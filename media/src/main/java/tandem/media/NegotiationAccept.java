package tandem.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a peer's answer to one audio stream of our offer agrees on (RFC 3264 section 7). */
final class NegotiationAccept {
    private static final int USUAL_PTIME_MS = 20;

    private final int position;
    private final StreamDescription offered;
    private final StreamDescription answered;
    private final List<Codec> formats;
    private final List<AudioCodec> common;
    private final Optional<NegotiatedKeys> keys;

    NegotiationAccept(int position, StreamDescription offered, StreamDescription answered) {
        this.position = position;
        this.offered = offered;
        this.answered = answered;
        this.formats = formats(offered, answered);
        this.common = formats.stream()
                .flatMap(f -> NegotiationCodecs.speak(f).stream())
                .filter(codec -> NegotiationCodecs.of(codec, offered.codecs()).isPresent())
                .distinct()
                .toList();
        this.keys = NegotiationKeys.accept(offered, answered);
    }

    /** Payload types that a sparing peer left unmapped mean what our offer said. */
    static List<Codec> formats(StreamDescription offered, StreamDescription answered) {
        if (!answered.codecs().isEmpty()) {
            return answered.codecs();
        }
        return offered.codecs().stream()
                .filter(c -> answered.line().formats().contains(Integer.toString(c.payloadType())))
                .toList();
    }

    /** Why nothing is agreed, if so; protection that is in force must stay. */
    Optional<String> trouble(boolean isProtected) {
        if (common.isEmpty()) {
            return Optional.of("no codec of ours in the answer");
        }
        return keys.filter(k -> !isProtected || !k.equals(NegotiatedKeys.NONE)).isEmpty()
                ? Optional.of("no usable SRTP keys in the answer")
                : Optional.empty();
    }

    /** What is agreed; only where there is no {@link #trouble}. */
    NegotiatedAudio agreed() {
        AudioCodec codec = common.getFirst();
        Codec format = NegotiationCodecs.of(codec, formats).orElseThrow();
        boolean mux = offered.rtcpMux() && answered.rtcpMux();
        return new NegotiatedAudio(
                position,
                codec,
                format.payloadType(),
                NegotiationCodecs.opus(format),
                NegotiationCodecs.receive(offered.codecs(), formats),
                NegotiationCodecs.events(formats, codec),
                NegotiationCodecs.comfortNoise(formats, codec)
                        .filter(noise -> offered.codecs().stream().anyMatch(Codec::isComfortNoise)),
                NegotiationCodecs.ptimeMs(codec, answered, offered.ptimeMs().orElse(USUAL_PTIME_MS)),
                offered.direction().and(answered.direction().mirrored()),
                rtp(answered),
                rtcp(answered, mux),
                mux,
                keys.orElseThrow(),
                audioLevel(),
                common);
    }

    private OptionalInt audioLevel() {
        OptionalInt own = NegotiationCodecs.audioLevel(offered);
        return own.isPresent() ? NegotiationCodecs.audioLevel(answered) : own;
    }

    /** Where a described stream receives RTP. */
    static InetSocketAddress rtp(StreamDescription theirs) {
        return theirs.rtp().orElseThrow();
    }

    /** Where it receives RTCP: muxed, as said (RFC 3605), or on the next port (RFC 3550 section 11). */
    static InetSocketAddress rtcp(StreamDescription theirs, boolean mux) {
        InetSocketAddress rtp = rtp(theirs);
        if (mux) {
            return rtp;
        }
        int next = Math.min(rtp.getPort() + 1, 65_535);
        return theirs.rtcp()
                .orElseGet(() -> rtp.isUnresolved()
                        ? InetSocketAddress.createUnresolved(rtp.getHostString(), next)
                        : new InetSocketAddress(rtp.getAddress(), next));
    }
}
