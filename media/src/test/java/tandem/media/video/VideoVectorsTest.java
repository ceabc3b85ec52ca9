package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tandem.media.VideoCodec;

/** Streams that another sender made: how many frames they hold, which of them are keys, and what decodes. */
class VideoVectorsTest {
    private static final Path FFMPEG = Path.of("/usr/bin/ffmpeg");

    /** A row of the expectations: case, codec, verdict, what it says of frames, and why. */
    private record Row(String name, VideoCodec codec, int frames, String keys, int width, int height, String sprop) {
        static Row of(String line) {
            String[] cells = line.split(",", 8);
            return new Row(
                    cells[0],
                    VideoCodec.of(cells[1], 90_000).orElseThrow(),
                    Integer.parseInt(cells[2]),
                    cells[3],
                    Integer.parseInt(cells[4]),
                    Integer.parseInt(cells[5]),
                    cells[6].replace(';', ','));
        }

        Payloads frames(List<Payloads.Packet> packets) {
            Payloads into = new Payloads();
            Depacketizer depacketizer =
                    codec == VideoCodec.H264 ? VideoFormats.h264(into, sprop) : VideoFormats.depacketizer(codec, into);
            Payloads.of(packets, depacketizer, into);
            assertEquals(0, depacketizer.malformed(), "malformed");
            return into;
        }

        /** How ffmpeg calls a file of such frames. */
        String form() {
            return switch (codec) {
                case H264 -> "h264";
                case AV1 -> "obu";
                case H263, H263_1998 -> "h263";
                case VP8, VP9 -> "ivf";
            };
        }
    }

    private static Stream<Row> rows() {
        return Stream.of(Payloads.resource("expectations.csv").split("\n", -1))
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(Row::of);
    }

    @TestFactory
    Stream<DynamicTest> eachStreamGivesItsFrames() {
        return rows().map(row -> dynamicTest(row.name(), () -> {
            Payloads got = row.frames(Payloads.vector(row.name()));
            assertEquals(row.frames(), got.frames.size(), "frames");
            assertEquals(row.keys(), keys(got), "keys");
            for (Payloads.Given frame : got.frames) {
                assertEquals(row.width() + "x" + row.height(), frame.width() + "x" + frame.height());
            }
            assertEquals(0, got.losses);
        }));
    }

    private static String keys(Payloads got) {
        StringBuilder keys = new StringBuilder();
        got.frames.forEach(frame -> keys.append(frame.key() ? 'K' : '.'));
        return keys.toString();
    }

    /** What we cut up and put together again is what it was. */
    @TestFactory
    Stream<DynamicTest> eachStreamSurvivesOurPacketizer() {
        return rows().map(row -> dynamicTest(row.name(), () -> {
            Payloads first = row.frames(Payloads.vector(row.name()));
            Payloads cut = new Payloads();
            Packetizer packetizer = VideoFormats.packetizer(row.codec(), 1_100, 32_760, cut);
            List<Payloads.Packet> packets = new ArrayList<>();
            for (Payloads.Given frame : first.frames) {
                int from = cut.payloads.size();
                assertTrue(packetizer.write(frame.bytes(), 0, frame.bytes().length));
                for (int i = from; i < cut.payloads.size(); i++) {
                    assertTrue(cut.payloads.get(i).length <= 1_100, "payload of " + cut.payloads.get(i).length);
                    assertEquals(i + 1 == cut.payloads.size(), cut.markers.get(i), "marker");
                    packets.add(new Payloads.Packet(
                            (65_500 + i) & 0xFFFF, frame.timestamp(), cut.markers.get(i), cut.payload(i)));
                }
            }
            Payloads again = row.frames(packets);
            assertEquals(first.frames.size(), again.frames.size());
            for (int i = 0; i < first.frames.size(); i++) {
                assertEquals(first.frames.get(i).hex(), again.frames.get(i).hex(), "frame " + i);
            }
        }));
    }

    /** A packet lost costs the frame it belongs to, is told, and no frame is given that lacks a part. */
    @TestFactory
    Stream<DynamicTest> eachLossCostsOneFrameAndIsTold() {
        return rows().map(row -> dynamicTest(row.name(), () -> {
            List<Payloads.Packet> packets = Payloads.vector(row.name());
            List<String> whole =
                    row.frames(packets).frames.stream().map(Payloads.Given::hex).toList();
            for (int lost = 1; lost < packets.size() - 1; lost++) {
                List<Payloads.Packet> left = new ArrayList<>(packets);
                left.remove(lost);
                Payloads into = new Payloads();
                Payloads.of(left, depacketizer(row, into), into);
                assertTrue(into.losses > 0, "loss of " + lost + " is told");
                assertTrue(into.frames.size() >= row.frames() - 1, "loss of " + lost);
                if (row.codec() != VideoCodec.H264) {
                    for (Payloads.Given frame : into.frames) {
                        assertTrue(whole.contains(frame.hex()), "a frame of its own after the loss of " + lost);
                    }
                }
            }
        }));
    }

    private static Depacketizer depacketizer(Row row, Payloads into) {
        return row.codec() == VideoCodec.H264
                ? VideoFormats.h264(into, row.sprop())
                : VideoFormats.depacketizer(row.codec(), into);
    }

    /** An independent decoder finds as many pictures as there are frames, and no fault in them. */
    @TestFactory
    Stream<DynamicTest> eachStreamDecodes(@TempDir Path folder) {
        Assumptions.assumeTrue(Files.isExecutable(FFMPEG), "no ffmpeg to decode with");
        return rows().map(row -> dynamicTest(row.name(), () -> {
            Payloads got = row.frames(Payloads.vector(row.name()));
            Path file = folder.resolve(row.name() + "." + row.form());
            Files.write(file, Elementary.stream(row.form(), row.codec(), got.frames));
            Process decoder = new ProcessBuilder(
                            FFMPEG.toString(),
                            "-v",
                            "error",
                            "-xerror",
                            "-f",
                            row.form(),
                            "-i",
                            file.toString(),
                            "-vsync",
                            "passthrough",
                            "-f",
                            "framemd5",
                            "-")
                    .redirectErrorStream(true)
                    .start();
            String said = said(decoder);
            assertTrue(decoder.waitFor(20, TimeUnit.SECONDS));
            long pictures = said.lines().filter(line -> line.startsWith("0,")).count();
            assertEquals(row.frames(), pictures, said);
            assertEquals(0, decoder.exitValue(), said);
        }));
    }

    private static String said(Process decoder) throws IOException {
        return new String(decoder.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
