package tandem.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import tandem.base.Clock;

/**
 * A SIP user agent for load: calls and is called over one UDP socket. It retransmits what a user agent must, and knows no more
 * than a call from INVITE to BYE.
 */
final class SipPeer implements AutoCloseable {
    private static final long T1_NS = 500_000_000L;
    private static final long GIVE_UP_NS = 16_000_000_000L;

    /** One call of ours, from its INVITE to the answer of its BYE. */
    final class Call {
        private final String id;
        private final String to;
        private final String fromTag;
        private final boolean endAtOnce;
        private final long startedNs = Clock.system().nowNs();
        private final CompletableFuture<Call> answered = new CompletableFuture<>();
        private final CompletableFuture<Call> ended = new CompletableFuture<>();
        private volatile String pending = "";
        private volatile long pendingNs;
        private final AtomicInteger repeats = new AtomicInteger();
        private volatile String ack = "";
        private volatile String remoteTo = "";
        private volatile String target = "";
        private volatile String answer = "";

        private Call(String id, String to, boolean endAtOnce) {
            this.id = id;
            this.to = to;
            this.fromTag = "t" + id;
            this.endAtOnce = endAtOnce;
        }

        /** Completes when it was answered; exceptionally when it was refused or nobody answered in time. */
        CompletableFuture<Call> answered() {
            return answered;
        }

        /** Completes when its BYE was answered. */
        CompletableFuture<Call> ended() {
            return ended;
        }

        /** The other side's session description. */
        String answer() {
            return answer;
        }

        /** Hangs up. */
        void bye() {
            transmit(this, request("BYE", target, remoteTo, 2, ""));
        }

        private String request(String method, String uri, String toHeader, int cseq, String body) {
            StringBuilder message = new StringBuilder(512);
            message.append(method)
                    .append(' ')
                    .append(uri)
                    .append(" SIP/2.0\r\nVia: SIP/2.0/UDP ")
                    .append(local);
            message.append(";branch=z9hG4bK")
                    .append(id)
                    .append(method)
                    .append("\r\nMax-Forwards: 70\r\nFrom: <sip:load@");
            message.append(local)
                    .append(">;tag=")
                    .append(fromTag)
                    .append("\r\nTo: ")
                    .append(toHeader);
            message.append("\r\nCall-ID: ")
                    .append(id)
                    .append("\r\nCSeq: ")
                    .append(cseq)
                    .append(' ')
                    .append(method);
            message.append("\r\nContact: <sip:load@").append(local).append(">\r\n");
            if (!body.isEmpty()) {
                message.append("Content-Type: application/sdp\r\n");
            }
            return message.append("Content-Length: ")
                    .append(body.length())
                    .append("\r\n\r\n")
                    .append(body)
                    .toString();
        }
    }

    private final DatagramChannel channel;
    private final String local;
    private final InetSocketAddress gateway;
    private final Answering answering;
    private final String prefix;
    private final ConcurrentHashMap<String, Call> calls = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicLong retransmitted = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile String lastFailure = "";
    private volatile boolean open = true;

