package tandem.media.jitter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.media.AudioCodec;

class JitterBufferTest {
    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 60})
    void playsACleanStreamUnchangedWhateverItsPacketTime(int ptimeMs) {
        Stream stream = new Stream(AudioCodec.PCMU, ptimeMs).send(10).play(9.8);

        assertEquals(0, stream.spoiled(0.2, 9.8, 30));
        assertTrue(stream.fit(0.2, 9.8).snrDb() > 36);
        assertEquals(0, stream.buffer.concealedMs());
        System.out.println("ptime " + ptimeMs + " depth " + stream.buffer.depthMs());
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
        System.out.println("loss: spoiled " + stream.spoiled(5, 19, 15) + " of 700, gap " + stream.longestGapMs(5, 19)
                + " late " + stream.buffer.late() + " depth " + stream.buffer.depthMs());
        assertTrue(stream.spoiled(5, 19, 15) < 700 * 0.6);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1000, -200, 200, 1000})
    void followsASenderWhoseClockIsOff(int ppm) {
        Stream stream = new Stream(AudioCodec.PCMU, 20);
        stream.ppm = ppm;
        stream.send(101).play(100);
        System.out.println("ppm " + ppm + " spoiled " + stream.spoiled(0.2, 99, 30) + " concealed "
                + stream.buffer.concealedMs() + " depth " + stream.buffer.depthMs());
        assertEquals(0, stream.buffer.concealedMs());
        assertEquals(0, stream.spoiled(0.2, 99, 28));
        assertTrue(stream.buffer.depthMs() < 60);
    }

    @Test
    void isBackAtItsDepthWithinTenSecondsOfAStall() {
        Stream stream = new Stream(AudioCodec.PCMU, 20).send(30);
        stream.play(20, 5, 5.4);
        System.out.println("stall: depth " + stream.buffer.depthMs() + " concealed " + stream.buffer.concealedMs());
        assertTrue(stream.buffer.depthMs() < 50);
    }
}
