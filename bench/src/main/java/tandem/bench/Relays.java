package tandem.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import tandem.base.Clock;

/** Media of two-leg calls: relayed as it is, with one leg secured, or transcoded. */
final class Relays {
    static final int CALLS = 200;
    private static final int TRANSCODED = 50;
    private static final int PER_SECOND = 100;
    private static final double WARM_UP = 14;
    private static final double WARM_UP_ALONE = 18;
    private static final double SECONDS = 10;

    private Relays() {}

    /** G.711 from one leg to the other; packets carry the moment they were sent, so their delay is known. */
    static List<Figure> relay(Path root) {
        try (Lab lab = Lab.plain(root)) {
            Samples delays = new Samples(1 << 20);
            List<RtpStream> streams = plainPairs(lab, CALLS, ear(delays));
            Cpu cpu = measured(lab, streams, WARM_UP);
            String depends = CALLS + " calls of PCMU, " + lab.gateway().collector() + ", sender behind by "
                    + Math.round(lab.fleet().behindMs()) + " ms at most; " + cpu.words();
            lab.fleet().prompt(true);
            Waiting.pass(1000);
            delays.start();
            Waiting.pass(5000);
            delays.stop();
            return List.of(
                    new Figure("relay_cpu_per_call_second", cpu.ms() / (CALLS * SECONDS), "ms", depends),
                    new Figure("relay_added_latency_p99", delays.ms(0.99), "ms", latencyWords(delays)));
        }
    }

    private static String latencyWords(Samples delays) {
        return String.format(
                "one way, generators included; p50 %.2f ms, of %d packets; a generator talking to itself: p99 %.2f ms",
                delays.ms(0.5), delays.count(), direct());
    }

    /** The delay p99 of a generator sending to itself without a gateway. */
    private static double direct() {
        try (RtpFleet fleet = new RtpFleet(0)) {
            Samples delays = new Samples(1 << 18);
            RtpStream stream = stamped(ear(delays));
            fleet.prompt(true);
            delays.start();
            fleet.add(stream, fleet.port());
            Waiting.pass(2000);
            delays.stop();
            return delays.ms(0.99);
        }
    }

    /** One that keeps how long each packet was on its way. */
    static RtpStream.Ear ear(Samples delays) {
        return (stream, packet, length, now) -> {
            if (delays.isOn() && length == RtpStream.HEADER + Voices.FRAME) {
                delays.add(now - ByteBuffer.wrap(packet).getLong(RtpStream.HEADER));
            }
        };
    }

    /** A stream whose packets carry the moment they were sent. */
    static RtpStream stamped(RtpStream.Ear ear) {
        byte[] payload = Voices.silence();
        ByteBuffer stamp = ByteBuffer.wrap(payload);
        RtpStream.Voice voice = frame -> {
            stamp.putLong(0, Clock.system().nowNs());
            return payload;
        };
        return new RtpStream(0, Voices.FRAME, voice, ear, Optional.empty());
    }

    /** Sets up calls of plain G.711 and returns the streams of both sides. */
    static List<RtpStream> plainPairs(Lab lab, int calls, RtpStream.Ear ear) {
        List<RtpStream> streams = Collections.synchronizedList(new ArrayList<>());
        lab.answering(offer -> {
            streams.add(begin(lab, stamped(ear), offer));
            return Sdp.pcmu(lab.fleet().port());
        });
        lab.calls(calls, PER_SECOND, "9#", number -> Sdp.pcmu(lab.fleet().port()), (number, sdp) -> {
            RtpStream stream = stamped(ear);
            streams.add(stream);
            return stream;
        });
        return streams;
    }

    private static RtpStream begin(Lab lab, RtpStream stream, String offer) {
        int port = SipPeer.audioPort(offer).orElseThrow(() -> new MeasureFailed("no audio offered: " + offer));
        lab.fleet().add(stream, port);
        return stream;
    }

    private static Cpu measured(Lab lab, List<RtpStream> streams, double warmUp) {
        Waiting.pass((long) (warmUp * 1000));
        return lab.cpu(SECONDS, streams, 0.98);
    }

