package tandem.gateway.registrar;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tandem.base.Clock;
import tandem.gateway.guard.Guard;
import tandem.sip.SipRequest;
import tandem.sip.dialog.DigestServer;

/**
 * The devices' accounts, and who has shown by digest (RFC 3261 section 22, RFC 7616) to be one of them. A user that does not exist is asked
 * and refused as one whose password is wrong, with the same work done. On the signalling loop.
 */
public final class Accounts {
    private static final int NONCE_S = 600;
    private static final int NONCES = 50_000;
    private static final int SECRET = 32;

    private final Guard guard;
    private final DigestServer digest;
    private final Map<String, Account> accounts = new HashMap<>();

    /** No accounts yet; challenges are for that realm, by those algorithms. */
    public Accounts(Clock clock, Guard guard, String realm, List<String> algorithms) {
        this.guard = guard;
        byte[] secret = new byte[SECRET];
        new SecureRandom().nextBytes(secret);
        this.digest = new DigestServer(realm, secret, clock, NONCE_S, NONCES, algorithms, this::password);
    }

    private Optional<String> password(String username) {
        return find(plain(username)).map(Account::password);
    }

    /** Some phones give their whole address as user name. */
    private static String plain(String username) {
        int at = username.indexOf('@');
        return at < 0 ? username : username.substring(0, at);
    }

    /** From now on these are the accounts; those that are gone, or have another password. */
    Set<String> replace(Collection<Account> now) {
        Map<String, Account> before = Map.copyOf(accounts);
        accounts.clear();
        now.forEach(account -> accounts.put(account.user(), account));
        Set<String> changed = before.values().stream()
                .filter(was -> find(was.user())
                        .filter(is -> is.password().equals(was.password()))
                        .isEmpty())
                .map(Account::user)
                .collect(Collectors.toUnmodifiableSet());
        changed.forEach(guard::onChanged);
        return changed;
    }

    /** The account of that user. */
    public Optional<Account> find(String user) {
        return Optional.ofNullable(accounts.get(user));
    }

    /** All of them. */
    Collection<Account> all() {
        return List.copyOf(accounts.values());
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return accounts.isEmpty();
    }

    /** Whether these credentials are to be looked at here, right or wrong. */
    boolean claims(List<String> credentials) {
        return digest.claimed(credentials).isPresent();
    }

    /** What a request's credentials show. */
    public sealed interface Shown {
        /** Its sender is that device. */
        record Device(Account account) implements Shown {}

        /** Nothing, or something wrong: these challenges are to be answered first. */
        record Nothing(List<String> challenges) implements Shown {}

        /** So many were wrong that none is looked at for that long. */
        record Locked(Duration left) implements Shown {}
    }

    /**
     * Looks at a request's credentials.
     *
     * @param header Authorization or Proxy-Authorization
     * @param claimed the user it says to be, for whom it is counted if it gives no credentials
     */
    public Shown authenticate(SipRequest request, String header, String claimed) {
        InetAddress source = request.remote().getAddress();
        String peer = source.getHostAddress();
        List<String> given = request.headers(header);
        Optional<Duration> locked = guard.locked(
                request.remote(), digest.claimed(given).map(Accounts::plain).orElse(claimed));
        if (locked.isPresent()) {
            return new Shown.Locked(locked.get());
        }
        return switch (digest.verify(request.method(), given, peer)) {
            case DigestServer.Verdict.Accepted accepted -> shown(source, plain(accepted.user()), claimed, peer);
            case DigestServer.Verdict.Refused refused -> {
                String user = plain(refused.user());
                guard.onWrong(request.remote(), user, find(user).isPresent(), request.method());
                yield new Shown.Nothing(digest.challenges(peer, /* stale= */ false));
            }
            case DigestServer.Verdict.Missing _ -> {
                guard.onChallenged(source, claimed, request.method());
                yield new Shown.Nothing(digest.challenges(peer, /* stale= */ false));
            }
            case DigestServer.Verdict.Stale _ -> {
                guard.onChallenged(source, claimed, request.method());
                yield new Shown.Nothing(digest.challenges(peer, /* stale= */ true));
            }
        };
    }

    private Shown shown(InetAddress source, String user, String claimed, String peer) {
        Optional<Account> account = find(user);
        if (account.isEmpty()) {
            return new Shown.Nothing(digest.challenges(peer, /* stale= */ false));
        }
        guard.onRight(source, user, claimed);
        return new Shown.Device(account.get());
    }
}
