package tandem.gateway.guard;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Bounded;
import tandem.base.Clock;

/**
 * Watches who asks for what, and says who is not to be answered: who floods, who scans, who guesses. Where a device has shown its password, wrong
 * ones that others send hold it up for seconds at most, and not at all on the very way by which it is registered. Every fact is a line of this class's log, made for fail2ban, which begins with the source. All tables are
 * bounded. On the signalling loop.
 */
public final class Guard {
    private static final Logger log = LoggerFactory.getLogger(Guard.class);
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long LONGEST_NS = 900 * SECOND_NS;
    private static final int MOST_SOURCES = 20_000;
    private static final int MOST_PAIRS = 50_000;
    private static final long GOOD_NS = 86_400 * SECOND_NS;

    /** What a wrong password costs where the right one was shown: nobody else there may shut the device out, nor guess without end. */
    private static final long LONGEST_GOOD_NS = 4 * SECOND_NS;

    /** A phone answers a challenge within that time; who does not is counted. */
    private static final long ANSWERS_NS = 2 * SECOND_NS;

    private static final long ASKED_NS = 600 * SECOND_NS;

    private static final int FEW_USERS = 8;
    private static final int MANY_USERS = 256;
    private static final int MANY_EXPECTED = 10_000;
    private static final int FEW_TRIES = 3;
    private static final int LINES_A_SECOND = 50;
    private static final int LINES_AT_ONCE = 500;
    private static final long SILENT_NS = 60 * SECOND_NS;
    private static final long LONGEST_SILENT_NS = 3_600 * SECOND_NS;

    /** What the tools call themselves that go through the Internet for open gateways; lower case. */
    private static final List<String> TOOLS = List.of(
            "friendly-scanner",
            "friendly-request",
            "sipvicious",
            "sipcli",
            "sip-scan",
            "sipscan",
            "sundayddr",
            "iwar",
            "pplsip",
            "sip-cracker",
            "sipcrack",
            "siparmyknife",
            "smap",
            "gulp",
            "sivus",
            "nmap");

    private final Clock clock;
    private final Known known;
    private final GuardCounters counters = new GuardCounters();
    private final Bucket lines;
    private final Bounded<Source, Sender> senders = new Bounded<>(MOST_SOURCES);
    private final Bounded<Pair, Misses> pairs = new Bounded<>(MOST_PAIRS);
    private final Bounded<Way, Misses> ways = new Bounded<>(MOST_PAIRS);
    private final Bounded<Pair, Long> around = new Bounded<>(MOST_PAIRS);
    private final Bounded<String, Misses> accounts = new Bounded<>(MOST_PAIRS);
    private final Bounded<Pair, Long> good = new Bounded<>(MOST_PAIRS);
    private int perSecond;

    /** Who is known without having shown anything. */
    public interface Known {
        /** Whether requests from there are expected: guests may come from there, or a trunk, or a device is registered there. */
        boolean expects(InetAddress source);

        /** Whether a trunk is there: one forged packet must not take it off the air. */
        boolean trunk(InetAddress source);

        /** Whether that device is registered from that very address. */
        boolean registered(InetAddress source, String user);

        /** Whether that device is registered by that very address and port, which nobody else has who shares the address. */
        boolean registeredBy(InetSocketAddress remote, String user);
    }

    private record Pair(Source source, String user) {}

    private record Way(InetSocketAddress remote, String user) {}

    /** One source. */
    private static final class Sender {
        final Bucket bucket;
        final Map<String, Long> asked = new LinkedHashMap<>();
        final Set<String> wrong = new HashSet<>();
        final Misses misses = new Misses(50, 60 * SECOND_NS, LONGEST_SILENT_NS);
        int tool;
        int silences;
        boolean silent;
        long silentUntilNs;
        long floodSaidNs;
        boolean floodSaid;

        Sender(double full, long nowNs) {
            bucket = new Bucket(full, nowNs);
        }

        /** Who did not answer long ago says nothing of now; the oldest stand first. */
        void forget(long nowNs) {
            Iterator<Long> since = asked.values().iterator();
            while (since.hasNext() && nowNs - since.next() > ASKED_NS) {
                since.remove();
            }
        }

