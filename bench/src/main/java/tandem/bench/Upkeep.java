package tandem.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What a gateway costs besides CPU: memory, pauses, garbage, the time it takes to start. */
final class Upkeep {
    private static final int HELD = 1000;

    private Upkeep() {}

    /** Growth of resident memory per call up, two legs with media, after the heap was cleared of garbage both times. */
    static List<Figure> memory(Path root) {
        try (Lab lab = Lab.plain(root)) {
            lab.answering(offer -> {
                begin(lab, offer);
                return Sdp.pcmu(lab.fleet().port());
            });
            List<SipPeer.Call> warm = hold(lab, 200);
            Waiting.pass(2000);
            warm.forEach(SipPeer.Call::bye);
            Waiting.until(10_000, () -> lab.caller().up() == 0);
            lab.fleet().clear();
            Waiting.pass(3000);
            double before = resident(lab);
            hold(lab, HELD);
            Waiting.pass(4000);
            double after = resident(lab);
            String depends = String.format(
                    "%d calls held, each leg sends a packet a second; %.0f MB before, %.0f MB after; %s",
                    HELD, before / 1024, after / 1024, lab.gateway().collector());
            return List.of(new Figure("memory_per_call", (after - before) / HELD, "KB", depends));
        }
    }

    private static double resident(Lab lab) {
        lab.gateway().jcmd("GC.run");
        lab.gateway().jcmd("GC.run");
        Waiting.pass(500);
        return lab.gateway().proc().residentKb();
    }

    private static List<SipPeer.Call> hold(Lab lab, int calls) {
        return lab.calls(calls, 120, "9#", i -> Sdp.pcmu(lab.fleet().port()), (i, sdp) -> slow());
    }

    private static void begin(Lab lab, String offer) {
        lab.fleet().add(slow(), SipPeer.audioPort(offer).orElseThrow(() -> new MeasureFailed("no audio: " + offer)));
    }

    /** A stream of one packet a second. */
    private static RtpStream slow() {
        byte[] silence = Voices.silence();
        byte[] nothing = new byte[0];
        return new RtpStream(
                0, Voices.FRAME, frame -> frame % 50 == 0 ? silence : nothing, (s, p, l, t) -> {}, Optional.empty());
    }

    /** Turns of any loop over its limit (20 ms on media loops, 100 ms on the signalling loop) under 100 relayed calls and a room of 50, after warm-up. */
    static List<Figure> stalls(Path root) {
        try (Lab lab = Lab.plain(root)) {
            Relays.plainPairs(lab, 100, (stream, packet, length, now) -> {});
            room(lab, 50);
            Waiting.pass(8000);
            double before = lab.gateway().metric("tandem_loop_stalls_total", "");
            Waiting.pass(15_000);
            double stalls = lab.gateway().metric("tandem_loop_stalls_total", "") - before;
            String depends = "over 15 s under 100 relayed calls and a room of 50, "
                    + lab.gateway().collector() + "; generators share the machine, sender behind by "
                    + Math.round(lab.fleet().behindMs()) + " ms";
            return List.of(new Figure("loop_stalls_over_20ms", stalls, "count", depends));
        }
    }

    private static List<RtpStream> room(Lab lab, int participants) {
        byte[][] speech = Voices.speech(5);
        byte[][] quiet = Voices.quiet(6);
        List<RtpStream> streams = Collections.synchronizedList(new ArrayList<>());
        lab.calls(participants, 50, "1000", i -> Sdp.pcmu(lab.fleet().port()), (i, sdp) -> {
            RtpStream stream = Lab.pcmu(i < 3 ? speech : quiet, 9 * i, (heard, packet, length, now) -> {});
            streams.add(stream);
            return stream;
        });
        return streams;
    }

    /** Bytes our code allocates for each packet relayed. */
    static List<Figure> relayAllocation(Path root) {
        try (Lab lab = Lab.plain(root)) {
            Relays.plainPairs(lab, 100, (stream, packet, length, now) -> {});
            Waiting.pass(10_000);
            Garbage garbage = Garbage.of(lab.gateway(), 10);
            double packets = 100 * 2 * 50 * garbage.seconds();
            return List.of(new Figure(
                    "relay_alloc_per_packet", garbage.ours() / packets, "bytes", garbage.words(packets, "packet")));
        }
    }

    /** Bytes our code allocates for each tick of a mixer with 50 participants, three of them talking. */
    static List<Figure> mixerAllocation(Path root) {
        try (Lab lab = Lab.plain(root)) {
            room(lab, 50);
            Waiting.pass(10_000);
            Garbage garbage = Garbage.of(lab.gateway(), 10);
            double ticks = 50 * garbage.seconds();
            String depends = "50 participants, so 50 packets each way in a tick; " + garbage.words(ticks, "tick");
            return List.of(new Figure("mixer_alloc_per_tick", garbage.ours() / ticks, "bytes", depends));
        }
    }

    /** From the launcher's start to {@code ready}, the second time, with everything built. */
    static List<Figure> start(Path root) {
        try (Lab first = Lab.plain(root)) {
            first.gateway().pid();
        }
        double[] seconds = new double[3];
        for (int i = 0; i < seconds.length; i++) {
            try (Lab lab = Lab.plain(root)) {
                seconds[i] = lab.gateway().startSeconds();
            }
        }
        java.util.Arrays.sort(seconds);
        String depends = String.format("median of 3, through ./tandem run; %.2f to %.2f", seconds[0], seconds[2]);
        return List.of(new Figure("start_to_ready", seconds[1], "s", depends));
    }
}
