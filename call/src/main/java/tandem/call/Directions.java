package tandem.call;

import tandem.media.Direction;

/** What a peer wants of its own accord to send and receive, and the most we allowed it last. */
final class Directions {
    private Direction wish = Direction.SENDRECV;
    private Direction told = Direction.SENDRECV;
    private Direction toldBefore = Direction.SENDRECV;
    private boolean listened;

    /** What it wants, seen from the peer. */
    Direction wish() {
        return wish;
    }

    /** Whether it listens no longer, and so may send music; who never listened, such as a WHIP client, holds nobody. */
    boolean holdsUs() {
        return listened && !wish.receives();
    }

    private void wishes(Direction theirs) {
        wish = theirs;
        listened |= theirs.receives();
    }

    /** The most we allowed it last, seen from us. */
    Direction told() {
        return told;
    }

    /** We offered it that. */
    void offered(Direction ours) {
        toldBefore = told;
        told = ours;
    }

    /** The last offer of ours was never heard. */
    void unheard() {
        told = toldBefore;
    }

    /** It offered that, and we allowed this at most. */
    void answered(Direction theirs, Direction most) {
        wishes(theirs);
        told = most;
    }

    /** It answered that to the last offer of ours: what we did not allow it may still want. */
    void took(Direction theirs) {
        wishes(Direction.of(theirs.sends() || !told.receives(), theirs.receives() || !told.sends()));
    }
}
