package tandem.call;

import java.util.Optional;

/**
 * Somebody whom a room calls as soon as the first one is in it.
 *
 * @param to address, such as {@code sip:101@pbx.example.org}; the number of a device; or what {@code trunk} is to call
 * @param trunk over which, where {@code to} is a number outside
 * @param role in the room
 * @param dtmf digits sent after the answer, with {@code w} for half a second's wait, or empty; they may be a PIN of somebody else's
 */
public record AutoDial(String to, Optional<String> trunk, Role role, String dtmf) {
    /** One at an address, or a device. */
    public AutoDial(String to, Role role, String dtmf) {
        this(to, Optional.empty(), role, dtmf);
    }

    /** Everything but the digits: this reaches logs. */
    @Override
    public String toString() {
        return PinMask.of(to) + trunk.map(name -> " over " + name).orElse("") + " as " + role;
    }
}
