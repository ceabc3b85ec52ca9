package tandem.webrtc;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RemoteCandidate;
import tandem.media.Ice;

/** Candidates in the library's words and in ours (RFC 8839 section 5.1). UDP alone. */
final class FullCandidates {
    /** The only component there is: RTCP is muxed. */
    static final int RTP = 1;

    private FullCandidates() {}

    /** One of ours as it is described; empty where it is not to be. */
    static Optional<Ice.Candidate> described(LocalCandidate one) {
        Optional<Ice.Type> type = type(one.getType());
        return one.getTransport() == Transport.UDP && type.isPresent()
                ? Optional.of(new Ice.Candidate(
                        one.getFoundation(),
                        RTP,
                        Optional.empty(),
                        one.getPriority(),
                        new InetSocketAddress(
                                one.getTransportAddress().getAddress(),
                                one.getTransportAddress().getPort()),
                        type.get()))
                : Optional.empty();
    }

    private static Optional<Ice.Type> type(CandidateType type) {
        return switch (type) {
            case HOST_CANDIDATE, LOCAL_CANDIDATE -> Optional.of(Ice.Type.HOST);
            case SERVER_REFLEXIVE_CANDIDATE, STUN_CANDIDATE -> Optional.of(Ice.Type.SRFLX);
            case RELAYED_CANDIDATE -> Optional.of(Ice.Type.RELAY);
            case PEER_REFLEXIVE_CANDIDATE -> Optional.empty(); // found by checks, never described
        };
    }

    private static CandidateType type(Ice.Type type) {
        return switch (type) {
            case HOST -> CandidateType.HOST_CANDIDATE;
            case SRFLX -> CandidateType.SERVER_REFLEXIVE_CANDIDATE;
            case PRFLX -> CandidateType.PEER_REFLEXIVE_CANDIDATE;
            case RELAY -> CandidateType.RELAYED_CANDIDATE;
        };
    }

    /** One of the peer's. */
    static RemoteCandidate remote(Ice.Candidate one, Component component) {
        return new RemoteCandidate(
                udp(one.address()),
                component,
                type(one.type()),
                one.foundation(),
                one.priority(),
                /* relatedCandidate= */ null);
    }

    /** An address for UDP. */
    static TransportAddress udp(InetSocketAddress address) {
        return new TransportAddress(address.getAddress(), address.getPort(), Transport.UDP);
    }
}
