package tandem.sip.dialog;

import java.util.Optional;
import tandem.sip.message.Request;
import tandem.sip.transaction.Transactions;

/** Ends a dialog nobody wants: a 2xx that crossed a CANCEL, or a second one of a fork (RFC 3261 9.1, 13.2.2.4): ACK, then BYE. */
final class Dismissal {
    private Dismissal() {}

    static void of(InviteSession call, Request invite, Dialog unwanted) {
        UserAgent agent = call.agent();
        call.sendAck(unwanted, invite.cseq(), Optional.empty(), (path, octets) -> {});
        agent.way(unwanted, path -> {
            if (path == null) {
                return;
            }
            Request bye = unwanted.request("BYE");
            bye.add("User-Agent", agent.settings().userAgent());
            agent.transactions().send(bye, path, Transactions.Unheard.NOBODY);
        });
    }
}
