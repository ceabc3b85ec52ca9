package tandem.media.video;

/** How large pieces are. */
final class Cut {
    private Cut() {}

    /** The size of pieces that are alike and no larger than {@code most}. */
    static int even(int length, int most) {
        int pieces = (length + most - 1) / most;
        return (length + pieces - 1) / pieces;
    }
}
