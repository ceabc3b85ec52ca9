package tandem.gateway.trunks;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tandem.base.Loop;
import tandem.base.Timer;
import tandem.sip.SipAnswer;

/**
 * Our registration with one registrar (RFC 3261 10.2): renewed in time, tried again with growing waits after a failure, taken back
 * at the end. What it asks for goes by {@link Wire}, what becomes of it comes by {@code on...}.
 */
final class Registration {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long FIRST_RETRY_NS = 2 * SECOND_NS;
    private static final long MOST_RETRY_NS = 60 * SECOND_NS;
    private static final long FIRST_RETRY_REFUSED_NS =
            60 * SECOND_NS; // each try may count in the other side's lock-out
    private static final long MOST_RETRY_REFUSED_NS = 900 * SECOND_NS;
    private static final long MOST_RETRY_AFTER_NS = 3_600 * SECOND_NS;
    private static final long LOST_RETRY_NS = 500_000_000L;
    private static final long PATIENCE_NS = 8 * SECOND_NS; // five times sent over UDP
    private static final long GOODBYE_NS = 1_500_000_000L;
    private static final long LONGEST_S = 86_400;
    private static final long LONG_S = 1_200;
    private static final long EARLY_S = 600;

    private final Loop loop;
    private final Wire wire;
    private final Runnable changed;
    private final Backoff backoff;
    private final RandomGenerator random;
    private long wantedS;
    private boolean raised;
    private Phase phase = Phase.IDLE;
    private TrunkState state = TrunkState.TRYING;
    private Optional<String> failure = Optional.empty();
    private long heldUntilNs;
    private boolean held;
    private @Nullable Timer timer;

    private enum Phase {
        IDLE,
        ASKING,
        HOLDING,
        WAITING,
        LEAVING,
        OVER
    }

    /** What sends. */
    interface Wire {
        /** Sends a REGISTER for so many seconds; 0 takes the registration back. An earlier one is waited for no more. */
        void register(long expiresS);

        /** Nothing more is asked. */
        void over();
    }

    /**
     * What a registrar answered.
     *
     * @param status of the response
     * @param reason its phrase
     * @param grantedS for how many seconds, where it is a 2xx
     * @param minExpiresS the least it takes, where it is a 423
     * @param retryAfterS when to come again, where it says
     * @param digest what became of the challenge
     */
    record Answer(
            int status,
            String reason,
            long grantedS,
            Optional<Long> minExpiresS,
            Optional<Long> retryAfterS,
            SipAnswer.Digest digest) {}

    /** A registration that is not asked for yet, for so many seconds; {@code changed} is run when state or failure have. */
    Registration(Loop loop, RandomGenerator random, long wantedS, Wire wire, Runnable changed) {
        this.loop = loop;
        this.random = random;
        this.backoff = new Backoff(random);
        this.wantedS = wantedS;
        this.wire = wire;
        this.changed = changed;
    }

    TrunkState state() {
        return state;
    }

    /** What is wrong, in words; empty while nothing is. */
    Optional<String> failure() {
        return failure;
    }

    /** For how many more seconds it is held there; empty where it is not. */
    Optional<Long> heldForS() {
        long leftNs = heldUntilNs - loop.clock().nowNs();
        return held && leftNs > 0 ? Optional.of(leftNs / SECOND_NS) : Optional.empty();
    }

    /** Begins. */
    void start() {
        ask();
    }

    /** Asks at once where it would be asked later, whatever was answered, or waits for an answer for long: something was mended, maybe. */
    void tryAgain() {
        if (phase == Phase.WAITING || (phase == Phase.ASKING && state == TrunkState.UNREACHABLE)) {
            backoff.reset();
            ask();
        }
    }

    private void ask() {
        phase = Phase.ASKING;
        stopTimer();
        timer = loop.after(PATIENCE_NS, this::slow);
        wire.register(wantedS);
    }

