package tandem.media;

import java.util.List;
import java.util.Optional;

/**
 * An offer or an answer (RFC 3264) without the protocol that carries it: the streams in the order they were first offered, so
 * that position is identity, and refused ones stay in place. An empty list is "no offer yet": a SIP late offer and an H.323
 * slow start are the same case.
 *
 * @param streams in the order they were first offered
 * @param bandwidth the most the describing side wants to receive in all streams together
 */
public record MediaDescription(List<StreamDescription> streams, Bandwidth bandwidth) {
    /** Nothing described yet. */
    public static final MediaDescription EMPTY = new MediaDescription(List.of());

    public MediaDescription {
        streams = List.copyOf(streams);
    }

    /** Without a bandwidth. */
    public MediaDescription(List<StreamDescription> streams) {
        this(streams, Bandwidth.UNSAID);
    }

    /** Whether nothing is described. */
    public boolean isEmpty() {
        return streams.isEmpty();
    }

    /** Whether the describing side is to be found by ICE, as browsers are. */
    public boolean needsIce() {
        return audio().map(StreamDescription::needsIce).orElse(false);
    }

    /** The first audio stream that is not refused. */
    public Optional<StreamDescription> audio() {
        return streams.stream()
                .filter(s -> s.kind() == StreamDescription.Kind.AUDIO && !s.refused())
                .findFirst();
    }
}
