package tandem.sip.dialog;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.transaction.Sent;

/**
 * An INVITE that was silent for so long that the next hop was tried (RFC 3263 4.3): when it shows itself after all it is cancelled, given up
 * where nothing final comes of that (RFC 3261 9.1), and each dialog it makes all the same is ended.
 */
final class LeftHop {
    private static final int MOST_ANSWERS = 32;

    private final InviteSession call;
    private final Request asked;
    private final Sent sent;
    private final Function<Response, Dialog> dialogBy;
    private final Set<String> dismissed = new HashSet<>(1);
    private boolean cancelled;

    LeftHop(InviteSession call, Request asked, Sent sent, Function<Response, Dialog> dialogBy) {
        this.call = call;
        this.asked = asked;
        this.sent = sent;
        this.dialogBy = dialogBy;
    }

    void onResponse(Response response) {
        int status = response.status();
        if (status < 200 && !cancelled) {
            cancelled = true;
            sent.cancel(null);
            call.agent().loop().after(call.agent().times().all(), sent::abandon);
        } else if (status >= 200
                && status < 300
                && dismissed.size() < MOST_ANSWERS
                && dismissed.add(response.toTag())) {
            Dismissal.of(call, asked, dialogBy.apply(response));
        }
    }
}
