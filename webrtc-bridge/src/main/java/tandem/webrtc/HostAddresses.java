package tandem.webrtc;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's addresses that a browser could reach (RFC 8445 section 5.1.1.1). */
final class HostAddresses {
    private static final Logger log = LoggerFactory.getLogger(HostAddresses.class);
    private static final int MOST = 16;

    private HostAddresses() {}

    /** All of them, loopback first; of a machine that will not say, loopback alone. Asks the kernel: not for every call. */
    static List<InetAddress> all() {
        Set<InetAddress> found = new LinkedHashSet<>();
        try {
            List<NetworkInterface> up = NetworkInterface.networkInterfaces()
                    .filter(HostAddresses::isUp)
                    .toList();
            up.stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(InetAddress::isLoopbackAddress)
                    .forEach(found::add);
            up.stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(HostAddresses::usable)
                    .forEach(found::add);
        } catch (SocketException silent) {
            log.warn("the machine does not tell its addresses: {}", silent.getMessage());
        }
        if (found.isEmpty()) {
            found.add(InetAddress.getLoopbackAddress());
        }
        return new ArrayList<>(found).subList(0, Math.min(MOST, found.size()));
    }

    private static boolean isUp(NetworkInterface one) {
        try {
            return one.isUp();
        } catch (SocketException gone) {
            return false;
        }
    }

    private static boolean usable(InetAddress address) {
        return !address.isLinkLocalAddress() && !address.isMulticastAddress() && !address.isAnyLocalAddress();
    }
}
