package tandem.media;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Floor control two sides agreed on, as our side acts on it.
 *
 * @param position of the stream in both descriptions, from 0
 * @param transport what carries it
 * @param server whether we grant the floor; otherwise we ask the peer for it
 * @param conference the conference id in every message
 * @param user the user id of the client, the peer where we are the server: known before its Hello
 * @param floor the id of the content's floor
 * @param version of BFCP to speak: 1 or 2 (RFC 4582, RFC 8855)
 * @param address where the peer is, as described; its port is 9 where it opens the connection
 * @param opens whether we open the connection, over TCP, and begin the handshake, over TLS and DTLS
 * @param existing whether the connection that is there is used on (RFC 4145 section 5)
 * @param theirs fingerprints, one of which must be of the peer's certificate; none where nothing is protected
 */
public record NegotiatedFloor(
        int position,
        BfcpTransport transport,
        boolean server,
        long conference,
        int user,
        int floor,
        int version,
        InetSocketAddress address,
        boolean opens,
        boolean existing,
        List<Transport.Fingerprint> theirs) {
    public NegotiatedFloor {
        theirs = List.copyOf(theirs);
    }
}
