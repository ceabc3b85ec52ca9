package tandem.media.sdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import tandem.media.AudioCodec;
import tandem.media.CodecParams;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;
import tandem.media.Negotiation;
import tandem.media.NegotiationLocal;
import tandem.media.NegotiationOutcome;
import tandem.media.SrtpSuite;
import tandem.media.Transport;

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
            20);

    @FuzzTest(maxDuration = "3s")
    void anyBodyIsReadOrRefused(byte[] body) {
        if (!(SdpReader.read(body) instanceof Sdp sdp)) {
            return;
        }
        MediaDescription description = sdp.description();
        if (Negotiation.START.answer(description, OURS, TERMS) instanceof NegotiationOutcome.Agreed agreed) {
            MediaDescription answer = agreed.negotiation().local();
            SdpReading reading = SdpReader.read(SdpWriter.write(answer, ORIGIN));
            if (!(reading instanceof Sdp own)
                    || !own.description().equals(answer)
                    || answer.streams().size() != description.streams().size()) {
                throw new AssertionError("our answer is no answer: " + reading);
            }
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
}
