package tandem.sip.dialog;

import java.util.List;
import java.util.Map;
import tandem.sip.SipOutgoing;
import tandem.sip.message.NameAddr;
import tandem.sip.message.Params;
import tandem.sip.message.Request;
import tandem.sip.message.Uri;

/** Writes the INVITE of an outgoing call (RFC 3261 8.1.1). */
final class InviteMaker {
    private InviteMaker() {}

    /** The INVITE but for Via, Contact and what the stack adds; {@code host} is ours where From has no URI given. */
    static Request make(InviteSession call, SipOutgoing outgoing, String host, long sequence) {
        Request invite = new Request("INVITE", outgoing.target());
        outgoing.routes().forEach(hop -> invite.add("Route", '<' + loose(hop) + '>'));
        invite.add("Max-Forwards", Integer.toString(outgoing.maxForwards()));
        String from = outgoing.fromUri().orElse("sip:" + host);
        invite.add("From", address(outgoing.fromName(), from) + ";tag=" + call.localTag());
        invite.add("To", '<' + outgoing.toUri().orElse(outgoing.target()) + '>');
        invite.add("Call-ID", call.callId());
        invite.add("CSeq", sequence + " INVITE");
        invite.add("User-Agent", call.agent().settings().userAgent());
        for (Map.Entry<String, List<String>> header : outgoing.headers().entrySet()) {
            header.getValue().forEach(value -> invite.add(header.getKey(), value));
        }
        outgoing.body().ifPresent(invite::setBody);
        return invite;
    }

    /** Name and URI as From has them. */
    static String address(String name, String uri) {
        if (name.isEmpty()) {
            return '<' + uri + '>';
        }
        return Uri.read(uri)
                .map(read -> new NameAddr(name, read, Params.none()).toString())
                .orElse('<' + uri + '>');
    }

    /** A proxy's URI as Route has it. */
    static String loose(String hop) {
        return Uri.read(hop).filter(each -> !each.isLoose()).isPresent() ? hop + ";lr" : hop;
    }
}
