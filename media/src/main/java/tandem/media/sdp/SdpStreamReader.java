package tandem.media.sdp;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tandem.media.Bandwidth;
import tandem.media.BfcpTransport;
import tandem.media.Codec;
import tandem.media.CodecParams;
import tandem.media.Direction;
import tandem.media.Ice;
import tandem.media.StreamDescription;
import tandem.media.StreamDescription.Kind;
import tandem.media.StreamDescription.Line;
import tandem.media.StreamDetail;
import tandem.media.Transport;

/** Reads one m-line with its attributes, and what it inherits from the session. */
final class SdpStreamReader {
    private static final Set<String> RTP_PROFILES =
            Set.of("RTP/AVP", "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF", "UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF");
    private static final int UNKNOWN_PORT = 9; // RFC 8840 section 4.1.1
    private static final int MAX_PTIME_MS = 1_000;
    private static final int MAX_EXTENSION_ID = 255;
    private static final int PACKET_OVERHEAD_BITS_PER_SECOND = 16_000;

    private final SdpSection session;
    private final SdpSection media;
    private final SdpBundle bundle;
    private final Optional<SdpOrigin> origin;

    SdpStreamReader(SdpSection session, SdpSection media, SdpBundle bundle, Optional<SdpOrigin> origin) {
        this.session = session;
        this.media = media;
        this.bundle = bundle;
        this.origin = origin;
    }

    StreamDescription read() throws SdpReader.Refused {
        List<String> words = Words.of(media.head().value());
        if (words.size() < 3) {
            throw refused("m= line without media, port and protocol");
        }
        if (words.size() - 3 > SdpReader.MAX_FORMATS) {
            throw refused("more than " + SdpReader.MAX_FORMATS + " formats");
        }
        int port = port(words.get(1));
        String profile = words.get(2);
        List<String> formats = words.size() == 3 ? List.of("*") : words.subList(3, words.size());
        Kind kind = kind(words.get(0), profile);
        Optional<SdpSection> way = bundle.wayOf(media);
        if (port == 0 && way.isEmpty()) {
            return refusedStream(kind, line(profile, formats, /* bundled= */ false));
        }
        return live(kind, port == 0 ? UNKNOWN_PORT : port, profile, formats, way);
    }

    private Line line(String profile, List<String> formats, boolean bundled) {
        return new Line(Words.first(media.head().value()), profile, formats, SdpBundle.mid(media), bundled);
    }

    private StreamDescription live(Kind kind, int port, String profile, List<String> formats, Optional<SdpSection> way)
            throws SdpReader.Refused {
        SdpSection around = way.orElse(session); // where what is not said here is said
        Address address = address();
        boolean rtp = kind != Kind.OTHER && kind != Kind.FLOOR;
        List<Codec> codecs = rtp ? limited(SdpFormats.read(formats, media), kind) : List.of();
        InetSocketAddress receives = address.at(port);
        boolean mux = rtp && (media.has("rtcp-mux") || way.isPresent());
        Optional<Ice> ice = rtp ? SdpIce.read(around, media) : Optional.empty();
        boolean keyed =
                rtp || BfcpTransport.of(profile).filter(BfcpTransport::secure).isPresent();
        Transport transport = keyed ? SdpKeys.read(around, media, profile) : Transport.PLAIN;
        boolean hold = address.isHold() && ice.isEmpty(); // with ICE it is "not known yet" (RFC 8840 section 4.1.1)
        return new StreamDescription(
                kind,
                hold ? direction().and(Direction.SENDONLY) : direction(),
                Optional.of(receives),
                rtp && !mux ? rtcp(address, port) : Optional.empty(),
                mux,
                transport,
                codecs,
                rtp ? milliseconds("ptime") : OptionalInt.empty(),
                rtp ? milliseconds("maxptime") : OptionalInt.empty(),
                rtp ? extensions() : Map.of(),
                line(profile, codecs.isEmpty() ? formats : List.of(), bundle.has(media)),
                ice,
                switch (kind) {
                    case VIDEO -> SdpVideo.read(media);
                    case FLOOR -> SdpFloor.read(media, profile, transport);
                    case AUDIO, FAR_CAMERA, OTHER -> StreamDetail.NONE;
                });
    }

