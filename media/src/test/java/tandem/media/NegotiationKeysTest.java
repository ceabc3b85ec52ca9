package tandem.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.NegotiationKit.OURS;
import static tandem.media.NegotiationKit.OUR_FINGERPRINT;
import static tandem.media.NegotiationKit.TERMS;
import static tandem.media.NegotiationKit.agreed;
import static tandem.media.NegotiationKit.audio;
import static tandem.media.NegotiationKit.sdp;
import static tandem.media.NegotiationKit.why;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.media.MediaTerms.Srtp;
import tandem.media.Transport.Dtls;
import tandem.media.Transport.Sdes;
import tandem.media.Transport.Setup;

/** SDES, DTLS, either and plain, as policy and peer meet (RFC 4568, RFC 5763, RFC 8643). */
class NegotiationKeysTest {
    private static final String SDES_80 =
            "a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    private static final String SDES_32 =
            "a=crypto:4 AES_CM_128_HMAC_SHA1_32 inline:NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj";
    private static final String FINGERPRINT =
            "a=fingerprint:sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB";

    private static MediaTerms terms(Srtp srtp) {
        return new MediaTerms(TERMS.audio(), TERMS.direction(), srtp);
    }

    @ParameterizedTest
    @CsvSource({
        "OFF,     RTP/AVP,          plain, plain",
        "OFF,     RTP/AVP,          sdes,  plain",
        "OFF,     RTP/AVP,          both,  plain",
        "OFF,     RTP/SAVP,         sdes,  SRTP is switched off",
        "OFF,     UDP/TLS/RTP/SAVP, dtls,  SRTP is switched off",
        "OFFER,   RTP/AVP,          plain, plain",
        "OFFER,   RTP/AVPF,         sdes,  sdes",
        "OFFER,   RTP/AVP,          dtls,  dtls",
        "OFFER,   RTP/AVP,          both,  dtls",
        "OFFER,   RTP/SAVP,         sdes,  sdes",
        "OFFER,   RTP/SAVPF,        dtls,  dtls",
        "OFFER,   RTP/SAVP,         plain, no usable SRTP keys",
        "OFFER,   UDP/TLS/RTP/SAVP, sdes,  no usable SRTP keys",
        "OFFER,   UDP/TLS/RTP/SAVPF,dtls,  dtls",
        "REQUIRE, RTP/AVP,          plain, SRTP is required",
        "REQUIRE, RTP/AVP,          sdes,  sdes",
        "REQUIRE, RTP/SAVP,         plain, SRTP is required",
        "REQUIRE, RTP/SAVP,         both,  dtls",
    })
    void answersWithWhatPolicyAndOfferAllow(Srtp policy, String profile, String keys, String expected) {
        MediaDescription offer = sdp(
                "m=audio 5000 " + profile + " 8",
                keys.equals("sdes") || keys.equals("both") ? SDES_80 : "a=x",
                keys.equals("dtls") || keys.equals("both") ? FINGERPRINT : "a=x");
        NegotiationOutcome outcome = Negotiation.START.answer(offer, OURS, terms(policy));
        if (outcome instanceof NegotiationOutcome.Refused refused) {
            assertEquals(expected, refused.why());
            return;
        }
        assertEquals(expected, name(audio(outcome).keys()));
        StreamDescription answer = agreed(outcome).local().streams().getFirst();
        assertEquals(profile, answer.line().profile());
        assertEquals(expected, name(answer.transport()));
    }

    private static String name(NegotiatedKeys keys) {
        return switch (keys) {
            case NegotiatedKeys.None none -> "plain";
            case NegotiatedKeys.Sdes sdes -> "sdes";
            case NegotiatedKeys.Dtls dtls -> "dtls";
        };
    }

    private static String name(Transport transport) {
        return switch (transport) {
            case Transport.Plain plain -> "plain";
            case Sdes sdes -> "sdes";
            case Dtls dtls -> "dtls";
            case Transport.Either either -> "either";
        };
    }

    @Test
    void takesTheStrongestSuiteOfferedMirrorsItsTagAndGivesItsOwnKey() {
        MediaDescription offer = sdp("m=audio 5000 RTP/SAVP 8", SDES_32, SDES_80);
        Negotiation after = agreed(Negotiation.START.answer(offer, OURS, TERMS));
        Sdes answer =
                assertInstanceOf(Sdes.class, after.local().streams().getFirst().transport());
        assertEquals(7, answer.cryptos().getFirst().tag());
        assertEquals(1, answer.cryptos().size());
        NegotiatedKeys.Sdes keys =
                (NegotiatedKeys.Sdes) after.audio().orElseThrow().keys();
        assertEquals(SrtpSuite.AES_CM_128_HMAC_SHA1_80, keys.suite());
        assertEquals(0, keys.ours().key()[0]);
        assertEquals('Y', keys.theirs().key()[0]);
    }

