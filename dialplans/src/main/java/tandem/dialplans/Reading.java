package tandem.dialplans;

import java.util.List;

/** What came of reading a plan. */
public sealed interface Reading {
    /** A plan. */
    record Good(Plan plan) implements Reading {}

    /** No plan, and why not; at least one problem, in the order of the file. */
    record Bad(List<Problem> problems) implements Reading {
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
