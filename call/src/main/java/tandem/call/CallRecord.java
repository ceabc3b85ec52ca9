package tandem.call;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tandem.media.MediaStats;

/**
 * A call as it is, or as it was: one bridged pair, or one participant's stay.
 *
 * @param id as in logs and ladder
 * @param way who began it
 * @param state how far it got
 * @param dialled what was dialled
 * @param began when it knocked
 * @param answered when it was taken, if it was
 * @param ended when it was over, if it is
 * @param cause why it ended, if it did
 * @param room the room it is or was in last, if any
 * @param legs its one or two legs; those that were tried in vain come first
 */
public record CallRecord(
        String id,
        Way way,
        State state,
        String dialled,
        Instant began,
        Optional<Instant> answered,
        Optional<Instant> ended,
        Optional<Cause> cause,
        Optional<String> room,
        List<LegRecord> legs) {
    public CallRecord {
        legs = List.copyOf(legs);
    }

    /** How far a call got. */
    public enum State {
        /** Nobody took it yet. */
        RINGING,
        UP,
        ENDED
    }

    /** Why it ended, in plain words; empty while it is up. */
    public String words() {
        return cause.map(Cause::words).orElse("");
    }

    /**
     * One leg.
     *
     * @param protocol its door
     * @param way who began it
     * @param address the party as its protocol writes it
     * @param name the party's name, or empty
     * @param agent the party's product as it names itself, or empty
     * @param codec what it sends, encoding name, or empty
     * @param cause why it ended, if it did
     * @param media its media in figures
     */
    public record LegRecord(
            Protocol protocol,
            Way way,
            String address,
            String name,
            String agent,
            String codec,
            Optional<Cause> cause,
            MediaStats media) {
        LegRecord with(MediaStats other) {
            return new LegRecord(protocol, way, address, name, agent, codec, cause, other);
        }
    }
}
