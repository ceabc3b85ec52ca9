package tandem.media;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import tandem.media.CodecParams.OpusParams;
import tandem.media.MediaTerms.Srtp;
import tandem.media.NegotiationOutcome.Agreed;
import tandem.media.NegotiationOutcome.Refused;
import tandem.media.Transport.Crypto;
import tandem.media.Transport.Fingerprint;
import tandem.media.sdp.Sdp;
import tandem.media.sdp.SdpOrigin;
import tandem.media.sdp.SdpReader;
import tandem.media.sdp.SdpWriter;

/** What the tests of the negotiation share: our side of it, and the peer's in SDP. */
final class NegotiationKit {
    static final MediaTerms TERMS = new MediaTerms(
            List.of(AudioCodec.OPUS, AudioCodec.G722, AudioCodec.PCMA, AudioCodec.PCMU),
            Direction.SENDRECV,
            Srtp.OFFER);
    static final Fingerprint OUR_FINGERPRINT = new Fingerprint("sha-256", "AA" + ":BB".repeat(31));
    static final NegotiationLocal OURS = local(
            List.of(
                    new Crypto(1, SrtpSuite.AEAD_AES_256_GCM, new byte[44]),
                    new Crypto(2, SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30]),
                    new Crypto(3, SrtpSuite.AES_CM_128_HMAC_SHA1_32, new byte[30])),
            List.of(OUR_FINGERPRINT));

    /** Video, content and floor control, all of it offered by us too. */
    static final MediaTerms ALL = TERMS.withVideo(new VideoTerms(
            List.of(VideoCodec.H264, VideoCodec.VP8, VideoCodec.H263_1998),
            VideoTerms.Wish.OFFER,
            VideoTerms.Wish.OFFER));

    /** Sockets for all of it, the floor of conference 77, where the peer is user 3. */
    static final NegotiationLocal OURS_ALL = OURS.withVideo(new VideoLocal(
            Optional.of(ports(20_002)),
            Optional.of(ports(20_004)),
            Optional.of(new VideoLocal.FloorLocal(
                    new InetSocketAddress(OURS.rtp().getAddress(), 20_006),
                    List.of(BfcpTransport.UDP, BfcpTransport.TCP, BfcpTransport.TLS, BfcpTransport.DTLS),
                    77,
                    3,
                    1)),
            VideoReception.FULL_HD));

    /** Streams of a terminal at 198.51.100.5, to be put together by {@link #description}. */
    static final List<String> AUDIO = List.of("m=audio 5000 RTP/AVP 8");

    static final List<String> MAIN = List.of(
            "m=video 5002 RTP/AVP 97",
            "a=rtpmap:97 H264/90000",
            "a=fmtp:97 profile-level-id=42E01F;packetization-mode=1",
            "a=content:main",
            "a=label:1");
    static final List<String> SLIDES = List.of(
            "m=video 5004 RTP/AVP 97",
            "a=rtpmap:97 H264/90000",
            "a=fmtp:97 profile-level-id=42E01F;packetization-mode=1",
            "a=content:slides",
            "a=label:2");
    static final List<String> FLOOR = List.of(
            "m=application 5006 UDP/BFCP *", "a=floorctrl:c-s", "a=confid:9", "a=userid:8", "a=floorid:7 mstrm:2");

    private NegotiationKit() {}

    private static VideoLocal.Ports ports(int port) {
        InetAddress address = OURS.rtp().getAddress();
        byte[] key = new byte[30];
        key[0] = (byte) port;
        return new VideoLocal.Ports(
                new InetSocketAddress(address, port),
                new InetSocketAddress(address, port + 1),
                List.of(new Crypto(1, SrtpSuite.AES_CM_128_HMAC_SHA1_80, key)));
    }

    /** The offer of a room system as it was captured. */
    static MediaDescription vector(String name) {
        String path = "/vectors/sdp/" + name;
        try (InputStream in = Objects.requireNonNull(NegotiationKit.class.getResourceAsStream(path), path)) {
            return assertInstanceOf(Sdp.class, SdpReader.read(in.readAllBytes()))
                    .description();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The m-line of that place with all that is below it, as we send it. */
    static String lines(MediaDescription description, int place) {
        String[] parts = SdpWriter.write(description, SdpOrigin.of(7, OURS.rtp().getAddress()))
                .replace("\r\n", "\n")
                .split("(?m)^(?=m=)", -1);
        return parts[place + 1];
    }

    static NegotiationLocal local(List<Crypto> cryptos, List<Fingerprint> fingerprints) {
        InetAddress address = InetAddress.ofLiteral("192.0.2.10");
        return new NegotiationLocal(
                new InetSocketAddress(address, 20_000),
                new InetSocketAddress(address, 20_001),
                cryptos,
                fingerprints,
                new OpusParams(48_000, OptionalInt.empty(), false, true, false, false),
                20);
    }

    /** A description of the peer at 198.51.100.5 from its stream lines. */
    static MediaDescription sdp(String... lines) {
        String text = "v=0\r\no=- 1 1 IN IP4 198.51.100.5\r\ns=-\r\nc=IN IP4 198.51.100.5\r\nt=0 0\r\n"
                + String.join("\r\n", lines) + "\r\n";
        return assertInstanceOf(Sdp.class, SdpReader.read(text)).description();
    }

    static Negotiation agreed(NegotiationOutcome outcome) {
        return assertInstanceOf(Agreed.class, outcome, outcome::toString).negotiation();
    }

    static NegotiatedAudio audio(NegotiationOutcome outcome) {
        return agreed(outcome).audio().orElseThrow();
    }

    static String why(NegotiationOutcome outcome) {
        return assertInstanceOf(Refused.class, outcome).why();
    }

    /** A description of the peer from such streams. */
    @SafeVarargs
    static MediaDescription description(List<String>... streams) {
        List<String> lines = new ArrayList<>();
        for (List<String> stream : streams) {
            lines.addAll(stream);
        }
        return sdp(lines.toArray(String[]::new));
    }

    /** Our answer to a first offer, with all we have. */
    static Negotiation answered(MediaDescription offer) {
        return agreed(Negotiation.START.answer(offer, OURS_ALL, ALL));
    }

    /** The port of each stream, 0 of refused ones. */
    static List<Integer> ports(MediaDescription description) {
        return description.streams().stream()
                .map(s -> s.rtp().map(InetSocketAddress::getPort).orElse(0))
                .toList();
    }
}
