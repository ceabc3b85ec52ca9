package tandem.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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
            trace.onSent(callId, clock.epochMs(), near(flow), flow.remote(), firstLine(octets));
        }
    }

    /** Our end of the flow as we write it into messages. */
    static InetSocketAddress near(Flow flow) {
        String host = flow.ourHost();
        try {
            boolean bracketed = host.startsWith("[");
            String literal = bracketed ? host.substring(1, host.length() - 1) : host;
            return new InetSocketAddress(InetAddress.ofLiteral(literal), flow.ourPort());
        } catch (IllegalArgumentException name) {
            return InetSocketAddress.createUnresolved(host, flow.ourPort());
        }
    }

    private static String firstLine(byte[] octets) {
        int end = 0;
        while (end < octets.length && octets[end] != '\r') {
            end++;
        }
        return new String(octets, 0, end, StandardCharsets.UTF_8);
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
