package tandem.sip.transport;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import tandem.sip.message.MessageReader;

/** Whatever a stream holds and however it is torn, framing ends, keeps its bounds and neither loses nor invents octets. */
class StreamFuzz {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);

    @FuzzTest(maxDuration = "3s")
    void anyStreamIsCutSkippedOrBroken(FuzzedDataProvider data) {
        Counting sink = new Counting();
        StreamFramer framer = new StreamFramer(sink);
        long fed = 0;
        while (data.remainingBytes() > 0 && !sink.broken) {
            byte[] part = data.consumeBoolean()
                    ? "OPTIONS sip:a@b SIP/2.0\r\nl: 3\r\n\r\nabc".getBytes(java.nio.charset.StandardCharsets.US_ASCII)
                    : data.consumeBytes(data.consumeInt(0, 200));
            fed += part.length;
            framer.feed(part, 0, part.length);
        }
        if (sink.octets > fed) {
            throw new AssertionError(sink.octets + " octets out of " + fed);
        }
    }

    private static final class Counting implements StreamFramer.Sink {
        private long octets;
        private boolean broken;

        @Override
        public void onMessage(byte[] message) {
            late();
            if (message.length > MessageReader.MAX_STREAM) {
                throw new AssertionError("a message of " + message.length);
            }
            octets += message.length;
            if (MessageReader.frame(message, 0, message.length, PEER, "TCP") == null) {
                throw new AssertionError("no reading");
            }
        }

        @Override
        public void onPing() {
            late();
            octets += 2;
        }

        @Override
        public void onSkipped(int count) {
            late();
            octets += count;
        }

        @Override
        public void onBroken(String why) {
            late();
            broken = true;
        }

        private void late() {
            if (broken) {
                throw new AssertionError("something came after the end");
            }
        }
    }
}
