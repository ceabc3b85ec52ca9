package tandem.media.sdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import tandem.media.AudioCodec;
import tandem.media.BfcpTransport;
import tandem.media.CodecParams;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;
import tandem.media.Negotiation;
import tandem.media.NegotiationLocal;
import tandem.media.NegotiationOutcome;
import tandem.media.SrtpSuite;
import tandem.media.Transport;
import tandem.media.VideoCodec;
import tandem.media.VideoLocal;
import tandem.media.VideoReception;
import tandem.media.VideoTerms;

/** Whatever arrives is read or refused, and what was read can be written and is then read as the same. */
class SdpFuzz {
    private static final SdpOrigin ORIGIN = SdpOrigin.of(7, InetAddress.ofLiteral("192.0.2.10"));

    private static final MediaTerms TERMS =
            new MediaTerms(List.of(AudioCodec.values()), Direction.SENDRECV, MediaTerms.Srtp.OFFER);
    private static final NegotiationLocal OURS = new NegotiationLocal(
                    new InetSocketAddress(InetAddress.ofLiteral("192.0.2.10"), 20_000),
                    new InetSocketAddress(InetAddress.ofLiteral("192.0.2.10"), 20_001),
                    List.of(new Transport.Crypto(1, SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30])),
                    List.of(new Transport.Fingerprint("sha-256", "AA" + ":BB".repeat(31))),
                    CodecParams.OpusParams.UNSAID,
                    20)
            .withVideo(new VideoLocal(
                    Optional.of(ports(20_002)),
                    Optional.of(ports(20_004)),
                    Optional.of(
                            new VideoLocal.FloorLocal(ports(20_006).rtp(), List.of(BfcpTransport.values()), 1, 2, 3)),
                    VideoReception.FULL_HD));
    private static final MediaTerms ALL =
            TERMS.withVideo(new VideoTerms(List.of(VideoCodec.values()), VideoTerms.Wish.OFFER, VideoTerms.Wish.OFFER));

    private static VideoLocal.Ports ports(int port) {
        return new VideoLocal.Ports(
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.10"), port),
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.10"), port + 1),
                List.of(new Transport.Crypto(1, SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30])));
    }

    @FuzzTest(maxDuration = "3s")
    void anyBodyIsReadOrRefused(byte[] body) {
        if (!(SdpReader.read(body) instanceof Sdp sdp)) {
            return;
        }
        MediaDescription description = sdp.description();
        for (MediaTerms terms : List.of(TERMS, ALL)) {
            answered(description, terms);
        }
        String text = SdpWriter.write(description, ORIGIN);
        switch (SdpReader.read(text)) {
            case Sdp again -> {
                if (!again.description().equals(description)) {
                    throw new AssertionError("read otherwise after writing:\n" + text);
                }
            }
            case SdpRefusal refusal -> {
                // what every stream inherits from the session is written once for each
                boolean grown =
                        text.length() > SdpReader.MAX_LENGTH || text.lines().count() > SdpReader.MAX_LINES;
                if (!grown) {
                    throw new AssertionError(refusal + " after writing:\n" + text);
                }
            }
        }
    }

    private static void answered(MediaDescription description, MediaTerms terms) {
        if (!(Negotiation.START.answer(description, OURS, terms) instanceof NegotiationOutcome.Agreed agreed)) {
            return;
        }
        Negotiation up = agreed.negotiation();
        readAgain(up.local(), description.streams().size());
        if (up.pictures().main().isPresent() && up.pictures().content().isPresent()) {
            boolean two = up.pictures().main().get().position()
                    != up.pictures().content().get().position();
            if (!two) {
                throw new AssertionError("people and slides in one stream: " + up.pictures());
            }
        }
        Negotiation offering = up.offer(OURS, terms);
        readAgain(
                offering.offered().orElseThrow(),
                offering.offered().orElseThrow().streams().size());
        offering.accept(description); // hostile as an answer too
    }

    private static void readAgain(MediaDescription ours, int streams) {
        SdpReading reading = SdpReader.read(SdpWriter.write(ours, ORIGIN));
        if (!(reading instanceof Sdp own)
                || !own.description().equals(ours)
                || ours.streams().size() != streams) {
            throw new AssertionError("what we write is not what we mean: " + reading);
        }
    }
}