    /** A peer on a free port; {@code answerer} makes the answer to the offer of a call it receives. */
    SipPeer(InetSocketAddress gateway, UnaryOperator<String> answerer) {
        this.gateway = gateway;
        try {
            channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            local = "127.0.0.1:" + port;
            prefix = port + "-" + Clock.system().epochMs() + "-";
            answering = new Answering(local, "u" + prefix, answerer, this::send);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        Thread.ofPlatform().daemon().name("sip-peer").start(this::receive);
        Thread.ofPlatform().daemon().name("sip-peer-timer").start(this::repeat);
    }

    /** The port it listens on. */
    int port() {
        return Integer.parseInt(local.substring(local.indexOf(':') + 1));
    }

    /** Messages it had to send again. */
    long retransmitted() {
        return retransmitted.get();
    }

    /** What it does with calls it receives. */
    Answering answering() {
        return answering;
    }

    /** Calls that were refused, or that nobody answered or ended in time. */
    long failed() {
        return failed.get();
    }

    /** Why the last failed call failed. */
    String lastFailure() {
        return lastFailure;
    }

    /** Calls of ours not ended yet. */
    int up() {
        return calls.size();
    }

    /** Calls the user at the gateway; with {@code endAtOnce} the BYE follows the ACK. */
    Call call(String user, String sdp, boolean endAtOnce) {
        String to = "<sip:" + user + "@127.0.0.1:" + gateway.getPort() + ">";
        Call call = new Call(prefix + number.incrementAndGet(), to, endAtOnce);
        calls.put(call.id, call);
        transmit(call, call.request("INVITE", SipText.uri(to), to, 1, sdp));
        return call;
    }

    private void transmit(Call call, String message) {
        call.repeats.set(0);
        call.pendingNs = Clock.system().nowNs() + T1_NS;
        call.pending = message;
        send(message, gateway);
    }

    private void send(String message, InetSocketAddress to) {
        try {
            channel.send(ByteBuffer.wrap(message.getBytes(StandardCharsets.ISO_8859_1)), to);
        } catch (ClosedChannelException closed) {
            open = false;
        } catch (IOException refused) {
            lastFailure = refused.toString();
        }
    }

    private void receive() {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        while (open) {
            try {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                buffer.flip();
                SipText message =
                        new SipText(StandardCharsets.ISO_8859_1.decode(buffer).toString());
                if (message.isRequest()) {
                    answering.on(message, from, Clock.system().nowNs());
                } else {
                    onResponse(message);
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException | IndexOutOfBoundsException bad) {
                lastFailure = bad.toString();
            }
        }
    }

    private void onResponse(SipText message) {
        Call call = calls.get(message.header("Call-ID"));
        if (call == null) {
            return;
        }
        if (message.status() < 200) {
            call.pendingNs = Long.MAX_VALUE;
        } else if (message.method().equals("INVITE")) {
            onFinal(call, message);
        } else if (message.method().equals("BYE")) {
            call.pending = "";
            calls.remove(call.id);
            call.ended.complete(call);
        }
    }

    private void onFinal(Call call, SipText message) {
        if (call.answered.isDone()) {
            send(call.ack, gateway);
            return;
        }
        call.pending = "";
        call.remoteTo = message.header("To");
        if (message.status() >= 300) {
            call.ack = call.request("ACK", SipText.uri(call.to), call.remoteTo, 1, "")
                    .replace(call.id + "ACK", call.id + "INVITE");
            send(call.ack, gateway);
            fail(call, message.firstLine());
            return;
        }
        call.target = SipText.uri(message.header("Contact"));
        call.answer = message.body();
        call.ack = call.request("ACK", call.target, call.remoteTo, 1, "");
        send(call.ack, gateway);
        call.answered.complete(call);
        if (call.endAtOnce) {
            call.bye();
        }
    }

    private void fail(Call call, String why) {
        failed.incrementAndGet();
        lastFailure = why;
        calls.remove(call.id);
        IllegalStateException failure = new IllegalStateException("call to " + call.to + ": " + why);
        call.answered.completeExceptionally(failure);
        call.ended.completeExceptionally(failure);
    }

    private void repeat() {
        while (open) {
            Waiting.pass(100);
            long now = Clock.system().nowNs();
            retransmitted.addAndGet(answering.repeat(now));
            for (Call call : calls.values()) {
                repeat(call, now);
            }
        }
    }

    private void repeat(Call call, long now) {
        if (call.pending.isEmpty()) {
            return;
        }
        if (now - call.startedNs > GIVE_UP_NS && !call.answered.isDone()) {
            fail(call, "no final answer");
        } else if (call.pendingNs != Long.MAX_VALUE && now - call.pendingNs > 0) {
            if (call.repeats.incrementAndGet() > 6) {
                fail(call, "no answer to " + call.pending.substring(0, 6).trim());
                return;
            }
            retransmitted.incrementAndGet();
            call.pendingNs = now + (T1_NS << Math.min(3, call.repeats.get()));
            send(call.pending, gateway);
        }
    }

    /** The port of the first audio stream of a description; empty when there is none or it was refused. */
    static Optional<Integer> audioPort(String sdp) {
        int at = sdp.indexOf("m=audio ");
        if (at < 0) {
            return Optional.empty();
        }
        int port = Integer.parseInt(sdp.substring(at + 8, sdp.indexOf(' ', at + 8)));
        return port == 0 ? Optional.empty() : Optional.of(port);
    }

    @Override
    public void close() {
        open = false;
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
