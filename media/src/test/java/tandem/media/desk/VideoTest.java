package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaSession;
import tandem.media.MediaTerms;
import tandem.media.NegotiatedVideo;
import tandem.media.StreamDescription;
import tandem.media.VideoCodec;
import tandem.media.VideoTerms;
import tandem.media.rtp.RtpPacket;
import tandem.media.sdp.Sdp;
import tandem.media.sdp.SdpReader;

/** Video between the two sessions of a call: undecoded, under the other's payload type, and asked for anew where the other asks. */
class VideoTest {
    private static final byte[] PICTURE = {0x10, 0x00, 0x00, (byte) 0x9D, 0x01, 0x2A, 0x40, 0x01, (byte) 0xF0, 0x00};
    private static final short PLI = (short) 0x81CE; // RFC 4585 sections 6.1, 6.3.1
    private static final VideoTerms BOTH = new VideoTerms(List.of(VideoCodec.H264, VideoCodec.VP8));

    /** A phone with a socket for each stream; RTCP goes with RTP. */
    private static final class VideoPhone implements AutoCloseable {
        final TestPhone audio;
        final TestPhone video;
        final int type;

        VideoPhone(int ssrc, int type) throws IOException {
            audio = new TestPhone(ssrc);
            video = new TestPhone(ssrc + 1);
            this.type = type;
        }

        MediaDescription describe(String codec, String... more) {
            return read(String.join(
                    "\r\n",
                    "v=0",
                    "o=- 1 1 IN IP4 127.0.0.1",
                    "s=-",
                    "c=IN IP4 127.0.0.1",
                    "t=0 0",
                    "m=audio " + audio.address().getPort() + " RTP/AVP 0",
                    "m=video " + video.address().getPort() + " RTP/AVP " + type,
                    "a=rtpmap:" + type + " " + codec + "/90000",
                    "a=rtcp-mux",
                    "a=rtcp-fb:* nack pli",
                    "a=rtcp-fb:* ccm fir",
                    String.join("\r\n", more),
                    ""));
        }

        void shows(byte[] payload, boolean marker, InetSocketAddress to) throws IOException {
            byte[] next = video.next(type, payload);
            if (marker) {
                next[1] |= (byte) 0x80;
            }
            video.send(next, to);
        }

        @Override
        public void close() {
            audio.close();
            video.close();
        }
    }

    private static MediaDescription read(String sdp) {
        return ((Sdp) SdpReader.read(sdp)).description();
    }

    private static StreamDescription video(MediaDescription description) {
        return description.streams().stream()
                .filter(stream -> stream.kind() == StreamDescription.Kind.VIDEO)
                .findFirst()
                .orElseThrow();
    }

    private static InetSocketAddress place(MediaDescription description) {
        return video(description).rtp().orElseThrow();
    }

    private static MediaTerms terms(VideoTerms video) {
        return DeskFixture.TERMS.withVideo(video);
    }

    /** What A offers goes to B as far as A takes it, and what B answers goes back to A. */
    private static final class Call implements AutoCloseable {
        final DeskFixture desk = new DeskFixture();
        final MediaSession a;
        final MediaSession b = desk.open(new DeskFixture.Facts());
        MediaDescription toB = MediaDescription.EMPTY;
        MediaDescription toA = MediaDescription.EMPTY;

        Call() {
            this(() -> {});
        }

        /** {@code wanted}: a whole picture is to be asked of A by signalling. */
        Call(Runnable wanted) {
            a = desk.open(new DeskFixture.Facts() {
                @Override
                public void onPictureWanted() {
                    wanted.run();
                }
            });
        }

        void up(MediaDescription offer, MediaDescription answer) {
            toB = desk.on(() -> b.offer(terms(VideoTerms.passing(offer, BOTH))));
            desk.run(() -> assertTrue(b.accept(answer)));
            VideoTerms back = b.video().map(VideoTerms::passing).orElse(VideoTerms.NONE);
            toA = desk.on(() -> a.answer(offer, terms(back)).orElseThrow());
            desk.run(() -> a.connect(b));
        }

