package tandem.gateway.config;

/** Whole numbers as people write them. */
final class Numbers {
    private Numbers() {}

    /** A whole number between the two; what it throws names {@code what} and the range. */
    static int inRange(String text, int least, int most, String what) {
        try {
            int number = Integer.parseInt(text.trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notNumber) {
            // told below, with what would be right
        }
        throw new IllegalArgumentException("'" + text + "' is not " + what + " from " + least + " to " + most);
    }
}
