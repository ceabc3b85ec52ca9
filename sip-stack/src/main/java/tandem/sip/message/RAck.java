package tandem.sip.message;

import java.util.Optional;

/**
 * RAck (RFC 3262 7.2): which provisional response a PRACK acknowledges.
 *
 * @param rseq the response's RSeq
 * @param cseq its CSeq
 */
public record RAck(long rseq, CSeq cseq) {
    /** Reads it; empty where it is none. */
    public static Optional<RAck> read(String text) {
        int gap = text.indexOf(' ');
        if (gap < 0) {
            return Optional.empty();
        }
        Optional<CSeq> cseq = CSeq.read(text.substring(gap + 1).strip());
        return Numbers.read(text.substring(0, gap), 0xFFFF_FFFFL)
                .flatMap(rseq -> cseq.map(each -> new RAck(rseq, each)));
    }

    @Override
    public String toString() {
        return rseq + " " + cseq;
    }
}
