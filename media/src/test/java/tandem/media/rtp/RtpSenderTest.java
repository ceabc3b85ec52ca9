package tandem.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One timeline, whatever is sent in it. */
class RtpSenderTest implements RtpSender.Wire {
    private static final long MS = 1_000_000;

    private final List<Integer> timestamps = new ArrayList<>();
    private final byte[] scratch = new byte[300];
    private final RtpSender sender = new RtpSender(this, 1, 100, 8_000);

    @Override
    public boolean send(byte[] packet, int offset, int length) {
        RtpPacket sent = new RtpPacket();
        assertEquals(true, sent.wrap(packet, length));
        timestamps.add(sent.timestamp());
        return true;
    }

    @Override
    public byte[] scratch() {
        return scratch;
    }

    /** RFC 4733 section 2.5.1.2: all packets of an event bear the time of its start, and that time passes all the same. */
    @Test
    void letsTheTimeOfAnEventPass() {
        sender.send(0, false, 0, new byte[160], 0, 160, 0);
        int start = sender.timestampAt(20 * MS);
        for (int ms = 20; ms <= 200; ms += 20) {
            sender.sendAt(101, ms == 20, start, new byte[4], 0, 4, ms * MS);
        }
        sender.newSource();
        sender.send(0, false, 777, new byte[160], 0, 160, 220 * MS);
        assertEquals(8_160, start);
        assertEquals(8_160, timestamps.get(10));
        assertEquals(8_000 + 220 * 8, timestamps.get(11));
    }
}
