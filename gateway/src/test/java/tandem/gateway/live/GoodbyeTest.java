package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way out of a gateway whose peers' network loses messages. */
class GoodbyeTest {
    @TempDir
    Path folder;

    @Test
    void aGoodbyeThatWasLostIsSaidAgainBeforeTheEnd() throws Exception {
        LiveGateway gateway = new LiveGateway(folder, "");
        try (RawPhone phone = new RawPhone(gateway.sip(), "ann")) {
            phone.call("9197");
            gateway.await(
                    "/v1/calls", a -> a.body().path(0).path("state").asText().equals("up"));
            CompletableFuture<Void> end = CompletableFuture.runAsync(
                    gateway::close, task -> Thread.ofPlatform().start(task));
            String bye = phone.receive("BYE");
            for (int again = 0; again < 2; again++) {
                assertEquals(bye, phone.receive("BYE"));
            }
            assertTrue(!end.isDone());
            phone.ok(bye);
            end.join();
        }
    }
}
