package tandem.sip.dns;

import java.net.InetAddress;

/** The record types that matter here. */
sealed interface DnsData {
    /** RFC 3403: which transport, and where its SRV records are. */
    record Naptr(int order, int preference, String flags, String service, String replacement) implements DnsData {}

    /** RFC 2782. */
    record Srv(int priority, int weight, int port, String target) implements DnsData {}

    /** A or AAAA. */
    record Address(InetAddress address) implements DnsData {}

    /** What can be asked for. */
    enum Type {
        NAPTR,
        SRV,
        ADDRESS
    }
}
