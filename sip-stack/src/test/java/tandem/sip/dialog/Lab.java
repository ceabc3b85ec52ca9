package tandem.sip.dialog;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import tandem.base.HandTurnedLoop;
import tandem.sip.Body;
import tandem.sip.SipCall;
import tandem.sip.SipCallEvents;
import tandem.sip.SipCounters;
import tandem.sip.SipOutgoing;
import tandem.sip.SipRequest;
import tandem.sip.SipSettings;
import tandem.sip.SipUser;
import tandem.sip.SipWay;
import tandem.sip.message.Message;
import tandem.sip.message.MessageReader;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.message.Uri;
import tandem.sip.message.Via;
import tandem.sip.transaction.Path;

/** Hosts on one simulated network with invented time: a message takes 10 ms, or is lost where the test says so. */
final class Lab {
    static final Body OFFER = Body.sdp("v=0 offer");
    static final Body ANSWER = Body.sdp("v=0 answer");

    final HandTurnedLoop loop = new HandTurnedLoop();
    final List<String> wire = new ArrayList<>();
    private final Map<String, Host> hosts = new HashMap<>();
    private final String transport;
    private IntPredicate lost = index -> false;
    private int sent;
    private long seed;

    Lab(boolean reliable) {
        this(reliable ? "TCP" : "UDP");
    }

    Lab(String transport) {
        this.transport = transport;
    }

    /** Loses the messages with these numbers, in the order they were sent, from 0. */
    void lose(IntPredicate which) {
        lost = which;
    }

    int sent() {
        return sent;
    }

    /** A host with a whole user agent. */
    Agent agent(String name, SipSettings.Limits limits) {
        Agent agent = new Agent(name, limits);
        hosts.put(agent.host(), agent);
        return agent;
    }

    Agent agent(String name) {
        return agent(name, SipSettings.Limits.USUAL);
    }

    /** A host that does only what the test does. */
    Raw raw(String name) {
        Raw raw = new Raw(name);
        hosts.put(raw.host(), raw);
        return raw;
    }

    /** The wire's messages so far, as {@code from method-or-status}, and forgets them. */
    List<String> seen() {
        List<String> copy = List.copyOf(wire);
        wire.clear();
        return copy;
    }

    void ms(long ms) {
        loop.advanceMs(ms);
    }

    private void carry(Host from, Host to, byte[] octets) {
        wire.add(from.name + " " + brief(octets));
        if (lost.test(sent++)) {
            return;
        }
        loop.after(10_000_000, () -> to.arrive(octets, from));
    }

    private static String brief(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        String line = text.substring(0, text.indexOf("\r\n"));
        return line.startsWith("SIP/2.0 ") ? line.substring(8, 11) : line.substring(0, line.indexOf(' '));
    }

    /** One host. */
    abstract class Host {
        final String name;
        final InetSocketAddress address;

        Host(String name) {
            this.name = name;
            this.address = new InetSocketAddress("10.0.0." + (hosts.size() + 1), 5060);
        }

        String host() {
            return address.getAddress().getHostAddress();
        }

        String uri() {
            return "sip:" + name + '@' + host() + ":5060";
        }

        final void arrive(byte[] octets, Host from) {
            switch (MessageReader.datagram(octets, 0, octets.length, from.address)) {
                case Request request -> {
                    Via via = request.topVia();
                    request.replaceTopVia(via.with("received", from.host()).with("rport", "5060"));
                    onRequest(request, new Way(this, from));
                }
                case Response response -> onResponse(response);
                case Message other -> throw new AssertionError("not SIP: " + other);
                default -> throw new AssertionError("not SIP: " + new String(octets, StandardCharsets.UTF_8));
            }
        }

        abstract void onRequest(Request request, Path back);

        abstract void onResponse(Response response);
    }

    /** The way between two hosts. */
    final class Way implements Path {
        private final Host from;
        private final Host to;

        Way(Host from, Host to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public void send(byte[] octets, String callId, Consumer<String> onFailure) {
            carry(from, to, octets);
        }

        @Override
        public boolean reliable() {
            return !transport.equals("UDP");
        }

        @Override
        public String transport() {
            return transport;
        }

        @Override
        public String host() {
            return from.host();
        }

        @Override
        public int port() {
            return 5060;
        }

        @Override
        public InetSocketAddress remote() {
            return to.address;
        }
    }

    /** A user agent, with a user that takes calls as told. */
    final class Agent extends Host implements Network, SipUser {
        final UserAgent core;
        final SipCounters counters = new SipCounters();
        final List<Heard> arrived = new ArrayList<>();
        final List<String> avoided = new ArrayList<>();
        final List<SipRequest> others = new ArrayList<>();
        Consumer<SipRequest> asked = request -> {};
        Predicate<SipRequest> admits = request -> true;
        Consumer<Heard> taking = call -> call.up().answer(ANSWER, Map.of());

        Agent(String name, SipSettings.Limits limits) {
            super(name);
            SipSettings settings = SipSettings.on(address).with(limits);
            core = new UserAgent(loop, settings, this, this, counters, new Random(++seed));
        }

        /** Calls that host with that offer. */
        Heard call(Host peer, Optional<Body> offer) {
            return call(SipOutgoing.to(peer.uri(), offer));
        }

