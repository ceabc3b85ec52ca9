package tandem.dialplans;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** The problems of one file, and the trunks it speaks of, while it is read. */
final class Problems {
    private static final int MOST = 100;

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private final List<Mention> mentions = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(int line, String what) {
        if (found.size() < MOST) {
            found.add(new Problem(file, line, what));
        }
    }

    /** Notes that a trunk is spoken of by that name. */
    void mention(String trunk, int line) {
        if (!trunk.equals("any") && trunk.indexOf('$') < 0) {
            mentions.add(new Mention(trunk, line));
        }
    }

    /** The trunks that were spoken of. */
    List<Mention> mentions() {
        return mentions;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Problem> inOrder() {
        return found.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
