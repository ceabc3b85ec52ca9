package tandem.gateway.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a trunk or its proxy is: {@code pbx.example.org}, found by DNS SRV, or {@code host:port}, each maybe with {@code ;transport=tcp}.
 *
 * @param host a name or an address, IPv6 in brackets
 * @param port 0 where none is written
 * @param transport udp, tcp or tls, where one is written
 */
public record TrunkHost(String host, int port, Optional<String> transport) {
    private static final Pattern WRITTEN = Pattern.compile(
            "(?<host>[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(:(?<port>\\d{1,5}))?(;transport=(?<by>[A-Za-z]+))?");
    private static final List<String> TRANSPORTS = List.of("udp", "tcp", "tls");

    /** Reads one; the message of what it throws says what would be right. */
    public static TrunkHost of(String text) {
        Matcher m = WRITTEN.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is no host: write pbx.example.org, 192.0.2.1:5080 or pbx.example.org;transport=tcp");
        }
        Optional<String> by = Optional.ofNullable(m.group("by")).map(word -> word.toLowerCase(Locale.ROOT));
        if (by.filter(word -> !TRANSPORTS.contains(word)).isPresent()) {
            throw new IllegalArgumentException("'" + by.get() + "' is none of udp, tcp, tls");
        }
        int port = Optional.ofNullable(m.group("port"))
                .map(digits -> Numbers.inRange(digits, 1, 65_535, "a port"))
                .orElse(0);
        String host = m.group("host");
        return new TrunkHost(host == null ? "" : host.toLowerCase(Locale.ROOT), port, by);
    }

    /** Host and port as a URI has them. */
    public String hostPort() {
        return port == 0 ? host : host + ":" + port;
    }

    /** A SIP URI without a user that leads there. */
    public String uri() {
        return "sip:" + this;
    }

    @Override
    public String toString() {
        return hostPort() + transport.map(by -> ";transport=" + by).orElse("");
    }
}
