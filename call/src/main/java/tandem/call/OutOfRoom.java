package tandem.call;

import tandem.call.PutThrough.Sender;

/** A participant on its way out of its room to somebody; the room stays open for it until it is there. */
final class OutOfRoom implements Sender {
    private final Participant participant;
    private final Room room;

    /** That one leaves its room. */
    OutOfRoom(Participant participant) {
        this.participant = participant;
        this.room = participant.room();
    }

    void leave() {
        room.expects();
        participant.party().become(new OnItsOwn());
        participant.party().media().session().park();
        room.leaves(participant);
    }

    @Override
    public void onRinging() {}

    @Override
    public void onDone() {
        room.expectsNoLonger();
    }

    @Override
    public void onFailed(Cause why) {
        Party party = participant.party();
        if (room.closed() || room.full()) {
            party.end(room.closed() ? Cause.ROOM_ENDED : Cause.ROOM_FULL);
        } else {
            party.become(new InRoom(participant));
            room.enters(participant, Saying.WELCOME);
        }
        room.expectsNoLonger();
    }

    @Override
    public void onLost(Cause why) {
        room.expectsNoLonger();
    }
}
