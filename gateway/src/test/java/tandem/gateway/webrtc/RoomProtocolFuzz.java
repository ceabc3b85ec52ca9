package tandem.gateway.webrtc;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a browser says is taken, or told to be wrong, or ends its line; nothing is thrown, and nobody else is touched. */
class RoomProtocolFuzz {
    private static final String[] TYPES = {
        "join",
        "resume",
        "pin",
        "offer",
        "answer",
        "candidate",
        "chat",
        "key",
        "mute",
        "hand",
        "rename",
        "mute-guests",
        "lock",
        "mute-other",
        "remove",
        "end",
        "leave",
        "pong"
    };

    @FuzzTest(maxDuration = "3s")
    void takesWhateverIsSaid(FuzzedDataProvider data) {
        Hall hall = new Hall();
        Browser ben = hall.browser("1001").joins("Ben");
        Browser eve = hall.browser("1000");
        if (data.consumeBoolean()) {
            eve.joins("Eve");
        }
        for (int i = 0; i < 40 && data.remainingBytes() > 0; i++) {
            eve.saysText(frame(data));
            hall.loop.advanceMs(data.consumeInt(0, 3_000));
            ben.says("pong");
        }
        eve.gone(data.consumeBoolean());
        for (int i = 0; i < 40; i++) {
            hall.loop.advanceMs(1_000);
            ben.says("pong");
        }
        if (hall.inRoom("1001") != 1 || hall.door.seats().size() != 1) {
            throw new AssertionError("a seat was kept, or another's was lost");
        }
    }

    private static String frame(FuzzedDataProvider data) {
        if (data.consumeBoolean()) {
            return data.consumeString(200);
        }
        String members = data.consumeString(100);
        return "{\"type\": \"" + data.pickValue(TYPES) + "\", \"offer\": " + text(Hall.OFFER) + ", " + members + "}";
    }

    private static String text(String plain) {
        return '"' + plain.replace("\r\n", "\\r\\n") + '"';
    }
}
