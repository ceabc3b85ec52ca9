package tandem.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One stream of an offer or answer: what an SDP m-line with its attributes, or an H.245 channel with its capabilities, says.
 *
 * @param kind what flows in it
 * @param direction who may send, seen from the side that made the description
 * @param rtp where that side receives RTP; empty when refused or not known yet
 * @param rtcp where it receives RTCP when that is neither {@code rtp} plus one nor muxed (RFC 3605)
 * @param rtcpMux whether RTP and RTCP share the port (RFC 5761)
 * @param transport plain, SDES or DTLS
 * @param codecs formats in order of preference, payload types as written
 * @param ptimeMs preferred packet time in milliseconds
 * @param maxPtimeMs longest packet time in milliseconds
 * @param extensions RTP header extensions by id (RFC 8285), values are URIs
 * @param line what only the carrying protocol needs to answer in kind: profile, mid, format list of an unknown medium
 * @param ice how the describing side is found, where it does ICE; {@code rtp} is then only its default candidate
 * @param detail what is described of video and of floor control only
 */
public record StreamDescription(
        Kind kind,
        Direction direction,
        Optional<InetSocketAddress> rtp,
        Optional<InetSocketAddress> rtcp,
        boolean rtcpMux,
        Transport transport,
        List<Codec> codecs,
        OptionalInt ptimeMs,
        OptionalInt maxPtimeMs,
        Map<Integer, String> extensions,
        Line line,
        Optional<Ice> ice,
        StreamDetail detail) {
    public StreamDescription {
        codecs = List.copyOf(codecs);
        extensions = Map.copyOf(extensions);
    }

    /** Without detail; of a video stream, with nothing said. */
    @SuppressWarnings("ParameterNumber") // a record's parts
    public StreamDescription(
            Kind kind,
            Direction direction,
            Optional<InetSocketAddress> rtp,
            Optional<InetSocketAddress> rtcp,
            boolean rtcpMux,
            Transport transport,
            List<Codec> codecs,
            OptionalInt ptimeMs,
            OptionalInt maxPtimeMs,
            Map<Integer, String> extensions,
            Line line,
            Optional<Ice> ice) {
        this(
                kind,
                direction,
                rtp,
                rtcp,
                rtcpMux,
                transport,
                codecs,
                ptimeMs,
                maxPtimeMs,
                extensions,
                line,
                ice,
                kind == Kind.VIDEO ? VideoDescription.UNSAID : StreamDetail.NONE);
    }

    /** What flows in a stream. */
    public enum Kind {
        AUDIO,
        VIDEO,
        /** Floor control (BFCP, RFC 8856). */
        FLOOR,
        /** Application data over RTP, which is the control of a far camera (H.224, RFC 4573). */
        FAR_CAMERA,
        /** A medium we do not know, kept in place and refused. */
        OTHER
    }

    /**
     * The m-line's own words (RFC 8866 section 5.14), kept so that an answer mirrors its offer.
     *
     * @param media the media field, such as {@code audio}
     * @param profile the proto field, such as {@code RTP/AVP}
     * @param formats the fmt list as written, for media whose formats are not RTP payload types
     * @param mid the identification of RFC 5888, if any
     * @param bundled whether it shares its way with others (RFC 9143): the description's first BUNDLE group names it
     */
    public record Line(String media, String profile, List<String> formats, Optional<String> mid, boolean bundled) {
        public Line {
            formats = List.copyOf(formats);
        }

        private Line alone() {
            return new Line(media, profile, formats, mid, /* bundled= */ false);
        }
    }

    /** Whether the stream is refused: it is described with port 0. */
    public boolean refused() {
        return rtp.isEmpty() || rtp.get().getPort() == 0;
    }

    /** The same stream with another direction. */
    public StreamDescription withDirection(Direction other) {
        return new StreamDescription(
                kind, other, rtp, rtcp, rtcpMux, transport, codecs, ptimeMs, maxPtimeMs, extensions, line, ice, detail);
    }

    /** The same stream, its describing side found by ICE. */
    public StreamDescription withIce(Optional<Ice> found) {
        return new StreamDescription(
                kind,
                direction,
                rtp,
                rtcp,
                rtcpMux,
                transport,
                codecs,
                ptimeMs,
                maxPtimeMs,
                extensions,
                line,
                found,
                detail);
    }

    /** The same stream with that detail. */
    public StreamDescription withDetail(StreamDetail other) {
        return new StreamDescription(
                kind,
                direction,
                rtp,
                rtcp,
                rtcpMux,
                transport,
                codecs,
                ptimeMs,
                maxPtimeMs,
                extensions,
                line,
                ice,
                other);
    }

    /** What is described of it as video; nothing said where it is none. */
    public VideoDescription video() {
        return detail instanceof VideoDescription video ? video : VideoDescription.UNSAID;
    }

    /** What is described of it as floor control; nothing said where it is none. */
    public FloorDescription floor() {
        return detail instanceof FloorDescription floor ? floor : FloorDescription.UNSAID;
    }

    /** Whether its describing side is to be found by ICE and no other way, as browsers are: it protects by DTLS (RFC 8827). */
    public boolean needsIce() {
        boolean dtls = transport instanceof Transport.Dtls || transport instanceof Transport.Either;
        return ice.isPresent() && dtls;
    }

    /** The same stream refused: no address, in no bundle, its formats kept. */
    public StreamDescription refuse() {
        return new StreamDescription(
                kind,
                Direction.INACTIVE,
                Optional.empty(),
                Optional.empty(),
                false,
                Transport.PLAIN,
                codecs,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of(),
                line.alone(),
                Optional.empty(),
                StreamDetail.NONE);
    }
}
