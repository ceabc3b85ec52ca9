package tandem.gateway.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tandem.call.CallRecord;
import tandem.call.Cause;
import tandem.call.DialState;
import tandem.call.Leg;
import tandem.call.Participant;
import tandem.call.PinMask;
import tandem.call.Presence;
import tandem.call.Room;
import tandem.call.RoomSettings;
import tandem.gateway.config.Config;
import tandem.gateway.trunks.TrunkFacts;
import tandem.media.MediaStats;

/**
 * What the API shows of rooms, participants and calls. Those of rooms and participants are made on the signalling loop, so that each
 * is of one moment; a call's record is that already.
 */
final class Views {
    private Views() {}

    /** Whether a participant is in its room or at its door. */
    enum State {
        IN,
        WAITING
    }

    /** Who is in the room, in the order they came, then who is at its door. */
    static List<ParticipantView> everybody(Room room) {
        return Stream.concat(room.participants().stream(), room.waiting().stream())
                .map(ParticipantView::of)
                .toList();
    }

    /**
     * Somebody whom a room calls by itself.
     *
     * @param to whom, without a PIN
     * @param role in the room
     * @param state how far it got
     * @param tries how often it was called in this conference
     * @param call the call's id, while there is one
     * @param cause why the last try failed
     */
    record DialView(
            String to,
            Optional<String> trunk,
            String role,
            String state,
            int tries,
            Optional<String> call,
            Optional<String> cause) {
        static DialView of(DialState dial) {
            return new DialView(
                    PinMask.of(dial.dial().to()),
                    dial.dial().trunk(),
                    word(dial.dial().role()),
                    word(dial.step()),
                    dial.tries(),
                    dial.call(),
                    dial.cause().map(Views::word));
        }
    }

    /**
     * A room.
     *
     * @param name what is dialled
     * @param title what people call it
     * @param pin of everybody
     * @param hostPin of hosts
     * @param guestPin of guests
     * @param waitForHost whether guests wait for a host
     * @param withoutHost end or stay: what the conference does when the last host has left
     * @param hostGrace after how long
     * @param lobby who knocks
     * @param waitLimit how long one waits at the door
     * @param locked whether only hosts may enter
     * @param standing whether it stays when it is empty
     * @param maxParticipants at most so many
     * @param announce how joining and leaving is told
     * @param language of its prompts
     * @param mutedOnEntry whether guests come in muted
     * @param token off, or required of browsers
     * @param silence how long nothing may come from one in it, where that differs from the usual
     * @param dial whom it calls by itself
     * @param opened when
     * @param participants how many are in it
     * @param waiting how many are at its door
     */
    record RoomView(
            String name,
            String title,
            Optional<String> pin,
            Optional<String> hostPin,
            Optional<String> guestPin,
            boolean waitForHost,
            String withoutHost,
            Duration hostGrace,
            String lobby,
            Duration waitLimit,
            boolean locked,
            boolean standing,
            Optional<Integer> maxParticipants,
            String announce,
            String language,
            boolean mutedOnEntry,
            String token,
            Optional<Duration> silence,
            List<DialView> dial,
            Instant opened,
            int participants,
            int waiting) {
        static RoomView of(Room room) {
            RoomSettings settings = room.settings();
            int most = settings.maxParticipants();
            return new RoomView(
                    room.name(),
                    settings.title(),
                    settings.pin(),
                    settings.hostPin(),
                    settings.guestPin(),
                    settings.waitsForHost(),
                    word(settings.endsWithoutHost() ? Config.WithoutHost.END : Config.WithoutHost.STAY),
                    settings.hosting().grace(),
                    word(settings.lobby()),
                    settings.hosting().patience(),
                    room.locked(),
                    room.standing(),
                    most == Integer.MAX_VALUE ? Optional.empty() : Optional.of(most),
                    word(settings.announcements()),
                    settings.language(),
                    settings.mutedOnEntry(),
                    word(settings.tokenRequired() ? Config.Token.REQUIRED : Config.Token.OFF),
                    settings.silence(),
                    room.dials().stream().map(DialView::of).toList(),
                    room.opened(),
                    room.participants().size(),
                    room.waiting().size());
        }

        /** The room for those who only watch: without its PINs. */
        static RoomView watched(Room room) {
            return of(room).withoutPins();
        }

        private RoomView withoutPins() {
            return new RoomView(
                    name,
                    title,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    waitForHost,
                    withoutHost,
                    hostGrace,
                    lobby,
                    waitLimit,
                    locked,
                    standing,
                    maxParticipants,
                    announce,
                    language,
                    mutedOnEntry,
                    token,
                    silence,
                    dial,
                    opened,
                    participants,
                    waiting);
        }
    }

