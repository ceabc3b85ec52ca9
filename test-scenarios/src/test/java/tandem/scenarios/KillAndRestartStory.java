package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tandem.base.Clock;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Sipp;

/** The process ends, by request or by force, and phones can call again. */
@Isolated("its times are those of a machine with nothing else to do")
class KillAndRestartStory {
    @Test
    void saysGoodbyeToTwentyCallsAndExitsWellWithinFiveSeconds() {
        try (GatewayProcess gateway = GatewayProcess.start();
                Sipp calls = Sipp.scenario("call-until-bye")
                        .to(gateway.address())
                        .user("1000")
                        .calls(20)
                        .with("-r", "20", "-l", "20")
                        .start()) {
            Patience.require("twenty are in the room", Duration.ofSeconds(10), () -> gateway.inRoom("1000") == 20);
            long start = Clock.system().nowNs();
            gateway.terminate();
            OptionalInt exit = gateway.exit(Duration.ofSeconds(8));
            double seconds = (Clock.system().nowNs() - start) / 1e9;
            assertEquals(OptionalInt.of(0), exit);
            assertTrue(seconds < 5, "took " + seconds + " s");
            calls.succeed();
        }
    }

    @Test
    void phonesCallAgainFiveSecondsAfterItWasKilled() {
        try (GatewayProcess gateway = GatewayProcess.startByLauncher();
                Baresip ann = Baresip.named("ann").start();
                Baresip ben = Baresip.named("ben").start()) {
            ann.call(gateway.uri("1000"));
            gateway.kill();
            gateway.exit(Duration.ofSeconds(5));
            long start = Clock.system().nowNs();
            gateway.restart();
            ben.call(gateway.uri("1000"));
            double seconds = (Clock.system().nowNs() - start) / 1e9;
            assertTrue(seconds < 5, "took " + seconds + " s");
            assertEquals(1, gateway.inRoom("1000"));
            ben.hangUp();
            ann.hangUp();
        }
    }
}
