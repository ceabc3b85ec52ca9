package tandem.media.dtmf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class TelephoneEventFuzz {
    @FuzzTest(maxDuration = "3s")
    void anyPacketsMakeOrderlyPresses(FuzzedDataProvider data) {
        int[] down = new int[1];
        Rfc4733Receiver receiver = new Rfc4733Receiver(8_000, new Presses() {
            @Override
            public void onPressed(char key) {
                assertTrue(DtmfKeys.isKey(key));
                assertTrue(++down[0] == 1, "pressed twice");
            }

            @Override
            public void onReleased(char key, int durationMs) {
                assertTrue(--down[0] == 0, "released twice");
                assertTrue(durationMs >= 0);
            }
        });
        long now = 0;
        while (data.remainingBytes() > 0) {
            int timestamp = data.consumeBoolean() ? data.consumeInt() : data.consumeInt(0, 5) * 0xFFFF;
            byte[] payload = data.consumeBytes(6);
            now += data.consumeInt(0, 300_000_000);
            receiver.receive(timestamp, payload, 0, payload.length, now);
            receiver.tick(now);
        }
    }
}
