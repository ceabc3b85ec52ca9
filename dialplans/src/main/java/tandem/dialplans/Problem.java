package tandem.dialplans;

/**
 * What is wrong with a plan.
 *
 * @param file the file as it was named
 * @param line its line, from 1
 * @param what what is wrong, and what would be right
 */
public record Problem(String file, int line, String what) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + what;
    }
}
