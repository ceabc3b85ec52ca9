package tandem.gateway.records;

import java.util.LinkedHashMap;
import java.util.Map;
import tandem.base.Loop;
import tandem.call.CallFacts;
import tandem.call.CallRecord;
import tandem.call.CallRecord.State;

/**
 * Has calls written as they begin, are answered and end. A call that is refused within the turn it came in is written once, and of
 * those only some a second are, so that a flood of strangers neither costs much nor drives the calls that matter out of what is kept.
 * On the signalling loop.
 */
public final class CallRecorder implements CallFacts {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int REFUSED_A_SECOND = 20;

    private final Records records;
    private final String gateway;
    private final Loop loop;
    private final Map<String, CallRecord> fresh = new LinkedHashMap<>(); // that knocked in this turn
    private long secondNs;
    private int refused;

    CallRecorder(Records records, String gateway, Loop loop) {
        this.records = records;
        this.gateway = gateway;
        this.loop = loop;
        this.secondNs = loop.clock().nowNs();
    }

    @Override
    public void onCall(CallRecord call) {
        boolean knocks = call.state() == State.RINGING && call.legs().size() <= 1;
        if (knocks && !fresh.containsKey(call.id())) {
            if (fresh.isEmpty()) {
                loop.afterTurn(this::turnOver);
            }
            fresh.put(call.id(), call);
            return;
        }
        boolean atOnce = fresh.remove(call.id()) != null
                && call.state() == State.ENDED
                && call.answered().isEmpty();
        if (atOnce && !passes()) {
            records.counters().refused.incrementAndGet();
            return;
        }
        write(call);
    }

    private void turnOver() {
        fresh.values().forEach(this::write);
        fresh.clear();
    }

    private boolean passes() {
        long now = loop.clock().nowNs();
        if (now - secondNs >= SECOND_NS) {
            secondNs = now;
            refused = 0;
        }
        return ++refused <= REFUSED_A_SECOND;
    }

    private void write(CallRecord call) {
        records.add(new CallRows(gateway, call));
    }

    @Override
    public void onCorrected(CallRecord call) {
        write(call);
    }
}
