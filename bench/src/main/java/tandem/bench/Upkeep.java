package tandem.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a gateway costs besides CPU: memory, pauses, garbage, the time it takes to start. */
final class Upkeep {
    private static final int HELD = 1000;
    private static final int ROOM = 50;
    private static final int TALKS = 100;
    private static final int GROUPS = 5;
    private static final int NOBODY = -1;

    private static final String STALLS = "tandem_loop_stalls_total";
    private static final String FIXED_HEAP = "-Xms512m -Xmx512m -XX:+AlwaysPreTouch";

    private Upkeep() {}

    /**
     * Growth of memory per call up, two legs with media: of what lives on the heap after a collection, and of what is resident
     * outside it. The heap's own pages are all touched from the start, so that none of them was dirtied by calls before.
     */
    static List<Figure> memory(Path root) {
        try (Lab lab = new Lab(root, 0, Map.of("TANDEM_JAVA_OPTS", FIXED_HEAP))) {
            List<RtpStream> streams = Collections.synchronizedList(new ArrayList<>());
            AtomicInteger talking = new AtomicInteger(NOBODY); // the group of held calls whose turn it is
            lab.answering(offer -> {
                streams.add(begin(lab, streams, talking, offer));
                return Sdp.pcmu(lab.fleet().port());
            });
            List<SipPeer.Call> warm = hold(lab, 200, streams, talking);
            Waiting.pass(2000);
            warm.forEach(SipPeer.Call::bye);
            if (!Waiting.until(10_000, () -> lab.caller().up() == 0)) {
                throw new MeasureFailed("calls of the warm-up did not end");
            }
            lab.fleet().clear();
            streams.clear();
            Waiting.pass(3000);
            Memory before = Memory.of(lab.gateway());
            hold(lab, HELD, streams, talking);
            for (int group = 0; group < GROUPS; group++) {
                talking.set(group);
                Waiting.pass(1000L * TALKS / 50 + 300);
            }
            talking.set(NOBODY);
            Waiting.pass(300);
            requireWhole(streams);
            Memory after = Memory.of(lab.gateway());
            double heap = (after.heapKb() - before.heapKb()) / HELD;
            double rest = (after.residentKb() - before.residentKb()) / HELD;
            String depends = String.format(
                    "%d calls held, each leg sent 50 packets a second for %d s and else one a second; on the heap after a collection"
                            + " %.1f KB, outside it %.1f KB; fixed heap, every page touched; %s",
                    HELD, TALKS / 50, heap, rest, lab.gateway().collector());
            return List.of(new Figure("memory_per_call", heap + rest, "KB", depends));
        }
    }

    /** Each leg received nearly all that its other leg sent. */
    private static void requireWhole(List<RtpStream> streams) {
        long sent = streams.stream().mapToLong(stream -> stream.sent.get()).sum();
        long received =
                streams.stream().mapToLong(stream -> stream.received.get()).sum();
        long silent = streams.stream()
                .filter(stream -> stream.received.get() < TALKS / 2)
                .count();
        if (streams.size() != 2 * HELD || silent > 0 || received < 0.98 * sent) {
            throw new MeasureFailed(String.format(
                    "media does not flow: %d legs, %d packets sent, %d received, %d legs heard little",
                    streams.size(), sent, received, silent));
        }
    }

    /**
     * What the gateway holds after a collection.
     *
     * @param heapKb living on the heap
     * @param residentKb of the whole process, the heap's pages included
     */
    record Memory(double heapKb, double residentKb) {
        private static final Pattern USED = Pattern.compile("heap.* used (\\d+)K");

        static Memory of(Gateway gateway) {
            gateway.jcmd("GC.run");
            gateway.jcmd("GC.run");
            Waiting.pass(500);
            String info = gateway.jcmd("GC.heap_info");
            Matcher used = USED.matcher(info);
            if (!used.find()) {
                throw new MeasureFailed("jcmd does not say how full the heap is: " + info);
            }
            return new Memory(Double.parseDouble(used.group(1)), gateway.proc().residentKb());
        }
    }

    private static List<SipPeer.Call> hold(Lab lab, int calls, List<RtpStream> streams, AtomicInteger talking) {
        return lab.calls(calls, 100, "9#", i -> Sdp.pcmu(lab.fleet().port()), (i, sdp) -> {
            RtpStream stream = talksInTurn(streams.size(), talking);
            streams.add(stream);
            return stream;
        });
    }