    @Test
    void prefersTheProtectedOneOfTwoStreamsUnlessSrtpIsOff() {
        MediaDescription offer = sdp("m=audio 5000 RTP/AVP 8", "m=audio 5002 RTP/SAVP 8", SDES_80);
        assertEquals(1, audio(Negotiation.START.answer(offer, OURS, TERMS)).position());
        assertEquals(
                0, audio(Negotiation.START.answer(offer, OURS, terms(Srtp.OFF))).position());
    }

    @ParameterizedTest
    @CsvSource({"actpass, PASSIVE, false", "active, PASSIVE, false", "passive, ACTIVE, true"})
    void takesTheOtherRoleAndWaitsWhereItMayChoose(String theirs, Setup ours, boolean client) {
        MediaDescription offer = sdp("m=audio 5000 UDP/TLS/RTP/SAVP 8", FINGERPRINT, "a=setup:" + theirs);
        Negotiation after = agreed(Negotiation.START.answer(offer, OURS, TERMS));
        Dtls answer = (Dtls) after.local().streams().getFirst().transport();
        assertEquals(ours, answer.setup());
        assertEquals(List.of(OUR_FINGERPRINT), answer.fingerprints());
        assertEquals(client, ((NegotiatedKeys.Dtls) after.audio().orElseThrow().keys()).client());
    }

    @Test
    void keepsItsRoleInAnAssociationThatIsThere() {
        Negotiation client = agreed(Negotiation.START
                .offer(OURS, TERMS)
                .accept(sdp("m=audio 5000 RTP/AVP 8", FINGERPRINT, "a=setup:passive")));
        assertTrue(isClient(client));
        MediaDescription later = sdp("m=audio 5000 RTP/AVP 8", FINGERPRINT, "a=setup:actpass");
        assertTrue(isClient(agreed(client.answer(later, OURS, TERMS))));
        MediaDescription other =
                sdp("m=audio 5000 RTP/AVP 8", FINGERPRINT.replace("4A:AD", "4A:AE"), "a=setup:actpass");
        assertFalse(isClient(agreed(client.answer(other, OURS, TERMS))));
    }

    private static boolean isClient(Negotiation negotiation) {
        return ((NegotiatedKeys.Dtls) negotiation.audio().orElseThrow().keys()).client();
    }

    @ParameterizedTest
    @CsvSource({"OFF, RTP/AVP, plain", "OFFER, RTP/AVP, either", "REQUIRE, RTP/SAVP, either"})
    void offersAsThePolicySays(Srtp policy, String profile, String transport) {
        StreamDescription stream = Negotiation.START
                .offer(OURS, terms(policy))
                .offered()
                .orElseThrow()
                .streams()
                .getFirst();
        assertEquals(profile, stream.line().profile());
        assertEquals(transport, name(stream.transport()));
    }

    @Test
    void offersWhatItHasWhereItHasOneWayOfKeyingOnly() {
        NegotiationLocal sdes = NegotiationKit.local(OURS.cryptos(), List.of());
        NegotiationLocal dtls = NegotiationKit.local(List.of(), OURS.fingerprints());
        NegotiationLocal none = NegotiationKit.local(List.of(), List.of());
        assertEquals("sdes", name(offered(sdes).transport()));
        assertEquals("dtls", name(offered(dtls).transport()));
        assertEquals("plain", name(offered(none).transport()));
        MediaDescription both = sdp("m=audio 5000 RTP/AVP 8", FINGERPRINT, SDES_80);
        assertEquals(
                "sdes", name(audio(Negotiation.START.answer(both, sdes, TERMS)).keys()));
        assertEquals(
                "plain", name(audio(Negotiation.START.answer(both, none, TERMS)).keys()));
    }

    private static StreamDescription offered(NegotiationLocal ours) {
        return Negotiation.START
                .offer(ours, TERMS)
                .offered()
                .orElseThrow()
                .streams()
                .getFirst();
    }

    @Test
    void takesWhatThePeerChoseOfBoth() {
        Negotiation offering = Negotiation.START.offer(OURS, TERMS);
        assertEquals(
                NegotiatedKeys.NONE,
                audio(offering.accept(sdp("m=audio 5000 RTP/AVP 8"))).keys());
        NegotiatedAudio sdes = audio(offering.accept(sdp("m=audio 5000 RTP/AVP 8", SDES_80.replace(":7", ":2"))));
        assertEquals(2, ((NegotiatedKeys.Sdes) sdes.keys()).ours().tag());
        NegotiatedAudio renumbered = audio(offering.accept(sdp("m=audio 5000 RTP/AVP 8", SDES_80)));
        assertEquals(2, ((NegotiatedKeys.Sdes) renumbered.keys()).ours().tag());
        NegotiatedAudio dtls = audio(offering.accept(sdp("m=audio 5000 RTP/AVP 8", FINGERPRINT, "a=setup:active")));
        assertFalse(((NegotiatedKeys.Dtls) dtls.keys()).client());
    }