        @Override
        public void close() {
            desk.close();
        }
    }

    @Test
    void picturesGoAcrossUnderTheOthersPayloadType() throws Exception {
        try (Call call = new Call();
                VideoPhone ann = new VideoPhone(0x0A0A0A0A, 96);
                VideoPhone ben = new VideoPhone(0x0B0B0B0B, 100)) {
            call.up(ann.describe("VP8"), ben.describe("VP8"));
            assertEquals("VP8", video(call.toB).codecs().getFirst().name());
            ann.shows(PICTURE, false, place(call.toA));
            ann.shows(PICTURE, true, place(call.toA));
            RtpPacket first = TestPhone.rtp(pictures(ben));
            RtpPacket second = TestPhone.rtp(pictures(ben));
            assertEquals(100, first.payloadType());
            assertEquals(List.of(false, true), List.of(first.marker(), second.marker()));
            assertEquals((first.sequence() + 1) & 0xFFFF, second.sequence());
            assertNotEquals(ann.video.ssrc, first.ssrc());
            ben.shows(PICTURE, true, place(call.toB));
            byte[] back = pictures(ann);
            assertEquals(96, TestPhone.rtp(back).payloadType());
            assertArrayEquals(PICTURE, TestPhone.payload(back));
        }
    }

    /** The next RTP packet it gets; reports pass by. */
    private static byte[] pictures(VideoPhone phone) throws IOException {
        byte[] next = phone.video.hear();
        while ((next[1] & 0xFF) >= 192 && (next[1] & 0xFF) <= 223) {
            next = phone.video.hear();
        }
        return next;
    }

    /** PLI is payload-specific feedback 1 (RFC 4585 6.3.1), FIR is 4 (RFC 5104 4.3.1). */
    @Test
    void whoLostAPictureIsGivenAWholeOneByTheOther() throws Exception {
        try (Call call = new Call();
                VideoPhone ann = new VideoPhone(0x0A0A0A0A, 96);
                VideoPhone ben = new VideoPhone(0x0B0B0B0B, 96)) {
            call.up(ann.describe("VP8"), ben.describe("VP8"));
            ann.shows(PICTURE, true, place(call.toA));
            int ours = TestPhone.rtp(pictures(ben)).ssrc();
            feedback(ann); // asked once when the two were put together, or with the first packet
            byte[] fir = ByteBuffer.allocate(28)
                    .putInt(0x80C90001)
                    .putInt(ben.video.ssrc)
                    .putInt(0x84CE0004)
                    .putInt(ben.video.ssrc)
                    .putInt(0)
                    .putInt(ours)
                    .putInt(0x01000000)
                    .array();
            for (int i = 0; i < 20; i++) {
                ben.video.send(fir, place(call.toB));
                if (feedback(ann)) {
                    return;
                }
            }
            throw new AssertionError("nobody asked ann for a whole picture");
        }
    }

