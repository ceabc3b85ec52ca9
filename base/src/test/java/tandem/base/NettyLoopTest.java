package tandem.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class NettyLoopTest {
    @Test
    void runsPostedTasksAndTimersOnItsOwnThread() throws Exception {
        try (NettyLoop loop = new NettyLoop("test", 100)) {
            CompletableFuture<Boolean> inside = new CompletableFuture<>();
            loop.post(() -> loop.after(1_000_000, () -> inside.complete(loop.inside())));
            assertTrue(inside.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void endsATurnBehindWhatIsWaiting() throws Exception {
        try (NettyLoop loop = new NettyLoop("test", 100)) {
            CompletableFuture<String> order = new CompletableFuture<>();
            StringBuilder said = new StringBuilder();
            loop.post(() -> {
                loop.afterTurn(() -> order.complete(said.append("turn").toString()));
                loop.post(() -> said.append("posted "));
                said.append("task ");
            });
            assertEquals("task posted turn", order.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void outlivesABugInATask() throws Exception {
        try (NettyLoop loop = new NettyLoop("test", 100)) {
            CompletableFuture<String> after = new CompletableFuture<>();
            loop.post(() -> {
                throw new IllegalStateException("a bug made for this test");
            });
            loop.post(() -> after.complete("alive"));
            assertEquals("alive", after.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void timersGoOnAfterAnErrorInOne() throws Exception {
        try (NettyLoop loop = new NettyLoop("test", 100)) {
            CompletableFuture<String> after = new CompletableFuture<>();
            loop.post(() -> {
                loop.after(1_000_000, () -> {
                    throw new NoClassDefFoundError("an error made for this test");
                });
                loop.after(50_000_000, () -> after.complete("alive"));
            });
            assertEquals("alive", after.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void namesTheTaskThatHeldIt() throws Exception {
        try (NettyLoop loop = new NettyLoop("test", 20)) {
            CompletableFuture<String> after = new CompletableFuture<>();
            loop.post(() -> {
                long end = System.nanoTime() + 40_000_000;
                while (System.nanoTime() < end) {
                    LockSupport.parkNanos(1_000_000);
                }
            });
            loop.post(() -> after.complete("done"));
            after.get(5, TimeUnit.SECONDS);
            assertTrue(loop.stallMeter().stalls() >= 1);
            assertTrue(loop.stallMeter().longestNs() >= 40_000_000);
        }
    }

    @Test
    void wakesFromItsRestForAnEarlierTimer() throws Exception {
        try (NettyLoop loop = new NettyLoop("test", 100)) {
            Clock clock = Clock.system();
            CompletableFuture<Long> fired = new CompletableFuture<>();
            loop.post(() -> loop.after(900_000_000, () -> {}));
            long begun = clock.nowNs();
            loop.post(() -> loop.after(30_000_000, () -> fired.complete(clock.nowNs() - begun)));
            long tookNs = fired.get(5, TimeUnit.SECONDS);
            assertTrue(tookNs >= 30_000_000 && tookNs < 600_000_000, () -> tookNs + " ns");
        }
    }
}
