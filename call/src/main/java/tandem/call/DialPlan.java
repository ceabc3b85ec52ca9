package tandem.call;

import java.time.Instant;
import java.util.List;

/** Where an arrival goes: a pure function, so that it can be asked beforehand and tested by cases. */
public interface DialPlan {
    /** The route; {@link Route.Refuse} with {@link Cause#NOT_FOUND} where no rule matches. */
    Route route(Arrival arrival);

    /** Why that is the route, in lines for a person: the rule that matches at that moment, then what kept each before it from matching. */
    default List<String> why(Arrival arrival, Instant at) {
        return List.of();
    }
}
