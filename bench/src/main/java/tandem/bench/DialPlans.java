package tandem.bench;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import tandem.base.Clock;
import tandem.call.Arrival;
import tandem.call.Protocol;
import tandem.call.Route;
import tandem.dialplans.Plan;
import tandem.dialplans.PlanReader;
import tandem.dialplans.Reading;
import tandem.media.MediaDescription;

/** How long a dial plan takes to say where a call goes, by JMH in a JVM of its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class DialPlans {
    private static final int RULES = 1_000;

    private final Plan plan = plan();
    private final Arrival[] arrivals = {arrival("7999123456"), arrival("7999004711")};
    private int next;

    /** A number that none but the last of so many rules is for, each of them an expression with a group; as long as it mostly takes. */
    @Benchmark
    public Route routes() {
        next = (next + 1) % arrivals.length;
        return plan.route(arrivals[next]);
    }

    /** Runs it, and says what one routing takes. */
    static List<Figure> route(Path root) {
        Route first = new DialPlans().routes();
        if (!(first instanceof Route.ToTrunk to) || !to.number().equals("+49999004711")) {
            throw new MeasureFailed("the plan sends it to " + first);
        }
        try {
            Result<?> taken = new Runner(new OptionsBuilder()
                            .include(DialPlans.class.getName() + "\\.")
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .runSingle()
                    .getPrimaryResult();
            String depends = String.format(
                    Locale.ROOT,
                    "mean of %d s by JMH, +- %.1f; the last of %d rules with an expression and a group each",
                    taken.getSampleCount(),
                    taken.getScoreError(),
                    RULES);
            return List.of(new Figure("dialplan_1000_rules_route", taken.getScore(), "us", depends));
        } catch (RunnerException failed) {
            throw new MeasureFailed("JMH: " + failed.getMessage());
        }
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
