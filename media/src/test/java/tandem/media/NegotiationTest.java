package tandem.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.NegotiationKit.OURS;
import static tandem.media.NegotiationKit.TERMS;
import static tandem.media.NegotiationKit.agreed;
import static tandem.media.NegotiationKit.audio;
import static tandem.media.NegotiationKit.sdp;
import static tandem.media.NegotiationKit.why;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.media.StreamDescription.Kind;
import tandem.media.sdp.SdpOrigin;
import tandem.media.sdp.SdpWriter;

class NegotiationTest {
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

    @Test
    void takesTheFirstCodecOfTheOfferThatTheTermsAllow() {
        MediaDescription offer = sdp("m=audio 5000 RTP/AVP 18 0 9 96", "a=rtpmap:96 opus/48000/2");
        assertEquals(
                AudioCodec.PCMU,
                audio(Negotiation.START.answer(offer, OURS, TERMS)).codec());
        MediaTerms g722 = TERMS.withAudio(List.of(AudioCodec.OPUS, AudioCodec.G722));
        assertEquals(
                AudioCodec.G722,
                audio(Negotiation.START.answer(offer, OURS, g722)).codec());
        assertEquals(List.of(AudioCodec.PCMU, AudioCodec.G722, AudioCodec.OPUS), Negotiation.matching(offer, TERMS));
        assertEquals(List.of(AudioCodec.G722, AudioCodec.OPUS), Negotiation.matching(offer, g722));
    }

    @Test
    void refusesAnOfferWithoutACodecInCommonAndSaysWhy() {
        assertEquals("no codec in common", why(Negotiation.START.answer(sdp("m=audio 5000 RTP/AVP 18"), OURS, TERMS)));
        assertEquals(
                "no codec in common",
                why(Negotiation.START.answer(sdp("m=audio 5000 RTP/AVP 96", "a=rtpmap:96 PCMU/16000"), OURS, TERMS)));
        assertEquals(
                "no codec in common",
                why(Negotiation.START.answer(sdp("m=audio 5000 RTP/AVP 96", "a=rtpmap:96 PCMA/8000/2"), OURS, TERMS)));
        assertEquals("audio is removed", why(Negotiation.START.answer(sdp("m=audio 0 RTP/AVP 8"), OURS, TERMS)));
    }

    @ParameterizedTest
    @CsvSource({
        "'96 100 101', 100", // both clocks: the codec's
        "'96 101',     101", // 8000 alone beside Opus, as many phones offer it
        "'8 100 101',  101",
        "'9 100 101',  101",
        "'8 100',      100",
        "'8',          -1",
    })
    void picksTelephoneEventsAtTheCodecsClock(String formats, int expected) {
        MediaDescription offer = sdp(
                "m=audio 5000 RTP/AVP " + formats,
                "a=rtpmap:96 opus/48000/2",
                "a=rtpmap:100 telephone-event/48000",
                "a=rtpmap:101 telephone-event/8000");
        Negotiation after = agreed(Negotiation.START.answer(offer, OURS, TERMS));
        Optional<Codec> events = after.audio().orElseThrow().events();
        assertEquals(expected, events.map(Codec::payloadType).orElse(-1));
        assertEquals(
                expected,
                after.local().streams().getFirst().codecs().stream()
                        .filter(Codec::isTelephoneEvent)
                        .mapToInt(Codec::payloadType)
                        .findFirst()
                        .orElse(-1));
    }

    @Test
    void offersEventsAtEachClockOfItsCodecs() {
        List<Codec> codecs = offered(Negotiation.START.offer(OURS, TERMS)).codecs();
        assertEquals(
                List.of("OPUS 111", "G722 9", "PCMA 8", "PCMU 0", "TELEPHONE-EVENT 101", "TELEPHONE-EVENT 110"),
                codecs.stream().map(c -> c.name() + " " + c.payloadType()).toList());
        assertEquals(48_000, codecs.getLast().clockRate());
        List<Codec> narrow = offered(Negotiation.START.offer(OURS, TERMS.withAudio(List.of(AudioCodec.PCMU))))
                .codecs();
        assertEquals(2, narrow.size());
    }

