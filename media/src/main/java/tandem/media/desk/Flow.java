package tandem.media.desk;

import tandem.media.AudioCodec;
import tandem.media.mix.Overlay;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.Step;

/** What is done with what a session receives, and what decides what it sends: the end of its receive path. */
interface Flow extends Step {
    /** Nothing. */
    Flow PARKED = new Flow() {
        @Override
        public void take(Inbound in) {}

        @Override
        public String toString() {
            return "parked";
        }
    };

    /** Whether keys pressed as tones in that codec matter here: not where they go on to the other leg as they are. */
    default boolean hearsTones(AudioCodec codec) {
        return true;
    }

    /** Whether what comes goes on at once, so that a packet must not wait long to be read. */
    default boolean atOnce() {
        return false;
    }

    /** A negotiation changed something. */
    default void onPlan() {}

    /** A second has passed; the peer lost that much of what we sent. */
    default void second(int lossPercent) {}

    /** Depth of the jitter buffer in milliseconds, 0 where there is none. */
    default int depthMs() {
        return 0;
    }

    /** Whether the peer speaks now. */
    default boolean speaking() {
        return false;
    }

    /** What the peer says is kept back from now on or no longer; false where the receive path has to stop it before. */
    default boolean mute(boolean muted) {
        return false;
    }

    /** Plays over what the peer hears; false where there is nothing to play over. */
    default boolean play(Overlay what) {
        return false;
    }

    /** Ends what {@link #play} began. */
    default void stopPlaying() {}

    /** Something else follows: lets go of everything. */
    default void end() {}
}
