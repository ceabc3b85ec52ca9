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
            }
        }
        assertTrue(agreements > 1_000, "only " + agreements);
    }

    /** The answerer offers in its turn. */
    private static void later(
            Negotiation left, Negotiation right, NegotiationLocal a, NegotiationLocal b, Random random, int seed) {
        Negotiation offering = right.offer(b, terms(random).withAudio(codecs(right)));
        MediaTerms all = new MediaTerms(CODECS, Direction.SENDRECV, Srtp.OFFER);
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
                20);
    }

    private static MediaTerms terms(Random random) {
        List<AudioCodec> codecs = new ArrayList<>(CODECS);
        Collections.shuffle(codecs, random);
        return new MediaTerms(
                codecs.subList(0, 1 + random.nextInt(4)),
                List.of(Direction.values()).get(random.nextInt(4)),
                List.of(Srtp.values()).get(random.nextInt(3)));
    }
}
