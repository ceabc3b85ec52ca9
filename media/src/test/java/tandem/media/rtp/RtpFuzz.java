package tandem.media.rtp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any octets as an RTP packet: read, stripped, forwarded. */
class RtpFuzz {
    @FuzzTest(maxDuration = "3s")
    void takesAnyOctets(byte[] octets) {
        RtpPacket packet = new RtpPacket();
        if (!packet.wrap(octets, octets.length) || !packet.strip()) {
            return;
        }
        for (int id = 1; id < 16; id++) {
            packet.audioLevel(id);
        }
        new RtpSource().count(packet, 0);
        RtpSender sender = new RtpSender(
                new RtpSender.Wire() {
                    @Override
                    public boolean send(byte[] bytes, int offset, int length) {
                        return offset + length <= bytes.length;
                    }

                    @Override
                    public byte[] scratch() {
                        return new byte[2_048];
                    }
                },
                1,
                1,
                1);
        sender.forward(packet, 8, 0);
    }
}
