package tandem.sip;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tandem.base.Clock;
import tandem.sip.transaction.Path;
import tandem.sip.transport.Flow;

/** A transport's flow as the transactions see it, with the trace told of what leaves. */
final class FlowPath implements Path {
    private final Supplier<Flow> anew;
    private final SipTrace trace;
    private final Clock clock;
    private Flow flow;
    private String host = "";

    /** By that flow; where it is a connection that is gone, by the one {@code anew} gives (RFC 3261 18.2.2). */
    FlowPath(Flow flow, Supplier<Flow> anew, SipTrace trace, Clock clock) {
        this.flow = flow;
        this.anew = anew;
        this.trace = trace;
        this.clock = clock;
    }

    @Override
    public void send(byte[] octets, String callId, Consumer<String> onFailure) {
        if (!flow.isOpen()) {
            flow = anew.get();
        }
        flow.send(octets, onFailure);
        if (trace.listens()) {
            trace.onMessage(new SipTraced(
                    callId, clock.epochMs(), true, flow.transport().name(), flow.near(), flow.remote(), octets));
        }
    }

    @Override
    public boolean open() {
        return flow.isOpen();
    }

    @Override
    public boolean reliable() {
        return flow.transport().reliable();
    }

    @Override
    public String transport() {
        return flow.transport().name();
    }

    @Override
    public String host() {
        if (host.isEmpty()) {
            host = flow.ourHost();
        }
        return host;
    }

    @Override
    public int port() {
        return flow.ourPort();
    }

    @Override
    public InetSocketAddress remote() {
        return flow.remote();
    }
}