    private static RtpStream begin(Lab lab, List<RtpStream> streams, AtomicInteger talking, String offer) {
        RtpStream stream = talksInTurn(streams.size(), talking);
        lab.fleet().add(stream, SipPeer.audioPort(offer).orElseThrow(() -> new MeasureFailed("no audio: " + offer)));
        return stream;
    }

    /** A stream of one packet a second, but at full rate while its group has its turn: no machine carries all of them at once. */
    private static RtpStream talksInTurn(int number, AtomicInteger talking) {
        byte[] silence = Voices.silence();
        byte[] nothing = new byte[0];
        int group = number * GROUPS / (2 * HELD);
        RtpStream.Voice voice = frame -> talking.get() == group || frame % 50 == 49 ? silence : nothing;
        return new RtpStream(0, Voices.FRAME, voice, (s, p, l, t) -> {}, Optional.empty());
    }

    /** Turns of the media loops over their limit of 20 ms under 100 relayed calls and a room of 50, after warm-up. */
    static List<Figure> stalls(Path root) {
        try (Lab lab = Lab.plain(root)) {
            List<RtpStream> streams = new ArrayList<>(Relays.plainPairs(lab, 100, Upkeep::ignore));
            streams.addAll(room(lab, ROOM));
            Waiting.pass(10_000);
            double media = lab.gateway().metric(STALLS, "loop=\"media");
            double signalling = lab.gateway().metric(STALLS, "loop=\"signalling");
            lab.cpu(15, streams, 0.98);
            media = lab.gateway().metric(STALLS, "loop=\"media") - media;
            signalling = lab.gateway().metric(STALLS, "loop=\"signalling") - signalling;
            String depends = String.format(
                    "media loops, over 15 s under 100 relayed calls and a room of 50, %s; the signalling loop over its 100 ms: %.0f;"
                            + " generators share the machine, sender behind by %.0f ms at most",
                    lab.gateway().collector(), signalling, lab.fleet().behindMs());
            return List.of(new Figure("loop_stalls_over_20ms", media, "count", depends));
        }
    }

    private static void ignore(RtpStream stream, byte[] packet, int length, long nowNs) {}

    private static List<RtpStream> room(Lab lab, int participants) {
        byte[][] speech = Voices.speech(5);
        byte[][] quiet = Voices.quiet(6);
        List<RtpStream> streams = Collections.synchronizedList(new ArrayList<>());
        lab.calls(participants, 50, "1000", i -> Sdp.deskPhone(lab.fleet().port()), (i, sdp) -> {
            RtpStream stream = Lab.pcmu(i < 3 ? speech : quiet, 9 * i, (heard, packet, length, now) -> {});
            streams.add(stream);
            return stream;
        });
        return streams;
    }

    /** Bytes our code allocates for each packet relayed. */
    static List<Figure> relayAllocation(Path root) {
        try (Lab lab = Lab.plain(root)) {
            List<RtpStream> streams = Relays.plainPairs(lab, 100, Upkeep::ignore);
            Waiting.pass(10_000);
            Flow flow = lab.flow(streams);
            Garbage garbage = Garbage.of(lab.gateway(), 10, flow::packets);
            flow.require(0.98);
            return List.of(new Figure("relay_alloc_per_packet", garbage.ours(), "bytes", garbage.words("packet")));
        }
    }

    /** Bytes our code allocates for each tick of a mixer with 50 participants, three of them talking. */
    static List<Figure> mixerAllocation(Path root) {
        try (Lab lab = Lab.plain(root)) {
            List<RtpStream> streams = room(lab, ROOM);
            Waiting.pass(10_000);
            Flow flow = lab.flow(streams);
            Garbage garbage = Garbage.of(lab.gateway(), 10, () -> flow.packets() / ROOM);
            flow.require(0.98);
            String depends =
                    ROOM + " participants, so " + ROOM + " packets each way in a tick; " + garbage.words("tick");
            return List.of(new Figure("mixer_alloc_per_tick", garbage.ours(), "bytes", depends));
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
        Arrays.sort(seconds);
        String depends = String.format("median of 3, through ./tandem run; %.2f to %.2f", seconds[0], seconds[2]);
        return List.of(new Figure("start_to_ready", seconds[1], "s", depends));
    }
}