        /** Whether a few of those that were asked have had the time to answer and have not; the oldest stand first. */
        boolean keptSilent(long nowNs) {
            int silentUsers = 0;
            for (long since : asked.values()) {
                if (nowNs - since <= ANSWERS_NS || ++silentUsers >= FEW_USERS) {
                    break;
                }
            }
            return silentUsers >= FEW_USERS;
        }
    }

    /** A guard who knows those; {@code perSecond} requests outside dialogs are taken from a source that is expected. */
    public Guard(Clock clock, Known known, int perSecond) {
        this.clock = clock;
        this.known = known;
        this.perSecond = perSecond;
        this.lines = new Bucket(LINES_AT_ONCE, clock.nowNs());
    }

    /** From now on so many requests a second. */
    public void limit(int requestsPerSecond) {
        perSecond = requestsPerSecond;
    }

    /** The figures. */
    public GuardCounters counters() {
        return counters;
    }

    /**
     * Whether a request outside dialogs is to be handled at all: otherwise it is to get no answer.
     *
     * @param user whom it says to be: the user it registers, or calls as
     * @param agent what it names itself, or empty
     */
    public boolean admits(InetAddress source, String method, String user, String agent) {
        long now = clock.nowNs();
        boolean expected = known.expects(source);
        double rate = expected ? perSecond : Math.max(1, perSecond / 10.0);
        Sender sender = senders.take(Source.of(source), () -> new Sender(2 * rate, now));
        boolean admitted = !isFlooding(sender, source, rate, now)
                && !isSilenced(sender, source, user, now)
                && !isTool(sender, source, method, user, agent, now);
        if (!admitted) {
            counters.countUnanswered();
        }
        return admitted;
    }

    private boolean isFlooding(Sender sender, InetAddress source, double rate, long now) {
        if (sender.bucket.take(rate, 2 * rate, now)) {
            return false;
        }
        if (!sender.floodSaid || now - sender.floodSaidNs > SILENT_NS) {
            sender.floodSaid = true;
            sender.floodSaidNs = now;
            found(Reason.FLOOD, source, "", "");
        }
        return true;
    }

    /** A device that has shown its password from there goes on being answered, whoever else sends from behind the same address. */
    private boolean isSilenced(Sender sender, InetAddress source, String user, long now) {
        sender.silent = sender.silent && now - sender.silentUntilNs < 0;
        return sender.silent && !known.trunk(source) && !isGood(source, user);
    }

    private boolean isTool(Sender sender, InetAddress source, String method, String user, String agent, long now) {
        String named = agent.toLowerCase(Locale.ROOT);
        if (named.isEmpty()
                || TOOLS.stream().noneMatch(named::startsWith)
                || known.trunk(source)
                || isGood(source, user)) {
            return false;
        }
        if (++sender.tool > FEW_TRIES) {
            silence(sender, Reason.TOOL, source, method, now);
            return true;
        }
        return false;
    }

    private void silence(Sender sender, Reason why, InetAddress source, String method, long now) {
        sender.silent = true;
        sender.silentUntilNs = now + Math.min(SILENT_NS << Math.min(sender.silences, 10), LONGEST_SILENT_NS);
        sender.silences++;
        sender.tool = 0;
        sender.asked.clear();
        sender.wrong.clear();
        found(why, source, "", method);
    }

    private boolean isGood(InetAddress source, String user) {
        return known.registered(source, user)
                || good.find(new Pair(Source.of(source), user))
                        .filter(since -> clock.nowNs() - since < GOOD_NS)
                        .isPresent();
    }