    /** The same with the caller's leg under SDES-SRTP, AES_CM_128_HMAC_SHA1_80. */
    static List<Figure> srtp(Path root) {
        try (Lab lab = Lab.plain(root)) {
            List<RtpStream> streams = Collections.synchronizedList(new ArrayList<>());
            List<Secured> secured = Collections.synchronizedList(new ArrayList<>());
            AtomicInteger unfit = new AtomicInteger();
            lab.answering(offer -> {
                streams.add(
                        begin(lab, stamped((stream, packet, length, now) -> countUnlessPlain(length, unfit)), offer));
                return Sdp.pcmu(lab.fleet().port());
            });
            byte[][] keys = new byte[CALLS][30];
            for (byte[] key : keys) {
                ThreadLocalRandom.current().nextBytes(key);
            }
            byte[][] speech = Voices.speech(1);
            lab.calls(CALLS, PER_SECOND, "9#", i -> Sdp.secure(lab.fleet().port(), keys[i]), (i, sdp) -> {
                Secured ear = new Secured(sdp);
                RtpStream stream = new RtpStream(
                        0,
                        Voices.FRAME,
                        frame -> speech[(frame + i) % speech.length],
                        ear,
                        Optional.of(new Srtp(keys[i])));
                secured.add(ear);
                streams.add(stream);
                return stream;
            });
            Cpu cpu = measured(lab, streams, WARM_UP_ALONE);
            secured.forEach(Secured::require);
            if (unfit.get() > 0) {
                throw new MeasureFailed(unfit + " packets on the plain legs are not of plain length");
            }
            String depends = CALLS + " calls of PCMU, one leg SDES AES_CM_128_HMAC_SHA1_80, "
                    + lab.gateway().collector() + "; " + cpu.words();
            return List.of(new Figure("srtp_leg_cpu_per_call_second", cpu.ms() / (CALLS * SECONDS), "ms", depends));
        }
    }

    private static void countUnlessPlain(int length, AtomicInteger unfit) {
        if (length != RtpStream.HEADER + Voices.FRAME) {
            unfit.incrementAndGet();
        }
    }

    /** G.711 on one leg and Opus on the other. */
    static List<Figure> opus(Path root) {
        byte[][] speech = Voices.speech(1);
        byte[][] packets = OpusSpeech.packets();
        try (Lab lab = Lab.plain(root)) {
            OpusCalls calls = new OpusCalls(lab);
            lab.answering(offer -> {
                int type = Sdp.opusType(offer);
                calls.says(offer);
                calls.streams.add(begin(lab, calls.opus(packets, type, calls.streams.size()), offer));
                return Sdp.opus(lab.fleet().port(), type);
            });
            lab.calls(TRANSCODED, PER_SECOND, "9#", i -> Sdp.pcmu(lab.fleet().port()), (i, sdp) -> {
                RtpStream stream = Lab.pcmu(speech, 11 * i, calls.plain);
                calls.streams.add(stream);
                return stream;
            });
            return calls.figure("transcode_opus_cpu_per_call_second", "two-leg calls, Opus run at 8 kHz");
        }
    }

    /** The same two in rooms of their own, where Opus runs at 48 kHz. */
    static List<Figure> opusInRooms(Path root) {
        byte[][] speech = Voices.speech(1);
        byte[][] packets = OpusSpeech.packets();
        try (Lab lab = Lab.plain(root)) {
            OpusCalls calls = new OpusCalls(lab);
            for (int room = 0; room < TRANSCODED; room++) {
                int shift = room;
                lab.calls(2, PER_SECOND, Integer.toString(1100 + room), i -> offer(lab, i), (i, sdp) -> {
                    RtpStream stream =
                            i == 0 ? Lab.pcmu(speech, 11 * shift, calls.plain) : calls.answered(packets, sdp, shift);
                    calls.streams.add(stream);
                    return stream;
                });
            }
            String name = "transcode_opus_48khz_cpu_per_call_second";
            return calls.figure(name, "rooms of two, mixing included, Opus run at 48 kHz");
        }
    }

    private static String offer(Lab lab, int number) {
        int port = lab.fleet().port();
        return number == 0 ? Sdp.deskPhone(port) : Sdp.softPhone(port);
    }

    /** Calls with Opus at one end and G.711 at the other, both talking. */
    private static final class OpusCalls {
        private final Lab lab;
        private final List<RtpStream> streams = Collections.synchronizedList(new ArrayList<>());
        private final Heard plain = Heard.mulaw();
        private final Heard coded = Heard.opus();
        private volatile String terms = "";

        OpusCalls(Lab lab) {
            this.lab = lab;
        }

        /** The gateway's description: what was agreed stands in it. */
        void says(String sdp) {
            terms = Sdp.opusTerms(sdp);
        }

        RtpStream answered(byte[][] packets, String sdp, int shift) {
            says(sdp);
            return opus(packets, Sdp.opusType(sdp), shift);
        }

        RtpStream opus(byte[][] packets, int type, int shift) {
            RtpStream.Voice voice = frame -> packets[(frame + 7 * shift) % packets.length];
            return new RtpStream(type, 960, voice, coded, Optional.empty());
        }

        List<Figure> figure(String name, String words) {
            Waiting.pass((long) (WARM_UP_ALONE * 1000));
            Cpu cpu = lab.cpu(SECONDS, streams, 0.9); // pauses of speech may go unsent
            plain.require("those with G.711");
            coded.require("those with Opus");
            String depends = TRANSCODED + " " + words + ", PCMU at the other end, both talking; " + terms + "; "
                    + lab.gateway().collector() + "; " + cpu.words();
            return List.of(new Figure(name, cpu.ms() / (TRANSCODED * SECONDS), "ms", depends));
        }
    }
}
