package tandem.gateway.registrar;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tandem.gateway.guard.Guard;
import tandem.sip.SipRequest;
import tandem.sip.message.NameAddr;
import tandem.sip.message.Uri;

/**
 * Tells who sends an INVITE (RFC 3261 section 22.3): whoever says to be a device of ours has to show it, and so has whoever may not enter as a
 * guest, whatever it says, so that nobody learns which devices there are. On the signalling loop.
 */
public final class Identity {
    /** Headers in which a caller may say who it is, besides From (RFC 3325, and the draft that came before it). */
    private static final List<String> ASSERTED =
            List.of("P-Preferred-Identity", "P-Asserted-Identity", "Remote-Party-ID");

    private final Accounts accounts;
    private final Guard guard;
    private final Predicate<InetAddress> guests;

    /** Who is a device by those accounts, and who may be a guest. */
    public Identity(Accounts accounts, Guard guard, Predicate<InetAddress> guests) {
        this.accounts = accounts;
        this.guard = guard;
        this.guests = guests;
    }

    /** Who somebody is. */
    public sealed interface Who {
        /** Nobody of ours: what a guest may do is said elsewhere. */
        record Guest() implements Who {}

        /** One of our devices. */
        record Device(Account account) implements Who {}

        /** Somebody who has to show more, or is refused. */
        record Refused(int status, String words, Map<String, List<String>> headers) implements Who {}
    }

    /** Who sends that INVITE. */
    public Who of(SipRequest invite) {
        String from = user(invite.fromUri());
        if (accounts.isEmpty()) {
            return new Who.Guest();
        }
        boolean named = accounts.find(from).isPresent();
        boolean mayBeGuest = guests.test(invite.remote().getAddress());
        if (mayBeGuest && !named && !accounts.claims(invite.headers("Proxy-Authorization"))) {
            return asserted(invite, from).orElse(new Who.Guest());
        }
        return switch (accounts.authenticate(invite, "Proxy-Authorization", from)) {
            case Accounts.Shown.Device device -> device(invite, from, named, device.account());
            case Accounts.Shown.Nothing nothing ->
                new Who.Refused(
                        407,
                        named && mayBeGuest ? from + " Is A Device Here, Its Password Is Needed" : "",
                        Map.of("Proxy-Authenticate", nothing.challenges()));
            case Accounts.Shown.Locked locked ->
                new Who.Refused(403, Refusals.lockedWords(locked.left()), Refusals.lockedHeaders(locked.left()));
        };
    }

    private Who device(SipRequest invite, String from, boolean named, Account account) {
        if (named && !from.equals(account.user())) {
            return spoofed(invite, from, "You are " + account.user() + " and may not call as " + from);
        }
        return asserted(invite, account.user()).orElse(new Who.Device(account));
    }

    /** Refuses who says in another header to be a device that it is not. */
    private Optional<Who> asserted(SipRequest invite, String itself) {
        return ASSERTED.stream()
                .flatMap(header -> invite.headers(header).stream())
                .flatMap(value -> NameAddr.read(value).stream())
                .map(address -> user(address.uri().text()))
                .filter(user -> !user.equals(itself) && accounts.find(user).isPresent())
                .findFirst()
                .map(user -> spoofed(invite, user, "Only " + user + " itself may say that it is " + user));
    }

    private Who spoofed(SipRequest invite, String user, String words) {
        guard.onSpoofed(invite.remote().getAddress(), user, invite.method());
        return new Who.Refused(403, words, new HashMap<>());
    }

    private static String user(String uri) {
        return Uri.read(uri)
                .map(read ->
                        read.user().isEmpty() ? read.host() : read.plainUser()) // sip:101 is read as a name elsewhere
                .orElse("");
    }
}
