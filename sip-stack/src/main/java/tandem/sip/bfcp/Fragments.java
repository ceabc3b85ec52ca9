package tandem.sip.bfcp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a message that is too long for a datagram (RFC 8855 6.2.3). Each part has the message's common header, the F bit, and behind the
 * header its own place:
 *
 * <pre>
 *  | octets 0 to 11 of the message, F set | fragment offset (16) | fragment length (16) | the part ... |
 * </pre>
 */
public final class Fragments {
    private Fragments() {}

    /**
     * The message in datagrams of at most that many octets: itself where it fits.
     *
     * @param message as {@link BfcpWriter} writes it
     * @param maxOctets at least 20
     */
    public static List<byte[]> split(byte[] message, int maxOctets) {
        if (message.length <= maxOctets) {
            return List.of(message);
        }
        int step = (maxOctets - Header.FRAGMENT_LENGTH) / 4 * 4;
        List<byte[]> parts = new ArrayList<>();
        for (int at = Header.LENGTH; at < message.length; at += step) {
            int length = Math.min(step, message.length - at);
            byte[] part = Arrays.copyOf(message, Header.FRAGMENT_LENGTH + length);
            part[0] |= 0x08;
            BfcpWriter.put16(part, 12, (at - Header.LENGTH) / 4);
            BfcpWriter.put16(part, 14, length / 4);
            System.arraycopy(message, at, part, Header.FRAGMENT_LENGTH, length);
            parts.add(part);
        }
        return parts;
    }
}
