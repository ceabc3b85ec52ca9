package tandem.gateway.sip;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tandem.call.PinMask;
import tandem.gateway.config.Listen;
import tandem.sip.SipTrace;

/**
 * The signalling ladder of each call: start lines with time and addresses. Bounded in every direction, since strangers write here
 * before anything of theirs was checked: a line is cut, a dialog keeps its first and its last messages, of dialogs that are no
 * call's only a few are kept for the moment until they are, and of those that are, ended calls go first. Written on the signalling
 * loop and read there.
 */
public final class Ladders implements SipTrace {
    private static final int FIRST_STEPS = 40;
    private static final int STEPS_A_DIALOG = 64;
    private static final int LONGEST_LINE = 256;
    private static final int STRANGERS = 256;
    private static final int STEPS_A_STRANGER = 4;

    private final int most;
    private final Map<String, Dialog> strangers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Dialog> eldest) {
            return size() > STRANGERS;
        }
    };
    private final Map<String, Dialog> dialogs = new HashMap<>();
    private final Map<String, List<Dialog>> live = new LinkedHashMap<>();
    private final Map<String, List<Dialog>> ended = new LinkedHashMap<>();

    /** Keeps that many dialogs of calls. */
    public Ladders(int most) {
        this.most = most;
    }

    /**
     * One message.
     *
     * @param at when
     * @param sent whether we sent it
     * @param from sender's address
     * @param to receiver's address
     * @param line start line
     * @param dialog Call-ID
     * @param omitted how many messages of the dialog before this one are not kept
     */
    public record Step(Instant at, boolean sent, String from, String to, String line, String dialog, int omitted) {}

    /** A message as it passed, which is put into words when somebody asks. */
    private record Passed(long epochMs, boolean sent, InetSocketAddress from, InetSocketAddress to, String line) {
        Step step(String dialog, int omitted) {
            Instant at = Instant.ofEpochMilli(epochMs);
            return new Step(at, sent, Listen.show(from), Listen.show(to), PinMask.of(line), dialog, omitted);
        }
    }

    /** The messages of one Call-ID. */
    private static final class Dialog {
        private final String callId;
        private final List<Passed> steps = new ArrayList<>(STEPS_A_STRANGER);
        private int omitted;
        private int calls;

        Dialog(String callId) {
            this.callId = callId;
        }

        void add(Passed step) {
            if (steps.size() == STEPS_A_DIALOG) {
                steps.remove(FIRST_STEPS);
                omitted++;
            }
            steps.add(step);
        }

        void show(List<Step> into) {
            for (int i = 0; i < steps.size(); i++) {
                into.add(steps.get(i).step(callId, i == FIRST_STEPS ? omitted : 0));
            }
        }
    }

    /** That dialog is a leg of that call. */
    void bind(String call, String callId) {
        Dialog stranger = strangers.remove(callId);
        // who calls again after a refusal may do so with the Call-ID it had
        Dialog dialog = dialogs.computeIfAbsent(callId, unknown -> stranger == null ? new Dialog(unknown) : stranger);
        dialog.calls++;
        live.computeIfAbsent(call, c -> new ArrayList<>(2)).add(dialog);
        if (dialogs.size() > most || live.size() + ended.size() > most) {
            forgetEldest(ended.isEmpty() ? live : ended);
        }
    }

    private void forgetEldest(Map<String, List<Dialog>> calls) {
        Iterator<List<Dialog>> eldest = calls.values().iterator();
        for (Dialog dialog : eldest.next()) {
            dialog.calls--;
            if (dialog.calls == 0) {
                dialogs.remove(dialog.callId);
            }
        }
        eldest.remove();
    }

    /** That call is over: its ladder goes before those of calls that are up. */
    public void ended(String call) {
        List<Dialog> legs = live.remove(call);
        if (legs != null) {
            ended.put(call, legs);
        }
    }

    /** The call's ladder over all its legs, in the order of time; empty where it is forgotten or was never known. */
    public List<Step> of(String call) {
        List<Step> steps = new ArrayList<>();
        live.getOrDefault(call, ended.getOrDefault(call, List.of())).forEach(dialog -> dialog.show(steps));
        steps.sort(Comparator.comparing(Step::at));
        return steps;
    }

    @Override
    public void onSent(String callId, long epochMs, InetSocketAddress from, InetSocketAddress to, String firstLine) {
        add(callId, epochMs, true, from, to, firstLine);
    }

    @Override
    public void onReceived(
            String callId, long epochMs, InetSocketAddress from, InetSocketAddress to, String firstLine) {
        add(callId, epochMs, false, from, to, firstLine);
    }

    private void add(
            String callId, long epochMs, boolean sent, InetSocketAddress from, InetSocketAddress to, String line) {
        Dialog dialog = dialogs.get(callId);
        if (dialog == null) {
            dialog = strangers.computeIfAbsent(callId, Dialog::new);
            if (dialog.steps.size() >= STEPS_A_STRANGER) {
                return;
            }
        }
        dialog.add(new Passed(epochMs, sent, from, to, cut(line)));
    }

    /** A user part that does not end before the cut is cut off too: it may hold a PIN, which is known by what follows it. */
    private static String cut(String line) {
        if (line.length() <= LONGEST_LINE) {
            return line;
        }
        boolean userCut = line.indexOf('@') >= LONGEST_LINE;
        int end = userCut ? Math.min(LONGEST_LINE, line.indexOf(':') + 1) : LONGEST_LINE;
        return line.substring(0, end) + "...";
    }
}
