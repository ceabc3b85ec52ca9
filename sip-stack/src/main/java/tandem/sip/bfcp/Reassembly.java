package tandem.sip.bfcp;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts fragments together (RFC 8855 6.2.3), four messages of {@link BfcpReader#MAX_PAYLOAD} octets at a time; what is not whole within
 * T2 of its first fragment is forgotten, and so is what overlaps and says something else.
 */
public final class Reassembly {
    private static final int MOST = 4;

    private final long limitNs;
    private final Map<Key, Partial> partials = new LinkedHashMap<>();
    private long forgotten;

    /** Keeps what is unfinished for that many nanoseconds. */
    public Reassembly(long limitNs) {
        this.limitNs = limitNs;
    }

    private record Key(boolean response, int primitive, long conferenceId, int transactionId, int userId) {}

    private static final class Partial {
        private final long sinceNs;
        private final byte[] whole;
        private final BitSet words = new BitSet();

        Partial(long sinceNs, byte[] whole) {
            this.sinceNs = sinceNs;
            this.whole = whole;
        }
    }

    /** Takes a fragment; the whole message, as one datagram would have held it, if that was the last one missing. */
    public Optional<byte[]> add(Reading.Fragment fragment, long nowNs) {
        int before = partials.size();
        partials.values().removeIf(partial -> nowNs - partial.sinceNs >= limitNs);
        forgotten += before - partials.size();
        Header header = fragment.header();
        Key key = new Key(
                header.response(),
                fragment.primitiveOctet(),
                header.conferenceId(),
                header.transactionId(),
                header.userId());
        Partial partial = partials.computeIfAbsent(key, first -> new Partial(nowNs, emptyWhole(fragment)));
        if (partials.size() > MOST) {
            partials.remove(partials.keySet().iterator().next());
            forgotten++;
        }
        if (partial.whole.length != Header.LENGTH + fragment.totalOctets() || !fill(partial, fragment)) {
            partials.remove(key);
            forgotten++;
            return Optional.empty();
        }
        if (partial.words.cardinality() == fragment.totalOctets() / 4) {
            partials.remove(key);
            return Optional.of(partial.whole);
        }
        return Optional.empty();
    }

    /** Messages given up: too old, too many, or not of one piece. */
    public long forgotten() {
        return forgotten;
    }

    private static byte[] emptyWhole(Reading.Fragment fragment) {
        byte[] whole = new byte[Header.LENGTH + fragment.totalOctets()];
        BfcpWriter.writeHeader(whole, fragment.header(), fragment.primitiveOctet(), fragment.totalOctets());
        return whole;
    }

    private static boolean fill(Partial partial, Reading.Fragment fragment) {
        byte[] part = fragment.part();
        int to = Header.LENGTH + fragment.offset();
        for (int i = 0; i < part.length; i += 4) {
            int word = (fragment.offset() + i) / 4;
            boolean differs =
                    partial.words.get(word) && !Arrays.equals(partial.whole, to + i, to + i + 4, part, i, i + 4);
            if (differs) {
                return false;
            }
        }
        System.arraycopy(part, 0, partial.whole, to, part.length);
        partial.words.set(fragment.offset() / 4, (fragment.offset() + part.length) / 4);
        return true;
    }
}
