package tandem.gateway.webrtc;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import tandem.gateway.webrtc.Whip.Kind;
import tandem.gateway.webrtc.Whip.Reply;

/** Whatever is posted is answered with a status of its own; nothing is thrown and no call is left behind. */
class WhipOfferFuzz {
    private static final int CLIENT = 400;
    private static final int SERVER = 500;

    @FuzzTest(maxDuration = "3s")
    void anyOfferIsAnsweredOrRefused(FuzzedDataProvider data) {
        Hall hall = new Hall();
        Whip whip = hall.door.whip();
        Kind kind = data.pickValue(Kind.values());
        String offer = data.consumeBoolean() ? data.consumeRemainingAsString() : mutated(data);
        var reply = whip.create(kind, Hall.caller("1000"), offer, Optional.empty());
        hall.loop.runPosted();
        switch (reply.join()) {
            case Reply.Created created -> whip.delete(kind, created.id());
            case Reply.Refused refused -> {
                if (refused.status() < CLIENT || refused.status() >= SERVER) {
                    throw new AssertionError(refused.toString());
                }
            }
            case Reply.Done done -> throw new AssertionError(done.toString());
        }
        if (hall.calls.active() != 0) {
            throw new AssertionError("a call is left behind");
        }
    }

    /** A browser's offer with something put into it, or taken out. */
    private static String mutated(FuzzedDataProvider data) {
        int from = data.consumeInt(0, Hall.OFFER.length());
        int to = data.consumeInt(from, Hall.OFFER.length());
        return Hall.OFFER.substring(0, from) + data.consumeRemainingAsString() + Hall.OFFER.substring(to);
    }
}
