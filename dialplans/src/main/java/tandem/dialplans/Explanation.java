package tandem.dialplans;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.call.Route;

/**
 * Why a call goes where it goes.
 *
 * @param route where it goes
 * @param rule the name of the rule that matched, if one did
 * @param passed the rules before it, each with why it did not match
 */
public record Explanation(Route route, Optional<String> rule, List<Passed> passed) {
    public Explanation {
        passed = List.copyOf(passed);
    }

    /**
     * A rule that did not match.
     *
     * @param rule its name
     * @param line its line
     * @param why the condition that did not hold
     */
    public record Passed(String rule, int line, String why) {}

    /** The route as words of the language, key by key, such as {@code room} and {@code 1000}. */
    public Map<String, String> words() {
        return Go.words(route);
    }

    /** The route in one line, such as {@code room: 1000}. */
    public String text() {
        return Go.text(route);
    }
}
