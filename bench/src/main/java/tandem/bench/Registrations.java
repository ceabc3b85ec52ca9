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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import tandem.base.Clock;
import tandem.sip.SipCredentials;
import tandem.sip.dialog.DigestClient;

/** Phones that register by digest and refresh it each minute, each stored before it is answered. */
final class Registrations {
    private static final int PHONES = 2_000;
    private static final int EACH_S = 60;
    private static final int SECONDS = 10;
    private static final long ANSWER_MS = 10_000;

    private Registrations() {}

    /** The share of a core that it costs beyond doing nothing, where every refresh is challenged anew and where the nonce is used again. */
    static List<Figure> cpuShare(Path root) {
        StringBuilder devices = new StringBuilder("devices:\n");
        for (int i = 0; i < PHONES; i++) {
            devices.append("  - {user: 'u")
                    .append(i)
                    .append("', password: secret-of-")
                    .append(i)
                    .append("}\n");
        }
        try (Gateway gateway = new Gateway(root, 9, Map.of(), devices.toString());
                Phones phones = new Phones(gateway.sip())) {
            for (int round = 0; round < 9; round++) { // until what the compiler of the JVM makes of it is made
                refresh(phones, PHONES, 1_000, /* anew= */ true);
            }
            double registered = gateway.metric("tandem_devices_registered", "");
            if (registered != PHONES) {
                throw new MeasureFailed(registered + " of " + PHONES + " are registered\n" + gateway.tail());
            }
            double idle = share(idle(gateway));
            Cpu anew = measured(gateway, phones, /* anew= */ true);
            double again = share(measured(gateway, phones, /* anew= */ false));
            String depends = String.format(
                    "%d phones each %d s, every refresh challenged anew (401, 200); with the nonce used again %.2f %%;"
                            + " both beyond the %.2f %% of a gateway with nothing to do; %s; %s",
                    PHONES, EACH_S, again - idle, idle, anew.words(), gateway.collector());
            return List.of(new Figure("registrar_cpu_share", share(anew) - idle, "%", depends));
        }
    }

    private static double share(Cpu cpu) {
        return 100 * cpu.ms() / (SECONDS * 1_000.0);
    }

    private static Cpu idle(Gateway gateway) {
        Proc.Mark mark = gateway.proc().mark();
        Waiting.until(Clock.system().nowNs() + SECONDS * 1_000_000_000L);
        return mark.used();
    }

    private static Cpu measured(Gateway gateway, Phones phones, boolean anew) {
        int rate = PHONES / EACH_S;
        Proc.Mark mark = gateway.proc().mark();
        refresh(phones, rate * SECONDS, rate, anew);
        return mark.used();
    }

    /** Refreshes so many, at that rate, and waits until each is granted. */
    private static void refresh(Phones phones, int count, int rate, boolean anew) {
        int before = phones.granted.get();
        long start = Clock.system().nowNs();
        for (int i = 0; i < count; i++) {
            Waiting.until(start + i * 1_000_000_000L / rate);
            phones.register(i % PHONES, anew);
        }
        if (!Waiting.until(ANSWER_MS, () -> phones.granted.get() >= before + count)) {
            throw new MeasureFailed(
                    phones.granted.get() - before + " of " + count + " were granted; last: " + phones.last);
        }
    }

    /** All phones on one socket. */
    private static final class Phones implements AutoCloseable {
        final AtomicInteger granted = new AtomicInteger();
        volatile String last = "";
        private final DatagramSocket socket;
        private final InetSocketAddress gateway;
        private final List<Phone> phones = new ArrayList<>();

        Phones(InetSocketAddress gateway) {
            this.gateway = gateway;
            try {
                socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                socket.setReceiveBufferSize(1 << 20);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            for (int i = 0; i < PHONES; i++) {
                phones.add(new Phone(i));
            }
            Thread.ofPlatform().daemon().name("phones").start(this::receive);
        }

        void register(int index, boolean anew) {
            phones.get(index).register(anew);
        }

        private void send(String text) {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            try {
                socket.send(new DatagramPacket(octets, octets.length, gateway));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private void receive() {
            byte[] octets = new byte[4_096];
            DatagramPacket packet = new DatagramPacket(octets, octets.length);
            try {
                while (!socket.isClosed()) {
                    packet.setLength(octets.length);
                    socket.receive(packet);
                    take(new SipText(new String(octets, 0, packet.getLength(), StandardCharsets.UTF_8)));
                }
            } catch (IOException closed) {
                last = closed.toString();
            }
        }

        private void take(SipText answer) {
            last = answer.firstLine();
            if (answer.status() == 200) {
                granted.incrementAndGet();
            } else if (answer.status() == 401) {
                phones.get(Integer.parseInt(answer.header("Call-ID").substring(1)))
                        .challenged(answer.header("WWW-Authenticate"));
            }
        }

        @Override
        public void close() {
            socket.close();
        }

        /** One of them; told what to do by one thread, and of challenges by another, never at once. */
        private final class Phone {
            private final int number;
            private volatile DigestClient digest;
            private final AtomicInteger sequence = new AtomicInteger();

            Phone(int number) {
                this.number = number;
                this.digest = fresh();
            }

            private DigestClient fresh() {
                return new DigestClient(
                        new SipCredentials("u" + number, "secret-of-" + number),
                        new Random(number)); // what it draws is no secret here
            }

            void register(boolean anew) {
                if (anew) {
                    digest = fresh();
                }
                request();
            }

            void challenged(String challenge) {
                if (digest.challenged(List.of(challenge))) {
                    request();
                }
            }

            private void request() {
                String uri = "sip:127.0.0.1:" + gateway.getPort();
                int cseq = sequence.incrementAndGet();
                String at = "127.0.0.1:" + socket.getLocalPort();
                send("REGISTER " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP " + at + ";rport;branch=z9hG4bKr" + number + "-"
                        + cseq + "\r\nMax-Forwards: 70\r\nFrom: <sip:u" + number + "@127.0.0.1>;tag=t\r\nTo: <sip:u"
                        + number + "@127.0.0.1>\r\nCall-ID: r" + number + "\r\nCSeq: " + cseq
                        + " REGISTER\r\nContact: <sip:u" + number + "@" + at + ">;expires=120\r\n"
                        + digest.authorization("REGISTER", uri)
                                .map(value -> "Authorization: " + value + "\r\n")
                                .orElse("")
                        + "User-Agent: bench\r\nContent-Length: 0\r\n\r\n");
            }
        }
    }
}
