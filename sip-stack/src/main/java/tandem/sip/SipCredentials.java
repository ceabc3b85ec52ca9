package tandem.sip;

/**
 * What a digest challenge is answered with (RFC 7616).
 *
 * @param username as the peer knows us
 * @param password never logged
 */
public record SipCredentials(String username, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return "SipCredentials[" + username + "]";
    }
}
