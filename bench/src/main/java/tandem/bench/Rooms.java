package tandem.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Rooms: what a participant costs, by how many there are and how many of them talk. */
final class Rooms {
    private static final double WARM_UP = 18;
    private static final double SECONDS = 10;
    private static final int PER_SECOND = 100;
    private static final int LEVEL_OF_SPEECH = 20;
    private static final int LEVEL_OF_SILENCE = 127;

    private Rooms() {}

    /** G.711; those who do not talk send the noise of a quiet office. */
    static List<Figure> g711(Path root, int participants, int talking, String talkingName) {
        byte[][] quiet = Voices.quiet(2);
        List<byte[][]> voices = voices();
        try (Lab lab = Lab.plain(root)) {
            List<RtpStream> streams = Collections.synchronizedList(new ArrayList<>());
            lab.calls(
                    participants, PER_SECOND, "1000", i -> Sdp.pcmu(lab.fleet().port()), (i, sdp) -> {
                        byte[][] says = i < talking ? voices.get(i % voices.size()) : quiet;
                        RtpStream stream = Lab.pcmu(says, 13 * i, (heard, packet, length, now) -> {});
                        streams.add(stream);
                        return stream;
                    });
            String name = "room_" + participants + "_g711_" + talkingName + "_cpu_per_participant_second";
            return List.of(figure(lab, streams, name, participants, "8 speakers summed at most"));
        }
    }

    private static Figure figure(Lab lab, List<RtpStream> streams, String name, int participants, String depends) {
        Waiting.pass((long) (WARM_UP * 1000));
        long[] before = Lab.received(streams);
        Cpu cpu = lab.cpu(SECONDS);
        Lab.requireFlow(streams, before, SECONDS, 0.9); // Opus may leave silence unsent
        String words = depends + ", " + lab.gateway().collector() + ", sender behind by "
                + Math.round(lab.fleet().behindMs()) + " ms at most; " + cpu.words();
        return new Figure(name, cpu.ms() / (participants * SECONDS), "ms", words);
    }

    private static List<byte[][]> voices() {
        List<byte[][]> voices = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            voices.add(Voices.speech(100 + i));
        }
        return voices;
    }

    /** A hundred with Opus, one talking; the others send packets whose level (RFC 6464) says silence. */
    static List<Figure> opus(Path root) {
        byte[][] speech = OpusSpeech.packets();
        int participants = 100;
        try (Lab lab = Lab.plain(root)) {
            List<RtpStream> streams = Collections.synchronizedList(new ArrayList<>());
            List<Integer> levelIds = Collections.synchronizedList(new ArrayList<>());
            lab.calls(
                    participants, PER_SECOND, "1000", i -> Sdp.opus(lab.fleet().port(), Sdp.OPUS_TYPE), (i, sdp) -> {
                        int type = Sdp.opusType(sdp);
                        RtpStream stream = i == 0 ? talker(speech, type) : silent(speech, type, Sdp.levelId(sdp) != 0);
                        stream.levelExtension = Sdp.levelId(sdp);
                        stream.level = i == 0 ? 0x80 | LEVEL_OF_SPEECH : LEVEL_OF_SILENCE;
                        levelIds.add(stream.levelExtension);
                        streams.add(stream);
                        return stream;
                    });
            String silence = levelIds.contains(0) ? "silence by DTX" : "silence by RFC 6464 level";
            String depends = "shared encode at 48 kHz, complexity 5, 24 kbit/s, FEC on, " + silence;
            return List.of(figure(lab, streams, "room_100_opus_1_cpu_per_participant_second", participants, depends));
        }
    }

    private static RtpStream talker(byte[][] speech, int type) {
        return new RtpStream(
                type,
                960,
                frame -> speech[frame % speech.length],
                (heard, packet, length, now) -> {},
                Optional.empty());
    }

    /** Somebody silent: with levels it sends every packet all the same, without them as DTX does, one in twenty. */
    private static RtpStream silent(byte[][] speech, int type, boolean levels) {
        byte[] nothing = new byte[0];
        RtpStream.Voice voice =
                levels ? frame -> speech[frame % speech.length] : frame -> frame % 20 == 0 ? OpusSpeech.DTX : nothing;
        return new RtpStream(type, 960, voice, (heard, packet, length, now) -> {}, Optional.empty());
    }

    /** Two thousand who listen and three who talk: ticks of the mixer that came late. */
    static List<Figure> listeners(Path root) {
        int listeners = 2000;
        List<byte[][]> voices = voices();
        try (Lab lab = Lab.plain(root)) {
            List<RtpStream> streams = Collections.synchronizedList(new ArrayList<>());
            TickWatch watch = new TickWatch();
            lab.calls(
                    3,
                    10,
                    "1000",
                    i -> Sdp.pcmu(lab.fleet().port()),
                    (i, sdp) -> Lab.pcmu(voices.get(i), 0, (heard, packet, length, now) -> {}));
            lab.calls(listeners, 200, "1000", i -> Sdp.listening(lab.fleet().port()), (i, sdp) -> {
                RtpStream stream = new RtpStream(
                        0,
                        Voices.FRAME,
                        frame -> new byte[0],
                        i == 0 ? watch : (heard, packet, length, now) -> {},
                        Optional.empty());
                streams.add(stream);
                return stream;
            });
            Waiting.pass(5000);
            watch.start();
            long[] before = Lab.received(streams);
            double cpu = lab.cpu(10).ms();
            Lab.requireFlow(streams, before, 10, 0.5);
            long got =
                    streams.stream().mapToLong(stream -> stream.received.get()).sum()
                            - Arrays.stream(before).sum();
            String depends = String.format(
                    "over 10 s; listeners received %.0f %% of the packets; %.2f ms CPU a listener-second; one listener's packets came more than 20 ms late %d times, at worst %.0f ms",
                    got / (listeners * 5.0), cpu / (listeners * 10), watch.late(), watch.worstMs());
            return List.of(new Figure("room_2000_listeners_late_ticks", watch.late(), "count", depends));
        }
    }

    /** Watches the spacing of one stream's packets. */
    private static final class TickWatch implements RtpStream.Ear {
        private static final long TICK_NS = 20_000_000;
        private volatile boolean on;
        private final AtomicInteger late = new AtomicInteger();
        private volatile long worstNs;
        private long lastNs;

        void start() {
            on = true;
        }

        int late() {
            return late.get();
        }

        double worstMs() {
            return worstNs / 1e6;
        }

        @Override
        public void heard(RtpStream stream, byte[] packet, int length, long nowNs) {
            long step = nowNs - lastNs - TICK_NS;
            if (on && lastNs != 0 && step > TICK_NS) {
                late.incrementAndGet();
                worstNs = Math.max(worstNs, step);
            }
            lastNs = nowNs;
        }
    }
}
