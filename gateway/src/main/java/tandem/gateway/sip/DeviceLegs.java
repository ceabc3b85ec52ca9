package tandem.gateway.sip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.call.Outgoing;
import tandem.sip.SipReplaces;
import tandem.sip.SipRequest;

/** The legs with devices of ours, for whoever watches those. On the signalling loop. */
public final class DeviceLegs {
    private static final Logger log = LoggerFactory.getLogger(DeviceLegs.class);

    private final Map<String, List<Leg>> legs = new HashMap<>();
    private Consumer<String> changed = device -> {};
    private long number;

    /** How far a device's call is; the words are RFC 4235's (section 3.7.1). */
    public enum State {
        TRYING,
        EARLY,
        CONFIRMED;

        /** As the document has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Whom a device calls, or who calls it.
     *
     * @param user number or name, or empty where it is not to be told
     * @param name for people, or empty
     */
    public record Other(String user, String name) {
        static final Other ANONYMOUS = new Other("", "");
    }

    /**
     * One dialog between a device and us.
     *
     * @param id tells it from all others
     * @param initiator whether the device called
     * @param state how far it is
     * @param named how an INVITE to us names it, once there is a dialog: our tag is To's, the device's is From's
     * @param other whom the device has at the other end, as it was when the call began
     */
    public record Dialog(String id, boolean initiator, State state, Optional<SipReplaces> named, Other other) {}

    private record Leg(String id, boolean initiator, SipLeg leg, Other other) {
        Optional<Dialog> dialog() {
            return switch (leg.stage()) {
                case CALLS -> Optional.of(as(State.TRYING));
                case RINGS -> Optional.of(as(State.EARLY));
                case UP -> Optional.of(as(State.CONFIRMED));
                case OVER -> Optional.empty();
            };
        }

        private Dialog as(State state) {
            return new Dialog(id, initiator, state, leg.named(), other);
        }
    }

    /** Is told of each device whose dialogs have changed. */
    public void listen(Consumer<String> listener) {
        changed = listener;
    }

    /** What the device that sends that INVITE has dialled. */
    static Other dialled(SipRequest invite) {
        return new Other(SipHeaders.withoutPin(invite.uriUser()), "");
    }

    /** Who calls a device by that; nobody knows who wishes to be nobody (RFC 3323). */
    static Other caller(Outgoing outgoing) {
        String privacy = outgoing.carried().getOrDefault("Privacy", "").toLowerCase(Locale.ROOT);
        boolean hidden = privacy.contains("id") || privacy.contains("user") || privacy.contains("header");
        return hidden ? Other.ANONYMOUS : new Other(outgoing.callerUser(), outgoing.callerName());
    }

    /** That leg is with that device from now on, until it is over. */
    void add(String device, SipLeg leg, Other other) {
        Leg added = new Leg(Long.toString(++number, 36), leg.inbound(), leg, other);
        legs.computeIfAbsent(device, _ -> new ArrayList<>(1)).add(added);
        leg.whenOver(() -> legs.computeIfPresent(device, (_, all) -> {
            all.remove(added);
            return all.isEmpty() ? null : all;
        }));
        leg.whenChanged(() -> tell(device));
    }

    /** Who watches must not harm a call. */
    private void tell(String device) {
        try {
            changed.accept(device);
        } catch (RuntimeException bug) {
            log.error("the dialogs of device {} could not be told", device, bug);
        }
    }

    /** The dialogs of that device, the oldest first. */
    public List<Dialog> of(String device) {
        return legs.getOrDefault(device, List.of()).stream()
                .flatMap(leg -> leg.dialog().stream())
                .toList();
    }
}
