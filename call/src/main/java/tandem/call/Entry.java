package tandem.call;

import java.util.Optional;

/** Digits somebody types: {@code #} ends them, {@code *} clears them. */
final class Entry {
    private static final int LONGEST = 32;

    private final StringBuilder digits = new StringBuilder(8);

    /** One key; the digits where it ended them. */
    Optional<String> press(char key) {
        if (key == '#') {
            return Optional.of(take());
        }
        if (key == '*') {
            digits.setLength(0);
        } else if (digits.length() < LONGEST) {
            digits.append(key);
        }
        return Optional.empty();
    }

    /** Whether nothing was typed yet. */
    boolean isEmpty() {
        return digits.isEmpty();
    }

    /** What was typed so far. */
    String typed() {
        return digits.toString();
    }

    /** What was typed, leaving nothing. */
    String take() {
        String typed = digits.toString();
        digits.setLength(0);
        return typed;
    }
}
