package tandem.media.sdp;

import java.util.List;
import java.util.Optional;
import tandem.media.MediaDescription;

/**
 * A session description as read.
 *
 * @param origin the o= line, where there was a usable one
 * @param name the s= line, or empty
 * @param description the streams
 * @param groups the groups of RFC 5888 at session level; of the first BUNDLE each stream knows whether it is in it
 */
public record Sdp(Optional<SdpOrigin> origin, String name, MediaDescription description, List<Group> groups)
        implements SdpReading {
    public Sdp {
        groups = List.copyOf(groups);
    }

    /**
     * Streams that belong together (RFC 5888 section 5).
     *
     * @param semantics such as {@code BUNDLE}
     * @param mids the streams' identifications
     */
    public record Group(String semantics, List<String> mids) {
        public Group {
            mids = List.copyOf(mids);
        }
    }
}
