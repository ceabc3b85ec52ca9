package tandem.webrtc;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.ice4j.Transport;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.harvest.AbstractCandidateHarvester;
import org.ice4j.socket.IceUdpSocketWrapper;
import org.ice4j.socket.MultiplexingDatagramSocket;

/**
 * Binds a full agent's sockets on those addresses, at free ports, and makes host candidates of them (RFC 8445 section 5.1.1.1). The
 * library's own way takes every address of the machine, and never loopback.
 */
final class HostSockets extends AbstractCandidateHarvester {
    private final List<InetAddress> addresses;

    HostSockets(List<InetAddress> addresses) {
        this.addresses = addresses;
    }

    @Override
    public boolean isHostHarvester() {
        return true;
    }

    @Override
    public Collection<LocalCandidate> harvest(Component component) {
        List<LocalCandidate> made = new ArrayList<>();
        for (InetAddress address : addresses) {
            made.add(bind(component, address));
        }
        return made;
    }

    private static HostCandidate bind(Component component, InetAddress address) {
        try {
            IceUdpSocketWrapper socket = new IceUdpSocketWrapper(new MultiplexingDatagramSocket(0, address));
            HostCandidate candidate = new HostCandidate(socket, component, Transport.UDP);
            component.addLocalCandidate(candidate);
            candidate.getStunStack().addSocket(candidate.getStunSocket(null));
            component.getComponentSocket().add(socket);
            return candidate;
        } catch (SocketException refused) {
            throw new UncheckedIOException("no UDP port on " + address.getHostAddress(), refused);
        }
    }
}
