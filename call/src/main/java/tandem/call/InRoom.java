package tandem.call;

import java.time.Duration;
import java.util.Optional;
import tandem.media.MediaDescription;

/** The party is a participant of a room. */
record InRoom(Participant participant) implements PartyState {
    @Override
    public void onOffer(Party party, MediaDescription remote) {
        participant.offered(remote);
    }

    @Override
    public void onAnswer(Party party, MediaDescription remote) {
        participant.answered(remote);
        party.media().openUp(); // it may have been offered less while another held it
    }

    @Override
    public void onTransfer(Party party, Transfer wish) {
        party.calls().transfers().ask(party, participant, wish);
    }

    @Override
    public void onDigit(Party party, char digit, int durationMs) {
        participant.room().keys().press(participant, digit);
    }

    @Override
    public void onMessage(Party party, String text) {
        ChatOutcome outcome = participant.room().chat(participant, text);
        if (outcome != ChatOutcome.TAKEN) {
            party.leg().lineRefused(outcome);
        }
    }

    @Override
    public void onSpeaking(Party party, boolean speaking) {
        participant.speaking(speaking);
    }

    @Override
    public Optional<Duration> silence() {
        return participant.room().settings().silence();
    }

    @Override
    public void onOver(Party party, Cause why) {
        participant.room().leaves(participant);
    }
}
