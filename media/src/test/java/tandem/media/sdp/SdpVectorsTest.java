package tandem.media.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tandem.media.AudioCodec;
import tandem.media.Codec;
import tandem.media.CodecParams;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;
import tandem.media.NegotiatedAudio;
import tandem.media.NegotiatedKeys;
import tandem.media.Negotiation;
import tandem.media.NegotiationLocal;
import tandem.media.NegotiationOutcome;
import tandem.media.SrtpSuite;
import tandem.media.StreamDescription;
import tandem.media.Transport;

/** Each file of vectors/sdp does what expectations.csv says: how it is read, and how it is answered. */
class SdpVectorsTest {
    private static final String FOLDER = "/vectors/sdp/";
    private static final MediaTerms TERMS = new MediaTerms(
            List.of(AudioCodec.OPUS, AudioCodec.G722, AudioCodec.PCMA, AudioCodec.PCMU),
            Direction.SENDRECV,
            MediaTerms.Srtp.OFFER);

    @TestFactory
    Stream<DynamicTest> everyVectorDoesWhatIsExpected() {
        List<String> rows = text("expectations.csv").lines().skip(1).toList();
        assertFalse(rows.isEmpty());
        return rows.stream()
                .map(row -> row.split(",", 5))
                .map(cells -> DynamicTest.dynamicTest(cells[0], () -> {
                    switch (SdpReader.read(text(cells[0]))) {
                        case SdpRefusal refusal -> {
                            assertEquals("refused", cells[1]);
                            assertEquals(cells[2], refusal.line() == 0 ? "" : "line " + refusal.line());
                            assertEquals(cells[4], refusal.reason());
                        }
                        case Sdp sdp -> {
                            assertEquals("read", cells[1]);
                            assertEquals(cells[2], streams(sdp.description()));
                            assertEquals(cells[3], answer(sdp.description()));
                            assertEquals(sdp.description(), again(sdp.description()));
                        }
                    }
                }));
    }

    private static String streams(MediaDescription description) {
        return description.streams().stream()
                .map(s -> (s.kind() + " " + s.direction()).toLowerCase(Locale.ROOT)
                        + s.codecs().stream().map(Codec::name).map(n -> " " + n).collect(Collectors.joining()))
                .collect(Collectors.joining("|"));
    }

    private static String answer(MediaDescription offer) {
        return switch (Negotiation.START.answer(offer, ours(), TERMS)) {
            case NegotiationOutcome.Refused refused -> refused.why();
            case NegotiationOutcome.Agreed agreed -> {
                Negotiation negotiation = agreed.negotiation();
                assertEquals(
                        offer.streams().stream().map(s -> s.line().media()).toList(),
                        negotiation.local().streams().stream()
                                .map(s -> s.line().media())
                                .toList());
                NegotiatedAudio audio = negotiation.audio().orElseThrow();
                assertEquals(
                        1,
                        negotiation.local().streams().stream()
                                .filter(s -> !s.refused())
                                .count());
                assertEquals(negotiation.local(), again(negotiation.local()));
                yield audio.codec() + keys(audio.keys());
            }
        };
    }

    private static String keys(NegotiatedKeys keys) {
        return switch (keys) {
            case NegotiatedKeys.None none -> "";
            case NegotiatedKeys.Sdes sdes -> " sdes " + sdes.suite();
            case NegotiatedKeys.Dtls dtls -> " dtls";
        };
    }

    private static NegotiationLocal ours() {
        InetAddress address = InetAddress.ofLiteral("192.0.2.10");
        return new NegotiationLocal(
                new InetSocketAddress(address, 20_000),
                new InetSocketAddress(address, 20_001),
                List.of(
                        new Transport.Crypto(1, SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30]),
                        new Transport.Crypto(2, SrtpSuite.AES_CM_128_HMAC_SHA1_32, new byte[30])),
                List.of(new Transport.Fingerprint("sha-256", "AA" + ":BB".repeat(31))),
                new CodecParams.OpusParams(48_000, OptionalInt.empty(), false, true, false, false),
                20);
    }

    private static MediaDescription again(MediaDescription description) {
        String text = SdpWriter.write(description, SdpOrigin.of(7, InetAddress.ofLiteral("192.0.2.10")));
        return ((Sdp) SdpReader.read(text)).description();
    }

    private static String text(String name) {
        try (InputStream in = Objects.requireNonNull(SdpVectorsTest.class.getResourceAsStream(FOLDER + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> streamsOfRefusedOnesKeepTheirFormats() {
        return Stream.of("cisco-room-kit.offer.sdp", "poly-studio-x.offer.sdp")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    MediaDescription offer = ((Sdp) SdpReader.read(text(name))).description();
                    NegotiationOutcome outcome = Negotiation.START.answer(offer, ours(), TERMS);
                    List<StreamDescription> answer = ((NegotiationOutcome.Agreed) outcome)
                            .negotiation()
                            .local()
                            .streams();
                    assertEquals(
                            List.of("126", "97"),
                            answer.get(1).line().formats().stream()
                                    .filter(f -> f.equals("126") || f.equals("97"))
                                    .sorted()
                                    .toList());
                }));
    }
}
