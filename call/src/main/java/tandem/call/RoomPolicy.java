package tandem.call;

import java.util.Optional;

/** Which rooms there may be: the configuration's word. */
public interface RoomPolicy {
    /** How the room of that name is set up, so that it may be opened on demand; empty where there is to be none. */
    Optional<RoomSettings> settings(String name);

    /** The same for a room the dial plan sends somebody to, who could perhaps not have asked for it by name. */
    default Optional<RoomSettings> routed(String name) {
        return settings(name);
    }
}
