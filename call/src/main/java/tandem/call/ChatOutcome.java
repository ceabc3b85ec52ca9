package tandem.call;

/** What became of a line of text. */
public enum ChatOutcome {
    /** The others have it. */
    TAKEN,
    /** There was nothing in it that could be shown. */
    EMPTY,
    /** More than {@link Writing#MOST_CHARACTERS}. */
    TOO_LONG,
    /** More lines than {@link Writing} lets one write. */
    TOO_FAST
}
