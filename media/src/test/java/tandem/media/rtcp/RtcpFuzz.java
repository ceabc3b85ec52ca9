package tandem.media.rtcp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any octets as a compound RTCP packet, feedback too. */
class RtcpFuzz {
    private static final class Ignored implements RtcpReader.Facts, RtcpFeedback, TransportFeedback.Arrivals {
        private int arrivals;

        @Override
        public void onSenderReport(int ssrc, int ntp, int rtpTimestamp) {}

        @Override
        public void onReport(int source, int fractionLost, long jitter, int lastSr, int delay) {}

        @Override
        public void onBye(int ssrc) {}

        @Override
        public void onPictureLoss(int media) {}

        @Override
        public void onFullIntraRequest(int sender, int target, int sequence) {
            check(sequence >= 0 && sequence < 256);
        }

        @Override
        public void onNack(int media, int sequence) {
            check(sequence >= 0 && sequence < 65_536);
        }

        @Override
        public void onMaxRateRequest(int sender, int target, long bitsPerSecond, int overhead) {
            check(bitsPerSecond >= 0 && overhead < 512);
        }

        @Override
        public void onMaxRateNotification(int sender, int owner, long bitsPerSecond, int overhead) {
            check(bitsPerSecond >= 0 && overhead < 512);
        }

        @Override
        public void onReceiverEstimate(int media, long bitsPerSecond) {
            check(bitsPerSecond >= 0);
        }

        @Override
        public void onTransport(TransportFeedback report) {
            arrivals = 0;
            report.tell(this);
            check(arrivals == report.count());
        }

        @Override
        public void onArrival(int sequence, long atUs) {
            arrivals++;
        }

        @Override
        public void onMissing(int sequence) {
            arrivals++;
        }

        private static void check(boolean right) {
            if (!right) {
                throw new AssertionError();
            }
        }
    }

    @FuzzTest(maxDuration = "3s")
    void takesAnyOctets(byte[] octets) {
        Ignored told = new Ignored();
        new RtcpReader(told, told).read(octets, octets.length);
    }
}
