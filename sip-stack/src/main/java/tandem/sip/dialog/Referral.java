package tandem.sip.dialog;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.base.Timer;
import tandem.sip.SipReferral;
import tandem.sip.SipReplaces;
import tandem.sip.message.Reasons;
import tandem.sip.message.ReferTo;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.transaction.Incoming;
import tandem.sip.transaction.Sent;

/**
 * A REFER of the peer's and the subscription it makes (RFC 3515 section 2.4): one NOTIFY at a time, of those that wait the newest
 * alone, none after the last; five minutes at most.
 */
final class Referral implements SipReferral, Sent.User {
    private static final long LIFE_S = 300;
    private static final long NS = 1_000_000_000L;

    private enum State {
        ASKED,
        TAKEN,
        OVER
    }

    /** What a REFER asks. */
    record Asked(ReferTo to, Optional<SipReplaces> replaces, Map<String, String> headers, boolean quiet) {}

    /** What is to be told. */
    private record News(int status, String reason, String state) {}

    private final InviteSession session;
    private final Referrals all;
    private final Asked asked;
    private final String id;
    private final Optional<String> referredBy;
    private @Nullable Request request;
    private final Incoming incoming;
    private State state = State.ASKED;
    private long endsNs;
    private @Nullable Timer expiry;
    private @Nullable News waiting;
    private boolean underWay;

    Referral(InviteSession session, Referrals all, Request request, Incoming incoming, Asked asked) {
        this.session = session;
        this.all = all;
        this.request = request;
        this.incoming = incoming;
        this.asked = asked;
        this.id = Long.toString(request.cseq());
        this.referredBy = request.header("Referred-By");
    }

    /** What tells its subscription from others in the dialog. */
    String id() {
        return id;
    }

    @Override
    public String target() {
        return asked.to.target().text();
    }

    @Override
    public String targetUser() {
        return asked.to.target().plainUser();
    }

    @Override
    public String targetHost() {
        return asked.to.target().host();
    }

    @Override
    public Optional<SipReplaces> replaces() {
        return asked.replaces;
    }

    @Override
    public Map<String, String> headers() {
        return Map.copyOf(asked.headers);
    }

    @Override
    public Optional<String> referredBy() {
        return referredBy;
    }

    @Override
    public boolean subscribed() {
        return !asked.quiet;
    }

    @Override
    public void accept() {
        Request owed = request;
        if (state != State.ASKED || owed == null) {
            return;
        }
        request = null;
        state = State.TAKEN;
        Response response = session.agent().response(owed, 202, Optional.empty());
        response.add("Contact", session.contact(incoming.path()));
        if (asked.quiet) {
            response.add("Refer-Sub", "false");
        }
        incoming.respond(response);
        endsNs = session.agent().loop().clock().nowNs() + LIFE_S * NS;
        expiry = session.agent()
                .loop()
                .after(LIFE_S * NS, () -> end(new News(408, Reasons.of(408), "terminated;reason=timeout")));
        progress(100, Reasons.of(100));
    }

    @Override
    public void refuse(int status, Optional<String> reason) {
        Request owed = request;
        if (state != State.ASKED || owed == null) {
            return;
        }
        request = null;
        state = State.OVER;
        all.forget(this);
        incoming.respond(session.agent().response(owed, Math.max(300, status), reason));
    }

    @Override
    public void progress(int status, String reason) {
        if (state == State.TAKEN && status < 200) {
            long left = Math.max(1, (endsNs - session.agent().loop().clock().nowNs()) / NS);
            tell(new News(status, reason, "active;expires=" + left));
        }
    }

    @Override
    public void over(int status, String reason) {
        end(new News(status, reason, "terminated;reason=noresource"));
    }

    private void end(News last) {
        if (state != State.TAKEN) {
            return;
        }
        state = State.OVER;
        if (expiry != null) {
            expiry.cancel();
        }
        all.forget(this);
        tell(last);
    }

    private void tell(News news) {
        if (asked.quiet) {
            return;
        }
        if (underWay) {
            waiting = news;
            return;
        }
        underWay = true;
        session.send(
                () -> {
                    Request notify = session.request("NOTIFY");
                    notify.add("Event", "refer;id=" + id);
                    notify.add("Subscription-State", news.state);
                    notify.setBody(Referrals.fragment(news.status, news.reason));
                    return notify;
                },
                this);
    }

    @Override
    public void onResponse(Response response) {
        if (response.status() < 200) {
            return;
        }
        underWay = false;
        News next = waiting;
        waiting = null;
        if (response.status() >= 300) {
            ended(); // it knows nothing of the subscription, or wants no more (RFC 6665 section 4.2.2)
        } else if (next != null) {
            tell(next);
        }
    }

    @Override
    public void onFailure(String what) {
        underWay = false;
        waiting = null;
        ended();
    }

    private void ended() {
        state = State.OVER;
        if (expiry != null) {
            expiry.cancel();
        }
        all.forget(this);
    }

    /** The peer refreshes its subscription, or wants no more. */
    void resubscribed(Request subscribe, Incoming from) {
        boolean enough = subscribe.expires().orElse(LIFE_S) == 0;
        long left = Math.max(0, (endsNs - session.agent().loop().clock().nowNs()) / NS);
        Response response = session.agent().response(subscribe, 200, Optional.empty());
        response.add("Contact", session.contact(from.path()));
        response.add("Expires", Long.toString(enough ? 0 : left));
        from.respond(response);
        if (enough) {
            end(new News(100, Reasons.of(100), "terminated;reason=timeout"));
        } else {
            tell(new News(100, Reasons.of(100), "active;expires=" + Math.max(1, left)));
        }
    }
}
