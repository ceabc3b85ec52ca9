package tandem.gateway.webrtc;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import tandem.gateway.webrtc.Whip.Kind;
import tandem.gateway.webrtc.Whip.Reply;

/** Whatever is patched is taken or refused; nothing is thrown, and the session stays. */
class WhipFragmentFuzz {
    @FuzzTest(maxDuration = "3s")
    void anyFragmentIsTakenOrRefused(FuzzedDataProvider data) {
        Hall hall = new Hall();
        Whip whip = hall.door.whip();
        String offer = Hall.OFFER.replace("a=sendrecv", "a=sendonly");
        Reply made = whip.create(Kind.WHIP, Hall.caller("1000"), offer, Optional.empty())
                .join();
        if (!(made instanceof Reply.Created created)) {
            throw new AssertionError(made.toString());
        }
        Optional<String> tag = Optional.of(data.consumeBoolean() ? "*" : data.consumeString(20));
        String fragment = data.consumeBoolean()
                ? "a=ice-ufrag:ysXw\r\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k\r\n" + data.consumeRemainingAsString()
                : data.consumeRemainingAsString();
        whip.patch(Kind.WHIP, created.id(), tag, fragment);
        hall.loop.runPosted();
        if (hall.inRoom("1000") != 1) {
            throw new AssertionError("the seat was lost");
        }
    }
}
