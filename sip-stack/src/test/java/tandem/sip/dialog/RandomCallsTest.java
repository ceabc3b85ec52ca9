package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.sip.dialog.Lab.ANSWER;
import static tandem.sip.dialog.Lab.OFFER;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tandem.sip.Body;

/**
 * Calls in which both sides do what they like when they like, over a network that loses messages: whatever happens, each side hears
 * of the end exactly once and last, and nothing is left behind.
 */
class RandomCallsTest {
    private static final int CALLS = 2_000;

    @Test
    void everyCallEndsOnceOnBothSidesAndIsForgotten() {
        for (int seed = 0; seed < CALLS; seed++) {
            new Run(seed).play();
        }
    }

    @Test
    void withoutLossBothSidesAgreeInTheEnd() {
        for (int seed = 0; seed < CALLS; seed++) {
            Run run = new Run(seed);
            run.lossPercent = 0;
            run.play();
            run.assertAgreement();
        }
    }

    private static final class Run {
        private final int seed;
        private final Random random;
        private final Lab lab;
        private final Lab.Agent ann;
        private final Lab.Agent bob;
        private int lossPercent;
        private int made;

        Run(int seed) {
            this.seed = seed;
            random = new Random(seed);
            lab = new Lab(seed % 5 == 4);
            ann = lab.agent("ann");
            bob = lab.agent("bob");
            lossPercent = seed % 5 == 4 ? 0 : random.nextInt(40); // streams lose nothing
        }

        void play() {
            lab.lose(index -> random.nextInt(100) < lossPercent);
            bob.taking = this::take;
            boolean late = random.nextInt(4) == 0;
            Heard out = ann.call(bob, late ? Optional.empty() : Optional.of(OFFER));
            out.atOffer = sdp -> decide(out);
            if (late) {
                out.atAnswered = () -> out.up().accept(fresh());
            }
            if (random.nextInt(8) == 0) {
                out.up().hangup(Optional.empty());
            }
            for (int step = 0; step < 12; step++) {
                lab.ms(random.nextInt(random.nextInt(4) == 0 ? 5_000 : 60));
                act(out);
                bob.arrived.forEach(this::act);
            }
            lab.ms(1_000);
            beforeEnd(out);
            out.up().hangup(Optional.empty());
            lab.ms(20_000);
            bob.arrived.forEach(each -> each.up().hangup(Optional.empty()));
            lab.ms(300_000);
            check(out);
            bob.arrived.forEach(this::check);
            String what = "seed " + seed + " " + out.log
                    + bob.arrived.stream().map(each -> each.log).toList() + lab.wire;
            assertEquals(0, ann.core.dialogs() + bob.core.dialogs(), what);
            assertEquals(0, ann.core.calls() + bob.core.calls(), what);
            assertEquals(
                    0, ann.core.transactions().size() + bob.core.transactions().size(), what);
            assertEquals(0, lab.loop.timers(), what);
        }

        private String stateA = "";
        private String stateB = "";

        private void beforeEnd(Heard out) {
            stateA = String.join(", ", out.log);
            stateB = bob.arrived.isEmpty() ? "" : String.join(", ", bob.arrived.getFirst().log);
        }

        void assertAgreement() {
            if (!stateA.contains("ended") && !stateB.contains("ended")) {
                boolean up = stateA.contains("answered");
                assertEquals(up, stateB.contains("confirmed"), seed + ": " + stateA + " | " + stateB + lab.wire);
            }
        }

        private void take(Heard in) {
            in.atOffer = sdp -> decide(in);
            switch (random.nextInt(6)) {
                case 0 -> in.up().answer(ANSWER, Map.of());
                case 1 -> in.up().ring(180, Optional.empty());
                case 2 -> in.up().ring(183, Optional.of(ANSWER));
                case 3 -> in.up().reject(486, Optional.empty(), Map.of());
                default -> {}
            }
        }

        private Body fresh() {
            return Body.sdp("v=0 " + ++made);
        }

        private void decide(Heard side) {
            switch (random.nextInt(6)) {
                case 0 -> side.up().refuse(488, Optional.empty());
                case 1 ->
                    lab.loop.after(
                            random.nextInt(2_000) * 1_000_000L, () -> side.up().accept(fresh()));
                default -> side.up().accept(fresh());
            }
        }

        private void act(Heard side) {
            switch (random.nextInt(14)) {
                case 0 -> side.up().offer(fresh());
                case 1 -> side.up().requestOffer();
                case 2 -> side.up().info(new Body("application/dtmf-relay", OFFER.octets()));
                case 3 -> side.up().ring(180, Optional.empty());
                case 4 -> side.up().ring(183, Optional.of(ANSWER));
                case 5, 6, 7 -> side.up().answer(ANSWER, Map.of());
                case 8 -> {
                    if (random.nextInt(8) == 0) {
                        side.up().hangup(Optional.of("Q.850;cause=16"));
                    }
                }
                default -> {}
            }
        }

        private void check(Heard side) {
            List<String> log = side.log;
            String what = "seed " + seed + ": " + log;
            assertEquals(1, side.ends.size(), what);
            assertTrue(log.getLast().startsWith("ended"), what);
        }
    }
}
