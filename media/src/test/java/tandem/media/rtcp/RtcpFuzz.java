package tandem.media.rtcp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any octets as a compound RTCP packet. */
class RtcpFuzz {
    @FuzzTest(maxDuration = "3s")
    void takesAnyOctets(byte[] octets) {
        new RtcpReader(new RtcpReader.Facts() {
                    @Override
                    public void onSenderReport(int ssrc, int ntp, int rtpTimestamp) {}

                    @Override
                    public void onReport(int source, int fractionLost, long jitter, int lastSr, int delay) {}

                    @Override
                    public void onBye(int ssrc) {}
                })
                .read(octets, octets.length);
    }
}
