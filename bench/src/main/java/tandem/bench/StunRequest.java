package tandem.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The checks of one ICE session, each a Binding request that nominates (RFC 8445 section 7.2, RFC 8489).
 *
 * @param name ours behind theirs
 * @param password theirs
 */
record StunRequest(String name, String password) {
    private static final int HEADER = 20;
    private static final int SIGNATURE = 24;
    private static final int PRINT = 8;
    private static final int SUCCESS = 0x0101;
    private static final int MAGIC = 0x2112A442;
    private static final int FINGERPRINT = 0x5354554E;

    /** One more, with a transaction of its own. */
    byte[] octets() {
        ByteBuffer out = ByteBuffer.allocate(256);
        out.putShort((short) 1).putShort((short) 0).putInt(MAGIC);
        out.putInt(ThreadLocalRandom.current().nextInt());
        out.putLong(ThreadLocalRandom.current().nextLong());
        attribute(out, 0x0006, name.getBytes(StandardCharsets.UTF_8));
        attribute(out, 0x0024, new byte[] {0x6E, 0x7F, 0x1E, (byte) 0xFF}); // PRIORITY
        attribute(out, 0x802A, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}); // ICE-CONTROLLING
        attribute(out, 0x0025, new byte[0]); // USE-CANDIDATE
        length(out, SIGNATURE);
        attribute(out, 0x0008, signature(Arrays.copyOf(out.array(), out.position())));
        length(out, PRINT);
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, out.position());
        byte[] print = ByteBuffer.allocate(4)
                .putInt((int) crc.getValue() ^ FINGERPRINT)
                .array();
        attribute(out, 0x8028, print);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void attribute(ByteBuffer out, int type, byte[] value) {
        out.putShort((short) type).putShort((short) value.length).put(value);
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
        length(out, 0);
    }

    private static void length(ByteBuffer out, int more) {
        out.putShort(2, (short) (out.position() - HEADER + more));
    }

    private byte[] signature(byte[] octets) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return mac.doFinal(octets);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /** Whether the datagram answers a check well. */
    static boolean isSuccess(byte[] datagram) {
        return ByteBuffer.wrap(datagram).getShort(0) == SUCCESS;
    }
}
