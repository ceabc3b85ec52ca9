package tandem.media.sdp;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import tandem.media.MediaDescription;

/**
 * The o= line (RFC 8866 section 5.2): which session, and which version of its description.
 *
 * @param username the originator, or {@code -}
 * @param sessionId decimal digits, the same for the whole dialog
 * @param version rises by one with each change of the description (RFC 3264 section 8)
 * @param address IP literal or host name
 */
public record SdpOrigin(String username, String sessionId, long version, String address) {
    private static final int VERSION_DIGITS = 18;

    /** The origin of a new session of ours, at version 1. Of {@code sessionId} the lower 63 bits are used. */
    public static SdpOrigin of(long sessionId, InetAddress address) {
        return new SdpOrigin(
                "-", Long.toString(sessionId & Long.MAX_VALUE), /* version= */ 1, NetUtil.toAddressString(address));
    }

    /** The origin for {@code next} where {@code last} was described under this one: another version where they differ. */
    public SdpOrigin following(MediaDescription last, MediaDescription next) {
        return last.equals(next) ? this : new SdpOrigin(username, sessionId, version + 1, address);
    }

    /** Reads the value of an o= line; user names with blanks in them are taken as they are. Empty when it is not one. */
    static Optional<SdpOrigin> read(String value) {
        List<String> words = Words.of(value);
        int n = words.size();
        if (n < 5 || !Words.isDigits(words.get(n - 5)) || !Words.isDigits(words.get(n - 4))) {
            return Optional.empty();
        }
        String user = n == 5 ? "-" : String.join(" ", words.subList(0, n - 5));
        return Optional.of(new SdpOrigin(user, words.get(n - 5), version(words.get(n - 4)), words.get(n - 1)));
    }

    /** Versions longer than a long keep their last digits, which are the ones that change. */
    private static long version(String digits) {
        int from = Math.max(0, digits.length() - VERSION_DIGITS);
        return Long.parseLong(digits.substring(from));
    }
}
