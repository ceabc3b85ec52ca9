package tandem.gateway.webrtc;

import java.util.Optional;
import tandem.call.Pass;
import tandem.media.MediaDescription;

/**
 * What a browser says when it comes.
 *
 * @param name what others are to call it, or empty
 * @param pin of the room, if it has it ready; never logged
 * @param pass that lets it in, if it brought one
 * @param offer its media
 */
record Knock(String name, Optional<String> pin, Optional<Pass> pass, MediaDescription offer) {
    /** Everything that is no secret. */
    @Override
    public String toString() {
        return "'" + name + "'";
    }
}
