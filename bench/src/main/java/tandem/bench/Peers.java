package tandem.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Other people's gateways on this machine, under the same load in the same run, right after ours. */
final class Peers {
    private static final List<String> NOT_COMPARED = List.of("asterisk", "freeswitch");
    private static final String RTPENGINE = "rtpengine";
    private static final double WARM_UP = 6;
    private static final double SECONDS = 10;

    private Peers() {}

    /** Says which peers there are, and which figures will stand beside ours. */
    static void sayWhatIsThere() {
        List<String> installed = new ArrayList<>();
        for (String peer : NOT_COMPARED) {
            if (program(peer).isPresent()) {
                installed.add(peer);
                System.out.println("# peer " + peer + ": installed, but nothing here drives it");
            }
        }
        if (program(RTPENGINE).isPresent()) {
            installed.add(RTPENGINE);
            System.out.println(
                    "# peer " + RTPENGINE + ": relay_cpu_per_call_second and srtp_leg_cpu_per_call_second are taken of"
                            + " it too; it speaks no SIP, so nothing stands beside b2bua_...");
        }
        if (installed.isEmpty()) {
            System.out.println("# no peer installed: neither " + String.join(", ", NOT_COMPARED) + " nor " + RTPENGINE);
        }
    }

    /** The same measure taken of a peer, where there is one for it. */
    static Optional<Figure> beside(Figure ours) {
        return switch (ours.name()) {
            case "relay_cpu_per_call_second" -> program(RTPENGINE).map(found -> rtpengine(found, ours, false));
            case "srtp_leg_cpu_per_call_second" -> program(RTPENGINE).map(found -> rtpengine(found, ours, true));
            default -> Optional.empty();
        };
    }

    private static Figure rtpengine(Path program, Figure ours, boolean secure) {
        try (RtpFleet fleet = new RtpFleet(0);
                Rtpengine peer = new Rtpengine(program)) {
            List<RtpStream> streams = new ArrayList<>();
            List<Secured> secured = new ArrayList<>();
            for (int i = 0; i < Relays.CALLS; i++) {
                begin(peer, fleet, i, secure, streams, secured);
            }
            Waiting.pass((long) (WARM_UP * 1000));
            Cpu cpu = Flow.cpu(fleet, streams, peer.proc(), SECONDS, 0.98);
            secured.forEach(Secured::require);
            double each = cpu.ms() / (Relays.CALLS * SECONDS);
            String depends = String.format(
                    "the same load in the same run, in userspace, sender behind by %.0f ms at most; ours is %.2f times that",
                    fleet.behindMs(), ours.value() / each);
            return new Figure(RTPENGINE + "_" + ours.name(), each, ours.unit(), depends);
        }
    }

    private static void begin(
            Rtpengine peer,
            RtpFleet fleet,
            int number,
            boolean secure,
            List<RtpStream> streams,
            List<Secured> secured) {
        byte[] key = new byte[30];
        ThreadLocalRandom.current().nextBytes(key);
        String offer = secure ? Sdp.secure(fleet.port(), key) : Sdp.pcmu(fleet.port());
        Rtpengine.Call call = peer.call(number, offer, Sdp.pcmu(fleet.port()));
        RtpStream callee = Relays.stamped((stream, packet, length, now) -> {});
        RtpStream caller = Relays.stamped((stream, packet, length, now) -> {});
        if (secure) {
            Secured ear = new Secured(call.toCaller());
            secured.add(ear);
            caller = new RtpStream(0, Voices.FRAME, caller.voice, ear, Optional.of(new Srtp(key)));
        }
        fleet.add(caller, Rtpengine.port(call.toCaller()));
        fleet.add(callee, Rtpengine.port(call.toCallee()));
        streams.add(caller);
        streams.add(callee);
    }

    private static Optional<Path> program(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
