package tandem.gateway.registrar;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import tandem.base.HandTurnedLoop;
import tandem.gateway.guard.Guard;
import tandem.sip.Body;
import tandem.sip.SipCredentials;
import tandem.sip.SipRequest;
import tandem.sip.dialog.DigestClient;
import tandem.sip.message.MessageReader;
import tandem.sip.message.Request;

/** A registrar with phones before it, on invented time; what it stores is in sight. */
final class Registry implements BindingStore, Registrar.Wires, Guard.Known {
    final HandTurnedLoop loop = new HandTurnedLoop();
    final Map<String, List<Binding>> stored = new HashMap<>();
    final List<Answer> answers = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    boolean answering = true;
    final Guard guard = new Guard(loop, this, 10_000);
    final Accounts accounts = new Accounts(loop, guard, "tandem", List.of("SHA-256", "MD5"));
    final Registrar registrar = new Registrar(loop, accounts, this, this);
    private final Queue<Consumer<Boolean>> unfinished = new ArrayDeque<>();
    private Optional<Consumer<List<Binding>>> loading = Optional.empty();
    boolean storing = true;
    private int phones;

    Registry() {
        this(/* loads= */ true);
    }

    Registry(boolean loads) {
        accounts("101", "secret 1", "102", "secret 2");
        registrar.begin();
        if (loads) {
            loads();
        }
    }

    /** One with what this one stored, at its time. */
    Registry restarted() {
        Registry next = new Registry(/* loads= */ false);
        next.stored.putAll(stored);
        next.loads();
        return next;
    }

    void loads() {
        loading.orElseThrow()
                .accept(stored.values().stream().flatMap(List::stream).toList());
    }

    void accounts(String... usersAndPasswords) {
        List<Account> all = new ArrayList<>();
        for (int i = 0; i < usersAndPasswords.length; i += 2) {
            all.add(new Account(usersAndPasswords[i], usersAndPasswords[i + 1], Optional.empty()));
        }
        registrar.apply(all);
    }

    /** What is stored of that device. */
    List<Binding> kept(String user) {
        return stored.getOrDefault(user, List.of());
    }

    Binding only(String user) {
        List<Binding> bindings = registrar.bindings(user);
        if (bindings.size() != 1) {
            throw new AssertionError(bindings);
        }
        return bindings.getFirst();
    }

    /** What the registrar answered. */
    record Answer(int status, String reason, Map<String, List<String>> headers) {
        List<String> values(String header) {
            return headers.getOrDefault(header, List.of());
        }
    }

    /** A phone of that user, at an address of its own port. */
    Phone phone(String user, String password) {
        return new Phone(user, password);
    }

    final class Phone {
        final InetSocketAddress at = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 5_060 + phones++);
        private final String user;
        private final DigestClient digest;
        String to;
        String callId;
        String transport = "UDP";
        String last = "";
        int sequence;
        private String[] lines = {};

        Phone(String user, String password) {
            this.user = user;
            this.to = user;
            this.callId = "call of " + user + " " + phones;
            this.callId = callId.replace(' ', '-');
            this.digest = new DigestClient(new SipCredentials(user, password), new Random(phones));
        }

        /** Registers, answering the challenge where there is one. */
        Answer register(String... headers) {
            Answer answer = send(headers);
            return answer.status() == 401 ? again() : answer;
        }

        Answer send(String... headers) {
            lines = headers;
            sequence++;
            StringBuilder text = new StringBuilder("REGISTER sip:tandem.example SIP/2.0\n")
                    .append("Via: SIP/2.0/" + transport + " " + at.getAddress().getHostAddress() + ":" + at.getPort()
                            + ";branch=z9hG4bK" + callId + sequence + "\n")
                    .append("From: <sip:" + user + "@tandem.example>;tag=a\n")
                    .append("To: <sip:" + to + "@tandem.example>\n")
                    .append("Call-ID: " + callId.replace(' ', '-') + "\n")
                    .append("CSeq: " + sequence + " REGISTER\n");
            for (String header : headers) {
                text.append(header).append('\n');
            }
            digest.authorization("REGISTER", "sip:tandem.example")
                    .ifPresent(value ->
                            text.append("Authorization: ").append(value).append('\n'));
            last = text.append("Content-Length: 0\n\n").toString();
            return deliver(last, at);
        }

        /** Answers the challenge that came. */
        Answer again() {
            if (!digest.challenged(answers.getLast().values("WWW-Authenticate"))) {
                throw new AssertionError(answers.getLast());
            }
            return send(lines);
        }
    }

    Answer deliver(String text, InetSocketAddress from) {
        byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        if (!(MessageReader.datagram(octets, 0, octets.length, from) instanceof Request request)) {
            throw new AssertionError(text);
        }
        String transport = text.substring(text.indexOf("SIP/2.0/") + 8).split(" ", 2)[0];
        registrar.onRegister(request.at(from, transport));
        loop.runPosted();
        return answers.isEmpty() ? new Answer(0, "", Map.of()) : answers.getLast();
    }

    // What the registrar needs.

    @Override
    public void answer(
            SipRequest request,
            int status,
            Optional<String> reason,
            Map<String, List<String>> headers,
            Optional<Body> body) {
        answers.add(new Answer(status, reason.orElse(""), headers));
    }

    @Override
    public void ask(Binding binding, KeepAlive.Answered then) {
        asked.add(binding.contact());
        then.done(answering);
    }

    @Override
    public void onRegistered(DeviceState device) {
        told.add("registered " + device.user());
    }

    @Override
    public void onUnregistered(DeviceState device) {
        told.add("unregistered " + device.user());
    }

    @Override
    public void load(Consumer<List<Binding>> then) {
        loading = Optional.of(then);
    }

    @Override
    public void replace(String device, List<Binding> bindings, Consumer<Boolean> then) {
        stored.put(device, bindings);
        if (storing) {
            loop.post(() -> then.accept(true));
        } else {
            unfinished.add(then);
        }
    }

    /** The store is done with what it was given. */
    void finish(boolean well) {
        for (Consumer<Boolean> then = unfinished.poll(); then != null; then = unfinished.poll()) {
            then.accept(well);
        }
    }

    @Override
    public boolean expects(InetAddress source) {
        return true;
    }

    @Override
    public boolean trunk(InetAddress source) {
        return false;
    }

    @Override
    public boolean registered(InetAddress source, String user) {
        return registrar.registered(source, user);
    }

    @Override
    public boolean registeredBy(InetSocketAddress remote, String user) {
        return registrar.registeredBy(remote, user);
    }
}
