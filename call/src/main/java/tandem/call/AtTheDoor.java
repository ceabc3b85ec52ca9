package tandem.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tandem.media.MediaDescription;
import tandem.media.Prompt;

/** The party waits at a room's door and hears music, after a word about what it waits for. */
record AtTheDoor(Participant participant) implements PartyState {
    private static final Prompt MUSIC = new Prompt.Recording("music", "waiting");
    private static final Prompt PAUSE = new Prompt.Silence(300);

    /** Begins to wait; who sees that on a screen is not told. */
    void begin(Saying why) {
        Party party = participant.party();
        party.become(this);
        if (party.leg().shows()) {
            party.media().sayForEver(List.of(MUSIC));
        } else {
            String language = participant.room().settings().language();
            party.media().say(List.of(PAUSE, Saying.WELCOME.in(language), why.in(language), PAUSE));
        }
    }

    @Override
    public void onPlayed(Party party) {
        party.media().sayForEver(List.of(MUSIC));
    }

    @Override
    public void onOffer(Party party, MediaDescription remote) {
        participant.offered(remote);
    }

    @Override
    public void onAnswer(Party party, MediaDescription remote) {
        participant.answered(remote);
    }

    @Override
    public Optional<Duration> silence() {
        return participant.room().settings().silence();
    }

    @Override
    public void onOver(Party party, Cause why) {
        participant.room().door().leaves(participant);
    }
}
