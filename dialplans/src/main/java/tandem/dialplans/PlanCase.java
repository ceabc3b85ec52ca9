package tandem.dialplans;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import tandem.call.Arrival;

/**
 * A case the plan's author wrote down.
 *
 * @param line where
 * @param arrival who calls
 * @param at when, if it matters
 * @param expected words the route must have
 */
record PlanCase(int line, Arrival arrival, Optional<LocalDateTime> at, Map<String, String> expected) {}
