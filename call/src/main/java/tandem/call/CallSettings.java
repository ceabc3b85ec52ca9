package tandem.call;

import java.time.Duration;
import java.util.List;
import tandem.media.MediaTerms;
import tandem.media.Prompt;

/**
 * What calls are treated by. A new one may be given at any time; calls that are up keep what they were let in by.
 *
 * @param plan where an arrival goes
 * @param rooms which rooms there may be
 * @param guests from where strangers may call
 * @param maxCalls how many calls may be up at once
 * @param terms codecs and protection
 * @param language of the prompts outside rooms
 * @param holdMusic what a party of two hears while the other holds it; nothing where it is to hear what the holder sends
 * @param times how long we wait for what
 */
public record CallSettings(
        DialPlan plan,
        RoomPolicy rooms,
        Guests guests,
        int maxCalls,
        MediaTerms terms,
        String language,
        List<Prompt> holdMusic,
        Times times) {
    public CallSettings {
        holdMusic = List.copyOf(holdMusic);
    }

    /**
     * How long we wait for what.
     *
     * @param ring for an answer to a call of ours
     * @param roomGrace before an empty room is closed
     * @param silence for media that should come, before the call is given up: phones that mute themselves send none for minutes
     */
    public record Times(Duration ring, Duration roomGrace, Duration silence) {
        /** What most installations want. */
        public static final Times USUAL =
                new Times(Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofMinutes(5));
    }
}
