package tandem.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.NegotiationKit.ALL;
import static tandem.media.NegotiationKit.OURS_ALL;
import static tandem.media.NegotiationKit.TERMS;
import static tandem.media.NegotiationKit.agreed;
import static tandem.media.NegotiationKit.lines;
import static tandem.media.NegotiationKit.vector;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The captured offers of room systems with each m-line of our answer. */
class NegotiationRoomSystemsTest {
    private static final String CISCO = "cisco-room-kit.offer.sdp";
    private static final String POLY = "poly-studio-x.offer.sdp";

    private static Negotiation answer(String name) {
        return agreed(Negotiation.START.answer(vector(name), OURS_ALL, ALL));
    }

    @Test
    void ciscoGetsAudio() {
        assertEquals("""
                m=audio 20000 RTP/AVP 9 101
                a=rtpmap:9 G722/8000
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-15
                a=ptime:20
                a=sendrecv
                """, lines(answer(CISCO).local(), 0));
    }

    @Test
    void ciscoGetsMainVideoAtOurLevelInItsFirstFormat() {
        assertEquals("""
                m=video 20002 RTP/AVP 126
                b=TIAS:4000000
                a=rtpmap:126 H264/90000
                a=fmtp:126 profile-level-id=42E020;packetization-mode=1;max-fs=8160;max-mbps=244800;level-asymmetry-allowed=1
                a=rtcp-fb:* nack pli
                a=rtcp-fb:* ccm fir
                a=content:main
                a=label:11
                a=sendrecv
                """, lines(answer(CISCO).local(), 1));
    }

