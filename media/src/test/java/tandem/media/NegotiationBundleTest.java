package tandem.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.NegotiationKit.OURS;
import static tandem.media.NegotiationKit.TERMS;
import static tandem.media.NegotiationKit.agreed;
import static tandem.media.NegotiationKit.sdp;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.StreamDescription.Kind;
import tandem.media.sdp.SdpOrigin;
import tandem.media.sdp.SdpWriter;

/** Streams that share one way (RFC 9143), as browsers offer them. */
class NegotiationBundleTest {
    private static final NegotiationLocal FOUND =
            OURS.withIce(new Ice("ours", "ourpasswordourpassword", true, List.of(), false));
    private static final String GROUP = "a=group:BUNDLE 0 1";
    private static final String WAY =
            "a=ice-ufrag:theirs\r\na=ice-pwd:theirpasswordtheirpass\r\na=setup:actpass\r\na=fingerprint:sha-256 AA"
                    + ":CC".repeat(31) + "\r\na=rtcp-mux";
    private static final String VIDEO =
            "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=mid:0\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000";
    private static final String AUDIO = " UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=rtpmap:111 opus/48000/2\r\na=sendonly";

    private static String text(MediaDescription description) {
        return SdpWriter.write(description, SdpOrigin.of(7, InetAddress.ofLiteral("192.0.2.10")));
    }

    @Test
    void aPictureThatDescribesTheWayIsKeptIdle() {
        Negotiation after =
                agreed(Negotiation.START.answer(sdp(GROUP, VIDEO, WAY, "m=audio 9" + AUDIO, WAY), FOUND, TERMS));
        String answer = text(after.local());
        assertTrue(answer.contains("a=group:BUNDLE 0 1\r\n"), answer);
        assertTrue(answer.contains("m=video 20000 UDP/TLS/RTP/SAVPF 96\r\n"), answer);
        StreamDescription video = after.local().streams().getFirst();
        StreamDescription audio = after.local().streams().getLast();
        assertEquals(Direction.INACTIVE, video.direction());
        assertEquals(Direction.RECVONLY, audio.direction());
        assertEquals(audio.ice(), video.ice());
        assertEquals(audio.transport(), video.transport());
        assertEquals(1, after.audio().orElseThrow().position());

        MediaDescription later = after.offer(FOUND, TERMS).offered().orElseThrow();
        assertFalse(later.streams().getFirst().refused());
        assertEquals(Direction.INACTIVE, later.streams().getFirst().direction());
        assertTrue(text(later).contains("a=group:BUNDLE 0 1\r\n"), text(later));
    }

    @Test
    void whatIsBundledOnlyTakesItsWayFromTheFirst() {
        MediaDescription offer = sdp(GROUP, VIDEO, WAY, "m=audio 0" + AUDIO, "a=bundle-only");
        StreamDescription theirs = offer.streams().getLast();
        assertFalse(theirs.refused());
        assertTrue(theirs.rtcpMux());
        assertEquals("theirs", theirs.ice().orElseThrow().ufrag());
        Negotiation after = agreed(Negotiation.START.answer(offer, FOUND, TERMS));
        assertTrue(after.audio().orElseThrow().keys() instanceof NegotiatedKeys.Dtls);
    }

    @Test
    void portZeroOutsideABundleIsARefusal() {
        MediaDescription offer = sdp("m=audio 0" + AUDIO, "a=bundle-only", WAY);
        assertTrue(offer.streams().getFirst().refused());
    }

    @Test
    void aPictureBehindTheAudioIsRefusedAndLeavesTheBundle() {
        MediaDescription offer = sdp("a=group:BUNDLE 1 0", "m=audio 9" + AUDIO, WAY, VIDEO, WAY);
        Negotiation after = agreed(Negotiation.START.answer(offer, FOUND, TERMS));
        assertTrue(after.local().streams().getLast().refused());
        assertTrue(text(after.local()).contains("a=group:BUNDLE 1\r\n"), text(after.local()));
    }

    @Test
    void whoBundlesNothingGetsNoBundle() {
        MediaDescription offer = sdp(VIDEO, WAY, "m=audio 9" + AUDIO, WAY);
        Negotiation after = agreed(Negotiation.START.answer(offer, FOUND, TERMS));
        assertFalse(text(after.local()).contains("BUNDLE"), text(after.local()));
        assertTrue(after.local().streams().getFirst().refused());
        assertEquals(Kind.VIDEO, after.local().streams().getFirst().kind());
    }

    @Test
    void withoutIceThePictureIsRefusedWhereverItStands() {
        Negotiation after =
                agreed(Negotiation.START.answer(sdp(GROUP, VIDEO, WAY, "m=audio 9" + AUDIO, WAY), OURS, TERMS));
        assertTrue(after.local().streams().getFirst().refused());
        assertEquals(Optional.empty(), after.local().streams().getLast().ice());
    }

    @Test
    void videoThatIsTakenGoesTheWayOfTheAudioItIsBundledWith() {
        MediaDescription offer = sdp(GROUP, VIDEO, WAY, "m=audio 9" + AUDIO, WAY);
        Negotiation after = agreed(Negotiation.START.answer(offer, FOUND, NegotiationKit.ALL));
        NegotiatedVideo main = after.pictures().main().orElseThrow();
        NegotiatedAudio audio = after.audio().orElseThrow();
        assertEquals(VideoCodec.VP8, main.codec());
        assertTrue(main.path().bundled());
        assertEquals(audio.keys(), main.path().keys());
        assertEquals(Direction.SENDRECV, main.direction());
        StreamDescription video = after.local().streams().getFirst();
        assertEquals(after.local().streams().getLast().ice(), video.ice());
        assertEquals(20_000, video.rtp().orElseThrow().getPort());
        assertTrue(text(after.local()).contains("a=group:BUNDLE 0 1\r\n"), text(after.local()));

        List<Codec> later = after.offer(FOUND, NegotiationKit.ALL)
                .offered()
                .orElseThrow()
                .streams()
                .getFirst()
                .codecs();
        assertEquals(96, later.getFirst().payloadType());
        assertTrue(
                later.stream().noneMatch(c -> c.payloadType() == 111), "the number of the audio it shares a way with");
    }

    @Test
    void videoFoundByIceOnAWayOfItsOwnIsRefused() {
        MediaDescription offer = sdp(VIDEO, WAY, "m=audio 9" + AUDIO, WAY);
        Negotiation after = agreed(Negotiation.START.answer(offer, FOUND, NegotiationKit.ALL));
        assertTrue(after.local().streams().getFirst().refused());
        assertEquals(NegotiatedPictures.NONE, after.pictures());
    }
}
