package tandem.webrtc;

import java.net.InetAddress;
import java.util.OptionalInt;
import tandem.base.OutsideAddress;

/**
 * How browsers find us.
 *
 * @param bind the address sockets are bound to; a wildcard binds each address the machine has
 * @param outside where we are reached from outside, behind a NAT that maps ports one to one
 * @param port UDP port of media loop 0, plus n for loop n; 0 takes free ones
 * @param tcpPort TCP port likewise, for browsers whose UDP is blocked; empty for none
 */
public record IceSettings(InetAddress bind, OutsideAddress outside, int port, OptionalInt tcpPort) {}
