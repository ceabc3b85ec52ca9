package tandem.gateway.sip;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tandem.call.Cause;
import tandem.call.HandOver;
import tandem.call.Party;
import tandem.call.Transfer;
import tandem.sip.SipReferEvents;
import tandem.sip.SipReferral;
import tandem.sip.SipReplaces;

/** A REFER as a wish of the core's, and what the core says of it as status lines (RFC 3515, RFC 5589). */
final class SipTransfer implements Transfer.Asker {
    private final SipReferral referral;
    private boolean accepted;

    private SipTransfer(SipReferral referral) {
        this.referral = referral;
    }

    /** Finds the party of ours that has a dialog. */
    interface Parties {
        /** The party with the dialog that is named there; none where it is not ours. */
        Optional<Party> of(SipReplaces named);
    }

    /** The wish; a Replaces that names no dialog of ours is handed on, for whom it may mean something. */
    static Transfer of(SipReferral referral, Parties parties) {
        Map<String, String> carried = new HashMap<>(SipHeaders.carriedOnward(referral.headers()));
        referral.referredBy().ifPresent(by -> carried.put("Referred-By", by));
        Optional<Party> instead = referral.replaces().flatMap(parties::of);
        if (instead.isEmpty()) {
            referral.replaces().ifPresent(foreign -> carried.put("Replaces", foreign.value()));
        }
        String user = referral.targetUser();
        String dialled = SipHeaders.withoutPin(user);
        Optional<String> pin =
                dialled.equals(user) ? Optional.empty() : Optional.of(user.substring(dialled.length() + 1));
        return new Transfer(dialled, referral.targetHost(), pin, instead, carried, new SipTransfer(referral));
    }

    @Override
    public void onTrying() {
        accepted = true;
        referral.accept();
    }

    @Override
    public void onRinging() {
        referral.progress(180, "Ringing");
    }

    @Override
    public void onDone() {
        referral.accept();
        referral.over(200, "OK");
    }

    /** Who hears nothing more, and who asks twice, is refused; all others are told by NOTIFY. */
    @Override
    public void onFailed(Cause why) {
        int status = SipCauses.status(why);
        Optional<String> phrase = SipCauses.phrase(why);
        if (!accepted && (!referral.subscribed() || why == Cause.GLARE)) {
            referral.refuse(status, phrase);
        } else {
            referral.accept();
            referral.over(status, phrase.orElse(""));
        }
    }

    /** What the peer says of a REFER of ours. */
    static SipReferEvents told(HandOver to) {
        return new SipReferEvents() {
            @Override
            public void onAccepted() {}

            @Override
            public void onRefused(int status) {
                to.onFailed(SipCauses.of(status));
            }

            @Override
            public void onProgress(int status) {}

            @Override
            public void onOver(int status) {
                if (status < 300) {
                    to.onDone();
                } else {
                    to.onFailed(SipCauses.of(status));
                }
            }
        };
    }
}
