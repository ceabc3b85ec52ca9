package tandem.dialplans;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever is in the file, and whatever is dialled: a plan or problems, and a route; never an exception, never a wait. */
class PlanFuzz {
    @FuzzTest(maxDuration = "3s")
    void anyTextIsAPlanOrHasProblems(FuzzedDataProvider data) {
        String dialled = data.consumeString(200);
        String from = data.consumeString(100);
        Reading reading = Asking.reading(data.consumeRemainingAsString());
        if (reading instanceof Reading.Good good) {
            good.plan().check();
            good.plan()
                    .explain(Asking.arrival(
                            dialled, from, "192.0.2.1", java.util.Optional.empty(), java.util.Optional.empty()));
        }
    }
}
