package tandem.gateway.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import tandem.base.Loop;

/** Asks the signalling loop from a thread of the API, and waits for the answer within a limit. */
final class Asked {
    private static final long LIMIT_MS = 3_000;

    private final Loop loop;
    private final long limitMs;

    Asked(Loop loop) {
        this(loop, LIMIT_MS);
    }

    Asked(Loop loop, long limitMs) {
        this.loop = loop;
        this.limitMs = limitMs;
    }

    /** What {@code question} gives on the loop. A {@link Problem} thrown there is thrown here. */
    <T> T of(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        AtomicBoolean taken = new AtomicBoolean();
        loop.post(() -> {
            if (taken.getAndSet(true)) {
                return; // whoever asked was told that it would not be done
            }
            try {
                answer.complete(question.get());
            } catch (RuntimeException | Error failure) {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return await(answer, taken);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException busy) {
            throw new Problem(503, "Busy", "the signalling loop did not answer within " + limitMs + " ms");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "Going down", "the gateway is going down");
        }
    }

    private <T> T await(CompletableFuture<T> answer, AtomicBoolean taken)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return answer.get(limitMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException busy) {
            if (taken.getAndSet(true)) {
                return answer.get(limitMs, TimeUnit.MILLISECONDS); // it has just been begun
            }
            throw busy;
        }
    }

    /** Does {@code order} on the loop, and waits until it is done. */
    void done(Runnable order) {
        of(() -> {
            order.run();
            return true;
        });
    }
}
