package tandem.media.desk;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import tandem.media.Ice;

/**
 * One session's way to a peer that is found by ICE, seen from the session: a socket whose one peer is always at {@link #PEER},
 * wherever its packets come from and go to. What comes from where no check has come from is kept from it.
 */
public interface IceTransport extends MediaSocket {
    /** Where the peer is, for the session. */
    InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    /** What is to be described of us, as far as it is known now. On the signalling loop, as are the next three. */
    Ice local();

    /** The same with new credentials, which the peer may use from now on: it restarts (RFC 8445 section 9). */
    Ice restart();

    /** What the peer describes of itself, in an offer or in an answer to ours: who offered has the say (RFC 8445 section 6.1.1). */
    void remote(Ice theirs, boolean theyOffered);

    /** One more way to the peer (trickle, RFC 8838); kept until the peer is described where it is not yet. */
    void remoteCandidate(Ice.Candidate theirs);

    /** What became of the way; told on any thread. */
    interface Events {
        /** None was found in time, or the peer has not confirmed for long that it wants packets (RFC 7675); in words. */
        void onLost(String why);

        /** One more way to us was found; {@link IceTransport#local} includes it from now on. Lite agents find none. */
        default void onCandidate(Ice.Candidate ours) {}
    }
}
