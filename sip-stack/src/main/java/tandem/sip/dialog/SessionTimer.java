package tandem.sip.dialog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.base.Loop;
import tandem.base.Timer;
import tandem.sip.SipSettings;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.message.SessionExpires;

/**
 * The session timer of one call (RFC 4028): what is asked, granted and agreed, who refreshes, and when the session is taken for
 * dead. Tolerant: an expired session whose media still flows is let live, as some room systems never refresh.
 */
final class SessionTimer {
    private static final long S = 1_000_000_000L;
    private static final long RECHECK_S = 30;
    private static final long SHORTEST_S = 90;

    /** What the timer makes happen. */
    interface Session {
        /** Refresh now, by UPDATE or re-INVITE. */
        void refresh();

        /** Whether media still flows. */
        boolean mediaFlows();

        /** The session is dead. */
        void expire();
    }

    private final Loop loop;
    private final SipSettings.Limits limits;
    private final Session session;
    private long minimum;
    private long interval;
    private boolean ours;
    private long silentS;
    private @Nullable Timer refresh;
    private @Nullable Timer expiry;

    SessionTimer(Loop loop, SipSettings.Limits limits, Session session) {
        this.loop = loop;
        this.limits = limits;
        this.session = session;
        this.minimum = Math.max(SHORTEST_S, limits.minSeS());
    }

    /** Whether a session timer runs. */
    boolean active() {
        return interval > 0;
    }

    /** Writes into an INVITE or UPDATE of ours what we want (7.1, 7.4). */
    void ask(Request request) {
        long seconds = Math.max(interval > 0 ? interval : limits.sessionExpiresS(), minimum);
        if (interval == 0 && limits.sessionExpiresS() == 0) {
            return;
        }
        String refresher = interval == 0 ? "" : ours ? ";refresher=uac" : ";refresher=uas";
        request.add("Session-Expires", seconds + refresher);
        if (minimum > SHORTEST_S) {
            request.add("Min-SE", Long.toString(minimum));
        }
    }

    /** The peer finds our interval too small (422); whether to try again with its minimum (7.3). */
    boolean raise(Response refusal) {
        long wanted = refusal.minSe().orElse(0L);
        if (wanted <= minimum || wanted > Integer.MAX_VALUE) {
            return false;
        }
        minimum = wanted;
        return true;
    }

    /** A 2xx to our INVITE or UPDATE (7.2). */
    void agreed(Response response) {
        Optional<SessionExpires> said = response.sessionExpires();
        if (said.isPresent() && said.get().seconds() > 0) {
            interval = Math.max(said.get().seconds(), SHORTEST_S);
            ours = !said.get().refresher().equals("uas");
            start();
        } else if (interval > 0) {
            ours = true; // the peer lost its timer on the way: ours to keep
            start();
        }
    }

    /** The Min-SE of the 422 that peer's request must get; empty where its interval will do (9). */
    Optional<Long> tooSmall(Request request) {
        long wanted = request.sessionExpires().map(SessionExpires::seconds).orElse(Long.MAX_VALUE);
        boolean refuse = wanted < limits.minSeS() && supports(request);
        return refuse ? Optional.of((long) limits.minSeS()) : Optional.empty();
    }

    private static boolean supports(Request request) {
        return contains(request, "Supported") || contains(request, "Require");
    }

    private static boolean contains(Request request, String header) {
        for (String each : request.headers(header)) {
            if (each.equalsIgnoreCase("timer")) {
                return true;
            }
        }
        return false;
    }

    /** Writes what we grant into our 2xx to a peer's INVITE or UPDATE, and starts (9). */
    void grant(Request request, Response response) {
        Optional<SessionExpires> said = request.sessionExpires();
        boolean supported = supports(request);
        if (said.isEmpty() && interval == 0 && (!supported || limits.sessionExpiresS() == 0)) {
            return;
        }
        long most = Math.max(
                limits.sessionExpiresS() == 0 ? Long.MAX_VALUE : limits.sessionExpiresS(),
                request.minSe().orElse(0L));
        long wanted = said.map(SessionExpires::seconds).orElse(interval > 0 ? interval : limits.sessionExpiresS());
        interval = Math.max(Math.min(wanted, most), minimum);
        String refresher = said.map(SessionExpires::refresher).orElse("");
        boolean theirs = supported && (refresher.isEmpty() ? said.isPresent() && !ours : refresher.equals("uac"));
        ours = !theirs;
        response.add("Session-Expires", interval + (ours ? ";refresher=uas" : ";refresher=uac"));
        if (theirs) {
            response.add("Require", "timer");
        }
        start();
    }

    private void start() {
        stopTimers();
        silentS = 0;
        if (ours) {
            refresh = loop.after(interval * S / 2, session::refresh);
        }
        expiry = loop.after((interval - Math.min(32, interval / 3)) * S, this::expired);
    }

    private void expired() {
        if (!session.mediaFlows() || silentS >= limits.silentLimitS()) {
            stopTimers();
            session.expire();
            return;
        }
        silentS += RECHECK_S;
        expiry = loop.after(RECHECK_S * S, this::expired);
        if (ours) {
            session.refresh();
        }
    }

    void stop() {
        stopTimers();
        interval = 0;
    }

    private void stopTimers() {
        if (refresh != null) {
            refresh.cancel();
            refresh = null;
        }
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
    }
}