    private static StreamDescription refusedStream(Kind kind, Line line) {
        return new StreamDescription(
                kind,
                Direction.INACTIVE,
                Optional.empty(),
                Optional.empty(),
                /* rtcpMux= */ false,
                Transport.PLAIN,
                List.of(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of(),
                line,
                Optional.empty(),
                StreamDetail.NONE);
    }

    /** The port, without the number of ports that may follow it. */
    private int port(String word) throws SdpReader.Refused {
        int slash = word.indexOf('/');
        String port = slash < 0 ? word : word.substring(0, slash);
        OptionalInt number = Words.number(port, 0, 65_535);
        if (number.isEmpty()) {
            throw refused("port of the m= line is not a number up to 65535");
        }
        return number.getAsInt();
    }

    private static Kind kind(String name, String profile) {
        if (!RTP_PROFILES.contains(profile.toUpperCase(Locale.ROOT))) {
            return BfcpTransport.of(profile).isPresent() ? Kind.FLOOR : Kind.OTHER;
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "audio" -> Kind.AUDIO;
            case "video" -> Kind.VIDEO;
            case "application" -> Kind.FAR_CAMERA;
            default -> Kind.OTHER;
        };
    }

    /** The c= line of the stream, else of the session, else, against the RFC but often meant, the address of o=. */
    private Address address() throws SdpReader.Refused {
        Optional<SdpSection.Line> line = media.connection().or(session::connection);
        if (line.isPresent()) {
            Optional<Address> address = Address.ofConnection(line.get().value());
            return address.orElseThrow(
                    () -> new SdpReader.Refused(line.get().line(), "c= line without a usable address"));
        }
        return origin.flatMap(o -> Address.of(o.address())).orElseThrow(() -> refused("no c= line for this stream"));
    }

    private Direction direction() {
        return direction(media).or(() -> direction(session)).orElse(Direction.SENDRECV);
    }

    private static Optional<Direction> direction(SdpSection section) {
        return section.attributes().stream()
                .flatMap(a -> switch (a.name()) {
                    case "sendrecv" -> Stream.of(Direction.SENDRECV);
                    case "sendonly" -> Stream.of(Direction.SENDONLY);
                    case "recvonly" -> Stream.of(Direction.RECVONLY);
                    case "inactive" -> Stream.of(Direction.INACTIVE);
                    default -> Stream.<Direction>empty();
                })
                .findFirst();
    }

    /** RFC 3605: a port, and perhaps an address of its own; empty where it says what holds anyway. */
    private Optional<InetSocketAddress> rtcp(Address address, int rtpPort) {
        Optional<String> value = media.value("rtcp");
        OptionalInt port =
                value.map(v -> Words.number(Words.first(v), 1, 65_535)).orElse(OptionalInt.empty());
        if (value.isEmpty() || port.isEmpty()) {
            return Optional.empty();
        }
        Address own = Address.ofConnection(Words.rest(value.get())).orElse(address);
        InetSocketAddress rtcp = own.at(port.getAsInt());
        boolean usual = rtpPort < 65_535 && rtcp.equals(address.at(rtpPort + 1));
        return usual ? Optional.empty() : Optional.of(rtcp);
    }

    /** Whole milliseconds; some peers write a fraction. */
    private OptionalInt milliseconds(String attribute) {
        return media.value(attribute)
                .or(() -> session.value(attribute))
                .map(v -> Words.number(Words.first(v).split("\\.", 2)[0], 1, MAX_PTIME_MS))
                .orElse(OptionalInt.empty());
    }

    /** RFC 8285 section 7: {@code id[/direction] URI [attributes]}; the first use of an id counts. */
    private Map<Integer, String> extensions() {
        Map<Integer, String> extensions = new HashMap<>();
        Stream.concat(media.values("extmap"), session.values("extmap")).forEach(value -> {
            OptionalInt id = Words.number(Words.first(value).split("/", 2)[0], 1, MAX_EXTENSION_ID);
            String uri = Words.first(Words.rest(value));
            if (id.isPresent() && !uri.isEmpty()) {
                extensions.putIfAbsent(id.getAsInt(), uri);
            }
        });
        return extensions;
    }

    /** A bandwidth of the stream (RFC 8866 section 5.8, RFC 3890) bounds what Opus may send. */
    private List<Codec> limited(List<Codec> codecs, Kind kind) {
        OptionalInt limit = kind == Kind.AUDIO ? bitsPerSecond() : OptionalInt.empty();
        if (limit.isEmpty()) {
            return codecs;
        }
        List<Codec> limited = new ArrayList<>();
        for (Codec codec : codecs) {
            limited.add(
                    codec.params() instanceof CodecParams.OpusParams opus
                            ? new Codec(
                                    codec.payloadType(),
                                    codec.name(),
                                    codec.clockRate(),
                                    codec.channels(),
                                    SdpFormats.limited(opus, limit.getAsInt()))
                            : codec);
        }
        return limited;
    }

    private OptionalInt bitsPerSecond() {
        Bandwidth bandwidth = SdpBandwidth.read(media);
        return IntStream.concat(
                        bandwidth.tias().stream(),
                        bandwidth.as().stream().map(kilobits -> kilobits * 1_000 - PACKET_OVERHEAD_BITS_PER_SECOND))
                .min();
    }

    private SdpReader.Refused refused(String reason) {
        return new SdpReader.Refused(media.head().line(), reason);
    }
}
