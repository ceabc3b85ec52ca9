package tandem.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.CodecParams.OpusParams;
import tandem.media.MediaTerms.Srtp;
import tandem.media.NegotiationOutcome.Agreed;
import tandem.media.NegotiationOutcome.Refused;
import tandem.media.StreamDescription.Kind;
import tandem.media.Transport.Crypto;
import tandem.media.Transport.Fingerprint;
import tandem.media.sdp.Sdp;
import tandem.media.sdp.SdpOrigin;
import tandem.media.sdp.SdpReader;
import tandem.media.sdp.SdpWriter;

class NegotiationTest {
    private static final MediaTerms TERMS = new MediaTerms(
            List.of(AudioCodec.OPUS, AudioCodec.G722, AudioCodec.PCMA, AudioCodec.PCMU),
            Direction.SENDRECV,
            Srtp.OFFER);
    private static final NegotiationLocal OURS = local();

    private static NegotiationLocal local() {
        InetAddress address = InetAddress.ofLiteral("192.0.2.10");
        return new NegotiationLocal(
                new InetSocketAddress(address, 20_000),
                new InetSocketAddress(address, 20_001),
                List.of(
                        new Crypto(1, SrtpSuite.AEAD_AES_256_GCM, new byte[44]),
                        new Crypto(2, SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30])),
                List.of(new Fingerprint("sha-256", "AA" + ":BB".repeat(31))),
                new OpusParams(48_000, java.util.OptionalInt.empty(), false, true, false, false),
                20);
    }

    /** A description from its audio part; session lines are given. */
    private static MediaDescription sdp(String... lines) {
        String text = "v=0\r\no=- 1 1 IN IP4 198.51.100.5\r\ns=-\r\nc=IN IP4 198.51.100.5\r\nt=0 0\r\n"
                + String.join("\r\n", lines) + "\r\n";
        return assertInstanceOf(Sdp.class, SdpReader.read(text)).description();
    }

    private static Negotiation agreed(NegotiationOutcome outcome) {
        return assertInstanceOf(Agreed.class, outcome).negotiation();
    }

    private static NegotiatedAudio audio(NegotiationOutcome outcome) {
        return agreed(outcome).audio().orElseThrow();
    }

    @Test
    void answersWithTheOfferersCodecAndPayloadTypesAndKeepsEveryStreamInPlace() {
        MediaDescription offer = sdp(
                "m=video 5004 RTP/AVP 97",
                "a=rtpmap:97 H264/90000",
                "m=audio 5000 RTP/AVP 98 8 0 99 100",
                "a=rtpmap:98 opus/48000/2",
                "a=fmtp:98 useinbandfec=1;maxaveragebitrate=24000",
                "a=rtpmap:99 telephone-event/8000",
                "a=rtpmap:100 telephone-event/48000",
                "m=application 5010 UDP/BFCP *");
        Negotiation after = agreed(Negotiation.START.answer(offer, OURS, TERMS));
        NegotiatedAudio audio = after.audio().orElseThrow();
        assertEquals(AudioCodec.OPUS, audio.codec());
        assertEquals(98, audio.payloadType());
        assertEquals(100, audio.events().orElseThrow().payloadType());
        assertTrue(audio.opus().inbandFec());
        assertEquals(24_000, audio.opus().maxAverageBitrate().orElseThrow());
        assertEquals(List.of(AudioCodec.OPUS, AudioCodec.PCMA, AudioCodec.PCMU), audio.common());
        String text = SdpWriter.write(after.local(), SdpOrigin.of(7, InetAddress.ofLiteral("192.0.2.10")));
        assertEquals("""
                v=0
                o=- 7 1 IN IP4 192.0.2.10
                s=-
                c=IN IP4 192.0.2.10
                t=0 0
                m=video 0 RTP/AVP 97
                m=audio 20000 RTP/AVP 98 100
                a=rtpmap:98 opus/48000/2
                a=fmtp:98 useinbandfec=1
                a=rtpmap:100 telephone-event/48000
                a=fmtp:100 0-15
                a=ptime:20
                a=sendrecv
                m=application 0 UDP/BFCP *
                """.replace("\n", "\r\n"), text);
    }

    @Test
    void offersBothWaysOfKeyingBesidePlainAndTakesAPlainAnswer() {
        Negotiation offering = Negotiation.START.offer(OURS, TERMS);
        StreamDescription offered = offering.offered().orElseThrow().streams().getFirst();
        assertEquals("RTP/AVP", offered.line().profile());
        assertInstanceOf(Transport.Either.class, offered.transport());
        NegotiatedAudio audio =
                audio(offering.accept(sdp("m=audio 5000 RTP/AVP 8 101", "a=rtpmap:101 telephone-event/8000")));
        assertEquals(AudioCodec.PCMA, audio.codec());
        assertEquals(NegotiatedKeys.NONE, audio.keys());
        assertEquals(new InetSocketAddress("198.51.100.5", 5001), audio.rtcp());
    }

    @Test
    void refusesSecureProfileWithoutUsableKeys() {
        MediaDescription offer = sdp("m=audio 5000 RTP/SAVP 8");
        assertEquals(new Refused("no usable SRTP keys"), Negotiation.START.answer(offer, OURS, TERMS));
    }

    @Test
    void repeatsPlaceAndPayloadTypesInALaterOffer() {
        MediaDescription offer =
                sdp("m=video 5004 RTP/AVP 97", "m=audio 5000 RTP/AVP 96 8", "a=rtpmap:96 opus/48000/2");
        Negotiation later = agreed(Negotiation.START.answer(offer, OURS, TERMS))
                .offer(OURS, TERMS.withDirection(Direction.SENDONLY));
        List<StreamDescription> streams = later.offered().orElseThrow().streams();
        assertEquals(2, streams.size());
        assertEquals(Kind.VIDEO, streams.getFirst().kind());
        assertTrue(streams.getFirst().refused());
        assertEquals(Direction.SENDONLY, streams.get(1).direction());
        assertEquals(96, streams.get(1).codecs().getFirst().payloadType());
        assertEquals(Optional.empty(), later.rollBack().offered());
        assertEquals(Map.of(), Negotiation.START.receivable());
    }
}
