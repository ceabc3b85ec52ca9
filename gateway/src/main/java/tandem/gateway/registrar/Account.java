package tandem.gateway.registrar;

import java.util.Optional;

/**
 * A device's account.
 *
 * @param user its number, by which it registers and is called
 * @param password never logged
 * @param name what others see
 */
public record Account(String user, String password, Optional<String> name) {
    /** Without the password. */
    @Override
    public String toString() {
        return "Account[" + user + "]";
    }
}
