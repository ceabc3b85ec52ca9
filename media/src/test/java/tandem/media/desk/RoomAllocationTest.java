package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tandem.media.MediaSession;
import tandem.media.Mix;

/**
 * A room on real sockets, from the kernel's datagram to the mixer's tick and back: no packet and no tick of ours allocates. What
 * the loop's thread allocates all the same, Netty's timer each tick and each second's figures, is measured while nobody is in the
 * room, and subtracted.
 */
class RoomAllocationTest {
    private static final int PHONES = 8;
    private static final int WARM_TICKS = 250;
    private static final int TICKS = 150;
    private static final int ROUNDS =
            3; // the best counts: a phone held for long on a busy machine loses its own socket
    private static final long MOST_A_PACKET = 2;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static DeskFixture oneLoop() {
        int first = 10_000 + 500 * ThreadLocalRandom.current().nextInt(18);
        return new DeskFixture(MediaSettings.of(InetAddress.getLoopbackAddress(), first, first + 999)
                .withLoops(1));
    }

    private static long allocated(DeskFixture desk) {
        CompletableFuture<Long> thread = new CompletableFuture<>();
        desk.desk
                .loops()
                .getFirst()
                .post(() -> thread.complete(Thread.currentThread().threadId()));
        return THREADS.getThreadAllocatedBytes(
                thread.orTimeout(5, TimeUnit.SECONDS).join());
    }

    @Test
    void aRoomAllocatesNextToNothingAPacket() throws Exception {
        try (DeskFixture desk = oneLoop()) {
            Mix mix = desk.on(() -> desk.desk.openMix("1000"));
            List<TestPhone> phones = new ArrayList<>();
            List<InetSocketAddress> to = new ArrayList<>();
            for (int i = 0; i < PHONES; i++) {
                TestPhone phone = new TestPhone(i + 1);
                MediaSession session = desk.open(Optional.of(mix), new DeskFixture.Facts());
                phones.add(phone);
                to.add(DeskFixture.rtp(desk.answer(session, phone.describe(TestPhone.PCMU))));
                desk.run(() -> session.join(mix));
            }
            Tone tone = new Tone(400, 8_000);
            talk(phones, to, tone, WARM_TICKS);
            long busy = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                DeskCounters counted = desk.desk.counters();
                long packetsBefore = counted.received() + counted.sent();
                long before = allocated(desk);
                talk(phones, to, tone, TICKS);
                busy = Math.min(busy, allocated(desk) - before);
                long packets = counted.received() + counted.sent() - packetsBefore;
                assertTrue(packets > PHONES * TICKS, "packets " + packets);
            }
            desk.run(mix::close);
            phones.getFirst().hearAll(100);
            long before = allocated(desk);
            phones.getFirst().hearAll(TICKS * 20);
            long idle = allocated(desk) - before;
            long most = 2L * PHONES * TICKS * MOST_A_PACKET;
            assertTrue(busy - idle < most, busy + " octets with packets, " + idle + " without; most " + most);
            phones.forEach(TestPhone::close);
        }
    }

    /** Two talk, all are in step with what they hear. */
    private static void talk(List<TestPhone> phones, List<InetSocketAddress> to, Tone tone, int ticks)
            throws Exception {
        for (int tick = 0; tick < ticks; tick++) {
            for (int i = 0; i < phones.size(); i++) {
                phones.get(i).say(0, i < 2 ? tone.mulaw(160) : new Tone(0, 0).mulaw(160), to.get(i));
            }
            for (TestPhone phone : phones) {
                phone.hear();
            }
        }
    }
}
