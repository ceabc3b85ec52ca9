package tandem.call;

/** Where an arrival goes: a pure function, so that it can be asked beforehand and tested by cases. */
public interface DialPlan {
    /** The route; {@link Route.Refuse} with {@link Cause#NOT_FOUND} where no rule matches. */
    Route route(Arrival arrival);
}
