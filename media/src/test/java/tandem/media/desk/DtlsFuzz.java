package tandem.media.desk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import tandem.media.Transport.Fingerprint;
import tandem.media.dtls.DtlsAssociation;
import tandem.media.dtls.DtlsIdentity;
import tandem.media.dtls.DtlsWorkers;
import tandem.media.srtp.SrtpKeys;

/**
 * Any records, through the demultiplexer into an association in either role: it ends in words or waits for more, brings no keys,
 * and its worker is there for the next one. The first octet is the role, then come datagrams, each behind its length in two.
 */
class DtlsFuzz {
    private static final long PATIENCE_NS = 2_000_000;
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000);
    private static final List<Fingerprint> EXPECTED =
            List.of(new Fingerprint("sha-256", "00:11".repeat(8) + ":22".repeat(16)));

    private static final DtlsIdentity IDENTITY = DtlsIdentity.make(new SecureRandom(), 1_700_000_000_000L);
    private static final DtlsWorkers WORKERS = new DtlsWorkers(1);
    private static final MediaLoop LOOP = new MediaLoop(0, 0, tell -> {});

    @BeforeAll
    static void open() {
        LOOP.post(() -> {});
    }

    @AfterAll
    static void close() {
        LOOP.close();
    }

    @FuzzTest(maxDuration = "3s")
    void takesAnyRecords(byte[] octets) throws Exception {
        Nothing nothing = new Nothing();
        boolean client = octets.length > 0 && octets[0] == 1;
        DtlsAssociation association = new DtlsAssociation(IDENTITY, WORKERS, EXPECTED, client, false, nothing);
        Demux demux = new Demux(LOOP, new PathCounters(), new Into(association), packet -> {});
        association.start();
        int at = 1;
        while (at + 2 <= octets.length) {
            int length = Math.min((octets[at] & 0xFF) << 8 | (octets[at + 1] & 0xFF), octets.length - at - 2);
            demux.onDatagram(Arrays.copyOfRange(octets, at + 2, at + 2 + length), length, PEER);
            at += 2 + length;
        }
        long until = LOOP.clock().nowNs() + PATIENCE_NS;
        while (!association.over() && LOOP.clock().nowNs() - until < 0) {
            Thread.onSpinWait();
        }
        association.close();
        CountDownLatch free = new CountDownLatch(1);
        if (!WORKERS.run(free::countDown) || !free.await(3, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the worker is lost");
        }
        if (nothing.keyed) {
            throw new IllegalStateException("keys for a stranger");
        }
    }

    /** Hands DTLS on and drops the rest. */
    private record Into(DtlsAssociation association) implements Demux.Others {
        @Override
        public void onRtcp(byte[] datagram, int length, InetSocketAddress from) {}

        @Override
        public void onKeepAlive(InetSocketAddress from) {}

        @Override
        public void onDtls(byte[] datagram, int length, InetSocketAddress from) {
            association.take(datagram, length);
        }

        @Override
        public String call() {
            return "fuzz";
        }
    }

    private static final class Nothing implements DtlsAssociation.Output {
        private volatile boolean keyed;

        @Override
        public void send(byte[] datagram) {}

        @Override
        public void onKeys(SrtpKeys theirs, SrtpKeys ours) {
            keyed = true;
        }

        @Override
        public void onFailed(String why) {}
    }
}
