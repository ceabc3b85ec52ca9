package tandem.bench;

import java.util.concurrent.atomic.AtomicInteger;

/** An ear that tells sound from silence, so that nobody measures a room in which nothing is mixed. */
final class Heard implements RtpStream.Ear {
    private static final double SOUNDING_LEAST = 0.3;
    private static final int LOUD = 1000;
    private static final int MORE_THAN_SILENCE = 30;

    /** Whether a payload sounds. */
    private interface Sound {
        boolean in(byte[] packet, int from, int to);
    }

    private final Sound sound;
    private final AtomicInteger packets = new AtomicInteger();
    private final AtomicInteger sounding = new AtomicInteger();

    private Heard(Sound sound) {
        this.sound = sound;
    }

    /** For mu-law: by its samples. */
    static Heard mulaw() {
        return new Heard((packet, from, to) -> Voices.peak(packet, from, to) > LOUD);
    }

    /** For Opus: by the size, since an encoder spends little on silence. */
    static Heard opus() {
        return new Heard((packet, from, to) -> to - from > MORE_THAN_SILENCE);
    }

    @Override
    public void heard(RtpStream stream, byte[] packet, int length, long nowNs) {
        packets.incrementAndGet();
        if (sound.in(packet, payload(packet), length)) {
            sounding.incrementAndGet();
        }
    }

    private static int payload(byte[] packet) {
        boolean extended = (packet[0] & 0x10) != 0;
        int words = ((packet[RtpStream.HEADER + 2] & 0xFF) << 8) | (packet[RtpStream.HEADER + 3] & 0xFF);
        return RtpStream.HEADER + (extended ? 4 + 4 * words : 0);
    }

    /** Fails unless speech was heard in the packets so far. */
    void require(String whom) {
        int all = packets.get();
        if (all == 0 || sounding.get() < SOUNDING_LEAST * all) {
            throw new MeasureFailed(whom + " hear no speech: " + sounding.get() + " of " + all + " packets sound");
        }
    }
}