    /**
     * One in a room, or at its door.
     *
     * @param id of its call
     * @param state in, or waiting
     * @param waitsFor host or admission, where it waits
     * @param name what the others call it
     * @param protocol its door
     * @param address as its protocol writes it
     * @param agent its product
     * @param role host or guest
     * @param muted whether it is muted
     * @param mutedItself whether by itself
     * @param held whether it has put us on hold
     * @param hand whether its hand is up
     * @param handAt since when, where it is
     * @param speaking whether it speaks and is heard
     * @param video whether it sends video
     * @param content whether it holds the content floor
     * @param codec it is sent
     * @param secured SRTP suite, or empty
     * @param loss of what it sends, percent of the last five seconds
     * @param jitter of what it sends
     * @param rtt round trip, where RTCP has told
     * @param mos estimated listening quality, where something was heard
     * @param joined when
     */
    record ParticipantView(
            String id,
            String state,
            Optional<String> waitsFor,
            String name,
            String protocol,
            String address,
            String agent,
            String role,
            boolean muted,
            boolean mutedItself,
            boolean held,
            boolean hand,
            Optional<Instant> handAt,
            boolean speaking,
            boolean video,
            boolean content,
            String codec,
            String secured,
            double loss,
            Duration jitter,
            Optional<Duration> rtt,
            Optional<Double> mos,
            Instant joined) {
        static ParticipantView of(Participant participant) {
            Leg.Facts facts = participant.facts();
            MediaStats stats = participant.stats();
            return new ParticipantView(
                    participant.id(),
                    word(participant.presence().waits() ? State.WAITING : State.IN),
                    waitsFor(participant.presence()),
                    participant.name(),
                    word(facts.protocol()),
                    facts.address(),
                    facts.agent(),
                    word(participant.role()),
                    participant.muted(),
                    participant.mutedItself(),
                    participant.held(),
                    participant.handRaised(),
                    participant.handRaisedAt(),
                    participant.speaking(),
                    /* video= */ false, // no stream of this build is video
                    /* content= */ false,
                    participant.codec(),
                    stats.secured(),
                    stats.lossPercent(),
                    duration(stats.jitterMs()),
                    stats.rttMs() < 0 ? Optional.empty() : Optional.of(duration(stats.rttMs())),
                    stats.mos() > 0 ? Optional.of(stats.mos()) : Optional.empty(),
                    participant.joined());
        }

        private static Optional<String> waitsFor(Presence presence) {
            return switch (presence) {
                case IN -> Optional.empty();
                case WAITS_FOR_HOST -> Optional.of("host");
                case KNOCKS -> Optional.of("admission");
            };
        }
    }

    /**
     * A call, live or past.
     *
     * @param id in logs and ladder
     * @param direction inbound or outbound
     * @param protocol its door
     * @param state ringing, up or ended
     * @param caller the number or name called from
     * @param callerAddress the same as its protocol writes it
     * @param dialled what was dialled
     * @param trunk it came by
     * @param device that calls
     * @param began when it knocked
     * @param rang when somebody was alerted
     * @param answered when it was taken
     * @param ended when it was over
     * @param duration from its answer to its end
     * @param cause why it ended
     * @param words the cause in plain words
     * @param endedBy caller, called or gateway
     * @param room the room it is or was in
     * @param legs one or two
     * @param links calls it was made of, or went on as
     */
    record CallView(
            String id,
            String direction,
            String protocol,
            String state,
            String caller,
            Optional<String> callerAddress,
            String dialled,
            Optional<String> trunk,
            Optional<String> device,
            Instant began,
            Optional<Instant> rang,
            Optional<Instant> answered,
            Optional<Instant> ended,
            Optional<Duration> duration,
            Optional<String> cause,
            Optional<String> words,
            Optional<String> endedBy,
            Optional<String> room,
            List<LegView> legs,
            Optional<List<LinkView>> links) {
        static CallView of(CallRecord call) {
            return new CallView(
                    call.id(),
                    word(call.way()),
                    word(call.protocol()),
                    word(call.state()),
                    call.caller().number(),
                    filled(call.caller().address()),
                    call.dialled(),
                    call.caller().trunk(),
                    call.caller().device(),
                    call.began(),
                    call.rang(),
                    call.answered(),
                    call.ended(),
                    call.answered().flatMap(from -> call.ended().map(to -> Duration.between(from, to))),
                    call.cause().map(Views::word),
                    call.cause().map(Cause::words),
                    call.endedBy().map(Views::word),
                    call.room(),
                    call.legs().stream().map(LegView::of).toList(),
                    call.links().isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    call.links().stream().map(LinkView::of).toList()));
        }
    }

    /**
     * Another call that belongs to one.
     *
     * @param kind transferred-to, transferred-from, replaces or replaced-by
     * @param call its id
     */
    record LinkView(String kind, String call) {
        static LinkView of(CallRecord.Link link) {
            return new LinkView(word(link.kind()), link.call());
        }
    }

    /**
     * A trunk.
     *
     * @param name in the dial plan
     * @param mode register or peer
     * @param host where it is, as configured
     * @param username of the account, where there is one
     * @param state trying, registered, reachable, unchecked, refused or unreachable
     * @param since when that state began
     * @param failure what is wrong, in words
     * @param lastFailure what was wrong last, in words
     * @param lastFailureAt when that was
     * @param expires when the registration would end if it were not renewed
     * @param address from where and by what it answered last
     * @param seenAs our address as it sees us
     * @param calls up or ringing, out and in
     * @param minutesToday spoken out by it since midnight
     * @param refused calls it did not let out since the start
     */
    record TrunkView(
            String name,
            String mode,
            String host,
            Optional<String> username,
            String state,
            Instant since,
            Optional<String> failure,
            Optional<String> lastFailure,
            Optional<Instant> lastFailureAt,
            Optional<Instant> expires,
            Optional<String> address,
            Optional<String> seenAs,
            int calls,
            long minutesToday,
            long refused) {
        static TrunkView of(TrunkFacts trunk) {
            return new TrunkView(
                    trunk.name(),
                    trunk.mode(),
                    trunk.host(),
                    filled(trunk.username()),
                    word(trunk.state()),
                    trunk.since(),
                    trunk.failed() ? trunk.failure() : Optional.empty(),
                    trunk.failure(),
                    trunk.failedAt(),
                    trunk.expires(),
                    filled(trunk.address()),
                    filled(trunk.seenAs()),
                    trunk.calls(),
                    trunk.minutesToday(),
                    trunk.refused());
        }
    }

    static Optional<String> filled(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static Optional<Integer> positive(int number) {
        return number > 0 ? Optional.of(number) : Optional.empty();
    }

    static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }

    static Duration duration(double ms) {
        return Duration.ofMillis(Math.round(ms));
    }

    /** A constant as the API and the metrics write it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
