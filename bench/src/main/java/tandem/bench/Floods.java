package tandem.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tandem.base.Clock;

/** INVITEs of strangers, as many as a small botnet sends, beside calls that are up. */
final class Floods {
    private static final int CALLS = 10;
    private static final int PER_SECOND = 5_000;
    private static final int SECONDS = 30;
    private static final int SOURCES =
            250; // each below what the guard takes from a stranger, so that every one is read and answered
    private static final long WARM_UP_MS = 3_000;
    private static final long QUIET_MS = 5_000;
    private static final double LATE_MS = 60; // what a phone's buffer bears
    private static final String DEVICES = "devices: [{user: '101', password: correct horse battery}]\n";

    private Floods() {}

    /** What the calls lose meanwhile, what comes too late to be heard with it, and how large the gateway becomes. */
    static List<Figure> invites(Path root) {
        Map<String, String> trusted = Map.of("TANDEM_ACCESS_GUESTS", "127.0.0.1");
        try (Lab lab = new Lab(root, 0, trusted, DEVICES);
                Strangers strangers = new Strangers(lab.gateway().sip())) {
            Samples delays = new Samples(1 << 20);
            List<RtpStream> streams = Relays.plainPairs(lab, CALLS, Relays.ear(delays));
            lab.fleet().prompt(true);
            Waiting.pass(WARM_UP_MS);
            delays.start();
            Waiting.pass(QUIET_MS);
            delays.stop();
            double quiet = delays.ms(0.99);
            Flow flow = lab.flow(streams);
            long sentBefore = sent(streams);
            delays.start();
            Proc.Mark mark = lab.gateway().proc().mark();
            double mostKb = strangers.flood(lab.gateway().proc());
            Cpu cpu = mark.used();
            delays.stop();
            long sent = sent(streams) - sentBefore;
            double lost = Math.max(0, 100.0 * (sent - flow.packets()) / sent);
            double late = 100.0 * delays.over(LATE_MS) / sent;
            flow.require(0.5); // else no call was running
            String depends = String.format(
                    Locale.ROOT,
                    "%d calls relayed, %d INVITEs a second for %d s from %d addresses, %.1f answers each (nobody acknowledges them); %.2f %% did not come, the rest came"
                            + " over 60 ms late; one way p50 %.1f, p99 %.1f ms, before the flood p99 %.1f ms; the generator lost %d itself; %s; %s",
                    CALLS,
                    strangers.sent() / SECONDS,
                    SECONDS,
                    SOURCES,
                    (double) strangers.answered.get() / strangers.sent(),
                    lost,
                    delays.ms(0.5),
                    delays.ms(0.99),
                    quiet,
                    flow.dropped(),
                    cpu.words(),
                    lab.gateway().collector());
            return List.of(
                    new Figure("invite_flood_call_loss", lost + late, "%", depends),
                    new Figure("invite_flood_resident_memory", mostKb / 1_024, "MB", "the most that was seen"));
        }
    }

    private static long sent(List<RtpStream> streams) {
        return streams.stream().mapToLong(stream -> stream.sent.get()).sum();
    }

    /** Who call without a password, from many addresses, and never acknowledge a refusal. */
    private static final class Strangers implements AutoCloseable {
        final AtomicLong answered = new AtomicLong();
        private final List<DatagramSocket> sockets = new ArrayList<>();
        private final InetSocketAddress gateway;
        private long sent;

        Strangers(InetSocketAddress gateway) {
            this.gateway = gateway;
            try {
                for (int i = 0; i < SOURCES; i++) {
                    DatagramSocket socket =
                            new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.1." + (i + 1)), 0));
                    sockets.add(socket);
                    Thread.ofVirtual().start(() -> count(socket));
                }
            } catch (IOException failure) {
                close();
                throw new UncheckedIOException(failure);
            }
        }

        long sent() {
            return sent;
        }

        private void count(DatagramSocket socket) {
            byte[] octets = new byte[2_048];
            try {
                while (!socket.isClosed()) {
                    DatagramPacket packet = new DatagramPacket(octets, octets.length);
                    socket.receive(packet);
                    if (new String(octets, 0, 11, StandardCharsets.ISO_8859_1).equals("SIP/2.0 407")) {
                        answered.incrementAndGet();
                    }
                }
            } catch (IOException closed) {
                socket.close();
            }
        }

        /** Sends them all; the most memory that was seen meanwhile, in KB. */
        double flood(Proc proc) {
            long start = Clock.system().nowNs();
            double mostKb = 0;
            for (int i = 0; i < PER_SECOND * SECONDS; i++) {
                Waiting.until(start + i * 1_000_000_000L / PER_SECOND);
                send(i);
                if (i % PER_SECOND == 0) {
                    mostKb = Math.max(mostKb, proc.residentKb());
                }
            }
            return Math.max(mostKb, proc.residentKb());
        }

        private void send(int number) {
            DatagramSocket from = sockets.get(number % SOURCES);
            String at = from.getLocalAddress().getHostAddress() + ":" + from.getLocalPort();
            String sdp = Sdp.pcmu(9);
            byte[] octets = ("INVITE sip:00441234" + number + "@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP " + at
                            + ";branch=z9hG4bKflood" + number + "\r\nMax-Forwards: 70\r\nFrom: <sip:u"
                            + number % SOURCES + "@127.0.0.1>;tag=f" + number
                            + "\r\nTo: <sip:00441234@127.0.0.1>\r\nCall-ID: flood-" + number
                            + "\r\nCSeq: 1 INVITE\r\nContact: <sip:u@" + at
                            + ">\r\nContent-Type: application/sdp\r\nContent-Length: " + sdp.length() + "\r\n\r\n"
                            + sdp)
                    .getBytes(StandardCharsets.ISO_8859_1);
            try {
                from.send(new DatagramPacket(octets, octets.length, gateway));
                sent++;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() {
            sockets.forEach(DatagramSocket::close);
        }
    }
}
