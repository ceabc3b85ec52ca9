package tandem.sip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Tags, branches and Call-IDs that nobody can foresee from those seen before (RFC 3261 19.3): who could, might end other people's
 * calls. Drawn from the system's source in blocks, so that most cost nothing. For one loop.
 */
final class Chance implements RandomGenerator {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final SecureRandom source = new SecureRandom();
    private final byte[] block = new byte[1024];
    private int at = block.length;

    @Override
    public long nextLong() {
        if (at == block.length) {
            source.nextBytes(block);
            at = 0;
        }
        long value = (long) LONGS.get(block, at);
        at += Long.BYTES;
        return value;
    }
}
