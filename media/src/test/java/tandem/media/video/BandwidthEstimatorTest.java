package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tandem.media.rtcp.RtcpFeedback;
import tandem.media.rtcp.RtcpReader;
import tandem.media.rtcp.TransportArrivals;
import tandem.media.rtcp.TransportFeedback;

/** A sender that follows its estimate over invented links, with reports as they are on the wire. */
class BandwidthEstimatorTest {
    private static final long MS = 1_000_000L;
    private static final int PACKET = 1_200;

    /** A packet on its way. */
    private record Moving(int sequence, long atNs) {}

    /** A link of some capacity with a queue that drops what would wait too long, and a delay each way. */
    private static final class Link implements RtcpReader.Facts, RtcpFeedback {
        private final Random random = new Random(11);
        private final BandwidthEstimator estimator = new BandwidthEstimator(300_000, 50_000, 5_000_000);
        private final TransportArrivals arrivals = new TransportArrivals(1);
        private final RtcpReader reader = new RtcpReader(this, this);
        private final ArrayDeque<Moving> moving = new ArrayDeque<>();
        private final ByteBuffer out = ByteBuffer.allocate(1_400);
        private final ArrayDeque<byte[]> reports = new ArrayDeque<>();
        private final ArrayDeque<Long> reportsAtNs = new ArrayDeque<>();
        private long nowNs = 77_000 * MS;
        private long freeNs = nowNs;
        private double owed;
        private int sequence = 65_000;
        private long delivered;

        double capacity = 1_000_000;
        double loss;
        double jitterMs;
        boolean silent;
        double queueMs;

        /** Runs for so long; returns what was delivered, in bit/s. */
        double run(double seconds) {
            long until = nowNs + (long) (seconds * 1e9);
            delivered = 0;
            while (nowNs < until) {
                step();
            }
            return delivered / seconds;
        }

        double rate() {
            return (double) estimator.bitsPerSecond();
        }

        private void step() {
            nowNs += MS;
            owed += rate() / 1_000;
            while (owed >= PACKET * 8) {
                owed -= PACKET * 8;
                send();
            }
            while (!moving.isEmpty() && moving.peek().atNs() <= nowNs) {
                Moving come = moving.remove();
                arrivals.onArrival(come.sequence(), come.atNs());
                delivered += PACKET * 8;
            }
            if (nowNs / MS % 50 == 0 && arrivals.due() && !silent) {
                report();
            }
            while (!reports.isEmpty() && reportsAtNs.peek() <= nowNs) {
                reportsAtNs.remove();
                byte[] report = reports.remove();
                assertTrue(reader.read(report, report.length));
            }
            estimator.onTime(nowNs);
        }

        private void send() {
            int number = sequence++ & 0xFFFF;
            estimator.onSent(number, PACKET, nowNs);
            freeNs = Math.max(freeNs, nowNs);
            queueMs = (freeNs - nowNs) / 1e6;
            if (queueMs > 400 || random.nextDouble() < loss) {
                return;
            }
            freeNs += (long) (PACKET * 8 / capacity * 1e9);
            long shaken = (long) (random.nextDouble() * jitterMs * MS);
            long last = moving.isEmpty() ? 0 : moving.getLast().atNs();
            moving.add(new Moving(number, Math.max(last, freeNs + 25 * MS + shaken)));
        }

        private void report() {
            out.clear();
            assertTrue(arrivals.write(out, 2));
            byte[] report = new byte[out.position()];
            out.get(0, report);
            reports.add(report);
            reportsAtNs.add(nowNs + 25 * MS);
        }

        @Override
        public void onTransport(TransportFeedback report) {
            estimator.onReport(report, nowNs);
        }

        @Override
        public void onSenderReport(int ssrc, int ntp, int rtpTimestamp) {}

        @Override
        public void onReport(int source, int fractionLost, long jitter, int lastSr, int delay) {}

        @Override
        public void onBye(int ssrc) {}
    }

    private final Link link = new Link();

    private void between(double low, double high, double is) {
        assertTrue(low <= is && is <= high, is + " is not between " + low + " and " + high);
    }

    @Test
    void comesNearTheCapacityAndStaysThere() {
        link.run(25);
        between(0.75e6, 1.0e6, link.run(20));
        between(0, 150, link.queueMs);
    }

    @Test
    void backsOffWithinTwoSecondsOfAFallAndRecovers() {
        link.run(30);
        link.capacity = 400_000;
        link.run(2);
        between(100_000, 420_000, link.rate());
        link.run(3);
        between(0, 150, link.queueMs);
        between(280_000, 400_000, link.run(15));
        link.capacity = 1_500_000;
        link.run(30);
        between(1.05e6, 1.5e6, link.run(10));
    }

    @Test
    void isNotDeceivedByJitterNorByAFewLosses() {
        link.jitterMs = 10;
        link.loss = 0.01;
        link.run(30);
        between(0.65e6, 1.0e6, link.run(20));
    }

    @Test
    void yieldsToHeavyLoss() {
        link.run(25);
        link.loss = 0.25;
        link.run(5);
        between(50_000, 500_000, link.rate());
        link.loss = 0;
        link.run(30);
        between(0.7e6, 1.1e6, link.rate());
    }

    @Test
    void halvesEachSecondWithoutReports() {
        link.run(20);
        double before = link.rate();
        link.silent = true;
        link.run(2.2);
        between(before / 5.0, before / 2.0, link.rate());
        link.run(10);
        assertEquals(50_000, link.rate(), 1);
    }

    @Test
    void growsToTheMostThatIsAllowed() {
        link.capacity = 50e6;
        link.run(60);
        assertEquals(5_000_000, link.rate(), 1);
    }
}
