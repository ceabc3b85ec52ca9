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
 * @param protocol the door it came in by, or goes out by
 * @param state how far it got
 * @param caller who called
 * @param dialled what was dialled
 * @param began when it knocked
 * @param rang when somebody was first alerted, if anybody was
 * @param answered when it was taken, if it was
 * @param ended when it was over, if it is
 * @param cause why it ended, if it did
 * @param endedBy who ended it, if it did
 * @param room the room it is or was in last, if any
 * @param legs its one or two legs; those that were tried in vain come first
 * @param links other calls it was made of, or went on as
 */
public record CallRecord(
        String id,
        Way way,
        Protocol protocol,
        State state,
        Caller caller,
        String dialled,
        Instant began,
        Optional<Instant> rang,
        Optional<Instant> answered,
        Optional<Instant> ended,
        Optional<Cause> cause,
        Optional<Side> endedBy,
        Optional<String> room,
        List<LegRecord> legs,
        List<Link> links) {
    public CallRecord {
        legs = List.copyOf(legs);
        links = List.copyOf(links);
    }

    /** How far a call got. */
    public enum State {
        /** Nobody took it yet. */
        RINGING,
        UP,
        ENDED
    }

    /** Who did something in a call. */
    public enum Side {
        /** Who called us. */
        CALLER("the caller"),
        /** Whom we called. */
        CALLED("the called side"),
        /** We: a host or administrator, a limit, an error, or the other leg's end. */
        GATEWAY("the gateway");

        private final String words;

        Side(String words) {
            this.words = words;
        }

        /** In plain words. */
        public String words() {
            return words;
        }
    }

    /** Why it ended, in plain words; empty while it is up. */
    public String words() {
        return cause.map(Cause::words).orElse("");
    }

    /**
     * Who called.
     *
     * @param number the number or name called from; of a call out of a room, the room's
     * @param address as its protocol writes it
     * @param trunk the trunk it came by, if any
     * @param device the registered device that calls, if any
     */
    public record Caller(String number, String address, Optional<String> trunk, Optional<String> device) {
        /** Who arrives so. */
        static Caller of(Arrival arrival) {
            return new Caller(
                    PinMask.of(Addresses.user(arrival.from())),
                    PinMask.of(arrival.from()),
                    arrival.trunk(),
                    arrival.device());
        }

        /** A room calls. */
        static Caller room(String name) {
            return new Caller(name, "", Optional.empty(), Optional.empty());
        }
    }

    /**
     * Another call that belongs to this one.
     *
     * @param kind how
     * @param call its id
     */
    public record Link(Kind kind, String call) {
        /** How two calls belong together. */
        public enum Kind {
            /** It went on as the other. */
            TRANSFERRED_TO,
            /** It is what the other went on as. */
            TRANSFERRED_FROM,
            /** It took the other's place (RFC 3891). */
            REPLACES,
            /** The other took its place. */
            REPLACED_BY
        }
    }

    /**
     * One leg.
     *
     * @param number its place among all legs of the call, from 0 in the order they were made
     * @param protocol its door
     * @param way who began it
     * @param address the party as its protocol writes it
     * @param remote where its signalling comes from or goes to, address and port as far as they are known, or empty
     * @param name the party's name, or empty
     * @param agent the party's product as it names itself, or empty
     * @param trunk the trunk it goes by, if any
     * @param device the registered device it is, if any
     * @param codec what it sends, encoding name, or empty
     * @param times when what happened
     * @param cause why it ended, if it did
     * @param codes the cause as its protocol tells it
     * @param endedBy who ended it, if it did
     * @param media its media in figures
     */
    public record LegRecord(
            int number,
            Protocol protocol,
            Way way,
            String address,
            String remote,
            String name,
            String agent,
            Optional<String> trunk,
            Optional<String> device,
            String codec,
            Times times,
            Optional<Cause> cause,
            Leg.Codes codes,
            Optional<Side> endedBy,
            MediaStats media) {
        /** Ended at that moment, where it has not before: it goes on in another call. */
        LegRecord over(Instant now) {
            return new LegRecord(
                    number,
                    protocol,
                    way,
                    address,
                    remote,
                    name,
                    agent,
                    trunk,
                    device,
                    codec,
                    times.ended(now),
                    cause,
                    codes,
                    endedBy,
                    media);
        }

        LegRecord with(MediaStats other) {
            return new LegRecord(
                    number, protocol, way, address, remote, name, agent, trunk, device, codec, times, cause, codes,
                    endedBy, other);
        }
    }

    /**
     * When what happened to a leg.
     *
     * @param began when it knocked, or we did
     * @param rang when the called one was first alerted, if it was
     * @param answered when it was taken, if it was
     * @param ended when it was over, if it is
     */
    public record Times(Instant began, Optional<Instant> rang, Optional<Instant> answered, Optional<Instant> ended) {
        /** A leg that begins now. */
        static Times begun(Instant now) {
            return new Times(now, Optional.empty(), Optional.empty(), Optional.empty());
        }

        Times rang(Instant now) {
            return rang.isPresent() ? this : new Times(began, Optional.of(now), answered, ended);
        }

        Times answered(Instant now) {
            return answered.isPresent() ? this : new Times(began, rang, Optional.of(now), ended);
        }

        Times ended(Instant now) {
            return ended.isPresent() ? this : new Times(began, rang, answered, Optional.of(now));
        }
    }
}