    /** Ann's description says of no feedback that she understands it, so that she is asked by signalling besides. */
    @Test
    void whoKnowsNoFeedbackIsAskedBySignalling() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (Call call = new Call(asked::countDown);
                VideoPhone ann = new VideoPhone(0x0A0A0A0A, 96);
                VideoPhone ben = new VideoPhone(0x0B0B0B0B, 96)) {
            call.up(read(sdp(ann.describe("VP8"), "a=sendrecv")), ben.describe("VP8"));
            ann.shows(PICTURE, true, place(call.toA));
            pictures(ben);
            for (int i = 0; i < 30 && asked.getCount() > 0; i++) {
                call.desk.run(call.b::pictureLost);
                assertTrue(asked.await(100, TimeUnit.MILLISECONDS) || i < 29, "nobody was asked");
            }
        }
    }

    /** Whether it is asked for a whole picture of its stream within 100 ms. */
    private static boolean feedback(VideoPhone phone) throws IOException {
        phone.video.socket.setSoTimeout(100);
        try {
            while (true) {
                DatagramPacket datagram = new DatagramPacket(new byte[2_048], 2_048);
                phone.video.socket.receive(datagram);
                ByteBuffer octets = ByteBuffer.wrap(datagram.getData(), 0, datagram.getLength());
                for (int at = 0; at + 12 <= octets.limit(); at += 4 * (1 + octets.getShort(at + 2))) {
                    boolean loss = octets.getShort(at) == PLI;
                    if (loss && octets.getInt(at + 8) == phone.video.ssrc) {
                        return true;
                    }
                }
            }
        } catch (SocketTimeoutException nothing) {
            return false;
        } finally {
            phone.video.socket.setSoTimeout(2_000);
        }
    }

    @Test
    void whoHasNoneIsOfferedNoneAndTheOthersIsRefused() throws Exception {
        try (Call call = new Call();
                VideoPhone ann = new VideoPhone(0x0A0A0A0A, 96);
                TestPhone ben = new TestPhone(0x0B0B0B0B)) {
            call.up(ben.describe(TestPhone.PCMU), ann.describe("VP8"));
            assertTrue(call.toB.streams().stream().noneMatch(s -> s.kind() == StreamDescription.Kind.VIDEO));
        }
        try (Call call = new Call();
                VideoPhone ann = new VideoPhone(0x0A0A0A0A, 96);
                TestPhone ben = new TestPhone(0x0B0B0B0B)) {
            call.up(ann.describe("VP8"), ben.describe(TestPhone.PCMU));
            assertTrue(video(call.toA).refused());
        }
    }

    /** Nobody is promised more than the other takes: level 1.3 of ann goes to ben, 512 kbit/s of ben to ann. */
    @Test
    void theLimitsOfEachAreToldToTheOther() throws Exception {
        try (Call call = new Call();
                VideoPhone ann = new VideoPhone(0x0A0A0A0A, 97);
                VideoPhone ben = new VideoPhone(0x0B0B0B0B, 97)) {
            call.up(
                    ann.describe(
                            "H264", "a=fmtp:97 profile-level-id=42E00D;packetization-mode=1;max-fs=396;max-mbps=11880"),
                    ben.describe("H264", "b=TIAS:512000", "a=fmtp:97 profile-level-id=42e01f;packetization-mode=1"));
            NegotiatedVideo sent = call.b.video().orElseThrow();
            assertEquals(VideoCodec.H264, sent.codec());
            assertEquals(512_000, sent.limits().bitsPerSecond());
            String offered = video(call.toB).codecs().getFirst().params().toString();
            assertTrue(offered.contains("maxFs=OptionalInt[396]") || offered.contains("42e00d"), offered);
            assertEquals(
                    Optional.of(512_000),
                    Optional.of(video(call.toA).video().bandwidth().videoBitsPerSecond()));
        }
    }

    private static MediaDescription describe(VideoPhone phone, String types, String... lines) {
        return read(String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 IN IP4 127.0.0.1",
                "s=-",
                "c=IN IP4 127.0.0.1",
                "t=0 0",
                "m=audio " + phone.audio.address().getPort() + " RTP/AVP 0",
                "m=video " + phone.video.address().getPort() + " RTP/AVP " + types,
                String.join("\r\n", lines),
                ""));
    }

    private static int answered(Call call) {
        return video(call.toA).codecs().getFirst().payloadType();
    }

    /** Of what ann offers the first is answered that ben can be sent as it is: he takes single NAL units alone, or no high profile. */
    @Test
    void whatTheOtherCannotTakeIsNotAnswered() throws Exception {
        String fragments = "a=fmtp:97 profile-level-id=42e01f;packetization-mode=1";
        String high = "a=fmtp:97 profile-level-id=640c1f;packetization-mode=1";
        String whole = "a=fmtp:98 profile-level-id=42e01f;packetization-mode=0";
        String baseline = "a=fmtp:98 profile-level-id=42e01f;packetization-mode=1";
        String two = "a=rtpmap:97 H264/90000\r\na=rtpmap:98 H264/90000";
        String one = "a=rtpmap:98 H264/90000";
        try (Call call = new Call();
                VideoPhone ann = new VideoPhone(0x0A0A0A0A, 97);
                VideoPhone ben = new VideoPhone(0x0B0B0B0B, 98)) {
            call.up(describe(ann, "97 98", two, fragments, whole), describe(ben, "98", one, whole));
            assertEquals(98, answered(call));
        }
        try (Call call = new Call();
                VideoPhone ann = new VideoPhone(0x0A0A0A0A, 97);
                VideoPhone ben = new VideoPhone(0x0B0B0B0B, 98)) {
            call.up(describe(ann, "97 98", two, high, baseline), describe(ben, "98", one, baseline));
            assertEquals(98, answered(call));
        }
    }

    /** A small limit of one format says nothing of the others. */
    @Test
    void eachFormatIsOfferedOnWithItsOwnLimits() throws Exception {
        try (Call call = new Call();
                VideoPhone ann = new VideoPhone(0x0A0A0A0A, 97);
                VideoPhone ben = new VideoPhone(0x0B0B0B0B, 97)) {
            MediaDescription offer = describe(
                    ann,
                    "97 98",
                    "a=rtpmap:97 H264/90000",
                    "a=fmtp:97 profile-level-id=42e01f;packetization-mode=1;max-fs=3600",
                    "a=rtpmap:98 VP8/90000",
                    "a=fmtp:98 max-fs=396");
            call.up(offer, ben.describe("H264", "a=fmtp:97 profile-level-id=42e01f;packetization-mode=1"));
            assertEquals(
                    List.of("H264", "VP8"),
                    video(call.toB).codecs().stream().map(codec -> codec.name()).toList());
            String first = video(call.toB).codecs().getFirst().params().toString();
            assertTrue(first.contains("maxFs=OptionalInt[3600]"), first);
        }
    }

    @Test
    void whoHoldsSeesNothing() throws Exception {
        try (Call call = new Call();
                VideoPhone ann = new VideoPhone(0x0A0A0A0A, 96);
                VideoPhone ben = new VideoPhone(0x0B0B0B0B, 96)) {
            call.up(ann.describe("VP8"), ben.describe("VP8"));
            ann.shows(PICTURE, true, place(call.toA));
            pictures(ben);
            MediaDescription holds = read(sdp(ben.describe("VP8"), "a=sendonly"));
            call.desk.run(() -> assertTrue(call.b
                    .answer(holds, terms(BOTH).withDirection(Direction.SENDRECV))
                    .isPresent()));
            ann.shows(PICTURE, true, place(call.toA));
            ben.video.socket.setSoTimeout(200);
            try {
                pictures(ben);
                throw new AssertionError("it sees all the same");
            } catch (SocketTimeoutException dark) {
                ben.video.socket.setSoTimeout(2_000);
            }
        }
    }

    private static String sdp(MediaDescription phone, String line) {
        StreamDescription video = video(phone);
        return String.join(
                "\r\n",
                "v=0",
                "o=- 1 2 IN IP4 127.0.0.1",
                "s=-",
                "c=IN IP4 127.0.0.1",
                "t=0 0",
                "m=audio " + DeskFixture.rtp(phone).getPort() + " RTP/AVP 0",
                line,
                "m=video " + video.rtp().orElseThrow().getPort() + " RTP/AVP "
                        + video.codecs().getFirst().payloadType(),
                "a=rtpmap:" + video.codecs().getFirst().payloadType() + " VP8/90000",
                "a=rtcp-mux",
                line,
                "");
    }
}
