package tandem.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What was written in a room, numbered, the last hundred lines of it kept for those who come back. */
final class Chat {
    private static final int KEPT = 100;

    private final Deque<ChatMessage> lines = new ArrayDeque<>();
    private long last;

    /** The number of the next line. */
    long next() {
        return ++last;
    }

    /** The number of the last line, 0 before the first. */
    long last() {
        return last;
    }

    void keep(ChatMessage line) {
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    /** What came after that number, as far as it is kept. */
    List<ChatMessage> after(long number) {
        return lines.stream().filter(line -> line.number() > number).toList();
    }

    /** Those who come next are others: what was said is no business of theirs. */
    void forget() {
        lines.clear();
    }
}
