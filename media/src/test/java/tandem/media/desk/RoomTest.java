package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.MediaSession;
import tandem.media.Mix;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.AudioEncoder;
import tandem.media.codec.EncoderSettings;

/** Phones on real sockets in a room: who speaks is heard by the others and not by himself. */
class RoomTest extends TwoPhones {
    @Test
    void isHeardByTheOtherAndNotByHimself() throws Exception {
        Mix mix = desk.on(() -> desk.desk.openMix("1000"));
        MediaSession a = desk.open(Optional.of(mix), facts);
        MediaSession b = desk.open(facts); // comes from elsewhere
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        desk.answer(b, bob.describe(TestPhone.PCMA));
        desk.run(() -> {
            a.join(mix);
            b.join(mix);
        });
        Tone tone = new Tone(1_000, 8_000);
        double heard = 0;
        double own = 0;
        for (int i = 0; i < 60; i++) {
            ann.say(0, tone.mulaw(160), forAnn);
            byte[] there = bob.hear();
            byte[] here = ann.hear();
            assertEquals(8, TestPhone.rtp(there).payloadType());
            assertEquals(160, TestPhone.payload(there).length);
            if (i > 40) {
                heard = Math.max(heard, Tone.alawPeak(TestPhone.payload(there)));
                own = Math.max(own, Tone.mulawPeak(TestPhone.payload(here)));
            }
        }
        assertTrue(heard > 7_000 && heard < 9_000, "level " + heard);
        assertTrue(own < 50, "echo of himself " + own);
    }

    /** Bob hears somebody speak Opus who renews his session, also under another payload type, without a word missing. */
    @Test
    void keepsTheVoiceThroughAReInvite() throws Exception {
        Mix mix = desk.on(() -> desk.desk.openMix("1000"));
        MediaSession a = desk.open(Optional.of(mix), facts);
        MediaSession b = desk.open(Optional.of(mix), facts);
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.OPUS)));
        desk.answer(b, bob.describe(TestPhone.PCMU));
        desk.run(() -> {
            a.join(mix);
            b.join(mix);
        });
        AudioEncoder opus = AudioCodecs.encoder(EncoderSettings.of(AudioCodec.OPUS, 20));
        int quiet = 0;
        for (int i = 0; i < 90; i++) {
            if (i == 40 || i == 60) {
                desk.answer(a, ann.describe(i == 40 ? TestPhone.OPUS : TestPhone.OPUS.withPayloadType(111)));
            }
            short[] pcm = new short[960];
            for (int n = 0; n < 960; n++) {
                pcm[n] = (short) (8_000 * Math.sin(2 * Math.PI * 1_000 * (i * 960 + n) / 48_000));
            }
            byte[] out = new byte[AudioEncoder.MAX_PAYLOAD];
            int length = opus.encode(pcm, 0, 960, out, 0);
            ann.say(i < 60 ? 96 : 111, Arrays.copyOf(out, length), forAnn);
            ann.timestamp += 800;
            if (Tone.mulawPeak(TestPhone.payload(bob.hear())) < 2_000 && i > 20) {
                quiet++;
            }
        }
        opus.close();
        assertEquals(0, quiet, "packets without the voice");
    }

    @Test
    void keepsOneDecoderThroughComfortNoise() throws Exception {
        Mix mix = desk.on(() -> desk.desk.openMix("1000"));
        MediaSession a = desk.open(Optional.of(mix), facts);
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU, TestPhone.NOISE)));
        desk.run(() -> a.join(mix));
        for (int i = 0; i < 20; i++) {
            ann.say(i % 2 == 0 ? 0 : 13, i % 2 == 0 ? new byte[160] : new byte[] {60}, forAnn);
            ann.hear();
        }
        desk.settle();
        List<Integer> decoders = desk.desk.loops().stream()
                .flatMap(loop -> loop.paths().stream())
                .map(path -> ((Mixing) path.flow()).decoders())
                .toList();
        assertEquals(List.of(1), decoders);
    }

    @Test
    void transcodesATwoLegCall() throws Exception {
        MediaSession a = desk.open(facts);
        MediaSession b = desk.open(facts);
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU, TestPhone.EVENTS)));
        desk.answer(b, bob.describe(TestPhone.PCMA, TestPhone.EVENTS.withPayloadType(97)));
        desk.run(() -> a.connect(b));
        Tone tone = new Tone(1_000, 8_000);
        int last = 0;
        for (int i = 0; i < 20; i++) {
            ann.say(0, tone.mulaw(160), forAnn);
            byte[] there = bob.hear();
            assertEquals(8, TestPhone.rtp(there).payloadType());
            assertEquals(i == 0, TestPhone.rtp(there).marker());
            if (i > 0) {
                assertEquals(160, TestPhone.rtp(there).timestamp() - last);
            }
            last = TestPhone.rtp(there).timestamp();
            if (i > 2) {
                assertTrue(Tone.alawPeak(TestPhone.payload(there)) > 7_000);
            }
        }
        ann.sequence++; // one is lost: it is made up with the next
        ann.timestamp += 160;
        ann.say(0, tone.mulaw(160), forAnn);
        assertEquals(160, TestPhone.rtp(bob.hear()).timestamp() - last);
        assertEquals(320, TestPhone.rtp(bob.hear()).timestamp() - last);

        byte[] event = {5, 10, 0, (byte) 160};
        ann.say(101, event, forAnn);
        byte[] digit = bob.hear();
        assertEquals(97, TestPhone.rtp(digit).payloadType());
        assertTrue(TestPhone.rtp(digit).marker());
        assertEquals(List.of(), bob.hearAll(100));
    }
}
