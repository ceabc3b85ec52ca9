package tandem.webrtc;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tandem.base.RateGate;
import tandem.media.desk.MediaLoop;

/** The sessions of one media loop that are found by ICE, by the names their checks bear. On that loop. */
final class IceTable {
    private static final long REFUSAL_EVERY_NS =
            50_000_000; // an answer to anybody who asks must not be of use to a flood

    private final MediaLoop loop;
    private final IceCounters counters;
    private final Map<String, IceFlow> byName = new HashMap<>();
    private final Set<IceFlow> flows = new HashSet<>();
    private final RateGate refusals = new RateGate(REFUSAL_EVERY_NS);
    private boolean looking;

    IceTable(MediaLoop loop, IceCounters counters) {
        this.loop = loop;
        this.counters = counters;
    }

    IceCounters counters() {
        return counters;
    }

    /** Checks that bear that name are that session's. */
    void add(String name, IceFlow flow) {
        byName.put(name, flow);
        flows.add(flow);
        lookInASecond();
    }

    /** Checks that bear that name are nobody's any more. */
    void forget(String name) {
        byName.remove(name);
    }

    /** The session is over. */
    void remove(IceFlow flow) {
        flows.remove(flow);
    }

    private void lookInASecond() {
        if (!looking) {
            looking = true;
            loop.netty().eventLoop().schedule(() -> loop.netty().run(this::second), 1, TimeUnit.SECONDS);
        }
    }

    private void second() {
        looking = false;
        long now = loop.clock().nowNs();
        List.copyOf(flows).forEach(flow -> flow.second(now));
        if (!flows.isEmpty()) {
            lookInASecond();
        }
    }

    /** A datagram, in the loop's array, that came by that way. */
    void take(byte[] datagram, int length, Way way) {
        IceFlow flow = way.flow();
        if (StunCheck.looksLike(datagram, length)) {
            stun(datagram, length, way);
        } else if (flow == null) {
            counters.onStranger();
        } else {
            flow.deliver(datagram, length);
        }
    }

    private void stun(byte[] datagram, int length, Way way) {
        switch (StunCheck.read(datagram, length)) {
            case StunCheck.Reading.Check read -> check(read.check(), way);
            case StunCheck.Reading.Other other -> {} // an indication keeps a NAT open
            case StunCheck.Reading.Malformed malformed -> counters.onMalformed();
        }
    }

    private void check(StunCheck check, Way way) {
        @Nullable IceFlow flow = byName.get(check.ufrag());
        IceFlow owner = way.flow();
        boolean anothers = owner != null
                && owner != flow
                && owner.livesBy(way, loop.clock().nowNs());
        if (flow == null || anothers) { // whoever can write another's address on a datagram cannot take its way
            refuse(check, way, new IceLite.Verdict.Refused(401, "Unauthorized"));
            return;
        }
        switch (flow.onCheck(check, way, loop.clock().nowNs())) {
            case IceLite.Verdict.Valid valid -> {
                counters.onCheck();
                send(StunAnswer.success(check, way.peer(), valid.signer().key()), way);
            }
            case IceLite.Verdict.Refused refused -> refuse(check, way, refused);
        }
    }

    private void refuse(StunCheck check, Way way, IceLite.Verdict.Refused refused) {
        counters.onRefused();
        if (refusals.pass(loop.clock().nowNs())) {
            send(StunAnswer.error(check, refused.code(), refused.reason()), way);
        }
    }

    private static void send(byte[] answer, Way way) {
        way.send(answer, 0, answer.length);
    }
}
