package tandem.webrtc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import tandem.webrtc.StunCheck.Attribute;

/** One question to a STUN server as what we are seen there (RFC 8489 section 2): the request, and what an answer to it says. Pure. */
public final class StunQuestion {
    private static final int BINDING_REQUEST = 0x0001;
    private static final int BINDING_SUCCESS = 0x0101;
    private static final int LONGEST = 1_280;
    private static final int TRANSACTION_AT = 8;
    private static final int TRANSACTION_LENGTH = 12;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;

    private final byte[] request = new byte[StunCheck.HEADER];

    /** A new one, whose transaction nobody can guess who does not see it. */
    public StunQuestion(SecureRandom random) {
        byte[] transaction = new byte[TRANSACTION_LENGTH];
        random.nextBytes(transaction);
        StunAnswer.put16(request, 0, BINDING_REQUEST);
        StunAnswer.put16(request, 4, StunCheck.MAGIC >>> 16);
        StunAnswer.put16(request, 6, StunCheck.MAGIC & 0xFFFF);
        System.arraycopy(transaction, 0, request, TRANSACTION_AT, TRANSACTION_LENGTH);
    }

    /** The request, as it is to be sent and repeated. */
    public byte[] request() {
        return request.clone();
    }

    /** As what we are seen, where those octets are a good answer to this question; never throws. */
    public Optional<InetSocketAddress> seenAs(byte[] from, int length) {
        boolean ours = length >= StunCheck.HEADER
                && length <= LONGEST
                && StunCheck.int16(from, 0) == BINDING_SUCCESS
                && StunCheck.int16(from, 2) == length - StunCheck.HEADER
                && Arrays.equals(from, 4, StunCheck.HEADER, request, 4, StunCheck.HEADER);
        int at = StunCheck.HEADER;
        while (ours && at + ATTRIBUTE_HEADER <= length) {
            int value = at + ATTRIBUTE_HEADER;
            int octets = StunCheck.int16(from, at + 2);
            if (octets > length - value) {
                return Optional.empty();
            }
            if (StunCheck.int16(from, at) == Attribute.XOR_MAPPED_ADDRESS) {
                return mapped(from, value, octets);
            }
            at = value + (octets + 3) / 4 * 4;
        }
        return Optional.empty();
    }

    /** RFC 8489 section 14.2: masked with the cookie, and beyond it with the transaction. */
    private Optional<InetSocketAddress> mapped(byte[] from, int at, int octets) {
        boolean four = octets == ATTRIBUTE_HEADER + IPV4_OCTETS && from[at + 1] == IPV4;
        boolean six = octets == ATTRIBUTE_HEADER + IPV6_OCTETS && from[at + 1] == IPV6;
        if (!four && !six) {
            return Optional.empty();
        }
        int port = StunCheck.int16(from, at + 2) ^ StunCheck.MAGIC >>> 16;
        byte[] address = new byte[octets - ATTRIBUTE_HEADER];
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) (from[at + ATTRIBUTE_HEADER + i] ^ request[4 + i]);
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByAddress(address), port));
        } catch (UnknownHostException impossible) {
            return Optional.empty(); // four or sixteen octets are an address
        }
    }
}
