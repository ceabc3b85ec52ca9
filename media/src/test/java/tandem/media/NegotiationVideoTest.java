package tandem.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.NegotiationKit.ALL;
import static tandem.media.NegotiationKit.AUDIO;
import static tandem.media.NegotiationKit.FLOOR;
import static tandem.media.NegotiationKit.MAIN;
import static tandem.media.NegotiationKit.OURS;
import static tandem.media.NegotiationKit.OURS_ALL;
import static tandem.media.NegotiationKit.TERMS;
import static tandem.media.NegotiationKit.agreed;
import static tandem.media.NegotiationKit.answered;
import static tandem.media.NegotiationKit.description;
import static tandem.media.NegotiationKit.lines;
import static tandem.media.NegotiationKit.ports;
import static tandem.media.NegotiationKit.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What terminals and MCUs do to video in SDP, as far as it is known. */
class NegotiationVideoTest {
    @Test
    void aTandbergWritesFiveDigits() {
        Negotiation after = answered(description(
                AUDIO,
                List.of("m=video 5002 RTP/AVP 97", "a=rtpmap:97 H264/90000", "a=fmtp:97 profile-level-id=4280D")));
        NegotiatedVideo main = after.pictures().main().orElseThrow();
        assertEquals(H264Level.L1_3, ((H264Params) main.format().params()).level());
        assertEquals(396, main.limits().macroblocks());
        assertTrue(lines(after.local(), 1)
                .contains("a=fmtp:97 profile-level-id=42800D;max-fs=8160;max-mbps=244800;max-br=4000\n"));
    }

    @Test
    void ofTheSameProfileInBothPacketizationModesFragmentsAreTaken() {
        Negotiation after = answered(description(
                AUDIO,
                List.of(
                        "m=video 5002 RTP/AVP 97 98 99",
                        "a=rtpmap:97 H264/90000",
                        "a=fmtp:97 profile-level-id=428014;packetization-mode=0",
                        "a=rtpmap:98 H264/90000",
                        "a=fmtp:98 profile-level-id=640014;packetization-mode=1",
                        "a=rtpmap:99 H264/90000",
                        "a=fmtp:99 profile-level-id=428014;packetization-mode=1")));
        NegotiatedVideo main = after.pictures().main().orElseThrow();
        assertEquals(99, main.format().payloadType());
        assertEquals(Set.of(97, 98, 99), main.receive().keySet());
    }

    @Test
    void withoutAsymmetryTheLevelIsTheLowerOfTheTwo() {
        Negotiation after = answered(description(AUDIO, MAIN));
        assertTrue(lines(after.local(), 1).contains("profile-level-id=42E01F;packetization-mode=1;max-fs=8160;"));
        List<String> high = List.of(
                "m=video 5002 RTP/AVP 97",
                "a=rtpmap:97 H264/90000",
                "a=fmtp:97 profile-level-id=42E034;packetization-mode=1");
        Negotiation lowered = answered(description(AUDIO, high));
        assertTrue(lines(lowered.local(), 1).contains("profile-level-id=42E020;"));
        assertEquals(
                H264Level.L3_2.maxFs(),
                lowered.pictures().main().orElseThrow().limits().macroblocks());
    }

    @ParameterizedTest
    @CsvSource({
        "b=TIAS:384000, a=x,      384000",
        "b=AS:400,      a=x,      380000",
        "b=AS:400,      b=TIAS:1, 1",
        "a=x,           a=x,      14000000", // level 3.1
    })
    void neverSendsAboveWhatTheStreamIsGiven(String one, String two, int expected) {
        List<String> main = new ArrayList<>(MAIN);
        main.addAll(1, List.of(one, two));
        NegotiatedVideo video =
                answered(description(AUDIO, main)).pictures().main().orElseThrow();
        assertEquals(expected, video.limits().bitsPerSecond());
    }

    @Test
    void neverSendsAboveWhatTheSessionIsGiven() {
        MediaDescription offer = description(List.of("b=AS:512"), AUDIO, MAIN);
        assertEquals(
                486_400,
                answered(offer).pictures().main().orElseThrow().limits().bitsPerSecond());
    }

