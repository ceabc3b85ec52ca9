package tandem.media;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where the signalling loop orders media. Every method, here and in what it returns, is called on the signalling loop and
 * returns at once; the work is done on a media loop, and facts come back posted to the signalling loop.
 */
public interface MediaDesk {
    /**
     * The media side of one leg: sockets already bound, keys already made, so that an offer or answer can be written at once.
     *
     * @param call the id of the call it is for, which every log line about it bears
     * @param peer where the peer's signalling comes from; decides which of our addresses is described
     * @param ice whether the peer is to be found by ICE, as browsers are ({@link MediaDescription#needsIce})
     * @param room the mix it will join, if known, so that it is opened on that mix's loop
     * @throws MediaExhausted when no port is left
     */
    MediaSession open(String call, InetAddress peer, boolean ice, Optional<Mix> room, MediaEvents events)
            throws MediaExhausted;

    /** A room's audio, on the media loop with the least to do. */
    Mix openMix(String name);

    /** No port of the media range is free. */
    final class MediaExhausted extends Exception {
        private static final long serialVersionUID = 1;

        /** Says which range is used up. */
        public MediaExhausted(String message) {
            super(message);
        }
    }
}
