package tandem.media;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What carries floor control, by the proto field of its m-line (RFC 8856 section 4). */
public enum BfcpTransport {
    UDP("UDP/BFCP"),
    TCP("TCP/BFCP"),
    TLS("TCP/TLS/BFCP"),
    DTLS("UDP/TLS/BFCP");

    private final String profile;

    BfcpTransport(String profile) {
        this.profile = profile;
    }

    /** The transport of that proto field, in any case; empty where it is none of floor control. */
    public static Optional<BfcpTransport> of(String profile) {
        String upper = profile.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(t -> t.profile.equals(upper)).findFirst();
    }

    /** As written in an m-line. */
    public String profile() {
        return profile;
    }

    /** Whether one side opens a connection, as a=setup says. */
    public boolean connects() {
        return this == TCP || this == TLS;
    }

    /** Whether certificates protect it. */
    public boolean secure() {
        return this == TLS || this == DTLS;
    }
}
