package tandem.sip.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import tandem.base.OutsideAddress;

/**
 * What the transports are told once.
 *
 * @param udp where datagram sockets are bound
 * @param tcp where TCP listens
 * @param tls where TLS listens; needs {@code identity}
 * @param identity certificate and key, which connections of ours show too
 * @param trust whom connections of ours believe
 * @param outside what is written into Via and Contact towards those outside; towards others the address of the interface that leads there
 * @param limits bounds
 */
public record TransportSettings(
        List<InetSocketAddress> udp,
        List<InetSocketAddress> tcp,
        List<InetSocketAddress> tls,
        Optional<Tls.Identity> identity,
        Tls.Trust trust,
        OutsideAddress outside,
        Limits limits) {
    public TransportSettings {
        udp = List.copyOf(udp);
        tcp = List.copyOf(tcp);
        tls = List.copyOf(tls);
    }

    /** UDP and TCP on that address, no TLS listener. */
    public static TransportSettings on(InetSocketAddress address) {
        return new TransportSettings(
                List.of(address),
                List.of(address),
                List.of(),
                Optional.empty(),
                Tls.Trust.system(),
                OutsideAddress.none(),
                Limits.USUAL);
    }

    /** The same with other limits. */
    public TransportSettings with(Limits other) {
        return new TransportSettings(udp, tcp, tls, identity, trust, outside, other);
    }

    /** The same with a TLS listener and what it shows and believes. */
    public TransportSettings withTls(InetSocketAddress address, Tls.Identity identity, Tls.Trust trust) {
        return new TransportSettings(udp, tcp, List.of(address), Optional.of(identity), trust, outside, limits);
    }

    /**
     * Bounds of what peers can take from us.
     *
     * @param connections most connections at once, in both directions; above it new ones are closed at once
     * @param silentMs a connection that never brought a SIP message is closed after that many milliseconds
     * @param tornMs a message that is not complete after that many milliseconds ends its connection
     * @param idleMs a connection without traffic is closed after that many milliseconds
     * @param connectMs a connection of ours, TLS handshake included, is given up after that many milliseconds
     * @param unsentOctets a peer that leaves that much unread for two seconds is disconnected, and one that leaves four times
     *     that much at once
     */
    public record Limits(int connections, long silentMs, long tornMs, long idleMs, int connectMs, int unsentOctets) {
        /** 10,000 connections; 30 s, 30 s, 2 h and 5 s; 256 KB. */
        public static final Limits USUAL = new Limits(10_000, 30_000, 30_000, 7_200_000, 5_000, 256 * 1024);
    }
}
