package tandem.media.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.AudioEncoder;
import tandem.media.codec.EncoderSettings;

/** What fails costs the one it belongs to his place, and what nobody uses is closed. */
class MixerFailuresTest {
    private static final EncoderSettings PCMU = EncoderSettings.of(AudioCodec.PCMU, 20);
    private static final EncoderSettings PCMA = EncoderSettings.of(AudioCodec.PCMA, 20);

    private final List<Fragile> encoders = new ArrayList<>();
    private final Mixer mixer = new Mixer(8, this::encoder);
    private boolean nextIsBroken;
    private long nowNs;

    private AudioEncoder encoder(EncoderSettings settings) {
        Fragile made = new Fragile(AudioCodecs.encoder(settings));
        made.broken = nextIsBroken;
        encoders.add(made);
        return made;
    }

    /** An encoder that breaks when told. */
    private static final class Fragile implements AudioEncoder {
        private final AudioEncoder works;
        private boolean broken;
        private boolean closed;

        Fragile(AudioEncoder works) {
            this.works = works;
        }

        @Override
        public int sampleRate() {
            return works.sampleRate();
        }

        @Override
        public int encode(short[] pcm, int offset, int samples, byte[] out, int outOffset) {
            if (broken) {
                throw new UnsatisfiedLinkError("no codec");
            }
            return works.encode(pcm, offset, samples, out, outOffset);
        }

        @Override
        public void close() {
            closed = true;
            works.close();
        }
    }

    /** Somebody whose parts break when told. */
    private final class Clumsy implements MixInput, MixOutput {
        private final Seat seat = mixer.add(this, this, PCMU);
        private final List<Throwable> told = new ArrayList<>();
        private boolean pullFails;
        private boolean sendFails;

        @Override
        public int sampleRate() {
            return 8_000;
        }

        @Override
        public int level(long now) {
            return UNKNOWN;
        }

        @Override
        public void pull(long now, short[] pcm, boolean heard) {
            Arrays.fill(pcm, 0, 160, (short) 8_000);
            if (pullFails) {
                throw new IllegalStateException("no decoder");
            }
        }

        @Override
        public void skip(long now) {}

        @Override
        public void send(byte[] payload, int offset, int length, int samples, boolean marker) {
            if (sendFails) {
                throw new IllegalStateException("no way out");
            }
        }

        @Override
        public void onFailed(Throwable bug) {
            told.add(bug);
        }
    }

    private void run(int ticks) {
        for (int i = 0; i < ticks; i++) {
            nowNs += 20_000_000;
            mixer.tick(nowNs);
        }
    }

    private void othersTalkOn(Clumsy clumsy, Phone ann, Phone ben) {
        run(50);
        assertEquals(1, clumsy.told.size());
        assertEquals(2, mixer.size());
        assertEquals(100, ann.packets);
        assertEquals(100, ben.packets);
        assertEquals(-10, ben.lastHeard(500, 1_004).dbm0(), 0.5);
    }

    @Test
    void whoseDecoderFailsLosesHisPlaceAndNobodyATick() {
        Clumsy clumsy = new Clumsy();
        Phone ann = new Phone(mixer, PCMU);
        Phone ben = new Phone(mixer, PCMA);
        ann.talk(1_004, -10);
        run(50);
        clumsy.pullFails = true;
        othersTalkOn(clumsy, ann, ben);
        assertInstanceOf(IllegalStateException.class, clumsy.told.getFirst());
    }

    @Test
    void whoCannotBeSentAnythingLosesHisPlaceAndNobodyATick() {
        Clumsy clumsy = new Clumsy();
        Phone ann = new Phone(mixer, PCMU);
        Phone ben = new Phone(mixer, PCMA);
        ann.talk(1_004, -10);
        run(50);
        clumsy.sendFails = true;
        othersTalkOn(clumsy, ann, ben);
    }

    @Test
    void whoseOwnEncoderFailsLosesHisPlaceAndNobodyATick() {
        Clumsy clumsy = new Clumsy();
        Phone ann = new Phone(mixer, PCMU);
        Phone ben = new Phone(mixer, PCMA);
        ann.talk(1_004, -10);
        run(50);
        Fragile his = (Fragile)
                Objects.requireNonNull(clumsy.seat.own, "he speaks").encoding().encoder();
        his.broken = true;
        othersTalkOn(clumsy, ann, ben);
        assertInstanceOf(UnsatisfiedLinkError.class, clumsy.told.getFirst());
        assertTrue(his.closed);
    }

    @Test
    void anOwnEncoderThatFailsAtItsStartIsClosed() {
        Phone ann = new Phone(mixer, PCMU);
        Phone ben = new Phone(mixer, PCMA);
        ann.talk(1_004, -10);
        run(50);
        nextIsBroken = true;
        othersTalkOn(new Clumsy(), ann, ben);
        List<Fragile> his = encoders.stream().filter(e -> e.broken).toList();
        assertEquals(1, his.size());
        assertTrue(his.getFirst().closed);
    }

    @Test
    void aSharedEncoderThatFailsIsReplaced() {
        Phone ann = new Phone(mixer, PCMU);
        Phone ben = new Phone(mixer, PCMA);
        Phone cid = new Phone(mixer, PCMU);
        ann.talk(1_004, -10);
        run(50);
        encoders.get(1).broken = true; // the one of PCMA
        assertThrows(IllegalStateException.class, () -> run(1));
        run(49);
        assertEquals(3, mixer.size());
        assertEquals(99, ben.packets);
        assertEquals(100, cid.packets);
        assertEquals(-10, ben.lastHeard(500, 1_004).dbm0(), 0.5);
    }

    @Test
    void closesEncodersNobodyUsedForSeconds() {
        Phone ann = new Phone(mixer, PCMU);
        Phone ben = new Phone(mixer, PCMA);
        ann.talk(1_004, -10);
        ben.talk(500, -10);
        run(100);
        ann.hush();
        ben.hush();
        run(100);
        long open = open();
        assertEquals(4, open, "two shared and two own");
        mixer.remove(ben.seat);
        run(150);
        assertEquals(open, open(), "not at once");
        run(300);
        assertEquals(1, open());
        ann.talk(1_004, -10);
        Phone cid = new Phone(mixer, PCMA);
        run(50);
        assertEquals(-10, cid.lastHeard(500, 1_004).dbm0(), 0.5);
    }

    private long open() {
        return encoders.stream().filter(e -> !e.closed).count();
    }
}
