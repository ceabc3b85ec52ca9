package tandem.webrtc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tandem.webrtc.StunCheck.Attribute;

/** Our answers to checks, signed where the peer knows a password of ours (RFC 8489 sections 14.5 and 14.7). */
final class StunAnswer {
    private static final int SUCCESS = 0x0101;
    private static final int ERROR = 0x0111;
    private static final int LONGEST = 128;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int SIGNATURE_LENGTH = 20;
    private static final int FINGERPRINT_LENGTH = 4;
    private static final int FINGERPRINT_MASK = 0x5354_554E;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int IPV4_OCTETS = 4;
    private static final int MAGIC_AT = 4; // cookie and transaction id, which an address is masked with

    private final byte[] out = new byte[LONGEST];
    private int length = StunCheck.HEADER;

    private StunAnswer(StunCheck check, int type) {
        put16(out, 0, type);
        check.copyTransaction(out);
    }

    /** Yes: the way works, and this is where the check came from. */
    static byte[] success(StunCheck check, InetSocketAddress from, byte[] password) {
        return new StunAnswer(check, SUCCESS)
                .mapped(from)
                .signed(password)
                .fingerprinted()
                .octets();
    }

    /** No, with an error code of RFC 8489 section 18.3 or RFC 8445 section 16.2. */
    static byte[] error(StunCheck check, int code, String reason) {
        StunAnswer answer = new StunAnswer(check, ERROR).reason(code, reason);
        if (check.unknown() != 0) {
            answer.unknown(check.unknown());
        }
        return answer.fingerprinted().octets();
    }

    private byte[] octets() {
        return Arrays.copyOf(out, length);
    }

    /** Where the value of the next attribute is to be written; the message counts it from now on. */
    private int attribute(int type, int octets) {
        put16(out, length, type);
        put16(out, length + 2, octets);
        int value = length + ATTRIBUTE_HEADER;
        length = value + (octets + 3) / 4 * 4;
        put16(out, 2, length - StunCheck.HEADER);
        return value;
    }

    private StunAnswer mapped(InetSocketAddress from) {
        InetAddress address = from.getAddress();
        byte[] octets = address.getAddress();
        int value = attribute(Attribute.XOR_MAPPED_ADDRESS, ATTRIBUTE_HEADER + octets.length);
        out[value + 1] = (byte) (octets.length == IPV4_OCTETS ? IPV4 : IPV6);
        put16(out, value + 2, from.getPort() ^ StunCheck.MAGIC >>> 16);
        for (int i = 0; i < octets.length; i++) {
            out[value + ATTRIBUTE_HEADER + i] = (byte) (octets[i] ^ out[MAGIC_AT + i]);
        }
        return this;
    }

    private StunAnswer reason(int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.US_ASCII);
        int value = attribute(Attribute.ERROR_CODE, ATTRIBUTE_HEADER + words.length);
        out[value + 2] = (byte) (code / 100);
        out[value + 3] = (byte) (code % 100);
        System.arraycopy(words, 0, out, value + ATTRIBUTE_HEADER, words.length);
        return this;
    }

    private void unknown(int type) {
        put16(out, attribute(Attribute.UNKNOWN_ATTRIBUTES, 2), type);
    }

    /** Over all before it, the length counting it already. */
    private StunAnswer signed(byte[] password) {
        int before = length;
        int value = attribute(Attribute.MESSAGE_INTEGRITY, SIGNATURE_LENGTH);
        System.arraycopy(hmac(out, before, password), 0, out, value, SIGNATURE_LENGTH);
        return this;
    }

    private StunAnswer fingerprinted() {
        int before = length;
        int value = attribute(Attribute.FINGERPRINT, FINGERPRINT_LENGTH);
        CRC32 crc = new CRC32();
        crc.update(out, 0, before);
        int print = (int) crc.getValue() ^ FINGERPRINT_MASK;
        put16(out, value, print >>> 16);
        put16(out, value + 2, print);
        return this;
    }

    static void put16(byte[] into, int at, int value) {
        into[at] = (byte) (value >> 8);
        into[at + 1] = (byte) value;
    }

    /** HMAC-SHA1 of the first octets. */
    static byte[] hmac(byte[] message, int length, byte[] password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password, "HmacSHA1"));
            mac.update(message, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("no HMAC-SHA1 in this Java", missing);
        }
    }
}
