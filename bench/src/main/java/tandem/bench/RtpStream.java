package tandem.bench;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Our side of one RTP stream: what we say, and what we count of what comes back. Sent and received by its fleet's threads. */
final class RtpStream {
    static final int HEADER = 12;

    /** What a stream says: the payload of the frame with that number, or nothing at all for it. */
    interface Voice {
        /** The payload of that frame; an empty one is not sent. */
        byte[] frame(int number);
    }

    /** Who looks at each packet as it comes. */
    interface Ear {
        /** A packet of {@code length} octets came at that moment. Called on the receiving thread. */
        void heard(RtpStream stream, byte[] packet, int length, long nowNs);
    }

    final int payloadType;
    final int samplesPerFrame;
    final Voice voice;
    final Ear ear;
    final Optional<Srtp> srtp;
    /** Level extension (RFC 6464): its id, 0 for none, and the level said. */
    int levelExtension;

    int level;
    int gatewayPort;
    int ssrc;
    int sequence;
    int timestamp;
    int frame;
    volatile boolean sending;
    final AtomicLong sent = new AtomicLong();
    final AtomicLong received = new AtomicLong();
    final AtomicLong missing = new AtomicLong();
    private int lastSequence = -1;

    RtpStream(int payloadType, int samplesPerFrame, Voice voice, Ear ear, Optional<Srtp> srtp) {
        this.payloadType = payloadType;
        this.samplesPerFrame = samplesPerFrame;
        this.voice = voice;
        this.ear = ear;
        this.srtp = srtp;
    }

    /** Writes the next packet; whether there is one to send. */
    boolean next(ByteBuffer out) {
        byte[] payload = voice.frame(frame);
        boolean speaks = payload.length > 0;
        if (speaks) {
            header(out);
            out.put(payload);
            sequence = (sequence + 1) & 0xFFFF;
            sent.incrementAndGet();
        }
        frame++;
        timestamp += samplesPerFrame;
        return speaks;
    }

    private void header(ByteBuffer out) {
        out.put((byte) (levelExtension == 0 ? 0x80 : 0x90))
                .put((byte) payloadType)
                .putShort((short) sequence);
        out.putInt(timestamp).putInt(ssrc);
        if (levelExtension != 0) { // RFC 8285 one-byte form, one element, padded to four octets
            out.putInt(0xBEDE0001);
            out.put((byte) (levelExtension << 4)).put((byte) level).putShort((short) 0);
        }
    }

    /** Counts a packet that came. */
    void count(byte[] packet) {
        int number = ((packet[2] & 0xFF) << 8) | (packet[3] & 0xFF);
        received.incrementAndGet();
        if (lastSequence >= 0) {
            int step = (number - lastSequence) & 0xFFFF;
            if (step > 1 && step < 1000) {
                missing.addAndGet(step - 1);
            }
        }
        lastSequence = number;
    }
}
