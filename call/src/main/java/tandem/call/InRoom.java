package tandem.call;

import tandem.media.MediaDescription;

/** The party is a participant of a room. */
record InRoom(Participant participant) implements PartyState {
    @Override
    public void onOffer(Party party, MediaDescription remote) {
        if (party.media().acceptOffer(remote) && !remote.isEmpty()) {
            participant.held(holds(remote));
        }
    }

    @Override
    public void onAnswer(Party party, MediaDescription remote) {
        if (party.media().settle(remote)) {
            participant.held(holds(remote));
        }
    }

    /** Who no longer listens but may send is playing music at us. */
    private static boolean holds(MediaDescription remote) {
        return !LegMedia.wish(remote).receives();
    }

    @Override
    public void onDigit(Party party, char digit, int durationMs) {
        participant.room().keys().press(participant, digit);
    }

    @Override
    public void onSpeaking(Party party, boolean speaking) {
        participant.speaking(speaking);
    }

    @Override
    public void onOver(Party party, Cause why) {
        participant.room().leaves(participant);
    }
}
