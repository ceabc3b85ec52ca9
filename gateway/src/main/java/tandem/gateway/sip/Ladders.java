package tandem.gateway.sip;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tandem.call.PinMask;
import tandem.gateway.config.Listen;
import tandem.sip.SipTrace;

/**
 * The signalling ladder of each call: start lines with time and addresses, bounded per dialog and in all, the oldest dialog
 * going first. Written on the signalling loop and read there.
 */
public final class Ladders implements SipTrace {
    private static final int STEPS_A_DIALOG = 64;

    private final Map<String, List<Passed>> byDialog;
    private final Map<String, List<String>> dialogsOf;

    /** Keeps that many dialogs. */
    public Ladders(int dialogs) {
        byDialog = bounded(dialogs);
        dialogsOf = bounded(dialogs);
    }

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
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
     */
    public record Step(Instant at, boolean sent, String from, String to, String line, String dialog) {}

    /** A message as it passed, which is put into words when somebody asks. */
    private record Passed(long epochMs, boolean sent, InetSocketAddress from, InetSocketAddress to, String line) {
        Step step(String dialog) {
            Instant at = Instant.ofEpochMilli(epochMs);
            return new Step(at, sent, Listen.show(from), Listen.show(to), PinMask.of(line), dialog);
        }
    }

    /** That dialog is a leg of that call. */
    void bind(String call, String dialog) {
        dialogsOf.computeIfAbsent(call, c -> new ArrayList<>(2)).add(dialog);
    }

    /** The call's ladder over all its legs, in the order of time; empty where it is forgotten or was never known. */
    public List<Step> of(String call) {
        List<Step> steps = new ArrayList<>();
        for (String dialog : dialogsOf.getOrDefault(call, List.of())) {
            byDialog.getOrDefault(dialog, List.of()).forEach(passed -> steps.add(passed.step(dialog)));
        }
        steps.sort(java.util.Comparator.comparing(Step::at));
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
        List<Passed> steps = byDialog.get(callId);
        if (steps == null) {
            steps = new ArrayList<>(8);
            byDialog.put(callId, steps);
        }
        if (steps.size() < STEPS_A_DIALOG) {
            steps.add(new Passed(epochMs, sent, from, to, line));
        }
    }
}
