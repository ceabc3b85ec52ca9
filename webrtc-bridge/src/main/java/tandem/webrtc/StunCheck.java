package tandem.webrtc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A Binding request as ICE uses it to check a way (RFC 8489, RFC 8445 section 7.3), read from a datagram that anybody may have
 * sent. Of its attributes only those are looked at that a lite agent decides by.
 *
 * <pre>
 *  0 0 | type (14) | length (16) | magic cookie (32) | transaction id (96) | attributes: type (16), length (16), value, padding
 * </pre>
 */
final class StunCheck {
    /** Octets before the attributes. */
    static final int HEADER = 20;

    /** What tells STUN from other protocols (RFC 8489 section 5). */
    static final int MAGIC = 0x2112_A442;

    private static final int LONGEST = 1_280; // a check has some hundred octets
    private static final int BINDING_REQUEST = 0x0001;
    private static final int NOT_A_REQUEST = 0x0110; // the class bits of indications and responses
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int SIGNATURE_LENGTH = 20;
    private static final int LENGTH_AT = 2;

    private final byte[] datagram;
    private String ufrag = "";
    private int signatureAt = -1;
    private int unknown;
    private boolean nominates;
    private boolean controlled;

    private StunCheck(byte[] datagram) {
        this.datagram = datagram;
    }

    /** What a datagram is that begins like STUN. */
    sealed interface Reading {
        /** A check. */
        record Check(StunCheck check) implements Reading {}

        /** STUN that wants no answer of ours. */
        record Other() implements Reading {}

        /** Not STUN, or none that can be read. */
        record Malformed() implements Reading {}
    }

    /** Whether the first octet is STUN's, not DTLS's or RTP's (RFC 7983). */
    static boolean looksLike(byte[] datagram, int length) {
        return length > 0 && datagram[0] >= 0 && datagram[0] <= 3;
    }

    /** Reads a datagram; never throws. */
    static Reading read(byte[] from, int length) {
        boolean whole = length >= HEADER
                && length <= LONGEST
                && (length & 3) == 0
                && int16(from, LENGTH_AT) == length - HEADER
                && int16(from, 4) == MAGIC >>> 16
                && int16(from, 6) == (MAGIC & 0xFFFF);
        if (!whole) {
            return new Reading.Malformed();
        }
        int type = int16(from, 0);
        if (type != BINDING_REQUEST) {
            return (type & NOT_A_REQUEST) != 0 ? new Reading.Other() : new Reading.Malformed();
        }
        StunCheck check = new StunCheck(Arrays.copyOf(from, length));
        return check.readAttributes() ? new Reading.Check(check) : new Reading.Malformed();
    }

    static int int16(byte[] from, int at) {
        return (from[at] & 0xFF) << 8 | (from[at + 1] & 0xFF);
    }

    /** What stands behind the signature but for the fingerprint does not count (RFC 8489 section 14.5). */
    private boolean readAttributes() {
        int at = HEADER;
        while (at < datagram.length) {
            int value = at + ATTRIBUTE_HEADER;
            int length = value <= datagram.length ? int16(datagram, at + 2) : Integer.MAX_VALUE;
            if (length > datagram.length - value) {
                return false;
            }
            if (signatureAt < 0 && !take(int16(datagram, at), at, length)) {
                return false;
            }
            at = value + (length + 3) / 4 * 4;
        }
        return true;
    }

    private boolean take(int type, int at, int length) {
        switch (type) {
            case Attribute.USERNAME -> ufrag = beforeColon(at + ATTRIBUTE_HEADER, length);
            case Attribute.MESSAGE_INTEGRITY -> {
                signatureAt = at;
                return length == SIGNATURE_LENGTH;
            }
            case Attribute.USE_CANDIDATE -> nominates = true;
            case Attribute.ICE_CONTROLLED -> controlled = true;
            case Attribute.PRIORITY -> {}
            default -> unknown = unknown == 0 && type < Attribute.OPTIONAL_FROM ? type : unknown;
        }
        return true;
    }

    private String beforeColon(int from, int length) {
        int end = from;
        while (end < from + length && datagram[end] != ':') {
            end++;
        }
        return new String(datagram, from, end - from, StandardCharsets.UTF_8);
    }

    /** Our name fragment in the user name, before the colon (RFC 8445 section 7.2.2); empty where there is none. */
    String ufrag() {
        return ufrag;
    }

    /** Whether it was signed with that password (RFC 8489 section 14.5). */
    boolean signedWith(byte[] password) {
        if (signatureAt < 0) {
            return false;
        }
        byte[] signed = Arrays.copyOf(datagram, signatureAt);
        StunAnswer.put16(signed, LENGTH_AT, signatureAt - HEADER + ATTRIBUTE_HEADER + SIGNATURE_LENGTH);
        int value = signatureAt + ATTRIBUTE_HEADER;
        byte[] given = Arrays.copyOfRange(datagram, value, value + SIGNATURE_LENGTH);
        return MessageDigest.isEqual(StunAnswer.hmac(signed, signed.length, password), given);
    }

    /** Whether it is signed at all. */
    boolean signed() {
        return signatureAt >= 0;
    }

    /** Whether the peer chooses this way. */
    boolean nominates() {
        return nominates;
    }

    /** Whether the peer takes itself for controlled, as a lite agent always is (RFC 8445 section 7.3.1.1). */
    boolean fromControlled() {
        return controlled;
    }

    /** An attribute that must be understood and is not, or 0 (RFC 8489 section 6.3.1). */
    int unknown() {
        return unknown;
    }

    /** Copies what an answer repeats: cookie and transaction. */
    void copyTransaction(byte[] into) {
        System.arraycopy(datagram, 4, into, 4, HEADER - 4);
    }

    /** Types of attributes (RFC 8489 section 18.3, RFC 8445 section 16.1). */
    static final class Attribute {
        static final int USERNAME = 0x0006;
        static final int MESSAGE_INTEGRITY = 0x0008;
        static final int ERROR_CODE = 0x0009;
        static final int UNKNOWN_ATTRIBUTES = 0x000A;
        static final int XOR_MAPPED_ADDRESS = 0x0020;
        static final int PRIORITY = 0x0024;
        static final int USE_CANDIDATE = 0x0025;
        static final int FINGERPRINT = 0x8028;
        static final int ICE_CONTROLLED = 0x8029;

        /** From here on they may be passed over. */
        static final int OPTIONAL_FROM = 0x8000;

        private Attribute() {}
    }
}
