package tandem.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Rooms: what a participant costs, by how many there are and how many of them talk. */
final class Rooms {
    private static final double WARM_UP = 18;
    private static final double SECONDS = 10;
    private static final double FLOW = 0.98;
    /** Less, since Opus may leave silence unsent. */
    private static final double OPUS_FLOW = 0.9;

    private static final int PER_SECOND = 100;
    private static final String LATE = "tandem_media_late_ticks_total";
    private static final int LEVEL_OF_SPEECH = 20;
    private static final int LEVEL_OF_SILENCE = 127;

    private Rooms() {}

    /** G.711; those who do not talk send the noise of a quiet office. */
    static List<Figure> g711(Path root, int participants, int talking, String talkingName) {
        byte[][] quiet = Voices.quiet(2);
        List<byte[][]> voices = voices();
        try (Lab lab = Lab.plain(root)) {
            List<RtpStream> streams = Collections.synchronizedList(new ArrayList<>());
            Heard listeners = Heard.mulaw();
            lab.calls(
                    participants,
                    PER_SECOND,
                    "1000",
                    i -> Sdp.deskPhone(lab.fleet().port()),
                    (i, sdp) -> {
                        byte[][] says = i < talking ? voices.get(i % voices.size()) : quiet;
                        RtpStream stream = Lab.pcmu(says, 13 * i, ear(i, participants, listeners));
                        streams.add(stream);
                        return stream;
                    });
            String name = "room_" + participants + "_g711_" + talkingName + "_cpu_per_participant_second";
            Figure figure = figure(lab, streams, name, FLOW, Gateway.SPEAKERS + " speakers summed at most");
            listeners.require("the last to come");
            return List.of(figure);
        }
    }

    /** The last three to come listen, to tell whether anything is mixed. */
    private static RtpStream.Ear ear(int number, int participants, Heard listeners) {
        return number >= participants - 3 ? listeners : (heard, packet, length, now) -> {};
    }

    private static Figure figure(Lab lab, List<RtpStream> streams, String name, double share, String depends) {
        Waiting.pass((long) (WARM_UP * 1000));
        Cpu cpu = lab.cpu(SECONDS, streams, share);
        String words = depends + ", " + lab.gateway().collector() + ", sender behind by "
                + Math.round(lab.fleet().behindMs()) + " ms at most; " + cpu.words();
        return new Figure(name, cpu.ms() / (streams.size() * SECONDS), "ms", words);
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
            Heard listeners = Heard.opus();
            List<String> terms = Collections.synchronizedList(new ArrayList<>());
            List<Integer> levelIds = Collections.synchronizedList(new ArrayList<>());
            lab.calls(
                    participants,
                    PER_SECOND,
                    "1000",
                    i -> Sdp.softPhone(lab.fleet().port()),
                    (i, sdp) -> {
                        int type = Sdp.opusType(sdp);
                        RtpStream.Ear ear = ear(i, participants, listeners);
                        RtpStream stream =
                                i == 0 ? talker(speech, type) : silent(speech, type, Sdp.levelId(sdp) != 0, ear);
                        terms.add(Sdp.opusTerms(sdp));
                        stream.levelExtension = Sdp.levelId(sdp);
                        stream.level = i == 0 ? 0x80 | LEVEL_OF_SPEECH : LEVEL_OF_SILENCE;
                        levelIds.add(stream.levelExtension);
                        streams.add(stream);
                        return stream;
                    });
            String silence = levelIds.contains(0) ? "silence by DTX" : "silence by RFC 6464 level";
            String depends = "shared encode at 48 kHz, " + terms.getFirst() + ", " + silence;
            Figure figure = figure(lab, streams, "room_100_opus_1_cpu_per_participant_second", OPUS_FLOW, depends);
            listeners.require("the last to come");
            return List.of(figure);
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
    private static RtpStream silent(byte[][] speech, int type, boolean levels, RtpStream.Ear ear) {
        byte[] nothing = new byte[0];
        RtpStream.Voice voice =
                levels ? frame -> speech[frame % speech.length] : frame -> frame % 20 == 0 ? OpusSpeech.DTX : nothing;
        return new RtpStream(type, 960, voice, ear, Optional.empty());
    }

    /** Two thousand who listen and three who talk: ticks of the mixer that came late, as the gateway counts them itself. */
    static List<Figure> listeners(Path root) {
        int listeners = 2000;
        List<byte[][]> voices = voices();
        try (Lab lab = Lab.plain(root)) {
            List<RtpStream> streams = Collections.synchronizedList(new ArrayList<>());
            Heard heard = Heard.mulaw();
            lab.calls(
                    3,
                    10,
                    "1000",
                    i -> Sdp.deskPhone(lab.fleet().port()),
                    (i, sdp) -> Lab.pcmu(voices.get(i), 0, (stream, packet, length, now) -> {}));
            lab.calls(listeners, 200, "1000", i -> Sdp.listening(lab.fleet().port()), (i, sdp) -> {
                RtpStream.Ear ear = ear(i, listeners, heard);
                RtpStream stream = new RtpStream(0, Voices.FRAME, frame -> new byte[0], ear, Optional.empty());
                streams.add(stream);
                return stream;
            });
            Waiting.pass(10_000);
            double before = lab.gateway().metric(LATE, "");
            Flow flow = lab.flow(streams);
            Cpu cpu = lab.cpu(SECONDS);
            double late = lab.gateway().metric(LATE, "") - before;
            requireUnlessKnown(flow, late);
            heard.require("the last to come");
            String depends = String.format(
                    "begun 20 ms late or more, or not at all, over %.0f s of 50 ticks a second; listeners received %.1f %% of the packets%s;"
                            + " %.2f ms CPU a listener-second; %s",
                    SECONDS, 100 * flow.share(), limit(flow), cpu.ms() / (listeners * SECONDS), cpu.words());
            return List.of(new Figure("room_2000_listeners_late_ticks", late, "count", depends));
        }
    }

    /** Packets may be short for ticks that came late, which is the figure, or for the generator, which is told. */
    private static void requireUnlessKnown(Flow flow, double late) {
        if (late == 0 && flow.share() < FLOW - flow.droppedShare()) {
            flow.require(FLOW);
        }
    }

    private static String limit(Flow flow) {
        return flow.dropped() == 0
                ? ""
                : String.format(
                        ", %.1f %% were dropped by the generator, which is the limit", 100 * flow.droppedShare());
    }
}