    /** A peer that is to have keys by INFO, or as tones, must not think that events would do. */
    @Test
    void neitherOffersNorTakesEventsWhereKeysGoOtherwise() {
        for (MediaTerms.Digits digits : List.of(MediaTerms.Digits.SIGNALLED, MediaTerms.Digits.TONES)) {
            MediaTerms terms = TERMS.withDigits(digits);
            assertTrue(offered(Negotiation.START.offer(OURS, terms)).codecs().stream()
                    .noneMatch(Codec::isTelephoneEvent));
            MediaDescription offer =
                    sdp("m=audio 5000 RTP/AVP 8 101", "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15");
            Negotiation after = agreed(Negotiation.START.answer(offer, OURS, terms));
            assertEquals(Optional.empty(), after.audio().orElseThrow().events());
            assertTrue(after.local().audio().orElseThrow().codecs().stream().noneMatch(Codec::isTelephoneEvent));
        }
    }

    private static StreamDescription offered(Negotiation negotiation) {
        return negotiation.offered().orElseThrow().audio().orElseThrow();
    }

    @Test
    void answersComfortNoiseOfG711ButNotBesideOpus() {
        MediaDescription g711 = sdp("m=audio 5000 RTP/AVP 0 13");
        assertEquals(
                13,
                audio(Negotiation.START.answer(g711, OURS, TERMS))
                        .comfortNoise()
                        .orElseThrow()
                        .payloadType());
        MediaDescription opus = sdp("m=audio 5000 RTP/AVP 96 13", "a=rtpmap:96 opus/48000/2");
        assertEquals(
                Optional.empty(),
                audio(Negotiation.START.answer(opus, OURS, TERMS)).comfortNoise());
    }

    @ParameterizedTest
    @CsvSource({
        "8,  a=x,        a=x,           20",
        "8,  a=ptime:10, a=x,           10",
        "8,  a=ptime:30, a=x,           30",
        "8,  a=ptime:60, a=x,           60",
        "8,  a=ptime:80, a=x,           60",
        "8,  a=ptime:60, a=maxptime:40, 40",
        "8,  a=x,        a=maxptime:15, 10",
        "8,  a=ptime:5,  a=maxptime:5,  10",
        "96, a=ptime:30, a=x,           20",
        "96, a=ptime:50, a=x,           40",
        "96, a=ptime:120,a=x,           60",
    })
    void sendsPacketsOfTheTimeThePeerWants(int payloadType, String ptime, String maxptime, int expected) {
        MediaDescription offer =
                sdp("m=audio 5000 RTP/AVP " + payloadType, "a=rtpmap:96 opus/48000/2", ptime, maxptime);
        Negotiation after = agreed(Negotiation.START.answer(offer, OURS, TERMS));
        assertEquals(expected, after.audio().orElseThrow().ptimeMs());
        assertEquals(expected, after.local().streams().getFirst().ptimeMs().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "a=sendrecv, 198.51.100.5, SENDRECV, SENDRECV",
        "a=sendonly, 198.51.100.5, SENDRECV, RECVONLY",
        "a=recvonly, 198.51.100.5, SENDRECV, SENDONLY",
        "a=inactive, 198.51.100.5, SENDRECV, INACTIVE",
        "a=sendrecv, 0.0.0.0,      SENDRECV, RECVONLY",
        "a=sendrecv, 198.51.100.5, SENDONLY, SENDONLY",
        "a=sendonly, 198.51.100.5, SENDONLY, INACTIVE",
        "a=recvonly, 198.51.100.5, INACTIVE, INACTIVE",
    })
    void mirrorsHold(String theirs, String address, Direction allowed, Direction expected) {
        MediaDescription offer = sdp("m=audio 5000 RTP/AVP 8", "c=IN IP4 " + address, theirs);
        Negotiation after = agreed(Negotiation.START.answer(offer, OURS, TERMS.withDirection(allowed)));
        assertEquals(expected, after.audio().orElseThrow().direction());
        assertEquals(expected, after.local().streams().getFirst().direction());
        assertFalse(after.local().streams().getFirst().refused());
    }

