package tandem.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import tandem.base.NettyLoop;
import tandem.base.OutsideAddress;
import tandem.call.Calls;
import tandem.call.Targets;
import tandem.gateway.config.Config;
import tandem.gateway.config.Loaded;
import tandem.gateway.guard.Guard;
import tandem.gateway.http.Events;
import tandem.gateway.presence.Notifier;
import tandem.gateway.presence.Rights;
import tandem.gateway.registrar.Accounts;
import tandem.gateway.registrar.Binding;
import tandem.gateway.registrar.BindingStore;
import tandem.gateway.registrar.DeviceState;
import tandem.gateway.registrar.Identity;
import tandem.gateway.registrar.KeepAlive;
import tandem.gateway.registrar.Registrar;
import tandem.gateway.sip.SipDoor;
import tandem.gateway.sip.SipTargets;
import tandem.gateway.trunks.Trunks;
import tandem.media.MediaTerms;
import tandem.media.desk.LocalAddresses;
import tandem.sip.Body;
import tandem.sip.SipAnswer;
import tandem.sip.SipAsk;
import tandem.sip.SipAskEvents;
import tandem.sip.SipListener;
import tandem.sip.SipRequest;
import tandem.sip.SipStack;
import tandem.sip.SipTls;

/** The SIP side of the gateway, wired: the stack, the door for calls, the devices that register, the trunks, and the guard before them all. */
final class SipSide implements AutoCloseable {
    private final NettyLoop loop;
    private final Events events;
    private final Predicate<InetAddress> guests;
    private final Guard guard;
    private final Registrar registrar;
    private final SipTargets targets;
    private final SipDoor door;
    private final SipStack stack;
    private final Trunks trunks;
    private final Notifier notifier;

    /**
     * What is around it.
     *
     * @param seeing who is shown its messages
     * @param bindings where registrations outlive the process
     * @param events who is told of devices and trunks
     * @param guests from where callers may come who are neither a device nor a trunk
     */
    record Around(Seeing seeing, BindingStore bindings, Events events, Predicate<InetAddress> guests) {}

    /** Wires it, to be seen from outside by that address; {@link #open} gives it calls, {@link #start} lets it listen. */
    SipSide(NettyLoop loop, Loaded loaded, OutsideAddress outside, Around around) {
        Config config = loaded.config();
        this.loop = loop;
        this.events = around.events;
        this.guests = around.guests;
        guard = new Guard(loop.clock(), new Expected(), config.access().requestsPerSecond());
        Accounts accounts =
                new Accounts(loop.clock(), guard, PartSettings.realm(config), PartSettings.algorithms(config));
        registrar = new Registrar(loop, accounts, around.bindings, new Registrations());
        LocalAddresses ours = new LocalAddresses(outside, PartSettings.sipBind(config), loop.clock());
        targets = new SipTargets(PartSettings.terms(config), PartSettings.ownHost(config), ours, registrar);
        SipDoor.Desk entry = new SipDoor.Desk(registrar, new Identity(accounts, guard, guests), guard);
        door = new SipDoor(loop, around.seeing.ladders(), targets, entry, new SecureRandom());
        stack = new SipStack(loop, PartSettings.sip(loaded, outside), door, around.seeing.trace());
        trunks = new Trunks(loop, stack, door, new SecureRandom(), ZoneId.systemDefault(), events);
        notifier = new Notifier(loop.clock());
    }

    /** Calls come in here from now on, and go out. */
    void open(Calls calls, Config config) {
        door.open(calls, stack);
        door.trunks(trunks, trunks::onLost);
        door.subscribers(notifier);
        notifier.open(new Rights(calls, door.deviceLegs(), registrar, trunks::has), stack);
        targets.trunks(trunks::find);
        targets.by(door, stack::locate);
        loop.post(() -> {
            registrar.apply(PartSettings.accounts(config));
            registrar.begin();
        });
    }

    /** Listens; complete when every listener is up. */
    CompletableFuture<List<SipListener>> start() {
        return stack.start();
    }

    /** These are the devices, the limits and the trunks from now on; a trunk that is down is tried at once, changed or not. On the loop. */
    void apply(Config config, MediaTerms usual, Map<String, SipTls> tls) {
        registrar.apply(PartSettings.accounts(config));
        guard.limit(config.access().requestsPerSecond());
        stack.tls(tls);
        trunks.apply(config.trunks(), usual);
        trunks.tryAgain();
    }

    /** Finds whom to dial. */
    Targets targets() {
        return targets;
    }

    Guard guard() {
        return guard;
    }

    Registrar registrar() {
        return registrar;
    }

    SipStack stack() {
        return stack;
    }

    Trunks trunks() {
        return trunks;
    }

    /** Tells subscribers how rooms and devices stand; to be told of calls. */
    Notifier notifier() {
        return notifier;
    }

    /** Takes the registrations at trunks back, and ends subscriptions; {@link #silent} says when that is done. On the loop. */
    void sayGoodbye() {
        trunks.close();
        notifier.close();
    }

    /** Whether no peer is waited for any more. On the loop. */
    boolean silent() {
        return stack.dialogs() == 0 && stack.subscriptions() == 0 && trunks.closed();
    }

    @Override
    public void close() {
        stack.close();
    }

    /** From where requests are expected. */
    private final class Expected implements Guard.Known {
        @Override
        public boolean expects(InetAddress source) {
            return guests.test(source) || registrar.expects(source) || trunks.expects(source);
        }

        @Override
        public boolean trunk(InetAddress source) {
            return trunks.expects(source);
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

    /** What the registrar needs of the stack, and whom it tells. */
    private final class Registrations implements Registrar.Wires {
        @Override
        public void answer(
                SipRequest request,
                int status,
                Optional<String> reason,
                Map<String, List<String>> headers,
                Optional<Body> body) {
            stack.answer(request, status, reason, headers, body);
        }

        @Override
        public void ask(Binding binding, KeepAlive.Answered then) {
            SipAsk options = SipAsk.to("OPTIONS", binding.contact()).by(binding.way());
            stack.send(options, new SipAskEvents() {
                @Override
                public void onAnswered(SipAnswer answer) {
                    then.done(true);
                }

                @Override
                public void onUnanswered(String why) {
                    then.done(false);
                }
            });
        }

        @Override
        public void onRegistered(DeviceState device) {
            events.onDevice("device-registered", device);
        }

        @Override
        public void onUnregistered(DeviceState device) {
            events.onDevice("device-unregistered", device);
        }
    }
}
