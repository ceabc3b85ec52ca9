package tandem.sip.dialog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tandem.sip.SipReplaces;

/** The early dialogs of one INVITE of ours, one for each branch of a fork that rang (RFC 3261 12.1); more than any fork of people has are left out. */
final class EarlyDialogs {
    private static final int MOST = 32;

    private final List<Early> all = new ArrayList<>(1);

    /** One of them. */
    static final class Early {
        final Dialog dialog;
        long rseq = -1; // of its last reliable response
        boolean agreed; // whether a reliable response carried a description

        private Early(Dialog dialog) {
            this.dialog = dialog;
        }
    }

    /** That of the branch with that tag. */
    @Nullable
    Early find(String remoteTag) {
        for (Early each : all) {
            if (each.dialog.remoteTag().equals(remoteTag)) {
                return each;
            }
        }
        return null;
    }

    /** The same, made where it is not there; none where there are too many. */
    @Nullable
    Early take(String remoteTag, Supplier<Dialog> make) {
        Early known = find(remoteTag);
        if (known != null || all.size() == MOST) {
            return known;
        }
        Early early = new Early(make.get());
        all.add(early);
        return early;
    }

    /** Whether descriptions were exchanged in that dialog. */
    boolean agreed(@Nullable Dialog dialog) {
        return all.stream().anyMatch(each -> each.dialog == dialog && each.agreed);
    }

    /** That of the branch that rang first. */
    @Nullable
    Dialog first() {
        return all.isEmpty() ? null : all.getFirst().dialog;
    }

    /** Whether one of them is named. */
    boolean named(SipReplaces named) {
        return all.stream().anyMatch(each -> named.from(each.dialog.remoteTag()));
    }

    void clear() {
        all.clear();
    }
}
