package tandem.media.sdp;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tandem.media.Bandwidth;
import tandem.media.Codec;
import tandem.media.Direction;
import tandem.media.FloorDescription;
import tandem.media.Ice;
import tandem.media.MediaDescription;
import tandem.media.StreamDescription;
import tandem.media.StreamDescription.Kind;
import tandem.media.StreamDetail;
import tandem.media.VideoDescription;

/** Writes SDP as RFC 8866 section 5 orders it, every line ended by CRLF. */
public final class SdpWriter {
    private final StringBuilder out = new StringBuilder(512);

    private SdpWriter() {}

    /** The description as a body of {@code application/sdp}. */
    public static String write(MediaDescription description, SdpOrigin origin) {
        return new SdpWriter().session(description, origin);
    }

    private String session(MediaDescription description, SdpOrigin origin) {
        String connection = description.streams().stream()
                .flatMap(s -> s.rtp().stream())
                .findFirst()
                .map(SdpWriter::connection)
                .orElseGet(() -> connection(origin.address()));
        line("v=0");
        line("o=" + origin.username() + " " + origin.sessionId() + " " + origin.version() + " "
                + connection(origin.address()));
        line("s=-");
        line("c=" + connection);
        bandwidth(description.bandwidth());
        line("t=0 0");
        together(description);
        for (StreamDescription stream : description.streams()) {
            stream(stream, connection);
        }
        return out.toString();
    }

    /** What is said once for the whole session: how ICE is done, and which streams share their way (RFC 9143). */
    private void together(MediaDescription description) {
        List<StreamDescription> live =
                description.streams().stream().filter(s -> !s.refused()).toList();
        if (live.stream().anyMatch(s -> s.ice().map(Ice::lite).orElse(false))) {
            attribute("ice-lite");
        }
        String mids = live.stream()
                .filter(s -> s.line().bundled())
                .flatMap(s -> s.line().mid().stream())
                .collect(Collectors.joining(" "));
        if (!mids.isEmpty()) {
            attribute("group:BUNDLE " + mids);
        }
    }

    private void stream(StreamDescription stream, String sessionConnection) {
        int port = stream.refused()
                ? 0
                : stream.rtp().map(InetSocketAddress::getPort).orElse(0);
        line("m=" + stream.line().media() + " " + port + " " + stream.line().profile() + " " + formats(stream));
        if (port != 0) {
            live(stream, sessionConnection);
        }
        stream.line().mid().ifPresent(mid -> attribute("mid:" + mid));
    }

    private void live(StreamDescription stream, String sessionConnection) {
        Optional<String> own = stream.rtp().map(SdpWriter::connection);
        own.filter(c -> !c.equals(sessionConnection)).ifPresent(c -> line("c=" + c));
        bandwidth(stream.video().bandwidth());
        for (Codec codec : stream.codecs()) {
            codec(codec);
        }
        stream.ptimeMs().ifPresent(ms -> attribute("ptime:" + ms));
        stream.maxPtimeMs().ifPresent(ms -> attribute("maxptime:" + ms));
        stream.rtcp().ifPresent(rtcp -> attribute("rtcp:" + rtcp.getPort() + " " + connection(rtcp)));
        if (stream.rtcpMux()) {
            attribute("rtcp-mux");
        }
        stream.ice().ifPresent(ice -> SdpIce.write(ice).forEach(this::attribute));
        SdpKeys.write(stream.transport()).forEach(this::attribute);
        extensions(stream.extensions());
        switch (stream.detail()) {
            case StreamDetail.None none -> {}
            case VideoDescription video -> SdpVideo.write(video).forEach(this::attribute);
            case FloorDescription floor ->
                SdpFloor.write(floor, stream.line().profile()).forEach(this::attribute);
        }
        boolean unsaid = stream.kind() == Kind.OTHER || stream.kind() == Kind.FLOOR;
        if (!unsaid || stream.direction() != Direction.SENDRECV) {
            attribute(stream.direction().name().toLowerCase(Locale.ROOT));
        }
    }

    private void codec(Codec codec) {
        attribute("rtpmap:" + codec.payloadType() + " " + SdpFormats.rtpmap(codec));
        String fmtp = SdpFormats.fmtp(codec);
        if (!fmtp.isEmpty()) {
            attribute("fmtp:" + codec.payloadType() + " " + fmtp);
        }
    }

    private void extensions(Map<Integer, String> extensions) {
        new TreeMap<>(extensions).forEach((id, uri) -> attribute("extmap:" + id + " " + uri));
    }

    /** An m-line names at least one format, refused or not. */
    private static String formats(StreamDescription stream) {
        if (!stream.line().formats().isEmpty()) {
            return String.join(" ", stream.line().formats());
        }
        if (stream.codecs().isEmpty()) {
            return "*";
        }
        return stream.codecs().stream()
                .map(codec -> Integer.toString(codec.payloadType()))
                .collect(Collectors.joining(" "));
    }

    private static String connection(InetSocketAddress address) {
        return connection(
                address.isUnresolved() ? address.getHostString() : NetUtil.toAddressString(address.getAddress()));
    }

    private static String connection(String host) {
        return (host.indexOf(':') < 0 ? "IN IP4 " : "IN IP6 ") + host;
    }

    private void bandwidth(Bandwidth bandwidth) {
        SdpBandwidth.write(bandwidth).forEach(value -> line("b=" + value));
    }

    private void attribute(String value) {
        line("a=" + value);
    }

    private void line(String line) {
        out.append(line).append("\r\n");
    }
}
