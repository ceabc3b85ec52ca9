package tandem.call;

import java.util.List;
import tandem.media.Prompt;

/**
 * One party on its way to somebody else. It has left whom it was with, and hears that it rings; with the answer it is in a call with
 * the one who answered, and when nobody does it goes back to where it was.
 */
final class PutThrough {
    private static final List<Prompt> RINGING = List.of(new Prompt.Tone(425, -18, 1_000), new Prompt.Silence(4_000));

    private final Calls calls;
    private final Party party;
    private final Arrival rights;
    private final Sender sender;
    private boolean over;

    /** Where a party came from, and may go back to. */
    interface Sender {
        /** It rings there. */
        void onRinging();

        /** The party is there. */
        void onDone();

        /** The party is not wanted there: it is the sender's again. */
        void onFailed(Cause why);

        /** The party is gone. */
        void onLost(Cause why);
    }

    /** That party goes with these rights. */
    PutThrough(Calls calls, Party party, Arrival rights, Sender sender) {
        this.calls = calls;
        this.party = party;
        this.rights = rights;
        this.sender = sender;
    }

    Arrival rights() {
        return rights;
    }

    /** Goes there. */
    void follow(Route route) {
        switch (route) {
            case Route.Outward outward -> {
                party.media().music(List.of());
                new Call(calls, party, outward, this).begin();
            }
            case Route.ToRoom to -> calls.refusal(to).ifPresentOrElse(this::failed, () -> arrive(route));
            case Route.Reception _, Route.Echo _, Route.Tone _ -> arrive(route);
            case Route.Refuse refuse -> failed(refuse.cause());
        }
    }

    /** To where it is us who answer. */
    private void arrive(Route route) {
        over = true;
        party.become(new OnItsOwn());
        party.media().music(List.of());
        party.media().session().park();
        party.media().openUp();
        calls.follow(route, party);
        sender.onDone();
    }

    /** Whom it is put through to is alerted, and sends nothing to be heard. */
    void ringing() {
        if (!over) {
            party.media().music(RINGING);
            sender.onRinging();
        }
    }

    /** Whom it is put through to lets itself be heard before the answer. */
    void progress() {
        if (!over) {
            party.media().music(List.of());
            sender.onRinging();
        }
    }

    /** Somebody answered, and the party hears it. */
    void done() {
        calls.decided(party, Decision.About.TRANSFER, party.name() + " is put through");
        over = true;
        party.media().music(List.of());
        sender.onDone();
    }

    void failed(Cause why) {
        if (!over) {
            calls.decided(party, Decision.About.TRANSFER, why.words() + ": " + party.name() + " goes back");
            over = true;
            party.media().music(List.of());
            sender.onFailed(why);
        }
    }

    /** The party hung up. */
    void lost(Cause why) {
        if (!over) {
            over = true;
            sender.onLost(why);
        }
    }
}
