package tandem.media.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.media.Codec;
import tandem.media.CodecParams;
import tandem.media.CodecParams.OpusParams;
import tandem.media.CodecParams.TelephoneEventParams;
import tandem.media.Direction;
import tandem.media.SrtpSuite;
import tandem.media.StreamDescription;
import tandem.media.Transport;
import tandem.media.Transport.Setup;

class SdpReaderTest {
    private static final String SESSION =
            "v=0\r\no=- 1 1 IN IP4 198.51.100.5\r\ns=-\r\nc=IN IP4 198.51.100.5\r\nt=0 0\r\n";
    private static final String KEY_30 = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";

    private static Sdp sdp(String text) {
        return assertInstanceOf(Sdp.class, SdpReader.read(text));
    }

    private static SdpRefusal refusal(String text) {
        return assertInstanceOf(SdpRefusal.class, SdpReader.read(text));
    }

    /** The first stream of a description with these lines behind the usual session part. */
    private static StreamDescription stream(String... lines) {
        return sdp(SESSION + String.join("\r\n", lines) + "\r\n")
                .description()
                .streams()
                .getFirst();
    }

    @Test
    void readsAnyLineEndAndAByteOrderMark() {
        String text = "\uFEFF" + SESSION + "m=audio 5000 RTP/AVP 8\r\n";
        assertEquals(sdp(text).description(), sdp(text.replace("\r\n", "\n")).description());
        assertEquals(sdp(text).description(), sdp(text.replace("\r\n", "\r")).description());
        assertEquals(sdp(text), SdpReader.read(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void mapsStaticPayloadTypesWithoutRtpmapAndTypesParameters() {
        StreamDescription stream = stream(
                "m=audio 5000 RTP/AVP 0 18 96 101 102 9",
                "a=fmtp:18 annexb=no",
                "a=rtpmap:96 OPUS/48000/2",
                "a=fmtp:96 minptime=10; MaxAverageBitrate=20000;useinbandfec=1;usedtx=1; stereo=0;",
                "a=fmtp:101 0-11,16",
                "a=rtpmap:102 telephone-event/48000",
                "a=rtpmap:9 G722/16000");
        OpusParams opus = new OpusParams(48_000, OptionalInt.of(20_000), false, true, true, false);
        assertEquals(
                List.of(
                        new Codec(0, "PCMU", 8_000, 1, CodecParams.NONE),
                        new Codec(18, "G729", 8_000, 1, new CodecParams.Raw("annexb=no")),
                        new Codec(96, "OPUS", 48_000, 2, opus),
                        new Codec(101, "TELEPHONE-EVENT", 8_000, 1, new TelephoneEventParams("0-11,16")),
                        new Codec(102, "TELEPHONE-EVENT", 48_000, 1, new TelephoneEventParams("0-15")),
                        new Codec(9, "G722", 8_000, 1, CodecParams.NONE)),
                stream.codecs());
    }

    @Test
    void passesOverPayloadTypesNobodyMapped() {
        assertEquals(
                List.of(8),
                stream("m=audio 5000 RTP/AVP 99 8 8 200 x").codecs().stream()
                        .map(Codec::payloadType)
                        .toList());
        StreamDescription unmapped = stream("m=audio 5000 RTP/AVP 99");
        assertEquals(List.of("99"), unmapped.line().formats());
        assertEquals(List.of(), unmapped.codecs());
    }

    @ParameterizedTest
    @CsvSource({
        "a=sendonly, IN IP4 198.51.100.5, SENDONLY",
        "a=recvonly, IN IP4 198.51.100.5, RECVONLY",
        "a=inactive, IN IP4 198.51.100.5, INACTIVE",
        "a=SendRecv, IN IP4 198.51.100.5, SENDRECV",
        "a=x,        IN IP4 198.51.100.5, SENDRECV",
        "a=sendrecv, IN IP4 0.0.0.0,      SENDONLY",
        "a=recvonly, IN IP4 0.0.0.0,      INACTIVE",
        "a=x,        IN IP6 ::,           SENDONLY",
        "a=x,        IN IP4 hold.invalid, SENDONLY",
    })
    void readsDirectionAndTheHoldOfRfc2543(String attribute, String connection, Direction expected) {
        assertEquals(
                expected,
                stream("m=audio 5000 RTP/AVP 8", "c=" + connection, attribute).direction());
    }

    @Test
    void takesDirectionFromTheSessionUnlessTheStreamSaysOtherwise() {
        List<StreamDescription> streams = sdp(SESSION
                        + "a=sendonly\r\nm=audio 5000 RTP/AVP 8\r\nm=audio 5002 RTP/AVP 8\r\na=inactive\r\n")
                .description()
                .streams();
        assertEquals(Direction.SENDONLY, streams.getFirst().direction());
        assertEquals(Direction.INACTIVE, streams.get(1).direction());
    }

    @Test
    void keepsAHostNameUnresolved() {
        InetSocketAddress rtp = stream("m=audio 5000 RTP/AVP 8", "c=IN IP4 media.example.com")
                .rtp()
                .orElseThrow();
        assertTrue(rtp.isUnresolved());
        assertEquals("media.example.com", rtp.getHostString());
    }

    @ParameterizedTest
    @CsvSource({
        "IN IP4 192.0.2.1/127,          192.0.2.1",
        "IN IP6 2001:db8::1,            2001:db8::1",
        "IN IP4 2001:db8::1,            2001:db8::1",
        "IN IP6 [2001:db8::1],          2001:db8::1",
        "IN IP6 fe80::1%eth0,           fe80::1",
        "IN IP6 ::ffff:192.0.2.1,       192.0.2.1",
        "192.0.2.1,                     192.0.2.1",
    })
    void readsAddressesAsTheyAreWritten(String connection, String expected) {
        assertEquals(
                Optional.of(new InetSocketAddress(InetAddress.ofLiteral(expected), 5000)),
                stream("m=audio 5000 RTP/AVP 8", "c=" + connection).rtp());
    }

    @Test
    void readsRtcpWhereItIsUnusualOnly() {
        assertEquals(
                Optional.empty(),
                stream("m=audio 5000 RTP/AVP 8", "a=rtcp:5001").rtcp());
        assertEquals(
                Optional.of(new InetSocketAddress(InetAddress.ofLiteral("198.51.100.5"), 6000)),
                stream("m=audio 5000 RTP/AVP 8", "a=rtcp:6000").rtcp());
        assertEquals(
                Optional.of(new InetSocketAddress(InetAddress.ofLiteral("198.51.100.9"), 5001)),
                stream("m=audio 5000 RTP/AVP 8", "a=rtcp:5001 IN IP4 198.51.100.9")
                        .rtcp());
        StreamDescription muxed = stream("m=audio 5000 RTP/AVP 8", "a=rtcp:9 IN IP4 0.0.0.0", "a=rtcp-mux");
        assertTrue(muxed.rtcpMux());
        assertEquals(Optional.empty(), muxed.rtcp());
    }

    @Test
    void readsPacketTimesExtensionsMidAndGroups() {
        Sdp sdp = sdp(SESSION + "a=group:BUNDLE 0 1\r\na=extmap:1 urn:a\r\nm=audio 5000 RTP/AVP 8\r\n"
                + "a=extmap:3/sendonly urn:b vad=on\r\na=extmap:1 urn:c\r\na=extmap:0 urn:d\r\na=mid:0\r\n"
                + "a=ptime:30.5\r\na=maxptime:60\r\n");
        StreamDescription stream = sdp.description().streams().getFirst();
        assertEquals(List.of(new Sdp.Group("BUNDLE", List.of("0", "1"))), sdp.groups());
        assertEquals(Map.of(1, "urn:c", 3, "urn:b"), stream.extensions());
        assertEquals(Optional.of("0"), stream.line().mid());
        assertEquals(OptionalInt.of(30), stream.ptimeMs());
        assertEquals(OptionalInt.of(60), stream.maxPtimeMs());
    }

    @ParameterizedTest
    @CsvSource({"TIAS:24000, 24000", "AS:64, 48000", "AS:10, 6000", "CT:1, 0", "AS:x, 0"})
    void boundsOpusByTheBandwidthOfTheStream(String bandwidth, int expected) {
        StreamDescription stream = stream("m=audio 5000 RTP/AVP 96", "b=" + bandwidth, "a=rtpmap:96 opus/48000/2");
        OpusParams opus = (OpusParams) stream.codecs().getFirst().params();
        assertEquals(expected, opus.maxAverageBitrate().orElse(0));
    }

    @Test
    void takesCryptoLinesItCanHonourAndPassesOverTheOthers() {
        StreamDescription stream = stream(
                "m=audio 5000 RTP/SAVP 8",
                "a=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:" + KEY_30,
                "a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30 + "|2^20|1:4",
                "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30 + ";inline:" + KEY_30,
                "a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30 + " UNENCRYPTED_SRTP",
                "a=crypto:5 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30 + " KDR=3",
                "a=crypto:6 AES_CM_128_HMAC_SHA1_80 inline:c2hvcnQ=",
                "a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:!!!",
                "a=crypto:8 aes_cm_128_hmac_sha1_32 INLINE:" + KEY_30 + "|2^48 WSH=64 -x",
                "a=crypto:9 AEAD_AES_128_GCM inline:" + KEY_30.substring(0, 37) + "=");
        Transport.Sdes sdes = assertInstanceOf(Transport.Sdes.class, stream.transport());
        assertEquals(
                List.of("8 AES_CM_128_HMAC_SHA1_32"),
                sdes.cryptos().stream().map(Object::toString).toList());
        assertEquals(30, sdes.cryptos().getFirst().key().length);
        assertEquals(
                SrtpSuite.AES_CM_128_HMAC_SHA1_32, sdes.cryptos().getFirst().suite());
    }

    @Test
    void readsFingerprintsOfStreamOrSessionAndSetup() {
        String sha1 = "4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB";
        Transport.Dtls expected = new Transport.Dtls(List.of(new Transport.Fingerprint("sha-1", sha1)), Setup.ACTIVE);
        assertEquals(
                expected,
                stream(
                                "a=setup:active",
                                "a=fingerprint:SHA-1 " + sha1.toLowerCase(java.util.Locale.ROOT),
                                "m=audio 5000 UDP/TLS/RTP/SAVP 8",
                                "a=fingerprint:sha-256 00:11",
                                "a=fingerprint:md5 " + sha1)
                        .transport());
        assertEquals(
                Setup.ACTPASS,
                ((Transport.Dtls) stream("m=audio 5000 RTP/SAVP 8", "a=fingerprint:sha-1 " + sha1)
                                .transport())
                        .setup());
    }

    @Test
    void takesNoCryptoWhereTheProfileIsDtls() {
        assertEquals(
                Transport.PLAIN,
                stream("m=audio 5000 UDP/TLS/RTP/SAVP 8", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30)
                        .transport());
    }

    @Test
    void readsAnOriginWithBlanksAndOneTooLong() {
        Sdp sdp = sdp("""
                v=0
                o=Cisco SIP UA 18446744073709551617 99999999999999999999 IN IP4 198.51.100.5
                m=audio 5000 RTP/AVP 8
                """);
        assertEquals(
                Optional.of(new SdpOrigin(
                        "Cisco SIP UA", "18446744073709551617", 999_999_999_999_999_999L, "198.51.100.5")),
                sdp.origin());
    }

    @Test
    void refusesWhatOutgrowsItsBoundsAndSaysWhere() {
        assertEquals(
                "more than 64 m= lines",
                refusal("m=audio 5000 RTP/AVP 8\n".repeat(65)).reason());
        assertEquals(65, refusal("m=audio 5000 RTP/AVP 8\n".repeat(65)).line());
        assertEquals(2001, refusal("a=x\n".repeat(2_001)).line());
        assertEquals(0, refusal("v=" + "0".repeat(SdpReader.MAX_LENGTH)).line());
        assertEquals(
                "more than 128 formats",
                refusal(SESSION + "m=audio 5000 RTP/AVP" + " 8".repeat(129)).reason());
        assertInstanceOf(SdpRefusal.class, SdpReader.read(new byte[SdpReader.MAX_LENGTH + 1]));
    }

    @Test
    void refusesAStreamThatHasNoAddressAtAll() {
        SdpRefusal refusal = refusal("v=0\nm=audio 5000 RTP/AVP 8\n");
        assertEquals("line 2: no c= line for this stream", refusal.toString());
        assertTrue(sdp("v=0\nm=audio 0 RTP/AVP 8\n")
                .description()
                .streams()
                .getFirst()
                .refused());
    }
}
