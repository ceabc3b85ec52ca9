package tandem.sip;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tandem.base.OutsideAddress;

/**
 * What the stack is told once.
 *
 * @param udp where UDP is bound; empty: not at all
 * @param tcp where TCP is bound; empty: not at all
 * @param tls where TLS is bound; empty: not at all; needs certificate and key
 * @param certificate PEM chain
 * @param key PEM private key, PKCS 8
 * @param trust whose certificates are believed where we connect by TLS
 * @param outside what is written into Via and Contact towards those outside; towards others the address of the interface that leads to them
 * @param domains ours besides our addresses; a request for another domain is passed up all the same
 * @param dns resolvers; empty: the system's
 * @param userAgent value of User-Agent and Server
 * @param limits of tables and times
 */
public record SipSettings(
        Optional<InetSocketAddress> udp,
        Optional<InetSocketAddress> tcp,
        Optional<InetSocketAddress> tls,
        Optional<Path> certificate,
        Optional<Path> key,
        SipTrust trust,
        OutsideAddress outside,
        List<String> domains,
        List<InetSocketAddress> dns,
        String userAgent,
        Limits limits) {
    public SipSettings {
        domains = List.copyOf(domains);
        dns = List.copyOf(dns);
    }

    /** UDP and TCP on that address (port 0 picks one for each), no TLS. */
    public static SipSettings on(InetSocketAddress address) {
        return new SipSettings(
                Optional.of(address),
                Optional.of(address),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new SipTrust.KnownAuthorities(),
                OutsideAddress.none(),
                List.of(),
                List.of(),
                "Tandem",
                Limits.USUAL);
    }

    /** The same with other limits. */
    public SipSettings with(Limits other) {
        return new SipSettings(udp, tcp, tls, certificate, key, trust, outside, domains, dns, userAgent, other);
    }

    /** The same with TLS there, showing that certificate and believing those. */
    public SipSettings withTls(InetSocketAddress address, Path chain, Path itsKey, SipTrust whom) {
        return new SipSettings(
                udp,
                tcp,
                Optional.of(address),
                Optional.of(chain),
                Optional.of(itsKey),
                whom,
                outside,
                domains,
                dns,
                userAgent,
                limits);
    }

    /**
     * Times and table sizes.
     *
     * @param t1Ms round-trip estimate, 500 (RFC 3261 17.1.1.1)
     * @param sessionExpiresS what we ask for and grant, 1800 (RFC 4028); 0: no session timer of our own
     * @param minSeS shortest interval we take, 90
     * @param ringLimitS seconds an INVITE of ours may go without a response after its last provisional one, 180 (timer C)
     * @param silentLimitS seconds an expired session with media still flowing is let live, 7200
     * @param maxTransactions bound of the transaction table; above it requests get 503
     * @param maxCalls bound of calls up or under way; above it INVITEs get 503
     */
    public record Limits(
            int t1Ms,
            int sessionExpiresS,
            int minSeS,
            int ringLimitS,
            int silentLimitS,
            int maxTransactions,
            int maxCalls) {
        /** The RFCs' own values, tables for 20,000 calls. */
        public static final Limits USUAL = new Limits(500, 1800, 90, 180, 7200, 200_000, 20_000);
    }
}