    @Test
    void keepsWhatRemainsOfBothDirectionsOfItsOffer() {
        Negotiation offering = Negotiation.START.offer(OURS, TERMS.withDirection(Direction.SENDONLY));
        assertEquals(
                Direction.SENDONLY,
                audio(offering.accept(sdp("m=audio 5000 RTP/AVP 8", "a=sendrecv")))
                        .direction());
        assertEquals(
                Direction.INACTIVE,
                audio(offering.accept(sdp("m=audio 5000 RTP/AVP 8", "a=inactive")))
                        .direction());
    }

    @Test
    void bearsAnAnswerWithOtherPayloadTypesAndWithSeveralCodecs() {
        Negotiation offering = Negotiation.START.offer(OURS, TERMS);
        assertEquals("OPUS", name(offering.receivable(), 111));
        NegotiatedAudio audio = audio(offering.accept(sdp(
                "m=audio 5000 RTP/AVP 18 96 8 97", "a=rtpmap:96 opus/48000/2", "a=rtpmap:97 telephone-event/48000")));
        assertEquals(AudioCodec.OPUS, audio.codec());
        assertEquals(96, audio.payloadType());
        assertEquals(97, audio.events().orElseThrow().payloadType());
        assertEquals("OPUS", name(audio.receive(), 111));
        assertEquals("OPUS", name(audio.receive(), 96));
        assertEquals("TELEPHONE-EVENT", name(audio.receive(), 110));
        assertEquals(List.of(AudioCodec.OPUS, AudioCodec.PCMA), audio.common());
    }

    private static String name(Map<Integer, Codec> formats, int payloadType) {
        return Optional.ofNullable(formats.get(payloadType)).map(Codec::name).orElse("");
    }

    @Test
    void takesUnmappedPayloadTypesOfAnAnswerAsItsOfferSaid() {
        NegotiatedAudio audio = audio(Negotiation.START.offer(OURS, TERMS).accept(sdp("m=audio 5000 RTP/AVP 111")));
        assertEquals(AudioCodec.OPUS, audio.codec());
        assertEquals(111, audio.payloadType());
    }

    @Test
    void refusesAnAnswerItCannotUse() {
        Negotiation offering = Negotiation.START.offer(OURS, TERMS);
        assertEquals("the peer refuses audio", why(offering.accept(sdp("m=audio 0 RTP/AVP 8"))));
        assertEquals("no codec of ours in the answer", why(offering.accept(sdp("m=audio 5000 RTP/AVP 18"))));
        assertEquals("the peer refuses audio", why(Negotiation.START.accept(sdp("m=audio 5000 RTP/AVP 8"))));
    }

    @Test
    void takesTheAnswerOfAnotherForkToTheSameOffer() {
        Negotiation early = agreed(Negotiation.START.offer(OURS, TERMS).accept(sdp("m=audio 5000 RTP/AVP 8")));
        Negotiation last = agreed(early.accept(sdp("m=audio 6000 RTP/AVP 0")));
        assertEquals(AudioCodec.PCMU, last.audio().orElseThrow().codec());
        assertEquals(early.local(), last.local());
    }

    @Test
    void answersTheAudioLevelOnlyWhereItIsOffered() {
        MediaDescription offer = sdp(
                "m=audio 5000 RTP/AVP 8",
                "a=extmap:2 urn:other",
                "a=extmap:3/recvonly urn:ietf:params:rtp-hdrext:ssrc-audio-level vad=on");
        Negotiation after = agreed(Negotiation.START.answer(offer, OURS, TERMS));
        assertEquals(3, after.audio().orElseThrow().audioLevelId().orElseThrow());
        assertEquals(
                Map.of(3, NegotiatedAudio.AUDIO_LEVEL),
                after.local().streams().getFirst().extensions());
    }

