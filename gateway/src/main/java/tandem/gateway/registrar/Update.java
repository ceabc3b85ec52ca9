package tandem.gateway.registrar;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tandem.sip.SipRequest;
import tandem.sip.SipWay;
import tandem.sip.message.NameAddr;
import tandem.sip.message.Uri;

/** What a REGISTER makes of a device's bindings (RFC 3261 section 10.3, RFC 5626 section 6). Pure. */
final class Update {
    private final String device;
    private final SipRequest request;
    private final long nowMs;
    private final List<String> path;

    Update(String device, SipRequest request, long nowMs) {
        this.device = device;
        this.request = request;
        this.nowMs = nowMs;
        this.path = request.headers("Path").stream()
                .flatMap(value -> NameAddr.read(value).stream())
                .map(address -> address.uri().text())
                .toList();
    }

    /** What came of it. */
    sealed interface Outcome {
        /** These are the bindings now. */
        record Done(List<Binding> bindings) implements Outcome {}

        /** The request is older than one that was granted (step 6 and 7): nothing changes. */
        record OutOfOrder() implements Outcome {}
    }

    /** Takes every binding away. */
    Outcome removeAll(List<Binding> had) {
        return had.stream().anyMatch(this::isNewer) ? new Outcome.OutOfOrder() : new Outcome.Done(List.of());
    }

    /** Whether that binding was made by a later request of the same client. */
    private boolean isNewer(Binding binding) {
        return binding.callId().equals(request.callId()) && binding.cseq() >= request.cseq();
    }

    /** Adds, refreshes and removes contacts; of more than there may be, those go first that expire first. */
    Outcome change(List<Binding> had, List<Wish.Contact> contacts, int most) {
        List<Binding> now = new ArrayList<>(had);
        for (Wish.Contact contact : contacts) {
            int regId = outbound() ? contact.regId() : 0;
            List<Binding> same = now.stream()
                    .filter(binding -> isSame(binding, contact, regId))
                    .toList();
            if (same.stream().anyMatch(this::isNewer)) {
                return new Outcome.OutOfOrder();
            }
            now.removeAll(same);
            if (contact.seconds() > 0) {
                now.removeIf(binding -> isLeftOver(binding, contact));
                now.add(binding(contact, regId));
            }
        }
        while (now.size() > most) {
            now.remove(now.stream()
                    .min(Comparator.comparingLong(Binding::expiresMs))
                    .orElseThrow());
        }
        return new Outcome.Done(now);
    }

    /** The nearest proxy, or we where there is none, keeps the flow open for the device (RFC 5626 section 6). */
    private boolean outbound() {
        return (path.isEmpty() && request.headers("Via").size() == 1)
                || Optional.of(path)
                        .filter(each -> !each.isEmpty())
                        .flatMap(each -> Uri.read(each.getLast()))
                        .filter(uri -> uri.params().has("ob"))
                        .isPresent();
    }

    private static boolean isSame(Binding binding, Wish.Contact contact, int regId) {
        if (regId > 0 && binding.regId() > 0) {
            return binding.regId() == regId && binding.instance().equals(contact.instance());
        }
        return Uri.read(binding.contact())
                .filter(uri -> Contacts.same(uri, contact.uri()))
                .isPresent();
    }

    /** A device that says which it is and began anew, such as after its power was cut, is no longer where it was. */
    private boolean isLeftOver(Binding binding, Wish.Contact contact) {
        return contact.regId() == 0
                && binding.regId() == 0
                && contact.instance().isPresent()
                && binding.instance().equals(contact.instance())
                && !binding.callId().equals(request.callId());
    }

    private Binding binding(Wish.Contact contact, int regId) {
        String agent = request.header("User-Agent").orElse("");
        return new Binding(
                device,
                contact.uri().text(),
                contact.instance(),
                regId,
                contact.q(),
                request.callId(),
                request.cseq(),
                nowMs + contact.seconds() * 1_000L,
                path,
                new SipWay(request.transport(), request.remote()),
                path.isEmpty() && isOnlyByItsSource(contact.uri()),
                agent.length() <= 100 ? agent : agent.substring(0, 100));
    }

    /**
     * Whether the contact does not lead back to where the request came from: phones behind address translation write their inner
     * address, browsers none (RFC 7118 section 5). So do phones behind a proxy that writes no Path: it reached us, and it alone is known to
     * reach them.
     */
    private boolean isOnlyByItsSource(Uri contact) {
        InetAddress source = request.remote().getAddress();
        return !Contacts.literal(contact.host()).equals(Optional.of(source))
                || request.transport().startsWith("WS");
    }
}
