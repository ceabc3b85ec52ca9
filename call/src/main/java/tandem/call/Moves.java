package tandem.call;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Follows a called party to where it says it is to be had (RFC 3261 section 8.1.3.4), in its order, a few times, nowhere twice: to
 * numbers of ours and to addresses where the dial plan would let the caller dial them, and within the host that said so.
 */
final class Moves {
    private static final int MOST_FOLLOWED = 5;
    private static final int MOST_WAITING = 10;

    private final Queue<Moved> waiting = new ArrayDeque<>(2);
    private final Set<String> seen = new HashSet<>(4);
    private final List<Diverted> diverted = new ArrayList<>(1);
    private String number;
    private String from = "";
    private Optional<String> by = Optional.empty();
    private boolean rang;
    private int followed;

    /** Nobody has moved; that number was dialled. */
    Moves(String number) {
        this.number = number;
        seen.add(number);
    }

    /** That address is being called. */
    void calling(String address) {
        rang = false;
        seen.add(address);
    }

    /** It rings there. */
    void rings() {
        rang = true;
    }

    /** Whoever was called by that address, over that trunk if any, is to be had there instead. */
    void told(String address, Optional<String> trunk, List<Moved> where) {
        from = address;
        by = trunk;
        waiting.clear();
        where.stream().limit(MOST_WAITING).forEach(waiting::add);
    }

    /** Who had the call go elsewhere so far, the last one first. */
    List<Diverted> diverted() {
        return List.copyOf(diverted.reversed());
    }

    /**
     * The next place the caller may be taken to; empty where there is none. What is decided of each is told. Where nobody calls, as when a
     * room does of its own accord, there is no plan to ask: then it is followed within the host that said so alone.
     */
    Optional<Route> next(DialPlan plan, Optional<Arrival> caller, Route.Outward route, Consumer<String> decided) {
        while (!waiting.isEmpty() && followed < MOST_FOLLOWED) {
            Moved moved = waiting.remove();
            boolean fresh = seen.add(moved.ours() ? moved.number() : moved.address());
            Optional<Route> allowed = fresh ? allowed(plan, caller, route, moved) : Optional.empty();
            decided.accept("moved to " + PinMask.of(moved.address()) + ": "
                    + (allowed.isPresent()
                            ? "followed"
                            : fresh ? "the dial plan does not let the caller call there" : "tried already"));
            if (allowed.isPresent()) {
                followed++;
                diverted.add(new Diverted(number, rang));
                number = moved.number();
                return allowed;
            }
        }
        waiting.clear();
        return Optional.empty();
    }

    private Optional<Route> allowed(DialPlan plan, Optional<Arrival> caller, Route.Outward route, Moved moved) {
        // a device is where it registered: where else it sends calls is for the plan to say
        if (!moved.ours() && !(route instanceof Route.ToDevice) && sameHost(moved.address(), from)) {
            return Optional.of(
                    route instanceof Route.ToTrunk trunk
                            ? new Route.ToTrunk(by.orElse(trunk.trunk()), moved.number(), List.of())
                            : new Route.ToAddress(moved.address(), Optional.empty()));
        }
        return caller.map(who -> plan.route(who.dialling(moved.number(), moved.host())))
                .filter(planned -> moved.ours()
                        ? !(planned instanceof Route.Refuse)
                        : planned instanceof Route.ToAddress to && sameHost(to.address(), moved.address()));
    }

    private static boolean sameHost(String one, String other) {
        return !Addresses.host(one).isEmpty() && Addresses.host(one).equalsIgnoreCase(Addresses.host(other));
    }
}
