package tandem.dialplans;

import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetAddress;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.base.HandTurnedLoop;
import tandem.call.Arrival;
import tandem.call.Protocol;
import tandem.media.MediaDescription;

/** Plans and arrivals for tests. */
final class Asking {
    private Asking() {}

    static Reading reading(String text) {
        return new PlanReader(new HandTurnedLoop(), ZoneOffset.UTC).read(text, "plan.yaml");
    }

    static Plan plan(String text) {
        return switch (reading(text)) {
            case Reading.Good good -> good.plan();
            case Reading.Bad bad -> fail(bad.problems().toString());
        };
    }

    static List<String> problems(String text) {
        return switch (reading(text)) {
            case Reading.Good _ -> List.of();
            case Reading.Bad bad ->
                bad.problems().stream().map(Problem::toString).toList();
        };
    }

    static Arrival guest(String to) {
        return arrival(to, "sip:ann@example.org", "127.0.0.1", Optional.empty(), Optional.empty());
    }

    static Arrival arrival(String to, String from, String source, Optional<String> trunk, Optional<String> device) {
        return new Arrival(
                "1",
                Protocol.SIP,
                from,
                "",
                to,
                "",
                InetAddress.ofLiteral(source),
                trunk,
                device,
                MediaDescription.EMPTY,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }
}
