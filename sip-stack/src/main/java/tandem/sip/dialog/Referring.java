package tandem.sip.dialog;

import java.util.Locale;
import java.util.Optional;
import tandem.base.Timer;
import tandem.sip.SipReferEvents;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.transaction.Sent;

/** A REFER of ours, and what the peer tells of it by NOTIFY (RFC 3515 section 2.4.5); a bounded number, and not for ever. */
final class Referring implements Sent.User {
    private static final long PATIENCE_NS = 300_000_000_000L;
    private static final int MOST_TOLD = 50;

    private final InviteSession session;
    private final Referrals all;
    private final SipReferEvents told;
    private final Timer patience;
    private String id = "";
    private int count;
    private boolean accepted;
    private boolean over;

    Referring(InviteSession session, Referrals all, SipReferEvents told) {
        this.session = session;
        this.all = all;
        this.told = told;
        this.patience = session.agent().loop().after(PATIENCE_NS, this::ceased);
    }

    /** It left with that sequence number. */
    void sentAs(long cseq) {
        id = Long.toString(cseq);
    }

    /** Whether a NOTIFY with that id, or none, is about it. */
    boolean has(String otherId) {
        return otherId.isEmpty() || otherId.equals(id);
    }

    @Override
    public void onResponse(Response response) {
        int status = response.status();
        if (status < 200) {
            return;
        }
        if (status >= 300) {
            end(() -> told.onRefused(status));
            if (status == 481) {
                session.lost(status, Optional.of(response));
            }
            return;
        }
        accept();
        boolean quiet = response.header("Refer-Sub")
                .filter(value -> value.strip().toLowerCase(Locale.ROOT).startsWith("false"))
                .isPresent();
        if (quiet) {
            end(() -> told.onOver(202));
        }
    }

    /** A NOTIFY may come before the 202. */
    private void accept() {
        if (!accepted && !over) {
            accepted = true;
            told.onAccepted();
        }
    }

    @Override
    public void onFailure(String what) {
        end(() -> told.onRefused(408));
    }

    /** The peer tells. */
    void onNotify(Request request) {
        accept();
        int status = Referrals.status(request.body());
        String state = request.header("Subscription-State").orElse("").strip().toLowerCase(Locale.ROOT);
        boolean last = status >= 200 || state.startsWith("terminated") || ++count >= MOST_TOLD;
        if (last) {
            end(() -> told.onOver(status >= 200 ? status : 408));
        } else if (status > 0) {
            told.onProgress(status);
        }
    }

    /** Nothing more will be told. */
    void ceased() {
        end(() -> told.onOver(408));
    }

    private void end(Runnable last) {
        if (!over) {
            over = true;
            patience.cancel();
            all.done(this);
            session.guarded(last);
        }
    }
}
