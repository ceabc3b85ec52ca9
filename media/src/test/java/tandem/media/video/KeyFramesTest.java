package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tandem.media.VideoCodec;

/** Which payloads a forwarder may switch at. */
class KeyFramesTest {
    private static boolean begins(VideoCodec codec, String octets) {
        byte[] payload = Payloads.hex("EEEE" + octets + "EE");
        return VideoFormats.beginsKeyFrame(codec, payload, 2, payload.length - 3);
    }

    private static void check(VideoCodec codec, boolean expected, String... payloads) {
        for (String payload : payloads) {
            assertEquals(expected, begins(codec, payload), codec + " " + payload);
        }
    }

    @Test
    void knowsThePayloadsOfEachCodec() {
        check(VideoCodec.H264, true, "67 42", "65 88", "7C 85 88", "7C 87 42", "78 0002 0910 0002 6742");
        check(
                VideoCodec.H264,
                false,
                "41 9A",
                "65 00",
                "7C 05 88",
                "7C 45 88",
                "7C 85 00",
                "68 CE",
                "78 0002 4100",
                "78 0002",
                "65");
        check(VideoCodec.VP8, true, "10 00", "90 80 05 00", "90 F0 8001 07 C0 00");
        check(VideoCodec.VP8, false, "10 01", "00 00", "11 00", "90 80 05 01", "90 80 85 05", "90 F0 8001 07 C0");
        check(VideoCodec.VP9, true, "08 82", "A8 8123 10 05 82");
        check(VideoCodec.VP9, false, "48 86", "00 82", "A8 8123 02 05 82", "88 81 23");
        check(VideoCodec.AV1, true, "18 0A");
        check(VideoCodec.AV1, false, "10 30", "98 0A");
        check(VideoCodec.H263, true, "00 600000 0000 80 06");
        check(VideoCodec.H263, false, "00 700000 0000 80 06", "00 600000 0000 85 06", "80 60000000000000 0000 80");
        check(VideoCodec.H263_1998, true, "0400 80060C 000000");
        check(
                VideoCodec.H263_1998,
                false,
                "0400 80060E 000000",
                "0000 80060C 000000",
                "0400 84060C 000000",
                "0400 80060C");
    }

    /** Where a frame of a stream is a key, one of its payloads says so, and no other does. */
    @TestFactory
    Stream<DynamicTest> agreesWithWhatIsPutTogether() {
        return Stream.of("h264-mode1", "h264-mode0", "vp8", "av1", "h263", "h263-1998", "h263-1998-custom")
                .map(name -> dynamicTest(name, () -> {
                    VideoCodec codec = codec(name);
                    List<Payloads.Packet> packets = Payloads.vector(name);
                    for (Payloads.Given frame : Payloads.of(packets, codec).frames) {
                        long says = packets.stream()
                                .filter(packet -> packet.timestamp() == frame.timestamp())
                                .filter(packet -> VideoFormats.beginsKeyFrame(
                                        codec, packet.payload(), 0, packet.payload().length))
                                .count();
                        assertEquals(frame.key(), says > 0, name + " at " + frame.timestamp());
                    }
                }));
    }

    private static VideoCodec codec(String name) {
        return switch (name) {
            case "vp8" -> VideoCodec.VP8;
            case "av1" -> VideoCodec.AV1;
            case "h263" -> VideoCodec.H263;
            case "h264-mode0", "h264-mode1" -> VideoCodec.H264;
            default -> VideoCodec.H263_1998;
        };
    }
}
