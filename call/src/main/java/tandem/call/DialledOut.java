package tandem.call;

import tandem.media.MediaDescription;

/** The party is being called from a room, and comes into it when it answers. */
final class DialledOut implements PartyState {
    private final Room room;
    private final String dtmf;

    /** Waits for the party to answer; then these digits are sent. */
    DialledOut(Room room, String dtmf) {
        this.room = room;
        this.dtmf = dtmf;
    }

    @Override
    public void onAnswered(Party party, MediaDescription remote) {
        if (room.closed()) {
            party.end(Cause.ROOM_ENDED);
            return;
        }
        if (!party.media().takeAnswer(remote)) {
            party.end(Cause.MEDIA_REFUSED);
            return;
        }
        party.entry().onAnswered();
        room.join(party, Role.GUEST);
        room.expectsNoLonger();
        PostDial.send(party, dtmf);
        party.calls().changed(party.entry());
    }

    @Override
    public void onOver(Party party, Cause why) {
        room.expectsNoLonger();
    }
}