    @Test
    void ciscoGetsSlidesSendrecvWithItsLabel() {
        assertEquals("""
                m=video 20004 RTP/AVP 126
                b=TIAS:4000000
                a=rtpmap:126 H264/90000
                a=fmtp:126 profile-level-id=42E020;packetization-mode=1;max-fs=8160;max-mbps=244800;level-asymmetry-allowed=1
                a=rtcp-fb:* nack pli
                a=rtcp-fb:* ccm fir
                a=content:slides
                a=label:12
                a=sendrecv
                """, lines(answer(CISCO).local(), 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {CISCO, POLY})
    void eachGetsAFloorServerWithOurIdsForItsSlides(String name) {
        assertEquals("""
                m=application 20006 UDP/BFCP *
                a=floorctrl:s-only
                a=confid:77
                a=userid:3
                a=floorid:1 mstrm:12
                a=bfcpver:1
                """, lines(answer(name).local(), 3));
    }

    @Test
    void ciscosFarCameraIsRefusedInItsPlace() {
        assertEquals("m=application 0 RTP/AVP 125\n", lines(answer(CISCO).local(), 4));
        assertEquals(5, answer(CISCO).local().streams().size());
    }

    @Test
    void polyGetsAudioInItsFirstCodecThatWeSpeak() {
        assertTrue(lines(answer(POLY).local(), 0).startsWith("m=audio 20000 RTP/AVP 9 101\n"));
    }

    @Test
    void polyGetsMainVideoInHighProfile() {
        assertEquals("""
                m=video 20002 RTP/AVP 99
                b=TIAS:4000000
                a=rtpmap:99 H264/90000
                a=fmtp:99 profile-level-id=640020;packetization-mode=1;max-fs=8160;max-mbps=244800;level-asymmetry-allowed=1
                a=rtcp-fb:* nack pli
                a=rtcp-fb:* ccm fir
                a=content:main
                a=label:11
                a=sendrecv
                """, lines(answer(POLY).local(), 1));
    }

    @Test
    void polyGetsSlidesWithoutFeedbackSinceItOffersNone() {
        assertEquals("""
                m=video 20004 RTP/AVP 97
                b=TIAS:4000000
                a=rtpmap:97 H264/90000
                a=fmtp:97 profile-level-id=42E020;packetization-mode=1;max-fs=8160;max-mbps=244800;level-asymmetry-allowed=1
                a=content:slides
                a=label:12
                a=sendrecv
                """, lines(answer(POLY).local(), 2));
        assertEquals(4, answer(POLY).local().streams().size());
    }

    @Test
    void whatWeSendCiscoIsBoundByItsSizesAndItsBandwidth() {
        NegotiatedPictures pictures = answer(CISCO).pictures();
        NegotiatedVideo main = pictures.main().orElseThrow();
        assertEquals(VideoCodec.H264, main.codec());
        assertEquals(126, main.format().payloadType());
        assertEquals(27_882, main.path().rtp().getPort());
        assertEquals(27_883, main.path().rtcp().getPort());
        assertEquals(new VideoLimits(3_600, 108_000, VideoLimits.NO_LIMIT, 2_000_000), main.limits());
        assertEquals(Set.of(Feedback.PLI, Feedback.FIR), main.feedback());
        assertEquals(Set.of(126, 97), main.receive().keySet());
        NegotiatedVideo content = pictures.content().orElseThrow();
        assertEquals(2, content.position());
        assertTrue(content.limits().allow(1920, 1080, 30));
        NegotiatedFloor floor = pictures.floor().orElseThrow();
        assertTrue(floor.server());
        assertEquals(77, floor.conference());
        assertEquals(3, floor.user());
        assertEquals(1, floor.version());
        assertEquals(5_748, floor.address().getPort());
    }

    @Test
    void whatWeSendPolyIsNotAboveItsSizesThoughItsLevelIs() {
        NegotiatedVideo main = answer(POLY).pictures().main().orElseThrow();
        assertEquals(8_160, main.limits().macroblocks()); // level 5 would be 22080
        assertEquals(2_000_000, main.limits().bitsPerSecond());
    }

    @ParameterizedTest
    @ValueSource(strings = {CISCO, POLY})
    void nothingButAudioIsTakenWhereTheTermsSayNothing(String name) {
        for (MediaTerms terms : List.of(
                TERMS, ALL.withVideo(new VideoTerms(List.of(), VideoTerms.Wish.OFFER, VideoTerms.Wish.OFFER)))) {
            Negotiation after = agreed(Negotiation.START.answer(vector(name), OURS_ALL, terms));
            assertEquals(
                    1,
                    after.local().streams().stream().filter(s -> !s.refused()).count());
            assertEquals(NegotiatedPictures.NONE, after.pictures());
            assertEquals(
                    1,
                    after.offer(OURS_ALL, terms).offered().orElseThrow().streams().stream()
                            .filter(s -> !s.refused())
                            .count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CISCO, POLY})
    void withoutSocketsForItNothingIsTakenEither(String name) {
        Negotiation after = agreed(Negotiation.START.answer(vector(name), NegotiationKit.OURS, ALL));
        assertEquals(NegotiatedPictures.NONE, after.pictures());
    }

    @ParameterizedTest
    @ValueSource(strings = {CISCO, POLY})
    void aSessionTimerRefreshRepeatsTheWholeDescription(String name) {
        Negotiation up = answer(name);
        Negotiation again = agreed(up.answer(vector(name), OURS_ALL, ALL));
        assertEquals(up.local(), again.local());
        assertEquals(up.pictures(), again.pictures());
    }

    @ParameterizedTest
    @ValueSource(strings = {CISCO, POLY})
    void anOfferOfOursKeepsEveryPlaceAndPayloadType(String name) {
        Negotiation up = answer(name);
        List<StreamDescription> offer =
                up.offer(OURS_ALL, ALL).offered().orElseThrow().streams();
        assertEquals(up.local().streams().size(), offer.size());
        for (int i = 1; i < 3; i++) {
            assertEquals(
                    up.local().streams().get(i).codecs().getFirst(),
                    offer.get(i).codecs().getFirst());
            assertEquals(
                    up.local().streams().get(i).video().label(),
                    offer.get(i).video().label());
        }
        assertEquals(
                up.local().streams().get(3).floor().floors(),
                offer.get(3).floor().floors());
        assertTrue(offer.stream().skip(4).allMatch(StreamDescription::refused));
    }

    @Test
    void holdDoesNotTouchTheSlidesOfACiscoWhichHangsUpWithoutThem() {
        Negotiation held = answer(CISCO).offer(OURS_ALL, ALL.withDirection(Direction.SENDONLY));
        List<StreamDescription> offer = held.offered().orElseThrow().streams();
        assertEquals(Direction.SENDONLY, offer.get(1).direction());
        assertEquals(Direction.SENDRECV, offer.get(2).direction());
        assertFalse(offer.get(2).refused());
    }

    @Test
    void aRefusedContentKeepsMainVideo() {
        MediaTerms terms =
                TERMS.withVideo(new VideoTerms(List.of(VideoCodec.H264), VideoTerms.Wish.NO, VideoTerms.Wish.NO));
        Negotiation after = agreed(Negotiation.START.answer(vector(CISCO), OURS_ALL, terms));
        assertTrue(after.pictures().main().isPresent());
        assertEquals(Optional.empty(), after.pictures().content());
        assertEquals("m=video 0 RTP/AVP 126 97\n", lines(after.local(), 2));
        assertEquals("m=application 0 UDP/BFCP *\n", lines(after.local(), 3));
    }
}
