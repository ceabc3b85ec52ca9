package tandem.sip.dialog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tandem.sip.message.Message;
import tandem.sip.message.NameAddr;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.message.Uri;
import tandem.sip.transaction.Path;

/** The state of one dialog (RFC 3261 section 12): identity, sequence numbers, route set, remote target; builds requests in it. */
final class Dialog {
    private final String callId;
    private final String local;
    private final String remote;
    private final String remoteTag;
    private final List<NameAddr> routes;
    private final boolean caller;
    private Path near;
    private Uri target;
    private long localSequence;
    private long remoteSequence = -1;
    private @Nullable Path settled;
    private boolean byItsSource;

    private Dialog(Message first, String ourTag, boolean caller, List<NameAddr> routes, Uri target, Path near) {
        this.callId = first.callId();
        this.caller = caller;
        this.local = first.header(caller ? "From" : "To").orElse("") + ourTag;
        this.remote = first.header(caller ? "To" : "From").orElse("");
        this.remoteTag = caller ? first.toTag() : first.fromTag();
        this.routes = routes;
        this.target = target;
        this.near = near;
    }

    /** The called side's (12.1.1), with that tag of ours. */
    static Dialog called(Request invite, String localTag, Path back) {
        return called(invite, localTag, back, /* bySource= */ false);
    }

    /** The same, going back where the request came from whatever its Contact says where that is wished. */
    static Dialog called(Request request, String localTag, Path back, boolean bySource) {
        Uri target = contact(request, back);
        Dialog dialog = new Dialog(request, ";tag=" + localTag, false, request.recordRoutes(), target, back);
        dialog.remoteSequence = request.cseq();
        if (bySource || Reach.isOnlyByItsSource(request, target, back)) {
            dialog.settled = back;
            dialog.byItsSource = true;
        }
        return dialog;
    }

    private static Uri contact(Request invite, Path back) {
        List<NameAddr> contacts = invite.contacts();
        if (!contacts.isEmpty() && contacts.getFirst().uri().isSip()) {
            return contacts.getFirst().uri();
        }
        return Uri.read("sip:" + Reach.hostPort(back.remote()))
                .orElse(invite.from().uri());
    }

    /**
     * The caller's side (12.1.2), from a response with a tag to our INVITE; {@code bound}: the peer is known to be where the path leads,
     * whatever its Contact says.
     */
    static Dialog calling(Request invite, Response response, Path path, boolean bound) {
        List<NameAddr> routes = new ArrayList<>(response.recordRoutes());
        Collections.reverse(routes);
        List<NameAddr> contacts = response.contacts();
        boolean usable = !contacts.isEmpty() && contacts.getFirst().uri().isSip();
        Uri target = usable
                ? contacts.getFirst().uri()
                : invite.target().orElseThrow(() -> new IllegalStateException("INVITE without target"));
        Dialog dialog = new Dialog(response, "", true, routes, target, path);
        dialog.localSequence = invite.cseq();
        boolean byPath =
                bound || !usable || Reach.isFrames(path) || Reach.isBehindNat(target, path) || Reach.isOurs(target);
        if (routes.isEmpty() && byPath) {
            dialog.settled = path;
            dialog.byItsSource = true;
        }
        return dialog;
    }

    String remoteTag() {
        return remoteTag;
    }

    /** Whether we made the Call-ID, for the retry timer of 14.1. */
    boolean ownsCallId() {
        return caller;
    }

    /** Goes on with the sequence numbers of the same dialog while it was early. */
    void continueFrom(Dialog early) {
        localSequence = early.localSequence;
        remoteSequence = early.remoteSequence;
    }

    /** The way requests go, where it is known without asking. */
    @Nullable
    Path settled() {
        return settled == null || settled.open() ? settled : null;
    }

    /** The way its source is reached by, where no other leads there. */
    @Nullable
    Path onlyWay() {
        return byItsSource ? near : null;
    }

    /** Requests go that way until the target changes. */
    void settle(Path path) {
        settled = path;
    }

    /** What is to be located: the first route or the remote target. */
    Uri nextHop() {
        return routes.isEmpty() ? target : routes.getFirst().uri();
    }

    /** Whether a request with that CSeq is in order (12.2.2); then it is the newest. */
    boolean advance(long sequence) {
        if (sequence <= remoteSequence) {
            return false;
        }
        remoteSequence = sequence;
        return true;
    }

    /** Takes the Contact of a target refresh request or its response as the new remote target (12.2.1.2, 12.2.2). */
    void refresh(Message message) {
        List<NameAddr> contacts = message.contacts();
        if (contacts.isEmpty()) {
            return;
        }
        Uri fresh = contacts.getFirst().uri();
        if (fresh.isSip() && !fresh.text().equals(target.text())) {
            target = fresh;
            settled = byItsSource ? near : null;
        }
    }

    /** The same of a request that came that way: a peer that is reached by its source alone may have moved there. */
    void refresh(Message request, Path back) {
        if (byItsSource) {
            near = back;
            settled = back;
        }
        refresh(request);
    }

    /** A request of that method with the next CSeq (12.2.1.1); Via and Contact are still missing. */
    Request request(String method) {
        return request(method, ++localSequence);
    }

    /** The ACK for the 2xx to our INVITE of that CSeq. */
    Request ack(long sequence) {
        return request("ACK", sequence);
    }

    private Request request(String method, long sequence) {
        boolean strict = !routes.isEmpty() && !routes.getFirst().uri().isLoose();
        Request request = new Request(method, strict ? routes.getFirst().uri().text() : target.text());
        for (int i = strict ? 1 : 0; i < routes.size(); i++) {
            request.add("Route", routes.get(i).toString());
        }
        if (strict) {
            request.add("Route", '<' + target.text() + '>');
        }
        request.add("Max-Forwards", "70");
        request.add("From", local);
        request.add("To", remote);
        request.add("Call-ID", callId);
        request.add("CSeq", sequence + " " + method);
        return request;
    }
}
