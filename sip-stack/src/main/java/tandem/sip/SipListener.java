package tandem.sip;

import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;

/**
 * One bound listening socket.
 *
 * @param transport UDP, TCP or TLS
 * @param address as bound, with the port the system chose where 0 was asked for
 * @param up whether it is still open; from any thread
 */
public record SipListener(String transport, InetSocketAddress address, BooleanSupplier up) {}
