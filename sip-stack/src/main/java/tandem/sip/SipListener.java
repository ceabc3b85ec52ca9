package tandem.sip;

import java.net.InetSocketAddress;

/**
 * One bound listening socket.
 *
 * @param transport UDP, TCP or TLS
 * @param address as bound, with the port the system chose where 0 was asked for
 */
public record SipListener(String transport, InetSocketAddress address) {}