    @Test
    void muxesRtcpWhereItIsOfferedAndElseFindsItsPort() {
        Negotiation muxed = agreed(Negotiation.START.answer(sdp("m=audio 5000 RTP/AVP 8", "a=rtcp-mux"), OURS, TERMS));
        assertTrue(muxed.local().streams().getFirst().rtcpMux());
        assertEquals(5000, muxed.audio().orElseThrow().rtcp().getPort());
        assertEquals(
                6001,
                audio(Negotiation.START.answer(sdp("m=audio 5000 RTP/AVP 8", "a=rtcp:6001"), OURS, TERMS))
                        .rtcp()
                        .getPort());
        InetSocketAddress named = audio(Negotiation.START.answer(
                        sdp("m=audio 5000 RTP/AVP 8", "c=IN IP4 phone.example.com"), OURS, TERMS))
                .rtcp();
        assertTrue(named.isUnresolved());
        assertEquals(5001, named.getPort());
    }

    @Test
    void sendsToNoGroup() {
        assertEquals(
                "audio to a multicast address",
                why(Negotiation.START.answer(sdp("m=audio 5000 RTP/AVP 8", "c=IN IP4 224.2.17.12/127"), OURS, TERMS)));
    }

    @Test
    void answersAnOfferThatRemovesOrMovesTheAudioStream() {
        Negotiation up = agreed(Negotiation.START.answer(sdp("m=audio 5000 RTP/AVP 8"), OURS, TERMS));
        Negotiation removed = agreed(up.answer(sdp("m=audio 0 RTP/AVP 8"), OURS, TERMS));
        assertEquals(Optional.empty(), removed.audio());
        assertEquals(1, removed.local().streams().size());
        Negotiation back = removed.offer(OURS, TERMS);
        assertEquals(1, back.offered().orElseThrow().streams().size());
        Negotiation moved = agreed(up.answer(sdp("m=audio 0 RTP/AVP 8", "m=audio 6000 RTP/AVP 8"), OURS, TERMS));
        assertEquals(1, moved.audio().orElseThrow().position());
    }

    @Test
    void keepsTheStreamInForceAmongSeveral() {
        Negotiation up =
                agreed(Negotiation.START.answer(sdp("m=audio 0 RTP/AVP 8", "m=audio 5002 RTP/AVP 8"), OURS, TERMS));
        Negotiation later = agreed(up.answer(sdp("m=audio 5000 RTP/AVP 8", "m=audio 5002 RTP/AVP 8"), OURS, TERMS));
        assertEquals(1, later.audio().orElseThrow().position());
        assertTrue(later.local().streams().getFirst().refused());
    }

    @Test
    void givesNoPayloadTypeASecondMeaning() {
        Negotiation up = agreed(Negotiation.START.answer(
                sdp(
                        "m=audio 5000 RTP/AVP 8 111 101 110",
                        "a=rtpmap:111 iLBC/8000",
                        "a=rtpmap:101 speex/8000",
                        "a=rtpmap:110 telephone-event/8000"),
                OURS,
                TERMS));
        List<Codec> codecs = offered(up.offer(OURS, TERMS)).codecs();
        assertEquals(
                List.of("OPUS 96", "G722 9", "PCMA 8", "PCMU 0", "TELEPHONE-EVENT 110", "TELEPHONE-EVENT 97"),
                codecs.stream().map(c -> c.name() + " " + c.payloadType()).toList());
    }

    @Test
    void describesRtcpWhereItIsNotTheNextPort() {
        NegotiationLocal apart = new NegotiationLocal(
                OURS.rtp(),
                new InetSocketAddress(OURS.rtp().getAddress(), 30_000),
                List.of(),
                List.of(),
                OURS.opus(),
                20);
        assertEquals(
                Optional.of(apart.rtcp()),
                offered(Negotiation.START.offer(apart, TERMS)).rtcp());
        assertEquals(
                Optional.empty(), offered(Negotiation.START.offer(OURS, TERMS)).rtcp());
    }
}