    @Test
    void everyFormatOfH264WeDescribeNamesItsSizeAndRate() {
        for (StreamDescription stream :
                Negotiation.START.offer(OURS_ALL, ALL).offered().orElseThrow().streams()) {
            for (Codec codec : stream.codecs()) {
                if (codec.params() instanceof H264Params h264) {
                    assertTrue(h264.maxFs().isPresent() && h264.maxMbps().isPresent(), codec::toString);
                    assertTrue(h264.maxFs().getAsInt() >= h264.level().maxFs(), "RFC 6184 section 8.1");
                    assertTrue(h264.maxMbps().getAsInt() >= h264.level().maxMbps(), "RFC 6184 section 8.1");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"RTP/AVP, RTP/AVPF", "RTP/AVPF, RTP/AVP", "RTP/AVP, RTP/AVP"})
    void feedbackIsAnsweredUnderEachProfile(String audio, String video) {
        Negotiation after = answered(sdp(
                "m=audio 5000 " + audio + " 8",
                "m=video 5002 " + video + " 97 98",
                "a=rtpmap:97 H264/90000",
                "a=rtpmap:98 VP8/90000",
                "a=rtcp-fb:* nack pli",
                "a=rtcp-fb:97 ccm fir",
                "a=rtcp-fb:98 ccm tmmbr",
                "a=rtcp-fb:* goog-remb"));
        String line = lines(after.local(), 1);
        assertTrue(line.startsWith("m=video 20002 " + video + " 97\n"), line);
        assertTrue(line.contains("a=rtcp-fb:* nack pli\na=rtcp-fb:97 ccm fir\na=sendrecv\n"), line);
        assertEquals(
                Set.of(Feedback.PLI, Feedback.FIR),
                after.pictures().main().orElseThrow().feedback());
    }

    @Test
    void anOldContentChannelInH263IsTakenWithItsSizes() {
        Negotiation after = answered(description(
                AUDIO,
                MAIN,
                List.of(
                        "m=video 5004 RTP/AVP 96 34",
                        "a=rtpmap:96 H263-1998/90000",
                        "a=fmtp:96 CUSTOM=1024,768,4;CIF4=2;CIF=1;QCIF=1",
                        "a=content:slides")));
        NegotiatedVideo content = after.pictures().content().orElseThrow();
        assertEquals(VideoCodec.H263_1998, content.codec());
        assertEquals(64 * 48, content.limits().macroblocks());
        assertTrue(lines(after.local(), 2).contains("a=fmtp:96 CUSTOM=1024,768,4;CIF4=2;CIF=1;QCIF=1\n"));
    }

    @Test
    void videoWithoutACodecInCommonIsRefusedAloneAndTheCallGoesOn() {
        Negotiation after = answered(description(AUDIO, List.of("m=video 5002 RTP/AVP 31"), FLOOR));
        assertEquals(List.of(20_000, 0, 20_006), ports(after.local()));
        assertEquals(Optional.empty(), after.pictures().main());
    }

    @Test
    void picturesToManyAreRefused() {
        List<String> many = new ArrayList<>(MAIN);
        many.add(1, "c=IN IP4 224.2.1.1/127");
        assertEquals(
                List.of(20_000, 0), ports(answered(description(AUDIO, many)).local()));
    }

    @Test
    void lostPacketsComeAgainInAStreamOfTheirOwnWhereBothKnowIt() {
        Negotiation after = answered(sdp(
                "m=audio 5000 RTP/AVPF 8",
                "m=video 5002 RTP/AVPF 97 98 99",
                "a=rtpmap:97 VP8/90000",
                "a=rtpmap:98 rtx/90000",
                "a=fmtp:98 apt=97;rtx-time=500",
                "a=rtpmap:99 rtx/90000",
                "a=fmtp:99 apt=96",
                "a=rtcp-fb:97 nack"));
        NegotiatedVideo main = after.pictures().main().orElseThrow();
        assertEquals(98, main.rtx().orElseThrow());
        assertEquals(Set.of(Feedback.NACK), main.feedback());
        assertTrue(lines(after.local(), 1).startsWith("m=video 20002 RTP/AVPF 97 98\n"));
        assertTrue(lines(after.local(), 1).contains("a=fmtp:98 apt=97;rtx-time=500\n"));
    }

    @Test
    void eachStreamHasKeysOfItsOwn() {
        String key = " AES_CM_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        Negotiation after = answered(sdp(
                "m=audio 5000 RTP/SAVP 8",
                "a=crypto:1" + key,
                "m=video 5002 RTP/SAVP 97",
                "a=rtpmap:97 VP8/90000",
                "a=crypto:5" + key,
                "m=video 5004 RTP/SAVP 97",
                "a=rtpmap:97 VP8/90000",
                "a=content:slides"));
        NegotiatedKeys.Sdes audio =
                (NegotiatedKeys.Sdes) after.audio().orElseThrow().keys();
        NegotiatedKeys.Sdes main = (NegotiatedKeys.Sdes)
                after.pictures().main().orElseThrow().path().keys();
        assertEquals(5, main.ours().tag());
        assertFalse(Arrays.equals(audio.ours().key(), main.ours().key()));
        assertEquals(List.of(20_000, 20_002, 0), ports(after.local())); // a secure profile without keys
        Transport offered = after.offer(OURS_ALL, ALL)
                .offered()
                .orElseThrow()
                .streams()
                .get(1)
                .transport();
        assertEquals(new Transport.Sdes(List.of(main.ours())), offered);
    }

