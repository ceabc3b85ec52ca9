package tandem.media.desk;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tandem.media.srtp.SrtpKeys;
import tandem.media.srtp.SrtpOneWay;

/**
 * One direction's keys: those in use and those before. Where those before come back, by a re-offer that takes them up again,
 * their context goes on where it stood: a counter that begins anew would use a keystream twice (RFC 3711 section 9.1), and the
 * other end, which counted on, would not understand it.
 */
final class KeysInTurn {
    private final Function<SrtpKeys, SrtpOneWay> opening;
    private @Nullable SrtpOneWay used; // none while unprotected or awaited
    private @Nullable SrtpOneWay before;

    KeysInTurn(Function<SrtpKeys, SrtpOneWay> opening) {
        this.opening = opening;
    }

    @Nullable
    SrtpOneWay used() {
        return used;
    }

    @Nullable
    SrtpOneWay before() {
        return before;
    }

    /** Those are used from now on; whether that is a change. */
    boolean use(SrtpKeys keys) {
        SrtpOneWay left = used;
        if (left != null && left.keys().equals(keys)) {
            return false;
        }
        SrtpOneWay again = before;
        if (again != null && again.keys().equals(keys)) {
            used = again;
            before = left;
            return true;
        }
        rest();
        used = opening.apply(keys);
        return true;
    }

    /** None are used for now. */
    void rest() {
        if (used != null) {
            close(before);
            before = used;
            used = null;
        }
    }

    void close() {
        close(used);
        close(before);
        used = null;
        before = null;
    }

    private static void close(@Nullable SrtpOneWay keys) {
        if (keys != null) {
            keys.close();
        }
    }
}
