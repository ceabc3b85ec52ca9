package tandem.media.sdp;

import java.util.List;
import java.util.Optional;

/**
 * The streams that share one way (RFC 9143): those of a description's first BUNDLE group.
 *
 * @param mids their identifications, the first of which describes the way
 * @param tagged the section of that one, where there is one
 */
record SdpBundle(List<String> mids, Optional<SdpSection> tagged) {
    SdpBundle {
        mids = List.copyOf(mids);
    }

    static SdpBundle of(List<Sdp.Group> groups, List<SdpSection> media) {
        List<String> mids = groups.stream()
                .filter(group -> group.semantics().equalsIgnoreCase("BUNDLE"))
                .findFirst()
                .map(Sdp.Group::mids)
                .orElse(List.of());
        return new SdpBundle(
                mids,
                mids.stream()
                        .findFirst()
                        .flatMap(first -> media.stream()
                                .filter(section -> mid(section).equals(Optional.of(first)))
                                .findFirst()));
    }

    /** The identification of a stream (RFC 5888 section 4). */
    static Optional<String> mid(SdpSection section) {
        return section.value("mid").map(Words::first).filter(mid -> !mid.isEmpty());
    }

    boolean has(SdpSection section) {
        return mid(section).filter(mids::contains).isPresent();
    }

    /** The section that says the way of one which has none of its own (section 6); empty where it has. */
    Optional<SdpSection> wayOf(SdpSection section) {
        return tagged.filter(first -> first != section && has(section) && section.has("bundle-only"));
    }
}
