package tandem.gateway.guard;

import java.util.Locale;

/** What somebody was found to do. */
public enum Reason {
    /** Gave a wrong password for a device of ours. */
    WRONG_PASSWORD,
    /** Gave a password for a device that does not exist. */
    UNKNOWN_USER,
    /** Gave so many wrong passwords that none is taken for a while. */
    LOCKED,
    /** Asked for many users and was none of them. */
    SCANNER,
    /** Named itself as a tool for scanning. */
    TOOL,
    /** Sent more requests than are taken. */
    FLOOD,
    /** Said to be one of our devices and was not. */
    SPOOFED;

    /** As logs and figures write it, such as {@code wrong-password}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
