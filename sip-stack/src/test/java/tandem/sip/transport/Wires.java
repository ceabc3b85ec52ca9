package tandem.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tandem.base.Gather;
import tandem.base.NettyLoop;
import tandem.sip.message.Message;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** Transports on a loop of their own, with everything they report in a queue. */
final class Wires implements TransportUser, AutoCloseable {
    final NettyLoop loop;
    final Transports transports;
    final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private final java.util.List<tandem.sip.SipListener> listeners;

    record Arrived(Message message, Flow flow) {
        Request request() {
            return (Request) message;
        }

        Response response() {
            return (Response) message;
        }
    }

    Wires(TransportSettings settings) throws Exception {
        this(settings, Gather.never());
    }

    Wires(TransportSettings settings, Gather gather) throws Exception {
        loop = new NettyLoop("test-sip", 1000, gather);
        transports = new Transports(loop, settings, this);
        try {
            listeners = transports.start().get(5, TimeUnit.SECONDS);
        } catch (Exception failed) {
            loop.close();
            throw failed;
        }
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    InetSocketAddress address(TransportType transport) {
        return listeners.stream()
                .filter(each -> each.transport().equals(transport.name()))
                .findFirst()
                .orElseThrow()
                .address();
    }

    Hop hop(TransportType transport) {
        return Hop.to(transport, address(transport));
    }

    <T> T onLoop(Supplier<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.post(() -> result.complete(task.get()));
        return result.get(5, TimeUnit.SECONDS);
    }

    /** Sends an OPTIONS there; what fails comes through the future. */
    CompletableFuture<String> options(Hop hop, String branch) {
        CompletableFuture<String> failed = new CompletableFuture<>();
        loop.post(() -> {
            Request request = options(branch);
            Flow flow = transports.flow(hop).orElseThrow();
            flow.address(request);
            flow.send(request.encode(), failed::complete);
        });
        return failed;
    }

    static Request options(String branch) {
        Request request = new Request("OPTIONS", "sip:127.0.0.1");
        request.pushVia(tandem.sip.message.Via.ours("z9hG4bK" + branch));
        request.set("From", "<sip:a@127.0.0.1>;tag=1");
        request.set("To", "<sip:b@127.0.0.1>");
        request.set("Call-ID", branch);
        request.set("CSeq", "1 OPTIONS");
        request.set("Max-Forwards", "70");
        return request;
    }

    /** The same as wire text with that Via. */
    static byte[] text(String via) {
        return ("OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: " + via
                        + "\r\nFrom: <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:b@127.0.0.1>\r\nCall-ID: c1\r\n"
                        + "CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n")
                .getBytes(UTF_8);
    }

    Arrived next() throws InterruptedException {
        Arrived next = arrived.poll(5, TimeUnit.SECONDS);
        assertNotNull(next, "nothing arrived");
        return next;
    }

    void reply(Arrived arrived, int status) {
        loop.post(() -> transports
                .reply(arrived.request(), arrived.flow())
                .send(Response.to(arrived.request(), status).encode(), why -> {}));
    }

    @Override
    public void onRequest(Request request, Flow flow) {
        arrived.add(new Arrived(request, flow));
    }

    @Override
    public void onResponse(Response response, Flow flow) {
        arrived.add(new Arrived(response, flow));
    }

    @Override
    public void onClosed(Flow flow, String why) {
        closed.add(why);
    }

    @Override
    public void close() {
        transports.close();
        loop.close();
    }
}
