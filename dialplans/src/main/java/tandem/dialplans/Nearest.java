package tandem.dialplans;

import java.util.Collection;
import java.util.Optional;

/** The word somebody may have meant. */
final class Nearest {
    private static final int LONGEST = 40;

    private Nearest() {}

    /** The one of {@code known} that differs least from {@code word}, if it is near enough to have been meant. */
    static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<String> best = Optional.empty();
        int least = Math.max(1, word.length() / 2) + 1;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = Optional.of(candidate);
            }
        }
        return best;
    }

    /** Such as {@code , did you mean 'room'?}, or which words there are. */
    static String hint(String word, Collection<String> known) {
        return to(word, known)
                .map(near -> ", did you mean '" + near + "'?")
                .orElseGet(() -> "; known are " + String.join(", ", known));
    }

    /** Insertions, removals and replacements from one to the other. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
