package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tandem.media.mix.Mixer;

/** A bug in one session's path, also one that shows as a class or a library that is not there, ends no loop. */
class LoopTest {
    private interface Binding {
        MediaSocket bind(MediaLoop loop, InetSocketAddress address) throws IOException;
    }

    @Test
    void ticksOnAfterAClassWasNotFound() throws Exception {
        ticksOnAfter(new NoClassDefFoundError("some/codec"));
    }

    @Test
    void ticksOnAfterMemoryRanOut() throws Exception {
        ticksOnAfter(new OutOfMemoryError("not really"));
    }

    private static void ticksOnAfter(Error error) throws Exception {
        CountDownLatch ticks = new CountDownLatch(5);
        try (MediaLoop loop = new MediaLoop(0, 0, tell -> {})) {
            loop.post(() -> loop.tickOn(due -> {
                ticks.countDown();
                throw error;
            }));
            assertTrue(ticks.await(5, TimeUnit.SECONDS), "ticks left " + ticks.getCount());
        }
    }

    /** Who left last took the ticks along that would have closed what prompts were encoded with. */
    @Test
    void closesTheMixerOfPromptsWhenItTicksNoMore() throws Exception {
        CompletableFuture<Boolean> another = new CompletableFuture<>();
        try (MediaLoop loop = new MediaLoop(0, 0, tell -> {})) {
            loop.post(() -> loop.tickOn(new MediaLoop.Ticked() {
                @Override
                public void tick(long dueNs) {
                    Mixer before = loop.lobby();
                    loop.tickOff(this);
                    loop.post(() -> another.complete(loop.lobby() != before));
                }
            }));
            assertTrue(another.orTimeout(5, TimeUnit.SECONDS).join());
        }
    }

    /** A loop that cannot read a socket which moves there, here because it is closed, does not keep its session on the way. */
    @Test
    void arrivesAlsoWhereItCannotBeRead() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (MediaLoop loop = new MediaLoop(0, 0, tell -> {});
                MediaLoop other = new MediaLoop(1, 0, tell -> {})) {
            loop.post(() -> {
                try {
                    MediaSocket socket = loop.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                    socket.close();
                    socket.moveTo(other, arrived::countDown);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertTrue(arrived.await(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void readsOnAfterALibraryWasNotFound() throws Exception {
        readsOn(MediaLoop::bind);
        readsOn(ChannelSocket::bind);
    }

    private static void readsOn(Binding binding) throws Exception {
        CountDownLatch heard = new CountDownLatch(3);
        try (MediaLoop loop = new MediaLoop(0, 0, tell -> {});
                TestPhone ann = new TestPhone(1)) {
            CompletableFuture<Integer> port = new CompletableFuture<>();
            loop.post(() -> {
                try {
                    MediaSocket socket = binding.bind(loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                    socket.sink((datagram, length, from) -> {
                        heard.countDown();
                        throw new UnsatisfiedLinkError("no codec");
                    });
                    port.complete(socket.port());
                } catch (IOException e) {
                    port.completeExceptionally(e);
                }
            });
            InetSocketAddress to = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(),
                    port.orTimeout(5, TimeUnit.SECONDS).join());
            for (int i = 0; i < 3; i++) {
                ann.say(0, new byte[160], to);
            }
            assertTrue(heard.await(5, TimeUnit.SECONDS), "datagrams left " + heard.getCount());
            CompletableFuture<Long> bugs = new CompletableFuture<>();
            loop.post(() -> bugs.complete(loop.counters().bugs()));
            assertEquals(3, bugs.orTimeout(5, TimeUnit.SECONDS).join());
        }
    }
}
