package tandem.media;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import tandem.media.CodecParams.OpusParams;
import tandem.media.MediaTerms.Srtp;
import tandem.media.NegotiationOutcome.Agreed;
import tandem.media.NegotiationOutcome.Refused;
import tandem.media.Transport.Crypto;
import tandem.media.Transport.Fingerprint;
import tandem.media.sdp.Sdp;
import tandem.media.sdp.SdpReader;

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

    private NegotiationKit() {}

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
}