    /**
     * It is still waited for: it goes on to other addresses, and over UDP is repeated, for much longer. Where the try before failed too, this one
     * knows no better how.
     */
    private void slow() {
        timer = null;
        if (state != TrunkState.UNREACHABLE) {
            tell(TrunkState.UNREACHABLE, Optional.of(Line.NO_ANSWER));
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void askIn(long ns) {
        phase = Phase.WAITING;
        stopTimer();
        timer = loop.after(ns, this::ask);
    }

    void onAnswer(Answer answer) {
        switch (phase) {
            case ASKING, WAITING -> take(answer); // a late one is one too
            case LEAVING -> end();
            case IDLE, HOLDING, OVER -> {}
        }
    }

    private void take(Answer answer) {
        if (answer.status() < 300) {
            hold(answer.grantedS());
        } else if (answer.status() == 423 && raises(answer)) {
            ask();
        } else {
            fail(answer);
        }
    }

    /** RFC 3261 10.2.8; once in a row, and not beyond a day. */
    private boolean raises(Answer answer) {
        long least = answer.minExpiresS().orElse(0L);
        if (raised || least <= wantedS || least > LONGEST_S) {
            return false;
        }
        raised = true;
        wantedS = least;
        return true;
    }

    private void hold(long grantedS) {
        if (grantedS <= 0) {
            fail(TrunkState.REFUSED, "the registration was answered 200 and is not held", Optional.empty());
            return;
        }
        raised = false;
        backoff.reset();
        phase = Phase.HOLDING;
        held = true;
        heldUntilNs = loop.clock().nowNs() + grantedS * SECOND_NS;
        stopTimer();
        timer = loop.after(refreshNs(grantedS), this::ask);
        tell(TrunkState.REGISTERED, Optional.empty());
    }

    /** Half of the time, or ten minutes before its end where it is long, and up to a tenth of that sooner. */
    private long refreshNs(long grantedS) {
        long ns = (grantedS > LONG_S ? grantedS - EARLY_S : grantedS * 500 / 1_000) * SECOND_NS;
        long after = Math.max(ns, SECOND_NS / 2);
        return after - random.nextLong(after / 10 + 1);
    }

    private void fail(Answer answer) {
        String status = answer.status() + (answer.reason().isEmpty() ? "" : " " + answer.reason());
        Optional<Long> waitNs = answer.retryAfterS().map(s -> Math.min(s * SECOND_NS, MOST_RETRY_AFTER_NS));
        if (answer.status() == 408 || answer.status() == 480 || answer.status() / 100 == 5) {
            fail(TrunkState.UNREACHABLE, "it is out of service: " + status, waitNs);
        } else {
            fail(TrunkState.REFUSED, words(answer, status), waitNs);
        }
    }

    private static String words(Answer answer, String status) {
        return switch (answer.digest()) {
            case REFUSED -> "wrong username or password: " + status;
            case NO_CREDENTIALS -> "it asks for a password, and none is configured: " + status;
            case UNKNOWN -> "it asks to be shown a password in a way not known here: " + status;
            case NOT_ASKED, GIVEN ->
                switch (answer.status()) {
                    case 403 -> "it does not let us register, or the password is wrong: " + status;
                    case 404, 410, 604 -> "it does not know the username: " + status;
                    case 423 -> "it wants longer registrations than can be had: " + status;
                    default -> "it refuses: " + status;
                };
        };
    }

    private void fail(TrunkState how, String words, Optional<Long> waitNs) {
        boolean refused = how == TrunkState.REFUSED;
        held &= !refused;
        long ownNs = refused
                ? backoff.nextNs(FIRST_RETRY_REFUSED_NS, MOST_RETRY_REFUSED_NS)
                : backoff.nextNs(FIRST_RETRY_NS, MOST_RETRY_NS);
        askIn(Math.max(ownNs, waitNs.orElse(0L)));
        tell(how, Optional.of(words));
    }

    /** No answer, {@code why} in words. */
    void onUnanswered(String why) {
        switch (phase) {
            case ASKING -> fail(TrunkState.UNREACHABLE, why, Optional.empty());
            case LEAVING -> end();
            case IDLE, HOLDING, WAITING, OVER -> {}
        }
    }

    /** It was found not to be there any more, {@code why} in words. */
    void onGone(String why) {
        boolean renewing = phase == Phase.ASKING && state == TrunkState.REGISTERED;
        if (phase == Phase.HOLDING || renewing) {
            fail(TrunkState.UNREACHABLE, why, Optional.empty());
        }
    }

    /** The connection it was made by is gone, and with it maybe the way back to us: it is made anew (RFC 5626 4.4). */
    void onLost(String why) {
        if (phase == Phase.HOLDING) {
            askIn(LOST_RETRY_NS + random.nextLong(LOST_RETRY_NS));
            tell(TrunkState.TRYING, Optional.of("the connection is gone: " + why));
        }
    }

    /** What was registered leads nowhere any more. */
    void onMoved() {
        if (phase == Phase.HOLDING) {
            ask();
        }
    }

    /** Takes it back, where there is something to take back; the wire is told when that is done, in 1.5 s at most. */
    void stop() {
        switch (phase) {
            case ASKING, HOLDING, WAITING -> {
                if (heldForS().isPresent()) {
                    phase = Phase.LEAVING;
                    stopTimer();
                    timer = loop.after(GOODBYE_NS, this::end);
                    wire.register(0);
                } else {
                    end();
                }
            }
            case IDLE -> end();
            case LEAVING, OVER -> {}
        }
    }

    private void end() {
        phase = Phase.OVER;
        stopTimer();
        wire.over();
    }

    private void tell(TrunkState now, Optional<String> why) {
        state = now;
        failure = why;
        changed.run();
    }
}
