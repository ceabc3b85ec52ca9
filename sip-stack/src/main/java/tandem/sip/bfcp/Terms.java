package tandem.sip.bfcp;

/**
 * What two sides agreed on for one association, in SDP (RFC 8856 5) and before any message.
 *
 * @param conferenceId confid, 32 bits
 * @param userId userid, 16 bits: the participant's, on either side
 * @param version 1 or 2 (bfcpver); the peer's is taken over as soon as it speaks
 * @param reliable true for TCP and TLS, false for UDP and DTLS
 * @param maxDatagram octets of a datagram's payload at most, and at least 64; what is longer is sent in fragments
 */
public record Terms(long conferenceId, int userId, int version, boolean reliable, int maxDatagram) {
    /** Fits the smallest MTU of IPv6 with room for DTLS (RFC 8855 6.2.3 leaves it to us where the path is not known). */
    public static final int DEFAULT_MAX_DATAGRAM = 1_160;

    /** Refuses what does not fit its bits. */
    public Terms {
        boolean fits = conferenceId >= 0 && conferenceId <= 0xFFFF_FFFFL && userId >= 0 && userId <= 0xFFFF;
        if (!fits || version < 1 || version > 2 || maxDatagram < 64) {
            throw new IllegalArgumentException(
                    "confid " + conferenceId + ", userid " + userId + ", version " + version + ", " + maxDatagram);
        }
    }

    /** Over TCP or TLS: version 1 (RFC 8855 5.1). */
    public static Terms reliable(long conferenceId, int userId) {
        return new Terms(conferenceId, userId, 1, true, DEFAULT_MAX_DATAGRAM);
    }

    /** Over UDP or DTLS, in version 2, or 1 where SDP says so. */
    public static Terms unreliable(long conferenceId, int userId, int version) {
        return new Terms(conferenceId, userId, version, false, DEFAULT_MAX_DATAGRAM);
    }
}