    @Test
    void refusesAPlainAnswerWhereKeysAreRequired() {
        Negotiation offering = Negotiation.START.offer(OURS, terms(Srtp.REQUIRE));
        assertEquals("no usable SRTP keys in the answer", why(offering.accept(sdp("m=audio 5000 RTP/SAVP 8"))));
        assertEquals("no usable SRTP keys in the answer", why(offering.accept(sdp("m=audio 5000 RTP/AVP 8"))));
    }

    @Test
    void repeatsKeysInForceInALaterOffer() {
        Negotiation up = agreed(Negotiation.START.answer(sdp("m=audio 5000 RTP/SAVP 8", SDES_80), OURS, TERMS));
        StreamDescription later =
                up.offer(OURS, TERMS).offered().orElseThrow().streams().getFirst();
        assertEquals("RTP/SAVP", later.line().profile());
        assertEquals(up.local().streams().getFirst().transport(), later.transport());
        Negotiation plain = agreed(Negotiation.START.answer(sdp("m=audio 5000 RTP/AVP 8"), OURS, TERMS));
        assertEquals(
                Transport.PLAIN,
                plain.offer(OURS, TERMS)
                        .offered()
                        .orElseThrow()
                        .streams()
                        .getFirst()
                        .transport());
    }

    @Test
    void refusesAnAnswerThatDropsTheProtectionInForce() {
        MediaTerms required = terms(Srtp.REQUIRE);
        Negotiation up = agreed(Negotiation.START.answer(sdp("m=audio 5000 RTP/AVP 8", SDES_80), OURS, required));
        Negotiation later = up.offer(OURS, required);
        assertEquals(
                "RTP/AVP",
                later.offered().orElseThrow().streams().getFirst().line().profile());
        assertEquals("no usable SRTP keys in the answer", why(later.accept(sdp("m=audio 5000 RTP/AVP 8"))));
        assertEquals(
                "sdes",
                name(audio(later.accept(sdp("m=audio 5000 RTP/AVP 8", SDES_80))).keys()));
        Negotiation fork = agreed(Negotiation.START.offer(OURS, TERMS).accept(sdp("m=audio 5000 RTP/AVP 8", SDES_80)));
        assertEquals(
                "plain", name(audio(fork.accept(sdp("m=audio 6000 RTP/AVP 8"))).keys()));
    }

    @Test
    void offersToMuxRtcpWithDtlsAndBearsAPeerThatDoesNot() {
        Negotiation offering = Negotiation.START.offer(OURS, TERMS);
        assertTrue(offering.offered().orElseThrow().streams().getFirst().rtcpMux());
        NegotiatedAudio apart = audio(offering.accept(sdp("m=audio 5000 RTP/AVP 8")));
        assertFalse(apart.rtcpMux());
        assertEquals(5001, apart.rtcp().getPort());
        assertTrue(audio(offering.accept(sdp("m=audio 5000 RTP/AVP 8", "a=rtcp-mux")))
                .rtcpMux());
        assertFalse(Negotiation.START
                .offer(OURS, terms(Srtp.OFF))
                .offered()
                .orElseThrow()
                .streams()
                .getFirst()
                .rtcpMux());
    }

    @Test
    void takesTheAnswerOfBaresipWithKeysOfTheStrongestSuiteItHas() {
        Negotiation offering = Negotiation.START.offer(OURS, TERMS);
        NegotiatedAudio audio = audio(offering.accept(sdp(
                "m=audio 21412 RTP/AVP 111 9 8 0 101",
                "a=rtpmap:111 opus/48000/2",
                "a=rtpmap:101 telephone-event/8000",
                "a=crypto:1 AEAD_AES_256_GCM inline:KdlBvoSUqTKwb+LEBiJAGagfTmrxX4/AmdC9TiukhvvOHiABuDL0DRUiV3s=")));
        assertEquals(SrtpSuite.AEAD_AES_256_GCM, ((NegotiatedKeys.Sdes) audio.keys()).suite());
        assertEquals(8_000, audio.events().orElseThrow().clockRate());
    }

    @Test
    void printsNoKey() {
        MediaDescription offer = sdp("m=audio 5000 RTP/SAVP 8", SDES_80);
        assertFalse(offer.toString().contains("WVNfX"));
        assertTrue(offer.toString().contains("7 AES_CM_128_HMAC_SHA1_80"));
    }
}
