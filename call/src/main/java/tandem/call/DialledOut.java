package tandem.call;

import tandem.base.Timer;
import tandem.media.MediaDescription;

/** The party is being called from a room, and comes into it when it answers. */
final class DialledOut implements PartyState {
    private final Room room;
    private final Timer ringing;
    private final String dtmf;

    /** Waits for the party to answer; {@code ringing} is stopped then, and these digits are sent. */
    DialledOut(Room room, Timer ringing, String dtmf) {
        this.room = room;
        this.ringing = ringing;
        this.dtmf = dtmf;
    }

    @Override
    public void onAnswered(Party party, MediaDescription remote) {
        ringing.cancel();
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
        ringing.cancel();
        room.expectsNoLonger();
    }
}
