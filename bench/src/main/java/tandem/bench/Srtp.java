package tandem.bench;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES_CM_128_HMAC_SHA1_80 (RFC 3711), so that the generator does not use what it measures. */
final class Srtp {
    static final int TAG = 10;
    private static final int KEY = 16;
    private static final int SALT = 14;

    private final Cipher cipher;
    private final Mac mac;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final byte[] scratch = new byte[2048];
    private int rollover;
    private int lastSequence = -1;

    /** From the 30 octets of an SDES inline key. */
    Srtp(byte[] keyAndSalt) {
        try {
            byte[] masterKey = Arrays.copyOf(keyAndSalt, KEY);
            byte[] masterSalt = Arrays.copyOfRange(keyAndSalt, KEY, KEY + SALT);
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            mac = Mac.getInstance("HmacSHA1");
            key = new SecretKeySpec(derive(masterKey, masterSalt, 0, KEY), "AES");
            mac.init(new SecretKeySpec(derive(masterKey, masterSalt, 1, 20), "HmacSHA1"));
            salt = derive(masterKey, masterSalt, 2, SALT);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /** The crypto line's key parameter. */
    static String inline(byte[] keyAndSalt) {
        return "inline:" + Base64.getEncoder().encodeToString(keyAndSalt);
    }

    private byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) throws GeneralSecurityException {
        byte[] iv = Arrays.copyOf(masterSalt, 16);
        iv[7] ^= (byte) label;
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"), new IvParameterSpec(iv));
        return cipher.doFinal(new byte[length]);
    }

    /** Encrypts the RTP packet up to the buffer's position in place and appends the tag. Packets come in order. */
    void protect(ByteBuffer packet) {
        int length = packet.position();
        int sequence = packet.getShort(2) & 0xFFFF;
        if (lastSequence > 0xF000 && sequence < 0x1000) {
            rollover++;
        }
        lastSequence = sequence;
        try {
            int header = headerLength(packet);
            packet.get(0, scratch, 0, length);
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv(packet.getInt(8), sequence)));
            cipher.doFinal(scratch, header, length - header, scratch, header);
            putInt(scratch, length, rollover);
            mac.update(scratch, 0, length + 4);
            packet.put(0, scratch, 0, length).put(mac.doFinal(), 0, TAG);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The payload of a packet of the first rollover period, or nothing when its tag is not this key's. */
    byte[] open(byte[] packet, int length) {
        try {
            byte[] signed = Arrays.copyOf(packet, length - TAG + 4);
            Arrays.fill(signed, length - TAG, signed.length, (byte) 0);
            byte[] tag = Arrays.copyOf(mac.doFinal(signed), TAG);
            if (!Arrays.equals(tag, Arrays.copyOfRange(packet, length - TAG, length))) {
                return new byte[0];
            }
            ByteBuffer buffer = ByteBuffer.wrap(packet);
            int header = headerLength(buffer);
            int sequence = buffer.getShort(2) & 0xFFFF;
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv(buffer.getInt(8), sequence)));
            return cipher.doFinal(packet, header, length - TAG - header);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int headerLength(ByteBuffer packet) {
        boolean extended = (packet.get(0) & 0x10) != 0;
        return RtpStream.HEADER + (extended ? 4 + 4 * (packet.getShort(RtpStream.HEADER + 2) & 0xFFFF) : 0);
    }

    private byte[] iv(int ssrc, int sequence) {
        byte[] iv = Arrays.copyOf(salt, 16);
        xorInt(iv, 4, ssrc);
        xorInt(iv, 8, rollover);
        iv[12] ^= (byte) (sequence >> 8);
        iv[13] ^= (byte) sequence;
        return iv;
    }

    private static void xorInt(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] ^= (byte) (value >> (24 - 8 * i));
        }
    }

    private static void putInt(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >> (24 - 8 * i));
        }
    }
}
