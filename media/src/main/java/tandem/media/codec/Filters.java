package tandem.media.codec;

/** The low-pass filters of the factors in use, computed once. */
final class Filters {
    private static final float[][] TWO = Fir.phases(2);
    private static final float[][] THREE = Fir.phases(3);
    private static final float[][] SIX = Fir.phases(6);

    private Filters() {}

    static float[][] of(int factor) {
        return switch (factor) {
            case 2 -> TWO;
            case 3 -> THREE;
            case 6 -> SIX;
            default -> throw new IllegalArgumentException("no filter for a factor of " + factor);
        };
    }
}
