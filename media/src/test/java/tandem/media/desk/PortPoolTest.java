package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tandem.base.NettyLoop;

/** Ports of another program are passed over, however many there are in a row, and are not called used up. */
class PortPoolTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final NettyLoop signalling = new NettyLoop("signalling", 1_000);
    private final MediaLoop media = new MediaLoop(0, 0, tell -> {});
    private final List<DatagramSocket> foreign = new ArrayList<>();
    private final int first = 30_000 + 2 * ThreadLocalRandom.current().nextInt(600);

    @AfterEach
    void close() {
        foreign.forEach(DatagramSocket::close);
        media.close();
        signalling.close();
    }

    private <T> T on(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        signalling.post(() -> {
            try {
                done.complete(task.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done.orTimeout(5, TimeUnit.SECONDS).join();
    }

    /** Another program takes so many pairs from the first on; some may be another's already. */
    private void taken(int pairs) {
        for (int i = 0; i < pairs; i++) {
            try {
                foreign.add(new DatagramSocket(first + 2 * i, HERE));
            } catch (IOException already) {
                assertTrue(foreign.size() <= i, "taken by somebody else, which is as good");
            }
        }
    }

    private PortPool pool(int pairs) {
        return new PortPool(media, signalling, HERE, new PortRange(first, first + 2 * pairs - 1));
    }

    @Test
    void findsAPortBehindManyOfAnotherProgram() {
        taken(600);
        PortPool pool = pool(700);
        Optional<PortPair> pair = on(pool::take);
        assertTrue(pair.isPresent(), pool::why);
        on(() -> {
            media.post(pair.get()::close);
            pool.close();
            return true;
        });
    }

    @Test
    void saysThatAnotherProgramHasThePorts() {
        taken(30);
        PortPool pool = pool(30);
        on(pool::take);
        for (int i = 0; i < 20; i++) {
            assertEquals(Optional.empty(), on(pool::take));
        }
        String why = on(pool::why);
        assertTrue(why.contains("another program"), why);
        foreign.forEach(DatagramSocket::close);
        for (int i = 0; i < 20 && on(pool::take).isEmpty(); i++) {
            on(() -> true);
        }
        assertTrue(on(pool::take).isPresent(), "they are free again");
        on(() -> {
            pool.close();
            return true;
        });
    }

    @Test
    void saysThatTheRangeIsUsedUp() {
        PortPool pool = pool(20);
        List<PortPair> pairs = new ArrayList<>();
        for (Optional<PortPair> next = on(pool::take); next.isPresent() || pairs.size() < 10; next = on(pool::take)) {
            next.ifPresent(pairs::add);
        }
        String why = on(pool::why);
        assertTrue(why.contains("in use by calls"), why);
        on(() -> {
            pairs.forEach(pool::giveBack);
            pool.close();
            return true;
        });
    }
}