    /**
     * How long no password for that user is taken from there; none where one is taken. What others sent for that user from elsewhere
     * counts for those alone from whose neighbourhood a wrong one came as well: whoever comes from a new place is looked at once.
     */
    public Optional<Duration> locked(InetSocketAddress remote, String user) {
        long left = leftNs(remote, user, clock.nowNs());
        return left == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(left));
    }

    private long leftNs(InetSocketAddress remote, String user, long now) {
        if (known.registeredBy(remote, user)) {
            return left(ways.find(new Way(remote, user)), LONGEST_GOOD_NS, now);
        }
        InetAddress source = remote.getAddress();
        Pair pair = new Pair(Source.of(source), user);
        if (isGood(source, user)) {
            return left(pairs.find(pair), LONGEST_GOOD_NS, now);
        }
        boolean missed = around.find(new Pair(Source.around(source), user))
                .filter(since -> now - since <= Misses.FORGOTTEN_NS)
                .isPresent();
        long ofAccount = missed ? left(accounts.find(user), LONGEST_NS, now) : 0;
        long ofSource = left(senders.find(pair.source()).map(sender -> sender.misses), LONGEST_SILENT_NS, now);
        return Math.max(left(pairs.find(pair), LONGEST_NS, now), Math.max(ofAccount, ofSource));
    }

    private static long left(Optional<Misses> misses, long longestNs, long now) {
        return misses.map(each -> each.leftNs(now, longestNs)).orElse(0L);
    }

    /** Somebody says to be that user and gave no password: it was asked for one. */
    public void onChallenged(InetAddress source, String user, String method) {
        long now = clock.nowNs();
        if (known.trunk(source) || isGood(source, user)) {
            return;
        }
        Sender sender = sender(source, now);
        sender.forget(now);
        sender.asked.putIfAbsent(user, now);
        int most = known.expects(source) ? MANY_EXPECTED : MANY_USERS; // an office's phones may all begin at once
        if (sender.keptSilent(now) || sender.asked.size() > most) {
            silence(sender, Reason.SCANNER, source, method, now);
        }
    }

    private Sender sender(InetAddress source, long now) {
        return senders.take(Source.of(source), () -> new Sender(2.0 * perSecond, now));
    }

    /** Somebody gave a wrong password. */
    public void onWrong(InetSocketAddress remote, String user, boolean exists, String method) {
        long now = clock.nowNs();
        InetAddress source = remote.getAddress();
        found(exists ? Reason.WRONG_PASSWORD : Reason.UNKNOWN_USER, source, user, method);
        boolean shut = own(remote, user).add(now);
        around.put(new Pair(Source.around(source), user), now);
        shut |= accounts.take(user, () -> new Misses(20, 10 * SECOND_NS, LONGEST_NS))
                .add(now);
        Sender sender = sender(source, now);
        boolean good = isGood(source, user); // an old password in one phone is to shut out no other phone beside it
        shut |= !good && sender.misses.add(now);
        if (shut) {
            found(Reason.LOCKED, source, user, method);
        }
        sender.asked.remove(user);
        if (!good && sender.wrong.add(user) && sender.wrong.size() >= FEW_USERS) {
            silence(sender, Reason.SCANNER, source, method, now);
        }
    }

    /** What the device's own way missed is its own; all others at its address share theirs. */
    private Misses own(InetSocketAddress remote, String user) {
        return known.registeredBy(remote, user)
                ? ways.take(new Way(remote, user), () -> new Misses(5, 4 * SECOND_NS, LONGEST_GOOD_NS))
                : pairs.take(
                        new Pair(Source.of(remote.getAddress()), user), () -> new Misses(5, 4 * SECOND_NS, LONGEST_NS));
    }

    /** That user has another password from now on, or none: nobody has shown it. */
    public void onChanged(String user) {
        good.removeIf(pair -> pair.user.equals(user));
    }

    /** Somebody showed that it is that user, whoever it said to be. What was wrong from there before stays: whoever guesses there would be let guess anew by it. */
    public void onRight(InetAddress source, String user, String claimed) {
        Pair pair = new Pair(Source.of(source), user);
        good.put(pair, clock.nowNs());
        senders.find(pair.source()).ifPresent(sender -> {
            sender.asked.remove(user);
            sender.asked.remove(claimed);
            sender.wrong.remove(user);
        });
    }

    /** Somebody called as one of our devices and was none. */
    public void onSpoofed(InetAddress source, String user, String method) {
        found(Reason.SPOOFED, source, user, method);
    }

    private void found(Reason reason, InetAddress source, String user, String method) {
        counters.count(reason);
        if (lines.take(LINES_A_SECOND, LINES_AT_ONCE, clock.nowNs())) {
            log.warn(
                    "refused host={} reason={}{}{}",
                    source.getHostAddress().replaceAll("%.*", ""),
                    reason.word(),
                    user.isEmpty() ? "" : " user=" + plain(user),
                    method.isEmpty() ? "" : " by=" + method);
        }
    }

    /** A name as a line may carry it: what could be taken for another field is left out. */
    private static String plain(String user) {
        String text = user.length() <= 64 ? user : user.substring(0, 64);
        return text.replaceAll("[^A-Za-z0-9.+@_-]", "?");
    }
}
