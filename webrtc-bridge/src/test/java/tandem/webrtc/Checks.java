package tandem.webrtc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks as a browser sends them, put together octet by octet (RFC 8489), and a look into answers. */
final class Checks {
    private static final int HEADER = 20;
    private final ByteBuffer out = ByteBuffer.allocate(1_500);

    /** A Binding request with that transaction. */
    static Checks request(int transaction) {
        Checks check = new Checks();
        check.out
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(0x2112A442)
                .putInt(0)
                .putInt(0)
                .putInt(transaction);
        return check;
    }

    Checks attribute(int type, byte[] value) {
        out.putShort((short) type).putShort((short) value.length).put(value);
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
        return length(out.position() - HEADER);
    }

    private Checks length(int length) {
        out.putShort(2, (short) length);
        return this;
    }

    Checks username(String name) {
        return attribute(0x0006, name.getBytes(StandardCharsets.UTF_8));
    }

    Checks useCandidate() {
        return attribute(0x0025, new byte[0]);
    }

    Checks priority() {
        return attribute(0x0024, new byte[] {0x6E, 0x7F, 0x1E, (byte) 0xFF});
    }

    Checks controlling() {
        return attribute(0x802A, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    }

    Checks controlled() {
        return attribute(0x8029, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    }

    Checks signed(String password) {
        length(out.position() - HEADER + 24);
        byte[] mac = hmac(Arrays.copyOf(out.array(), out.position()), password);
        return attribute(0x0008, mac);
    }

    Checks fingerprint() {
        length(out.position() - HEADER + 8);
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, out.position());
        return attribute(
                0x8028,
                ByteBuffer.allocate(4).putInt((int) crc.getValue() ^ 0x5354554E).array());
    }

    byte[] octets() {
        return Arrays.copyOf(out.array(), out.position());
    }

    /** What a browser sends: named, rated, controlling, signed, with a fingerprint. */
    static byte[] usual(String name, String password, boolean nominate, int transaction) {
        Checks check = request(transaction).username(name).priority().controlling();
        if (nominate) {
            check.useCandidate();
        }
        return check.signed(password).fingerprint().octets();
    }

    static StunCheck read(byte[] octets) {
        return ((StunCheck.Reading.Check) StunCheck.read(octets, octets.length)).check();
    }

    static byte[] hmac(byte[] octets, String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Where the attribute of that type begins, or -1. */
    static int find(byte[] message, int type) {
        ByteBuffer in = ByteBuffer.wrap(message);
        int at = HEADER;
        while (at + 4 <= message.length) {
            if ((in.getShort(at) & 0xFFFF) == type) {
                return at;
            }
            at += 4 + ((in.getShort(at + 2) & 0xFFFF) + 3) / 4 * 4;
        }
        return -1;
    }

    /** The error code of an answer, 0 for a success. */
    static int code(byte[] answer) {
        int at = find(answer, 0x0009);
        return at < 0 ? 0 : (answer[at + 6] & 7) * 100 + answer[at + 7];
    }
}
