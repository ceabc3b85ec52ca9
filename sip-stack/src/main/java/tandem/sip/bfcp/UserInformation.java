package tandem.sip.bfcp;

import java.util.Optional;

/**
 * BENEFICIARY-INFORMATION or REQUESTED-BY-INFORMATION (RFC 8855 5.2.14, 5.2.16).
 *
 * @param userId 16 bits
 * @param displayName a name for people
 * @param uri where the user is reached
 */
public record UserInformation(int userId, Optional<String> displayName, Optional<String> uri) {}
