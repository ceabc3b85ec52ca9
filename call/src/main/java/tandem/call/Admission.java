package tandem.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether somebody was let in, in words. */
final class Admission {
    private Admission() {}

    static List<String> words(Arrival arrival, Optional<Cause> refusal) {
        List<String> words = new ArrayList<>();
        words.add(refusal.map(why -> "refused: " + why.words()).orElse("let in") + ", " + who(arrival));
        arrival.pass().ifPresent(pass -> words.add("brings a token for room " + pass.room()));
        if (arrival.pin().isPresent()) {
            words.add("brings a PIN");
        }
        return words;
    }

    private static String who(Arrival arrival) {
        String from = " from " + arrival.source().getHostAddress();
        return arrival.trunk()
                .map(trunk -> "by trunk " + trunk + from)
                .or(() -> arrival.device().map(device -> "as device " + device + from))
                .orElse("as a guest" + from);
    }
}
