package tandem.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.RateGate;
import tandem.media.Prompt;

/** Those at a room's door: who waits for a host, and who knocks until a host lets them in. On the signalling loop. */
final class Doorstep {
    private static final Logger log = LoggerFactory.getLogger(Doorstep.class);
    private static final int MOST = 200;
    private static final long KNOCK_EVERY_NS = 2_000_000_000L;
    private static final Prompt TAP = new Prompt.Tone(880, -22, 70);
    private static final Prompt GAP = new Prompt.Silence(90);

    private final Room room;
    private final Map<String, Participant> waiting = new LinkedHashMap<>();
    private final RateGate knocks = new RateGate(KNOCK_EVERY_NS);

    Doorstep(Room room) {
        this.room = room;
    }

    /** Who is here, in the order they came. */
    List<Participant> waiting() {
        return List.copyOf(waiting.values());
    }

    Optional<Participant> waiting(String id) {
        return Optional.ofNullable(waiting.get(id));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether nobody more may wait. */
    boolean full() {
        return waiting.size() >= MOST;
    }

    /** Somebody who has been answered waits from now on. */
    void add(Participant participant) {
        Party party = participant.party();
        waiting.put(participant.id(), participant);
        party.entry().onRoom(room.name());
        boolean knocking = participant.presence() == Presence.KNOCKS;
        new AtTheDoor(participant).begin(knocking ? Saying.WAIT_TO_BE_LET_IN : Saying.WAIT_FOR_HOST);
        party.after(room.settings().hosting().patience().toMillis(), () -> giveUp(participant));
        log.atInfo()
                .addKeyValue("call", participant.id())
                .log("{} room {}", knocking ? "knocks at" : "waits for a host of", room.name());
        room.events().onWaiting(participant);
        if (knocking) {
            tellHosts();
        }
    }

    /** Hosts hear somebody knock, also those whose screen may lie behind another. */
    private void tellHosts() {
        if (knocks.pass(room.nowNs())) {
            room.participants().stream()
                    .filter(one -> one.role() == Role.HOST)
                    .forEach(host -> host.say(List.of(TAP, GAP, TAP, GAP, TAP)));
        }
    }

    private void giveUp(Participant participant) {
        boolean knocked = participant.presence() == Presence.KNOCKS;
        sendAway(
                participant,
                knocked ? Saying.NOBODY_LET_YOU_IN : Saying.NO_HOST_CAME,
                knocked ? Cause.NOT_LET_IN : Cause.NO_HOST);
    }

    /** Lets one in; false where the room is full. */
    boolean admit(Participant participant) {
        if (room.full() || waiting.remove(participant.id()) == null) {
            return false;
        }
        room.events().onWaitingOver(participant);
        participant.presence(Presence.IN);
        participant.party().calls().decided(participant.party(), Decision.About.ROOM, "let in from the door");
        participant.party().media().hush();
        participant.party().become(new InRoom(participant));
        room.enters(participant, Saying.YOU_ARE_IN);
        return true;
    }

    /** Turns one away, with a word. */
    void refuse(Participant participant) {
        sendAway(participant, Saying.NOT_LET_IN, Cause.NOT_LET_IN);
    }

    private void sendAway(Participant participant, Saying words, Cause why) {
        if (waiting.remove(participant.id()) == null) {
            return;
        }
        room.events().onWaitingOver(participant);
        Party party = participant.party();
        party.calls().decided(party, Decision.About.ROOM, "sent away from the door: " + why.words());
        if (party.leg().shows()) {
            party.end(why);
        } else {
            String language = room.settings().language();
            Goodbye.say(party, List.of(words.in(language), Saying.GOODBYE.in(language)), why);
        }
        room.closeIfUnused();
    }

    /** Its call is over, or it is taken elsewhere. */
    void leaves(Participant participant) {
        if (waiting.remove(participant.id()) != null) {
            room.events().onWaitingOver(participant);
            room.closeIfUnused();
        }
    }

    /** Something has changed that may let them in: a host is there, the lock is open, the room is set up otherwise. */
    void lookAgain() {
        for (Participant participant : new ArrayList<>(waiting.values())) {
            switch (access(participant)) {
                case ENTERS -> participant.party().guarded(() -> admit(participant));
                case FULL -> {
                    if (participant.presence() == Presence.WAITS_FOR_HOST) {
                        sendAway(participant, Saying.ROOM_FULL, Cause.ROOM_FULL);
                    }
                }
                case WAITS, KNOCKS, LOCKED -> {}
            }
        }
    }

    /** Who knocks at a lobby where everybody does is let in by a host alone, also when the room is empty. */
    private Access access(Participant participant) {
        boolean byHostsAlone =
                participant.presence() == Presence.KNOCKS && room.settings().lobby() == Lobby.ALL;
        return byHostsAlone && participant.role() != Role.HOST
                ? Access.KNOCKS
                : Access.of(
                        participant.party().arrival(),
                        room.name(),
                        participant.role(),
                        room.settings(),
                        Optional.of(room));
    }

    /** The conference is over: nobody will be let in. */
    void end(boolean withWords) {
        for (Participant participant : waiting()) {
            if (withWords) {
                sendAway(participant, Saying.CONFERENCE_ENDED, Cause.ROOM_ENDED);
            } else {
                participant.party().end(Cause.ROOM_ENDED);
            }
        }
    }
}
