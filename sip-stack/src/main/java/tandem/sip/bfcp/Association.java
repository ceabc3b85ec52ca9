package tandem.sip.bfcp;

import java.util.List;
import java.util.Optional;
import tandem.base.Loop;

/**
 * One side of the talk between one participant and a floor control server, over datagrams or a stream (RFC 8855 6 and 8): what
 * arrives becomes requests and answers, copies are answered again, and what is ours is sent until it is answered. No I/O.
 */
public final class Association {
    private final Loop loop;
    private final Terms terms;
    private final BfcpWire wire;
    private final User user;
    private final BfcpCounters counters = new BfcpCounters();
    private final Requests requests;
    private final Replies replies;
    private final Reassembly reassembly;
    private final BfcpFramer framer;
    private int version;
    private boolean closed;

    /** Who uses it: a server or a participant. */
    interface User {
        /** A request of the peer's, for the first time; to be answered by {@link Association#reply} before this returns. */
        void onRequest(BfcpMessage request);

        /** The peer says something of its own that owes no answer on a stream: the same with {@link Association#acknowledge}. */
        void onStatus(BfcpMessage status);

        /** The answer to a request of ours. */
        void onAnswer(Body request, Body answer);

        /** Four sendings of a request of ours got no answer. */
        void onUnanswered(Body request);
    }

    Association(Loop loop, BfcpTimes times, Terms terms, BfcpWire wire, User user) {
        this.loop = loop;
        this.terms = terms;
        this.wire = wire;
        this.user = user;
        this.version = terms.version();
        this.requests = new Requests(loop, times, terms.reliable(), counters, new Ours());
        this.replies = new Replies(loop, times);
        this.reassembly = new Reassembly(times.t2());
        this.framer = new BfcpFramer(new Cut());
    }

    /** What happened on it. */
    public BfcpCounters counters() {
        return counters;
    }

    /** What was agreed on. */
    public Terms terms() {
        return terms;
    }

    /** Takes a datagram, or what arrived on the stream. */
    public void receive(byte[] octets, int offset, int length) {
        if (closed) {
            return;
        }
        if (terms.reliable()) {
            framer.feed(octets, offset, length);
        } else {
            take(BfcpReader.datagram(octets, offset, length));
        }
    }

    private void take(Reading reading) {
        switch (reading) {
            case Reading.Whole whole -> take(whole.message());
            case Reading.Fragment fragment -> {
                long before = reassembly.forgotten();
                Optional<byte[]> whole = reassembly.add(fragment, loop.clock().nowNs());
                counters.overflown += reassembly.forgotten() - before;
                whole.ifPresent(octets -> take(BfcpReader.datagram(octets, 0, octets.length)));
            }
            case Reading.Refused refused -> refuse(refused);
            case Reading.Dropped dropped -> counters.dropped++;
        }
    }

    private void refuse(Reading.Refused refused) {
        counters.refused++;
        if (refused.answerable()) {
            send(write(answerTo(refused.header()), refused.error()));
        }
    }

    private void take(BfcpMessage message) {
        counters.received++;
        version = message.header().version();
        switch (kind(message)) {
            case REQUEST -> takeRequest(message);
            case RESPONSE -> takeAnswer(message);
            case EITHER -> takeStatus(message);
        }
    }

    /** A status that answers nothing of ours is the server's own (8.2); in version 1 over UDP not all have the R bit. */
    private Primitive.Kind kind(BfcpMessage message) {
        Primitive.Kind kind = message.primitive().kind();
        Header header = message.header();
        boolean bitless = terms.reliable() || header.version() == 1;
        boolean answers = header.response() || (bitless && requests.expects(message.body(), header.transactionId()));
        return kind == Primitive.Kind.EITHER && answers ? Primitive.Kind.RESPONSE : kind;
    }

    private void takeRequest(BfcpMessage request) {
        if (!answeredBefore(request)) {
            user.onRequest(request);
        }
    }

    private void takeStatus(BfcpMessage status) {
        if (!answeredBefore(status)) {
            user.onStatus(status);
        }
    }

    private boolean answeredBefore(BfcpMessage request) {
        if (terms.reliable()) {
            return false;
        }
        Optional<List<byte[]>> before = replies.before(request);
        before.ifPresent(datagrams -> {
            counters.repliedAgain++;
            send(datagrams);
        });
        return before.isPresent();
    }

    private void takeAnswer(BfcpMessage answer) {
        requests.answered(answer.header().transactionId()).ifPresent(request -> {
            user.onAnswer(request, answer.body());
            requests.next();
        });
    }

    /** Sends a request of ours when those before it are answered; a server's own on a stream at once, as nobody answers it (8.2). */
    void request(Body body) {
        boolean unanswered = terms.reliable() && body.primitive().kind() == Primitive.Kind.EITHER;
        if (closed) {
            return;
        }
        if (unanswered) {
            send(write(new Header(version, false, terms.conferenceId(), 0, terms.userId()), body));
        } else {
            requests.send(body);
        }
    }

    /** Answers a request, once. */
    void reply(BfcpMessage request, Body body) {
        if (closed) {
            return;
        }
        List<byte[]> octets = write(answerTo(request.header()), body);
        if (!terms.reliable()) {
            replies.keep(request, octets);
        }
        send(octets);
    }

    /** Says that a status arrived, where that is due: in datagrams. */
    void acknowledge(BfcpMessage status, Body ack) {
        if (!terms.reliable()) {
            reply(status, ack);
        }
    }

    /** Forgets what waits, and is deaf and mute from now on. */
    void close() {
        closed = true;
        requests.stop();
        replies.stop();
    }

    private Header answerTo(Header request) {
        return new Header(
                version, !terms.reliable(), request.conferenceId(), request.transactionId(), request.userId());
    }

    private List<byte[]> write(Header header, Body body) {
        byte[] octets = BfcpWriter.write(header, body);
        return terms.reliable() ? List.of(octets) : Fragments.split(octets, terms.maxDatagram());
    }

    private void send(List<byte[]> octets) {
        octets.forEach(wire::send);
    }

    private final class Ours implements Requests.Side {
        @Override
        public List<byte[]> write(Body request, int transactionId) {
            Header header = new Header(version, false, terms.conferenceId(), transactionId, terms.userId());
            return Association.this.write(header, request);
        }

        @Override
        public void send(List<byte[]> octets) {
            Association.this.send(octets);
        }

        @Override
        public void onUnanswered(Body request) {
            user.onUnanswered(request);
        }
    }

    private final class Cut implements BfcpFramer.Sink {
        @Override
        public void onMessage(byte[] octets) {
            if (!closed) {
                take(BfcpReader.message(octets));
            }
        }

        @Override
        public void onBroken(String why) {
            counters.dropped++;
            wire.close(why);
        }
    }
}
