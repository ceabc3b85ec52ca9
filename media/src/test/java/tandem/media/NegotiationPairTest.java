package tandem.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.NegotiationKit.agreed;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tandem.media.CodecParams.OpusParams;
import tandem.media.MediaTerms.Srtp;
import tandem.media.NegotiationOutcome.Agreed;
import tandem.media.Transport.Crypto;
import tandem.media.Transport.Fingerprint;
import tandem.media.VideoTerms.Wish;
import tandem.media.sdp.Sdp;
import tandem.media.sdp.SdpOrigin;
import tandem.media.sdp.SdpReader;
import tandem.media.sdp.SdpWriter;

/** Two of us, with SDP between them: whatever each allows, both sides come to the same agreement, now and later. */
class NegotiationPairTest {
    private static final List<AudioCodec> CODECS = List.of(AudioCodec.values());

    @Test
    void bothSidesAgreeOnTheSame() {
        int agreements = 0;
        int pictures = 0;
        int floors = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            NegotiationLocal a = local(random, "192.0.2.1");
            NegotiationLocal b = local(random, "2001:db8::2");
            Negotiation offering = Negotiation.START.offer(a, terms(random));
            MediaTerms answering = terms(random);
            if (Negotiation.START.answer(carried(offering.offered()), b, answering) instanceof Agreed agreed) {
                Negotiation right = agreed.negotiation();
                Negotiation left = agreed(offering.accept(carried(Optional.of(right.local()))));
                assertSame(left, right, seed);
                later(left, right, a, b, random, seed);
                agreements++;
                pictures += right.pictures().content().isPresent() ? 1 : 0;
                floors += right.pictures().floor().isPresent() ? 1 : 0;
            }
        }
        assertTrue(agreements > 1_000, "only " + agreements);
        assertTrue(pictures > 50, "only " + pictures + " with content");
        assertTrue(floors > 50, "only " + floors + " with a floor");
    }

    /** The answerer offers in its turn. */
    private static void later(
            Negotiation left, Negotiation right, NegotiationLocal a, NegotiationLocal b, Random random, int seed) {
        Negotiation offering = right.offer(b, terms(random).withAudio(codecs(right)));
        MediaTerms all = new MediaTerms(CODECS, Direction.SENDRECV, Srtp.OFFER)
                .withVideo(new VideoTerms(List.of(VideoCodec.values()), Wish.ACCEPT, Wish.ACCEPT));
        if (left.answer(carried(offering.offered()), a, all) instanceof Agreed agreed) {
            Negotiation answered = agreed.negotiation();
            Negotiation accepted = agreed(offering.accept(carried(Optional.of(answered.local()))));
            assertSame(answered, accepted, seed);
            assertEquals(
                    left.audio().map(NegotiatedAudio::payloadType),
                    answered.audio().map(NegotiatedAudio::payloadType));
        }
    }

    private static List<AudioCodec> codecs(Negotiation negotiation) {
        return List.of(negotiation.audio().orElseThrow().codec());
    }

    private static MediaDescription carried(Optional<MediaDescription> description) {
        String text = SdpWriter.write(description.orElseThrow(), SdpOrigin.of(7, InetAddress.ofLiteral("192.0.2.1")));
        Sdp sdp = (Sdp) SdpReader.read(text);
        assertEquals(description.orElseThrow(), sdp.description(), text);
        return sdp.description();
    }

    private static void assertSame(Negotiation left, Negotiation right, int seed) {
        String at = "seed " + seed;
        NegotiatedAudio one = left.audio().orElseThrow();
        NegotiatedAudio two = right.audio().orElseThrow();
        assertEquals(one.codec(), two.codec(), at);
        assertEquals(one.direction(), two.direction().mirrored(), at);
        assertEquals(Optional.of(one.codec()), received(two, one.payloadType()), at);
        assertEquals(Optional.of(two.codec()), received(one, two.payloadType()), at);
        assertEquals(one.events().map(Codec::clockRate), two.events().map(Codec::clockRate), at);
        assertEquals(Optional.of(one.codec().clockRate()), one.events().map(Codec::clockRate), at);
        assertEquals(one.ptimeMs(), two.ptimeMs(), at);
        assertEquals(one.rtcpMux(), two.rtcpMux(), at);
        assertKeys(one.keys(), two.keys(), at);
        assertSamePictures(left.pictures(), right.pictures(), at);
    }

    private static void assertSamePictures(NegotiatedPictures one, NegotiatedPictures two, String at) {
        assertSame(one.main(), two.main(), at);
        assertSame(one.content(), two.content(), at);
        assertEquals(one.floor().map(NegotiatedFloor::server), two.floor().map(f -> !f.server()), at);
        if (one.floor().isPresent()) {
            NegotiatedFloor left = one.floor().orElseThrow();
            NegotiatedFloor right = two.floor().orElseThrow();
            assertEquals(left.transport(), right.transport(), at);
            assertEquals(left.version(), right.version(), at);
            assertEquals(left.conference(), right.conference(), at);
            assertEquals(left.user(), right.user(), at);
            assertEquals(left.floor(), right.floor(), at);
            assertEquals(left.transport() != BfcpTransport.UDP, left.opens() != right.opens(), at);
        }
    }

    private static void assertSame(Optional<NegotiatedVideo> left, Optional<NegotiatedVideo> right, String at) {
        assertEquals(left.map(NegotiatedVideo::codec), right.map(NegotiatedVideo::codec), at);
        if (left.isEmpty()) {
            return;
        }
        NegotiatedVideo one = left.orElseThrow();
        NegotiatedVideo two = right.orElseThrow();
        assertEquals(one.position(), two.position(), at);
        assertEquals(one.direction(), two.direction().mirrored(), at);
        assertEquals(one.feedback(), two.feedback(), at);
        assertEquals(one.path().rtcpMux(), two.path().rtcpMux(), at);
        assertKeys(one.path().keys(), two.path().keys(), at);
        assertEquals(
                Optional.of(one.codec()),
                Optional.ofNullable(two.receive().get(one.format().payloadType()))
                        .flatMap(Codec::video),
                at);
    }

    private static Optional<AudioCodec> received(NegotiatedAudio audio, int payloadType) {
        return Optional.ofNullable(audio.receive().get(payloadType)).flatMap(Codec::audio);
    }

    private static void assertKeys(NegotiatedKeys one, NegotiatedKeys two, String at) {
        switch (one) {
            case NegotiatedKeys.None none -> assertEquals(NegotiatedKeys.NONE, two, at);
            case NegotiatedKeys.Sdes sdes -> {
                NegotiatedKeys.Sdes other = (NegotiatedKeys.Sdes) two;
                assertEquals(sdes.ours(), other.theirs(), at);
                assertEquals(sdes.theirs(), other.ours(), at);
            }
            case NegotiatedKeys.Dtls dtls -> assertEquals(!dtls.client(), ((NegotiatedKeys.Dtls) two).client(), at);
        }
    }

    private static NegotiationLocal local(Random random, String host) {
        InetAddress address = InetAddress.ofLiteral(host);
        int port = 20_000 + 2 * random.nextInt(5_000);
        List<Crypto> cryptos = new ArrayList<>();
        for (SrtpSuite suite : SrtpSuite.values()) {
            byte[] key = new byte[suite.keyLength() + suite.saltLength()];
            random.nextBytes(key);
            cryptos.add(new Crypto(cryptos.size() + 1, suite, key));
        }
        boolean dtls = random.nextBoolean();
        return new NegotiationLocal(
                new InetSocketAddress(address, port),
                new InetSocketAddress(address, port + 1),
                cryptos.subList(0, random.nextInt(5)),
                dtls ? List.of(new Fingerprint("sha-256", "AA" + ":BB".repeat(31))) : List.of(),
                new OpusParams(48_000, OptionalInt.empty(), false, random.nextBoolean(), false, false),
                20,
                Optional.empty(),
                video(random, address, cryptos));
    }

    private static VideoLocal video(Random random, InetAddress address, List<Crypto> cryptos) {
        List<BfcpTransport> transports = new ArrayList<>(List.of(BfcpTransport.values()));
        Collections.shuffle(transports, random);
        return new VideoLocal(
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(ports(address, 30_000, cryptos)),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(ports(address, 30_002, cryptos)),
                random.nextInt(4) == 0
                        ? Optional.empty()
                        : Optional.of(new VideoLocal.FloorLocal(
                                new InetSocketAddress(address, 30_004),
                                transports,
                                random.nextInt(9),
                                random.nextInt(9),
                                random.nextInt(9))),
                VideoReception.FULL_HD);
    }

    private static VideoLocal.Ports ports(InetAddress address, int port, List<Crypto> cryptos) {
        return new VideoLocal.Ports(
                new InetSocketAddress(address, port),
                new InetSocketAddress(address, port + 1),
                cryptos.subList(0, cryptos.size() / 2));
    }

    private static MediaTerms terms(Random random) {
        List<AudioCodec> codecs = new ArrayList<>(CODECS);
        Collections.shuffle(codecs, random);
        return new MediaTerms(
                        codecs.subList(0, 1 + random.nextInt(4)),
                        List.of(Direction.values()).get(random.nextInt(4)),
                        List.of(Srtp.values()).get(random.nextInt(3)))
                .withVideo(video(random));
    }

    private static VideoTerms video(Random random) {
        List<VideoCodec> codecs = new ArrayList<>(List.of(VideoCodec.values()));
        Collections.shuffle(codecs, random);
        List<Wish> wishes = List.of(Wish.values());
        return new VideoTerms(
                codecs.subList(0, random.nextInt(5)), wishes.get(random.nextInt(3)), wishes.get(random.nextInt(3)));
    }
}
