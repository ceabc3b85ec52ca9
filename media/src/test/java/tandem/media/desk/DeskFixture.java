package tandem.media.desk;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tandem.base.NettyLoop;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaDesk;
import tandem.media.MediaEvents;
import tandem.media.MediaSession;
import tandem.media.MediaStats;
import tandem.media.MediaTerms;
import tandem.media.Mix;

/** A desk with its signalling loop; what tests call runs there, as it does in the program. */
final class DeskFixture implements AutoCloseable {
    static final MediaTerms TERMS = new MediaTerms(
            List.of(AudioCodec.OPUS, AudioCodec.G722, AudioCodec.PCMA, AudioCodec.PCMU),
            Direction.SENDRECV,
            MediaTerms.Srtp.OFFER);

    final NettyLoop signalling = new NettyLoop("signalling", 1_000);
    final RtpDesk desk;

    DeskFixture() {
        this(somewhere());
    }

    /** A range of its own for each, below the ephemeral ports and beside the program's own. */
    private static MediaSettings somewhere() {
        int first = 10_000 + 500 * ThreadLocalRandom.current().nextInt(18);
        return MediaSettings.of(InetAddress.getLoopbackAddress(), first, first + 999)
                .withLoops(2);
    }

    DeskFixture(MediaSettings settings) {
        desk = new RtpDesk(settings, signalling, new SecureRandom(), Optional.empty());
        desk.start().join();
    }

    /** Runs on the signalling loop and waits for what it returns. */
    <T> T on(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        signalling.post(() -> {
            try {
                done.complete(task.call());
            } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        return done.orTimeout(5, TimeUnit.SECONDS).join();
    }

    void run(Runnable task) {
        on(() -> {
            task.run();
            return true;
        });
        settle();
    }

    /** Waits until what was ordered has been done, also what goes over two loops and back. */
    void settle() {
        for (int i = 0; i < 4; i++) {
            turnEnds();
            desk.loops().forEach(loop -> {
                CompletableFuture<Void> turned = new CompletableFuture<>();
                loop.post(() -> turned.complete(null));
                turned.orTimeout(5, TimeUnit.SECONDS).join();
            });
        }
    }

    /** Orders go down when the signalling loop's turn is over, and a turn takes whatever is posted meanwhile. */
    private void turnEnds() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        signalling.post(() -> signalling.afterTurn(() -> over.complete(null)));
        over.orTimeout(5, TimeUnit.SECONDS).join();
    }

    MediaSession open(MediaEvents events) {
        return open(Optional.empty(), events);
    }

    MediaSession open(Optional<Mix> mix, MediaEvents events) {
        return on(() -> {
            try {
                return desk.open("call-1", InetAddress.getLoopbackAddress(), /* ice= */ false, mix, events);
            } catch (MediaDesk.MediaExhausted e) {
                throw new AssertionError(e);
            }
        });
    }

    MediaDescription answer(MediaSession session, MediaDescription offer) {
        MediaDescription answer = on(() -> session.answer(offer, TERMS).orElseThrow());
        settle();
        return answer;
    }

    /** Where a description of ours says RTP is received. */
    static InetSocketAddress rtp(MediaDescription ours) {
        return ours.audio().orElseThrow().rtp().orElseThrow();
    }

    @Override
    public void close() {
        desk.close();
        signalling.close();
    }

    /** Facts as they come. */
    static class Facts implements MediaEvents {
        final BlockingQueue<String> all = new LinkedBlockingQueue<>();
        final AtomicInteger closed = new AtomicInteger();

        String next() throws InterruptedException {
            String fact = all.poll(3, TimeUnit.SECONDS);
            return fact == null ? "nothing" : fact;
        }

        @Override
        public void onDigit(char digit, int durationMs) {
            all.add("digit " + digit);
        }

        @Override
        public void onSpeaking(boolean speaking) {
            all.add("speaking " + speaking);
        }

        @Override
        public void onSilentFor(long ms) {
            all.add("silent");
        }

        @Override
        public void onHeardAgain() {
            all.add("heard again");
        }

        @Override
        public void onPlayed() {
            all.add("played");
        }

        @Override
        public void onClosed(MediaStats last) {
            closed.incrementAndGet();
        }

        @Override
        public void onMediaFailed(String why) {
            all.add("failed " + why);
        }
    }
}