        Heard call(SipOutgoing outgoing) {
            Heard heard = new Heard();
            heard.call = core.call(outgoing, heard);
            loop.runPosted();
            return heard;
        }

        @Override
        public void locate(Uri next, Consumer<List<Path>> then) {
            List<Path> ways = new ArrayList<>();
            for (String each : next.host().split("-", -1)) { // "10.0.0.2-10.0.0.3" is a name with two addresses
                Host to = hosts.get(each);
                if (to != null) {
                    ways.add(new Way(this, to));
                }
            }
            then.accept(ways);
        }

        @Override
        public Optional<Path> by(SipWay way) {
            return Optional.ofNullable(hosts.get(way.remote().getAddress().getHostAddress()))
                    .map(to -> new Way(this, to));
        }

        @Override
        public void avoid(Path path, long forNs) {
            avoided.add(path.remote().getAddress().getHostAddress() + " for " + forNs / 1_000_000_000 + " s");
        }

        @Override
        public SipCallEvents onCall(SipCall call) {
            Heard heard = new Heard();
            heard.call = call;
            arrived.add(heard);
            taking.accept(heard);
            return heard;
        }

        @Override
        public boolean admits(SipRequest request) {
            return admits.test(request);
        }

        @Override
        public void onRequest(SipRequest request) {
            others.add(request);
            asked.accept(request);
        }

        @Override
        void onRequest(Request request, Path back) {
            core.transactions().receive(request, back);
        }

        @Override
        void onResponse(Response response) {
            core.transactions().receive(response);
        }
    }

    /** A host that keeps what comes and sends what it is given. */
    final class Raw extends Host {
        final List<Request> requests = new ArrayList<>();
        final List<Response> responses = new ArrayList<>();
        private final Map<Request, Path> ways = new HashMap<>();

        Raw(String name) {
            super(name);
        }

        @Override
        void onRequest(Request request, Path back) {
            requests.add(request);
            ways.put(request, back);
        }

        @Override
        void onResponse(Response response) {
            responses.add(response);
        }

        /** The last request of that method. */
        Request last(String method) {
            return requests.reversed().stream()
                    .filter(each -> each.method().equals(method))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + method));
        }

        Response last() {
            return responses.getLast();
        }

        /** Answers a request that came, with a Contact of ours and these headers ("Name: value"). */
        Response answer(Request request, int status, String tag, Optional<Body> body, String... headers) {
            Response response = Response.to(request, status);
            if (!tag.isEmpty()) {
                response.setToTag(tag);
            }
            response.add("Contact", '<' + uri() + '>');
            for (String header : headers) {
                int colon = header.indexOf(": ");
                response.add(header.substring(0, colon), header.substring(colon + 2));
            }
            body.ifPresent(response::setBody);
            send(response, request);
            return response;
        }

        void send(Response response, Request to) {
            Objects.requireNonNull(ways.get(to)).send(response.encode(), "", what -> {});
            ms(10);
        }

        /** Sends a request of a dialog begun by {@code invite} (ours or theirs) or a new one. */
        Request send(Host peer, Request request, String branch) {
            request.pushVia(Via.read("SIP/2.0/UDP " + host() + ":5060;branch=z9hG4bK" + branch)
                    .orElseThrow());
            new Way(this, peer).send(request.encode(), "", what -> {});
            ms(10);
            return request;
        }

        /** A new INVITE to that host. */
        Request invite(Host peer, Optional<Body> offer, String... headers) {
            Request request = new Request("INVITE", peer.uri());
            request.add("Max-Forwards", "70");
            request.add("From", '<' + uri() + ">;tag=raw");
            request.add("To", '<' + peer.uri() + '>');
            request.add("Call-ID", "raw-call");
            request.add("CSeq", "1 INVITE");
            request.add("Contact", '<' + uri() + '>');
            for (String header : headers) {
                int colon = header.indexOf(": ");
                request.set(header.substring(0, colon), header.substring(colon + 2));
            }
            offer.ifPresent(request::setBody);
            return request;
        }

        /** A request within the dialog that this response of the peer's, to our INVITE, made. */
        Request within(Response response, String method, long sequence) {
            Request request =
                    new Request(method, response.contacts().getFirst().uri().text());
            request.add("Max-Forwards", "70");
            request.add("From", response.header("From").orElseThrow());
            request.add("To", response.header("To").orElseThrow());
            request.add("Call-ID", response.callId());
            request.add("CSeq", sequence + " " + method);
            request.add("Contact", '<' + uri() + '>');
            return request;
        }

        /** A request within the dialog that our answer with that tag to the peer's INVITE made. */
        Request back(Request invite, String tag, String method, long sequence) {
            Request request =
                    new Request(method, invite.contacts().getFirst().uri().text());
            request.add("Max-Forwards", "70");
            request.add("From", invite.header("To").orElseThrow() + ";tag=" + tag);
            request.add("To", invite.header("From").orElseThrow());
            request.add("Call-ID", invite.callId());
            request.add("CSeq", sequence + " " + method);
            request.add("Contact", '<' + uri() + '>');
            return request;
        }
    }
}
