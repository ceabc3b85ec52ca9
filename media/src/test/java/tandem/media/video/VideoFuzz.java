package tandem.media.video;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import tandem.media.VideoCodec;
import tandem.media.rtp.RtpPacket;

/** Any octets as payloads of every format, and as what is read of them. */
class VideoFuzz {
    private static final int LONGEST = 200;

    /** Frames are checked, and cut up again: what we wrote ourselves is read back as it was. */
    private static final class Checked implements Depacketizer.Frames, Packetizer.Payloads {
        private final VideoCodec codec;
        private byte[] last = {};

        Checked(VideoCodec codec) {
            this.codec = codec;
        }

        @Override
        public void onFrame(CodedFrame frame) {
            if (frame.length <= 0 || frame.length > CodedFrame.MAX_OCTETS || frame.units() > CodedFrame.MAX_UNITS) {
                throw new AssertionError(frame.length + " octets, " + frame.units() + " units");
            }
            for (int i = 0; i < frame.units(); i++) {
                if (frame.unitAt(i) + frame.unitLength(i) > frame.length) {
                    throw new AssertionError("unit " + i + " ends behind the frame");
                }
            }
            last = Arrays.copyOf(frame.bytes, frame.length);
            VideoFormats.packetizer(codec, 64, 0, this).write(last, 0, last.length);
        }

        @Override
        public void onLoss() {}

        @Override
        public void onPayload(byte[] bytes, int offset, int length, boolean marker) {
            if (length <= 0 || length > 64 || offset + length > bytes.length) {
                throw new AssertionError("payload of " + length);
            }
        }
    }

    /** The octets are cut into payloads: one of length, one of flags, then as many as that. */
    @FuzzTest(maxDuration = "3s")
    void takesAnyPayloads(byte[] octets) {
        for (VideoCodec codec : VideoCodec.values()) {
            Depacketizer depacketizer = VideoFormats.depacketizer(codec, new Checked(codec));
            Splice splice = new Splice(codec, 1, 2, 3, 4);
            splice.switchTo(0);
            for (int at = 0; at + 2 < octets.length; ) {
                int flags = octets[at + 1];
                int length = Math.min(octets[at] & 0x7F, octets.length - at - 2);
                byte[] payload = Arrays.copyOfRange(octets, at + 2, at + 2 + length);
                VideoFormats.beginsKeyFrame(codec, payload, 0, length);
                depacketizer.take(payload, 0, length, flags >> 4 & 3, (flags & 1) != 0, (flags & 2) != 0);
                forward(splice, payload, at, (flags & 4) != 0);
                if ((flags & 8) != 0) {
                    depacketizer.reset();
                }
                at += 2 + length;
            }
        }
    }

    private static void forward(Splice splice, byte[] payload, int sequence, boolean leftOut) {
        byte[] bytes = new byte[12 + LONGEST];
        RtpPacket packet = new RtpPacket();
        packet.write(bytes, 96, false, payload.length);
        packet.sequence(sequence * 7);
        System.arraycopy(payload, 0, bytes, 12, payload.length);
        if (leftOut) {
            splice.leaveOut(packet);
        } else {
            splice.rewrite(packet, sequence);
        }
        byte[] wrapped = new byte[packet.length() + Rtx.OVERHEAD];
        Rtx.wrap(bytes, 0, packet.length(), wrapped);
        if (packet.wrap(wrapped, wrapped.length)) {
            Rtx.unwrap(packet, 96, 1);
        }
    }

    @FuzzTest(maxDuration = "3s")
    void readsAnyParametersAndDescriptors(byte[] octets) {
        Sps sps = new Sps();
        if (sps.read(octets, 0, octets.length)
                && (sps.width() <= 0
                        || sps.width() > Sps.MAX_SIDE
                        || sps.height() <= 0
                        || sps.height() > Sps.MAX_SIDE)) {
            throw new AssertionError(sps.width() + "x" + sps.height());
        }
        new Av1Sequence().read(octets, 0, octets.length);
        DependencyDescriptor descriptor = new DependencyDescriptor();
        for (int from = 0; from < Math.min(4, octets.length); from++) {
            descriptor.read(octets, from, octets.length - from);
            for (int target = 0; target < DependencyDescriptor.MAX_TARGETS; target++) {
                if (descriptor.indication(target) > DependencyDescriptor.REQUIRED) {
                    throw new AssertionError("indication");
                }
            }
            if (descriptor.spatialId() >= DependencyDescriptor.MAX_SPATIAL || descriptor.width(0) < 0) {
                throw new AssertionError("layer " + descriptor.spatialId());
            }
        }
        H264 words = new H264();
        if (octets.length > 0) {
            words.recovers(octets, 0, octets.length);
            words.intra(octets, 0, octets.length);
        }
    }
}
