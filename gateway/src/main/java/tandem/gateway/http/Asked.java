package tandem.gateway.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import tandem.base.Loop;

/** Asks the signalling loop from a thread of the API, and waits for the answer within a limit. */
final class Asked {
    private static final long LIMIT_S = 3;

    private final Loop loop;

    Asked(Loop loop) {
        this.loop = loop;
    }

    /** What {@code question} gives on the loop. A {@link Problem} thrown there is thrown here. */
    <T> T of(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.post(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return answer.get(LIMIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException busy) {
            throw new Problem(503, "Busy", "the signalling loop did not answer within " + LIMIT_S + " s");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "Going down", "the gateway is going down");
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
