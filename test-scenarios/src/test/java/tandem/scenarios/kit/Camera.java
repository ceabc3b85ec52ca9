package tandem.scenarios.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A camera before a coloured wall, along which a white square moves.
 *
 * @param colour as ffmpeg names it, such as {@code red}
 * @param codec how it is sent
 */
public record Camera(String colour, Codec codec) {
    private static final Duration SHOOTING = Duration.ofSeconds(20);

    /** The video codecs it can be given, each from a module of baresip's. */
    public enum Codec {
        /** By libvpx. */
        VP8,
        /** By FFmpeg. */
        H264;

        private String module() {
            return switch (this) {
                case VP8 -> "vp8";
                case H264 -> "avcodec";
            };
        }
    }

    /** What baresip's configuration says of it; the film is made in that folder. */
    String config(Path folder) {
        Path film = folder.resolve("film.mp4");
        String scene = String.format(
                Locale.ROOT,
                "color=c=%s:s=320x240:r=15:d=60,drawbox=x='mod(t*40,280)':y=100:w=40:h=40:color=white:t=fill",
                colour);
        List<String> command = List.of(
                "ffmpeg", "-v", "error", "-f", "lavfi", "-i", scene, "-c:v", "mpeg4", "-q:v", "4", film.toString());
        try (Program ffmpeg = new Program(Program.bounded(SHOOTING, command), folder, Map.of())) {
            if (ffmpeg.exit(SHOOTING).orElse(-1) != 0) {
                throw new IllegalStateException(String.join("\n", ffmpeg.printed()));
            }
        }
        return String.join(
                "\n",
                "module " + codec.module() + ".so",
                "module avformat.so",
                "module fakevideo.so",
                "module snapshot.so",
                "video_source avformat," + film,
                "video_display fakevideo,nil",
                "video_size 320x240",
                "video_bitrate 500000",
                "video_fps 15");
    }
}
