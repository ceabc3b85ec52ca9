package tandem.gateway.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tandem.call.CallRecord;
import tandem.call.Cause;
import tandem.call.Leg;
import tandem.call.Participant;
import tandem.call.Room;
import tandem.call.RoomSettings;
import tandem.gateway.sip.Ladders;
import tandem.media.MediaStats;

/**
 * What the API shows of rooms, participants and calls. Those of rooms and participants are made on the signalling loop, so that each
 * is of one moment; a call's record is that already.
 */
final class Views {
    private Views() {}

    /**
     * A room.
     *
     * @param name what is dialled
     * @param title what people call it
     * @param pin of everybody
     * @param hostPin of hosts
     * @param guestPin of guests
     * @param locked whether only hosts may enter
     * @param standing whether it stays when it is empty
     * @param maxParticipants at most so many
     * @param announce how joining and leaving is told
     * @param language of its prompts
     * @param mutedOnEntry whether guests come in muted
     * @param opened when
     * @param participants how many are in it
     */
    record RoomView(
            String name,
            String title,
            Optional<String> pin,
            Optional<String> hostPin,
            Optional<String> guestPin,
            boolean locked,
            boolean standing,
            Optional<Integer> maxParticipants,
            String announce,
            String language,
            boolean mutedOnEntry,
            Instant opened,
            int participants) {
        static RoomView of(Room room) {
            RoomSettings settings = room.settings();
            int most = settings.maxParticipants();
            return new RoomView(
                    room.name(),
                    settings.title(),
                    settings.pin(),
                    settings.hostPin(),
                    settings.guestPin(),
                    room.locked(),
                    room.standing(),
                    most == Integer.MAX_VALUE ? Optional.empty() : Optional.of(most),
                    word(settings.announcements()),
                    settings.language(),
                    settings.mutedOnEntry(),
                    room.opened(),
                    room.participants().size());
        }
    }

    /**
     * One in a room.
     *
     * @param id of its call
     * @param name what the others call it
     * @param protocol its door
     * @param address as its protocol writes it
     * @param agent its product
     * @param role host or guest
     * @param muted whether it is muted
     * @param held whether it has put us on hold
     * @param hand whether its hand is up
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
            String name,
            String protocol,
            String address,
            String agent,
            String role,
            boolean muted,
            boolean held,
            boolean hand,
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
                    participant.name(),
                    word(facts.protocol()),
                    facts.address(),
                    facts.agent(),
                    word(participant.role()),
                    participant.muted(),
                    participant.held(),
                    participant.handRaised(),
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
    }

    /**
     * A call, live or past.
     *
     * @param id in logs and ladder
     * @param direction inbound or outbound
     * @param state ringing, up or ended
     * @param dialled what was dialled
     * @param began when it knocked
     * @param answered when it was taken
     * @param ended when it was over
     * @param duration from its answer to its end
     * @param cause why it ended
     * @param words the cause in plain words
     * @param room the room it is or was in
     * @param legs one or two
     */
    record CallView(
            String id,
            String direction,
            String state,
            String dialled,
            Instant began,
            Optional<Instant> answered,
            Optional<Instant> ended,
            Optional<Duration> duration,
            Optional<String> cause,
            Optional<String> words,
            Optional<String> room,
            List<LegView> legs) {
        static CallView of(CallRecord call) {
            return new CallView(
                    call.id(),
                    word(call.way()),
                    word(call.state()),
                    call.dialled(),
                    call.began(),
                    call.answered(),
                    call.ended(),
                    call.answered().flatMap(from -> call.ended().map(to -> Duration.between(from, to))),
                    call.cause().map(Views::word),
                    call.cause().map(Cause::words),
                    call.room(),
                    call.legs().stream().map(LegView::of).toList());
        }
    }

    /**
     * One leg of a call.
     *
     * @param protocol its door
     * @param direction inbound or outbound
     * @param address the party
     * @param name the party's name
     * @param agent the party's product
     * @param codec what it sends
     * @param cause why it ended
     * @param packetsReceived RTP packets that came
     * @param packetsSent RTP packets that went
     * @param packetsLost RTP packets that should have come
     * @param secured SRTP suite, or empty
     * @param jitter of what came
     * @param mos estimated listening quality, where something was heard
     */
    record LegView(
            String protocol,
            String direction,
            String address,
            String name,
            String agent,
            String codec,
            Optional<String> cause,
            long packetsReceived,
            long packetsSent,
            long packetsLost,
            String secured,
            Duration jitter,
            Optional<Double> mos) {
        static LegView of(CallRecord.LegRecord leg) {
            MediaStats media = leg.media();
            return new LegView(
                    word(leg.protocol()),
                    word(leg.way()),
                    leg.address(),
                    leg.name(),
                    leg.agent(),
                    leg.codec(),
                    leg.cause().map(Views::word),
                    media.packetsReceived(),
                    media.packetsSent(),
                    media.packetsLost(),
                    media.secured(),
                    duration(media.jitterMs()),
                    media.mos() > 0 ? Optional.of(media.mos()) : Optional.empty());
        }
    }

    /**
     * One message of a ladder.
     *
     * @param at when
     * @param protocol of the message
     * @param direction sent or received
     * @param from sender
     * @param to receiver
     * @param message its first line
     * @param dialog the SIP Call-ID of the leg
     * @param omitted how many messages of the dialog before this one are not kept
     */
    record StepView(
            Instant at,
            String protocol,
            String direction,
            String from,
            String to,
            String message,
            String dialog,
            Optional<Integer> omitted) {
        static StepView of(Ladders.Step step) {
            return new StepView(
                    step.at(),
                    "sip",
                    step.sent() ? "sent" : "received",
                    step.from(),
                    step.to(),
                    step.line(),
                    step.dialog(),
                    step.omitted() == 0 ? Optional.empty() : Optional.of(step.omitted()));
        }
    }

    private static Duration duration(double ms) {
        return Duration.ofMillis(Math.round(ms));
    }

    /** A constant as the API and the metrics write it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
