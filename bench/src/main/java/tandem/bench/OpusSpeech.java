package tandem.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ten seconds of speech in Opus packets of 20 ms at 24 kbit/s, encoded once, out of an Ogg file (RFC 3533, RFC 7845). */
final class OpusSpeech {
    /** What an encoder with DTX sends for silence: a table-of-contents octet alone. */
    static final byte[] DTX = {(byte) 0x78};

    private static final int PAGE_HEADER = 27;
    private static final int HEADER_PACKETS = 2;

    private OpusSpeech() {}

    /** The packets, in order. */
    static byte[][] packets() {
        try (InputStream in = Optional.ofNullable(OpusSpeech.class.getResourceAsStream("speech.opus"))
                .orElseThrow()) {
            List<byte[]> packets = read(ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
            return packets.subList(HEADER_PACKETS, packets.size()).toArray(new byte[0][]);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<byte[]> read(ByteBuffer ogg) {
        List<byte[]> packets = new ArrayList<>();
        byte[] begun = new byte[0];
        while (ogg.remaining() > PAGE_HEADER) {
            int page = ogg.position();
            int segments = ogg.get(page + PAGE_HEADER - 1) & 0xFF;
            ogg.position(page + PAGE_HEADER + segments);
            for (int i = 0; i < segments; i++) {
                int length = ogg.get(page + PAGE_HEADER + i) & 0xFF;
                byte[] longer = new byte[begun.length + length];
                System.arraycopy(begun, 0, longer, 0, begun.length);
                ogg.get(longer, begun.length, length);
                begun = longer;
                if (length < 255) {
                    packets.add(begun);
                    begun = new byte[0];
                }
            }
        }
        return packets;
    }
}
