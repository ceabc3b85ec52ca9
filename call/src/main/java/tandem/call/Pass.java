package tandem.call;

import java.util.Optional;

/**
 * What a signed token says of whoever brings it: it is expected in one room, in one role. The door that took the token has looked
 * at its signature and its time.
 *
 * @param room the one room it is good for
 * @param role the holder's in it
 * @param name what the others are to call the holder, where the token says so
 */
public record Pass(String room, Role role, Optional<String> name) {}
