package tandem.gateway.sip;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.sip.SipRequest;
import tandem.sip.message.Uri;

/**
 * The legs that are up, by who is at their other end: a request outside their dialogs that comes from the same address under the same
 * name is theirs. On the signalling loop.
 */
final class Callers {
    private final Map<Who, List<SipLeg>> legs = new HashMap<>();

    /** Somebody: a name that anybody can write, and an address whoever sends by UDP alone can write. */
    private record Who(String user, String host, InetAddress source) {}

    private static Optional<Who> who(String uri, InetAddress source) {
        return Uri.read(uri).map(read -> new Who(read.user(), read.host(), source));
    }

    /** That leg is with whoever has that URI and sent from there; gives what is to be run when it is over. */
    Runnable add(SipLeg leg, String uri, InetAddress source) {
        Optional<Who> who = who(uri, source);
        who.ifPresent(
                each -> legs.computeIfAbsent(each, none -> new ArrayList<>(1)).add(leg));
        return () -> who.ifPresent(each -> remove(leg, each));
    }

    private void remove(SipLeg leg, Who who) {
        legs.computeIfPresent(who, (each, all) -> {
            all.remove(leg);
            return all.isEmpty() ? null : all;
        });
    }

    /** The legs with the sender of that request, the oldest first. */
    List<SipLeg> of(SipRequest request) {
        return who(request.fromUri(), request.remote().getAddress())
                .map(who -> List.copyOf(legs.getOrDefault(who, List.of())))
                .orElse(List.of());
    }
}