    @Test
    void aLateOfferHasEverythingAndTakesEarlyPicturesUnderItsNumbers() {
        Negotiation offering = Negotiation.START.offer(OURS_ALL, ALL);
        assertEquals(
                List.of(20_000, 20_002, 20_004, 20_006),
                ports(offering.offered().orElseThrow()));
        Map<Integer, Codec> early = offering.receivable(1);
        assertEquals(Set.of(96, 97, 98, 99, 100), early.keySet());
        assertEquals("""
                m=application 20006 UDP/BFCP *
                a=floorctrl:s-only
                a=confid:77
                a=userid:3
                a=floorid:1 mstrm:12
                a=bfcpver:2 1
                """, lines(offering.offered().orElseThrow(), 3));
        Negotiation alone = agreed(offering.accept(description(AUDIO, List.of("m=video 0 RTP/AVP 96"))));
        assertEquals(NegotiatedPictures.NONE, alone.pictures());
    }

    @Test
    void whatThePeerRefusesOfOursIsOfferedAgainInItsPlace() {
        Negotiation offering = Negotiation.START.offer(OURS_ALL, ALL);
        Negotiation up = agreed(offering.accept(description(
                AUDIO,
                List.of(
                        "m=video 5002 RTP/AVP 96",
                        "a=rtpmap:96 H264/90000",
                        "a=fmtp:96 profile-level-id=42801e;packetization-mode=1"),
                List.of("m=video 0 RTP/AVP 96"),
                List.of("m=application 0 UDP/BFCP *"))));
        assertTrue(up.pictures().main().isPresent());
        assertEquals(Optional.empty(), up.pictures().content());
        assertEquals(Optional.empty(), up.pictures().floor());
        assertEquals(
                4, up.offer(OURS_ALL, ALL).offered().orElseThrow().streams().size());
    }

    @Test
    void muteOfThePictureIsADirection() {
        Negotiation up = answered(description(AUDIO, MAIN));
        List<String> muted = new ArrayList<>(MAIN);
        muted.add("a=recvonly");
        Negotiation later = agreed(up.answer(description(AUDIO, muted), OURS_ALL, ALL));
        assertEquals(Direction.SENDONLY, later.pictures().main().orElseThrow().direction());
        List<String> old = new ArrayList<>(MAIN);
        old.add(1, "c=IN IP4 0.0.0.0");
        Negotiation held = agreed(up.answer(description(AUDIO, old), OURS_ALL, ALL));
        assertEquals(Direction.RECVONLY, held.pictures().main().orElseThrow().direction());
    }

    @Test
    void simulcastAndExtensionsAreAnsweredWhereWeKnowThem() {
        MediaDescription offer = sdp(
                "m=audio 5000 RTP/AVPF 8",
                "m=video 5002 RTP/AVPF 97",
                "a=rtpmap:97 VP8/90000",
                "a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
                "a=extmap:4 urn:unknown",
                "a=rid:h send",
                "a=rid:l send",
                "a=simulcast:send h;l");
        String plain = lines(answered(offer).local(), 1);
        assertFalse(plain.contains("simulcast") || plain.contains("extmap"), plain);
        VideoReception knowing = new VideoReception(
                8_160,
                244_800,
                30,
                4_000_000,
                Set.of(Feedback.PLI),
                Set.of("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
                /* simulcast= */ true);
        VideoLocal local = OURS_ALL.video();
        Negotiation after = agreed(Negotiation.START.answer(
                offer, OURS.withVideo(new VideoLocal(local.main(), local.content(), local.floor(), knowing)), ALL));
        String line = lines(after.local(), 1);
        assertTrue(line.contains("a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\na=rid:h recv\n"), line);
        assertTrue(line.contains("a=rid:l recv\na=simulcast:recv h;l\n"), line);
        assertEquals(
                Set.of(3), after.pictures().main().orElseThrow().extensions().keySet());
    }

    @Test
    void aCodecThatIsNoLongerAllowedIsNotOfferedAgain() {
        Negotiation up = answered(description(AUDIO, MAIN));
        MediaTerms other =
                TERMS.withVideo(new VideoTerms(List.of(VideoCodec.VP8), VideoTerms.Wish.NO, VideoTerms.Wish.NO));
        List<Codec> codecs = up.offer(OURS_ALL, other)
                .offered()
                .orElseThrow()
                .streams()
                .get(1)
                .codecs();
        assertEquals(List.of("VP8"), codecs.stream().map(Codec::name).toList());
        assertFalse(codecs.getFirst().payloadType() == 97, "the number H.264 had");
    }
}
