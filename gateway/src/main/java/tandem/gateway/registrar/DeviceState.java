package tandem.gateway.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A device as it stands.
 *
 * @param user its number
 * @param name what others see
 * @param bindings where it is registered; none: it is not
 * @param silent those of them that do not answer lately
 * @param failure why it was refused last, in words, if that was after it was granted last
 * @param failedAt when that was
 */
public record DeviceState(
        String user,
        Optional<String> name,
        List<Binding> bindings,
        List<Binding> silent,
        Optional<String> failure,
        Optional<Instant> failedAt) {
    public DeviceState {
        bindings = List.copyOf(bindings);
        silent = List.copyOf(silent);
    }

    /** One that has no account any more. */
    static DeviceState gone(String user) {
        return new DeviceState(user, Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty());
    }
}
