package tandem.bench;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.base.Clock;
import tandem.call.Arrival;
import tandem.call.Protocol;
import tandem.call.Route;
import tandem.dialplans.Plan;
import tandem.dialplans.PlanReader;
import tandem.dialplans.Reading;
import tandem.media.MediaDescription;

/** How long a dial plan takes to say where a call goes. */
final class DialPlans {
    private static final int RULES = 1_000;
    private static final int WARM = 20_000;
    private static final int ROUNDS = 2_000;
    private static final int AT_ONCE = 10;

    private DialPlans() {}

    /** A number that none but the last of so many rules is for, each of them an expression with a group; as long as it mostly takes. */
    static List<Figure> route(Path root) {
        Plan plan = plan();
        List<Arrival> arrivals = List.of(arrival("7999123456"), arrival("7999004711"));
        Route first = plan.route(arrivals.getFirst());
        if (!(first instanceof Route.ToTrunk to) || !to.number().equals("+49999123456")) {
            throw new MeasureFailed("the plan sends it to " + first);
        }
        for (int i = 0; i < WARM; i++) {
            plan.route(arrivals.get(i % arrivals.size()));
        }
        Samples taken = new Samples(ROUNDS);
        taken.start();
        for (int round = 0; round < ROUNDS; round++) {
            long begun = Clock.system().nowNs();
            for (int i = 0; i < AT_ONCE; i++) {
                plan.route(arrivals.get(i % arrivals.size()));
            }
            taken.add((Clock.system().nowNs() - begun) / AT_ONCE);
        }
        String depends = String.format(
                "median of %d times %d; the last of %d rules with an expression and a group each; p99 %.1f us",
                ROUNDS, AT_ONCE, RULES, 1_000 * taken.ms(0.99));
        return List.of(new Figure("dialplan_1000_rules_route", 1_000 * taken.ms(0.5), "us", depends));
    }

    private static Plan plan() {
        StringBuilder text = new StringBuilder("rules:\n");
        for (int i = 0; i < RULES; i++) {
            text.append("  - {name: r")
                    .append(i)
                    .append(", when: {to: '7")
                    .append(String.format("%03d", i))
                    .append("(\\d{3,10})'}, go: {trunk: t, number: '+49")
                    .append(String.format("%03d", i))
                    .append("$1'}}\n");
        }
        return switch (new PlanReader(Clock.system(), ZoneId.systemDefault()).read(text.toString(), "plan.yaml")) {
            case Reading.Good good -> good.plan();
            case Reading.Bad bad -> throw new MeasureFailed("the plan is not taken: " + bad.problems());
        };
    }

    private static Arrival arrival(String to) {
        return new Arrival(
                "1",
                Protocol.SIP,
                "sip:ann@example.org",
                "",
                to,
                "",
                InetAddress.getLoopbackAddress(),
                Optional.empty(),
                Optional.of("101"),
                MediaDescription.EMPTY,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }
}
