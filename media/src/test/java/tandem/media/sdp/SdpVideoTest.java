package tandem.media.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.media.Bandwidth;
import tandem.media.Codec;
import tandem.media.CodecParams;
import tandem.media.Feedback;
import tandem.media.H263Params;
import tandem.media.H264Params;
import tandem.media.MediaDescription;
import tandem.media.StreamDescription;
import tandem.media.StreamDescription.Kind;
import tandem.media.VideoCodec;
import tandem.media.VideoDescription;
import tandem.media.VideoDescription.Content;
import tandem.media.VideoDescription.Rid;
import tandem.media.VideoDescription.Simulcast;
import tandem.media.VideoDescription.Source;
import tandem.media.VideoLimits;

class SdpVideoTest {
    private static MediaDescription read(String... lines) {
        String text =
                "v=0\r\no=- 1 1 IN IP4 198.51.100.5\r\ns=-\r\nc=IN IP4 198.51.100.5\r\n" + String.join("\r\n", lines);
        MediaDescription description =
                assertInstanceOf(Sdp.class, SdpReader.read(text)).description();
        String written = SdpWriter.write(description, SdpOrigin.of(7, InetAddress.ofLiteral("192.0.2.10")));
        assertEquals(description, ((Sdp) SdpReader.read(written)).description(), written);
        return description;
    }

    private static StreamDescription video(String... lines) {
        return read(lines).streams().getFirst();
    }

    private static CodecParams fmtp(String map, String fmtp) {
        return video("m=video 5000 RTP/AVP 96", "a=rtpmap:96 " + map, "a=fmtp:96 " + fmtp)
                .codecs()
                .getFirst()
                .params();
    }

    @ParameterizedTest
    @CsvSource({
        "42E01F, 42E01F",
        "42e01f, 42E01F",
        "640c1F, 640C1F",
        "4280D,  42800D", // Tandberg MXP: five digits
        "42800,  428000",
        "'',     42000A", // unsaid: baseline, level 1
        "42E0,   42000A",
        "42E01FF,42000A",
        "42E01G, 42000A",
    })
    void readsProfileLevelIdLenientlyAndWritesItInUpperCase(String written, String expected) {
        H264Params params = (H264Params) fmtp("H264/90000", "profile-level-id=" + written + ";packetization-mode=1");
        assertEquals(Integer.parseInt(expected, 16), params.profileLevelId());
        assertTrue(SdpVideoFormats.text(params).startsWith("profile-level-id=" + expected + ";"));
    }

    @Test
    void readsEveryParameterOfH264AndPassesOverTheRest() {
        assertEquals(
                new H264Params(
                        0x42_E0_1F,
                        1,
                        true,
                        OptionalInt.of(8_160),
                        OptionalInt.of(244_800),
                        OptionalInt.of(3_120),
                        OptionalInt.of(32_000),
                        Optional.of("Z0IAH5WoFAFuQA==,aM48gA==")),
                fmtp(
                        "h264/90000",
                        "Profile-Level-Id=42E01F; packetization-mode=1 ;max-fs=8160;max-mbps=244800;max-br=3120;"
                                + "max-rcmd-nalu-size=32000;level-asymmetry-allowed=1;max-cpb=4000;sar=13;max-fs=99;"
                                + "sprop-parameter-sets=Z0IAH5WoFAFuQA==,aM48gA=="));
        assertEquals(
                H264Params.of(0x42_E0_1F, 0),
                fmtp(
                        "H264/90000",
                        "profile-level-id=42E01F;packetization-mode=7;max-fs=-1;max-mbps=x;"
                                + "sprop-parameter-sets=<script>"));
    }

    @Test
    void readsTheOtherCodecs() {
        assertEquals(
                new CodecParams.Vp8Params(OptionalInt.of(30), OptionalInt.of(3_600)),
                fmtp("VP8/90000", "max-fr=30;max-fs=3600"));
        assertEquals(
                new CodecParams.Vp9Params(2, OptionalInt.empty(), OptionalInt.empty()),
                fmtp("VP9/90000", "profile-id=2"));
        assertEquals(new CodecParams.Av1Params(0, 8, 1), fmtp("AV1/90000", "level-idx=8;tier=1"));
        assertEquals(new CodecParams.RtxParams(96, OptionalInt.of(3_000)), fmtp("rtx/90000", "apt=96;rtx-time=3000"));
        Codec bare = video("m=video 5000 RTP/AVP 97", "a=rtpmap:97 AV1/90000")
                .codecs()
                .getFirst();
        assertEquals(CodecParams.Av1Params.UNSAID, bare.params());
        assertEquals(Optional.of(VideoCodec.AV1), bare.video());
    }

    @Test
    void readsPictureSizesOfH263WithTheirIntervals() {
        H263Params params =
                (H263Params) fmtp("H263-1998/90000", "CUSTOM=1024,768,4;CIF=1;CIF4=2;QCIF=1;F=1;CUSTOM=1,2");
        assertEquals(
                List.of(
                        new H263Params.Size("CUSTOM", 1024, 768, 4),
                        new H263Params.Size("CIF", 352, 288, 1),
                        new H263Params.Size("CIF4", 704, 576, 2),
                        new H263Params.Size("QCIF", 176, 144, 1)),
                params.sizes());
        assertEquals(params.sizes().subList(1, 3), ((H263Params) fmtp("H263/90000", "CIF=1/CIF4=2")).sizes());
        assertEquals(
                Optional.of(VideoCodec.H263),
                video("m=video 5000 RTP/AVP 34").codecs().getFirst().video());
    }

