package tandem.gateway.sip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.call.CallFacts;
import tandem.call.CallRecord;
import tandem.call.Decision;
import tandem.sip.SipTrace;
import tandem.sip.SipTraced;

/**
 * The ladder of each call: its messages with time and addresses, and what was decided between them. Bounded in every direction, since
 * strangers write here before anything of theirs was checked: a dialog keeps its first and its last messages, of dialogs that are no
 * call's only a few are kept for the moment until they are, of those that are, ended calls go first, and where the messages grow too
 * large together those of the eldest calls keep their first lines alone. Written on the signalling loop and read there.
 */
public final class Ladders implements SipTrace, CallFacts {
    private static final int FIRST_STEPS = 40;
    private static final int STEPS_A_DIALOG = 64;
    private static final int DECISIONS_A_CALL = 64;
    private static final int STRANGERS = 256;
    private static final int STEPS_A_STRANGER = 4;
    private static final long MOST_OCTETS = 32L * 1024 * 1024;

    private final int most;
    private final Map<String, Dialog> strangers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Dialog> eldest) {
            boolean gone = size() > STRANGERS;
            if (gone) {
                octets -= eldest.getValue().octets();
            }
            return gone;
        }
    };
    private final Map<String, Dialog> dialogs = new HashMap<>();
    private final Map<String, Case> live = new LinkedHashMap<>();
    private final Map<String, Case> ended = new LinkedHashMap<>();
    private long octets;
    private long last;

    /** Keeps that many dialogs of calls, and as many calls. */
    public Ladders(int most) {
        this.most = most;
    }

    /** What is kept of a call. */
    private static final class Case {
        private final List<Dialog> dialogs = new ArrayList<>(2);
        private final List<Step.Decided> decided = new ArrayList<>(4);
    }

    /** The messages of one Call-ID. */
    private static final class Dialog {
        private final String callId;
        private final List<Step.Passed> steps = new ArrayList<>(STEPS_A_STRANGER);
        private String call = "";
        private int omitted;
        private int calls;

        Dialog(String callId) {
            this.callId = callId;
        }

        /** How many octets more are kept now, or fewer. */
        long add(Step.Passed step) {
            long gone = 0;
            if (steps.size() == STEPS_A_DIALOG) {
                gone = steps.remove(FIRST_STEPS).octets().length;
                omitted++;
            }
            steps.add(step);
            return step.octets().length - gone;
        }

        long octets() {
            return steps.stream().mapToLong(step -> step.octets().length).sum();
        }

        /** Keeps the first lines alone; how many octets that were. */
        long strip() {
            long gone = octets();
            steps.replaceAll(Step.Passed::stripped);
            return gone;
        }

        void show(List<Step> into) {
            for (int i = 0; i < steps.size(); i++) {
                into.add(i == FIRST_STEPS ? steps.get(i).after(omitted) : steps.get(i));
            }
        }
    }

    /** That dialog is a leg of that call. */
    void bind(String call, String callId) {
        Dialog stranger = strangers.remove(callId);
        // who calls again after a refusal may do so with the Call-ID it had
        Dialog dialog = dialogs.computeIfAbsent(callId, unknown -> stranger == null ? new Dialog(unknown) : stranger);
        dialog.calls++;
        dialog.call = call;
        of(live, call).dialogs.add(dialog);
        bound();
    }

    private static Case of(Map<String, Case> cases, String call) {
        return cases.computeIfAbsent(call, c -> new Case());
    }

    private void bound() {
        if (dialogs.size() > most || live.size() + ended.size() > most) {
            forgetEldest(ended.isEmpty() ? live : ended);
        }
    }

    private void forgetEldest(Map<String, Case> calls) {
        Iterator<Case> eldest = calls.values().iterator();
        for (Dialog dialog : eldest.next().dialogs) {
            dialog.calls--;
            if (dialog.calls == 0) {
                octets -= dialog.octets();
                dialogs.remove(dialog.callId);
            }
        }
        eldest.remove();
    }

    @Override
    public void onCall(CallRecord call) {
        if (call.state() == CallRecord.State.ENDED) {
            ended(call.id());
        }
    }

    @Override
    public void onDecided(String call, Decision decision) {
        Case about = ended.containsKey(call) ? of(ended, call) : of(live, call);
        if (about.decided.size() < DECISIONS_A_CALL) {
            about.decided.add(new Step.Decided(++last, decision));
        }
        bound();
    }

    /** That call is over: its ladder goes before those of calls that are up. */
    void ended(String call) {
        Case legs = live.remove(call);
        if (legs != null) {
            ended.put(call, legs);
        }
    }

    /** The call's ladder over all its legs, in the order of time; empty where it is forgotten or was never known. */
    public List<Step> of(String call) {
        List<Step> steps = new ArrayList<>();
        Case found = live.getOrDefault(call, ended.getOrDefault(call, new Case()));
        found.dialogs.forEach(dialog -> dialog.show(steps));
        steps.addAll(found.decided);
        steps.sort(Comparator.comparingLong(Step::number));
        return steps;
    }

    /** The call that dialog is a leg of, if it is known as one. */
    public Optional<String> call(String callId) {
        return Optional.ofNullable(dialogs.get(callId)).map(dialog -> dialog.call);
    }

    @Override
    public void onMessage(SipTraced message) {
        if (message.callId().isEmpty()) {
            return;
        }
        Dialog dialog = dialogs.get(message.callId());
        if (dialog == null) {
            dialog = strangers.computeIfAbsent(message.callId(), Dialog::new);
            if (dialog.steps.size() >= STEPS_A_STRANGER) {
                return;
            }
        }
        octets += dialog.add(Step.Passed.of(++last, message));
        if (octets > MOST_OCTETS) {
            strip();
        }
    }

    /** The eldest calls keep first lines alone, until there is room for a while. */
    private void strip() {
        ArrayDeque<Case> eldest = new ArrayDeque<>(ended.values());
        eldest.addAll(live.values());
        while (octets > MOST_OCTETS / 4 * 3 && !eldest.isEmpty()) {
            for (Dialog dialog : eldest.removeFirst().dialogs) {
                octets -= dialog.strip();
            }
        }
        for (Dialog stranger : strangers.values()) {
            octets -= octets > MOST_OCTETS ? stranger.strip() : 0;
        }
    }
}
