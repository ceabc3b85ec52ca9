package tandem.media.desk;

import java.util.ArrayList;
import java.util.List;
import tandem.base.Loop;

/**
 * What the signalling loop orders of one media loop. All orders of a turn go down together when it is over, in their order: a
 * call gives a dozen of them, and waking the other thread for each costs more than carrying it out. Owned by the signalling loop.
 */
final class Orders {
    private final Loop signalling;
    private final MediaLoop media;
    private List<Runnable> waiting = new ArrayList<>();

    Orders(Loop signalling, MediaLoop media) {
        this.signalling = signalling;
        this.media = media;
    }

    /** Runs the task on the media loop after all that was ordered before. */
    void add(Runnable task) {
        if (waiting.isEmpty()) {
            signalling.afterTurn(this::send);
        }
        waiting.add(task);
    }

    private void send() {
        List<Runnable> orders = waiting;
        waiting = new ArrayList<>();
        media.obey(orders);
    }
}
