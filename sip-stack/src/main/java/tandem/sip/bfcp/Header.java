package tandem.sip.bfcp;

/**
 * The common header of a message without what follows from its body (RFC 8855 5.1).
 *
 * @param version 1 (RFC 4582, and RFC 8855 on streams) or 2 (RFC 8855 in datagrams)
 * @param response the R bit: ends a transaction of the other side; only in datagrams
 * @param conferenceId 32 bits
 * @param transactionId 16 bits; 0 where a server says something of its own on a stream
 * @param userId 16 bits: the participant, whoever sends
 */
public record Header(int version, boolean response, long conferenceId, int transactionId, int userId) {
    /** Octets of the common header of a message that is no fragment. */
    public static final int LENGTH = 12;

    /** Octets of the common header of a fragment. */
    public static final int FRAGMENT_LENGTH = 16;
}
