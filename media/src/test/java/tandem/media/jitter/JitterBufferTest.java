package tandem.media.jitter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.media.AudioCodec;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.Level;

class JitterBufferTest {
    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 60})
    void playsACleanStreamUnchangedWhateverItsPacketTime(int ptimeMs) {
        Stream stream = new Stream(AudioCodec.PCMU, ptimeMs).send(10).play(9.8);

        assertEquals(0, stream.spoiled(0.2, 9.8, 30));
        assertTrue(stream.fit(0.2, 9.8).snrDb() > 36);
        assertEquals(0, stream.buffer.concealedMs());
    }

    @Test
    void survivesAThirdLostAHundredMillisecondsOfJitterAndReordering() {
        Stream stream = new Stream(AudioCodec.PCMU, 20);
        stream.lossPercent = 30;
        stream.jitterMs = 100;
        stream.send(20);
        stream.lossPercent = 0;
        stream.jitterMs = 0;
        stream.play(20);
        assertTrue(stream.spoiled(5, 19, 15) < 700 * 0.25, stream.spoiled(5, 19, 15) + " of 700 windows");
        assertTrue(stream.longestGapMs(5, 19) < 60, "gap of " + stream.longestGapMs(5, 19) + " ms");
        assertTrue(stream.buffer.late() < 20, stream.buffer.late() + " late");
    }

    @Test
    void recoversWhenTheNetworkDoes() {
        Stream stream = new Stream(AudioCodec.PCMU, 20);
        stream.lossPercent = 30;
        stream.jitterMs = 100;
        stream.send(10);
        int bad = stream.packets.size();
        stream.lossPercent = 0;
        stream.jitterMs = 0;
        stream.send(40);
        List<Stream.Packet> good = new ArrayList<>(stream.packets.subList(bad, stream.packets.size()));
        stream.packets.subList(bad, stream.packets.size()).clear();
        good.removeIf(p -> p.seq() - stream.firstSeq < 500);
        stream.packets.addAll(good);
        stream.play(39);
        assertEquals(0, stream.spoiled(25, 39, 20));
        assertTrue(stream.buffer.depthMs() < 60, "depth " + stream.buffer.depthMs());
    }

    @Test
    void oneLostPacketInAHundredIsHiddenAndCostsNoDelay() {
        Stream stream = new Stream(AudioCodec.PCMU, 20);
        stream.lossPercent = 1;
        stream.send(31).play(30);
        assertTrue(stream.longestGapMs(1, 30) < 5);
        assertTrue(stream.spoiled(1, 30, 10) < 5, stream.spoiled(1, 30, 10) + " spoiled");
        assertTrue(stream.buffer.depthMs() < 30, "depth " + stream.buffer.depthMs());
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void playsEachCodec(AudioCodec codec) {
        Stream stream = new Stream(codec, 20).send(5).play(4.8);
        assertEquals(-10, stream.fit(1, 4.8).dbm0(), 0.5);
        assertEquals(0, stream.buffer.concealedMs());
    }

    @Test
    void silenceBetweenTalkIsSilenceAndDelayIsChosenAnew() {
        Stream stream = new Stream(AudioCodec.PCMU, 20).send(10);
        stream.packets.removeIf(p -> p.arrivalNs() > 3 * 1_000 * Stream.MS && p.arrivalNs() < 6 * 1_000 * Stream.MS);
        List<Stream.Packet> renumbered = new ArrayList<>();
        for (Stream.Packet p : stream.packets) {
            renumbered.add(
                    new Stream.Packet(stream.firstSeq + renumbered.size(), p.timestamp(), p.payload(), p.arrivalNs()));
        }
        stream.packets.clear();
        stream.packets.addAll(renumbered);
        stream.play(9.8);
        assertEquals(0, stream.spoiled(0.2, 2.9, 30));
        assertEquals(Level.SILENCE, Level.dBov(stream.played, 8 * 3_200, 8 * 2_700));
        assertEquals(0, stream.spoiled(6.1, 9.8, 30));
        assertTrue(stream.buffer.depthMs() < 30);
    }

    @Test
    void anotherSenderIsPlayedFromItsFirstPackets() {
        Stream stream = new Stream(AudioCodec.PCMU, 20).send(3);
        List<Stream.Packet> first = new ArrayList<>(stream.packets);
        stream.packets.clear();
        stream.firstSeq = 20_000;
        stream.firstTimestamp = 1_234_567_890;
        stream.send(3);
        List<Stream.Packet> second = new ArrayList<>();
        stream.packets.forEach(p ->
                second.add(new Stream.Packet(p.seq(), p.timestamp(), p.payload(), p.arrivalNs() + 3_000 * Stream.MS)));
        stream.packets.clear();
        stream.packets.addAll(first);
        stream.packets.addAll(second);
        stream.play(5.9);
        assertEquals(0, stream.spoiled(3.2, 5.8, 30));
    }

    @Test
    void duplicatesAndKeysInBetweenAreNotMissed() {
        Stream stream = new Stream(AudioCodec.PCMU, 20).send(4);
        stream.packets.addAll(stream.packets.subList(50, 100));
        stream.play(3.8);
        assertEquals(50, stream.buffer.duplicates() + stream.buffer.late());
        assertEquals(0, stream.spoiled(0.2, 3.8, 30));
    }

    @Test
    void aLevelSentAlongSavesDecoding() {
        JitterBuffer buffer = new JitterBuffer(8_000);
        buffer.decoder(0, AudioCodecs.decoder(AudioCodec.PCMU, 8_000));
        byte[] payload = new byte[160];
        for (int i = 0; i < 50; i++) {
            long now = (i + 1) * (20L * Stream.MS);
            buffer.push(i, i * 160, 0, payload, 0, 160, now - 10 * Stream.MS, i < 25 ? 80 : 20);
            int expected = i < 25 ? -80 : -20;
            assertEquals(expected, buffer.level(now), "tick " + i);
            buffer.skip(now);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1000, -200, 200, 1000})
    void followsASenderWhoseClockIsOff(int ppm) {
        Stream stream = new Stream(AudioCodec.PCMU, 20);
        stream.ppm = ppm;
        stream.send(101).play(100);
        assertEquals(0, stream.buffer.concealedMs());
        assertEquals(0, stream.spoiled(0.2, 99, 28));
        assertTrue(stream.buffer.depthMs() < 60);
    }

    @ParameterizedTest
    @ValueSource(ints = {-200, 200})
    void playsTenMinutesOfAClockTwoHundredPpmOffWithoutAGlitch(int ppm) {
        Stream stream = new Stream(AudioCodec.PCMU, 20);
        stream.ppm = ppm;
        stream.send(601).play(600);
        assertEquals(0, stream.buffer.concealedMs());
        int glitches = 0;
        for (double t = 0.2; t < 599; t += 0.25) {
            glitches += stream.fit(t, t + 0.02).snrDb() < 28 ? 1 : 0;
        }
        assertEquals(0, glitches);
        assertEquals(0, stream.jumps(0.2, 599));
    }

    @Test
    void isBackAtItsDepthWithinTenSecondsOfAStall() {
        Stream stream = new Stream(AudioCodec.PCMU, 20).send(30);
        stream.play(20, 5, 5.4);
        assertTrue(stream.buffer.depthMs() < 50);
    }
}
