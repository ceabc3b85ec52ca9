package tandem.media;

/** What is described of one kind of stream only. */
public sealed interface StreamDetail permits StreamDetail.None, VideoDescription, FloorDescription {
    /** Nothing. */
    None NONE = new None();

    /** Nothing: audio, what we do not know, and all that is refused. */
    record None() implements StreamDetail {}
}
