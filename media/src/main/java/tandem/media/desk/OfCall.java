package tandem.media.desk;

/** Something that belongs to one call, for the log. */
interface OfCall {
    /** The call's id, or empty. */
    String call();
}