    @Test
    void readsWhatAStreamShowsAndItsLabel() {
        VideoDescription slides = video("m=video 5000 RTP/AVP 34", "a=content:Slides", "a=label:12")
                .video();
        assertEquals(Content.SLIDES, slides.content());
        assertEquals(Optional.of("12"), slides.label());
        assertEquals(
                Content.SPEAKER,
                video("m=video 5000 RTP/AVP 34", "a=content:x-own,speaker")
                        .video()
                        .content());
        assertEquals(Content.UNSAID, video("m=video 5000 RTP/AVP 34").video().content());
    }

    @ParameterizedTest
    @CsvSource({"RTP/AVP", "RTP/AVPF", "RTP/SAVP", "rtp/savpf", "UDP/TLS/RTP/SAVPF"})
    void readsFeedbackUnderEveryProfile(String profile) {
        VideoDescription video = video(
                        "m=video 5000 " + profile + " 96 97",
                        "a=rtpmap:96 H264/90000",
                        "a=rtpmap:97 VP8/90000",
                        "a=rtcp-fb:* nack pli",
                        "a=rtcp-fb:* ccm fir",
                        "a=rtcp-fb:96 ccm tmmbr smaxpr=120",
                        "a=rtcp-fb:97 NACK",
                        "a=rtcp-fb:97 nack sli",
                        "a=rtcp-fb:97 goog-remb",
                        "a=rtcp-fb:97 transport-cc",
                        "a=rtcp-fb:* nack pli")
                .video();
        assertEquals(Set.of(Feedback.PLI, Feedback.FIR, Feedback.TMMBR), video.feedback(96));
        assertEquals(
                Set.of(Feedback.PLI, Feedback.FIR, Feedback.NACK, Feedback.REMB, Feedback.TRANSPORT_CC),
                video.feedback(97));
        assertEquals(6, video.feedback().size());
    }

    @Test
    void readsBandwidthOfTheStreamAndOfTheSession() {
        MediaDescription both =
                read("b=AS:4096", "b=CT:9", "m=video 5000 RTP/AVP 34", "b=TIAS:2000000", "b=as:512", "b=X");
        assertEquals(new Bandwidth(OptionalInt.empty(), OptionalInt.of(4_096)), both.bandwidth());
        Bandwidth stream = both.streams().getFirst().video().bandwidth();
        assertEquals(new Bandwidth(OptionalInt.of(2_000_000), OptionalInt.of(512)), stream);
        assertEquals(486_400, stream.videoBitsPerSecond()); // less one part of twenty for headers
        assertEquals(VideoLimits.NO_LIMIT, Bandwidth.UNSAID.videoBitsPerSecond());
        assertEquals(2_000_000, Bandwidth.ofBitsPerSecond(2_000_000).videoBitsPerSecond());
    }

    @Test
    void readsSourcesAndWhichOfThemRepeats() {
        VideoDescription video = video(
                        "m=video 5000 RTP/AVP 34",
                        "a=msid:stream track",
                        "a=ssrc-group:FID 4294967295 2",
                        "a=ssrc:4294967295 cname:who",
                        "a=ssrc:4294967295 msid:stream track",
                        "a=ssrc:2 cname:who",
                        "a=ssrc:4294967296 cname:too-large",
                        "a=ssrc:3 label:unnamed")
                .video();
        assertEquals(Optional.of("stream track"), video.msid());
        assertEquals(
                List.of(
                        new Source(4_294_967_295L, "who", OptionalLong.empty()),
                        new Source(2, "who", OptionalLong.of(4_294_967_295L))),
                video.sources());
    }

    @Test
    void readsSimulcastAndTakesWhatIsSent() {
        Simulcast simulcast = video(
                        "m=video 5000 RTP/AVP 34",
                        "a=rid:h send",
                        "a=rid:m send max-width=640; max-height=360",
                        "a=rid:l send",
                        "a=rid:bad%20 send",
                        "a=imageattr:34 send * recv [x=640,y=360]",
                        "a=simulcast:send h;m,~l recv l")
                .video()
                .simulcast();
        assertEquals(List.of("h", "m,~l"), simulcast.send());
        assertEquals(List.of("l"), simulcast.receive());
        assertEquals(
                new Rid("m", true, "max-width=640; max-height=360"),
                simulcast.rids().get(1));
        Simulcast taken = simulcast.taken();
        assertEquals(List.of("h", "m,~l"), taken.receive());
        assertEquals(List.of(), taken.send());
        assertTrue(taken.rids().stream().noneMatch(Rid::send));
    }

    @Test
    void boundsWhatItKeepsOfAHostileStream() {
        String[] lines = new String[1_500];
        lines[0] = "m=video 5000 RTP/AVP 96";
        lines[1] = "a=rtpmap:96 H263/90000";
        lines[2] = "a=fmtp:96 " + "CIF=1;".repeat(500);
        for (int i = 3; i < lines.length; i++) {
            lines[i] = i % 2 == 0 ? "a=ssrc:" + i + " cname:x" : "a=rid:r" + i + " send";
        }
        StreamDescription stream = video(lines);
        assertEquals(32, stream.video().sources().size());
        assertEquals(16, stream.video().simulcast().rids().size());
        assertEquals(
                16, ((H263Params) stream.codecs().getFirst().params()).sizes().size());
    }

    @Test
    void readsTheFarCamerasStream() {
        StreamDescription camera = video("m=application 33516 RTP/AVP 125", "a=rtpmap:125 H224/4800", "a=sendrecv");
        assertEquals(Kind.FAR_CAMERA, camera.kind());
        assertEquals(List.of(new Codec(125, "H224", 4_800, 1, CodecParams.NONE)), camera.codecs());
    }
}
