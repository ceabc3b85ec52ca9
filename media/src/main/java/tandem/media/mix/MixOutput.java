package tandem.media.mix;

/** Where one participant's mix goes, and what the mixer finds out about what he says. Called inside {@link Mixer#tick}. */
public interface MixOutput {
    /**
     * One packet.
     *
     * @param payload shared between participants: to be copied before this returns
     * @param samples how long it lasts, in units of the codec's RTP clock
     * @param marker whether it is the first after silence (RFC 3551 section 4.1)
     */
    void send(byte[] payload, int offset, int length, int samples, boolean marker);

    /** Nothing is sent for that long, in units of the codec's RTP clock (DTX): time passes all the same. */
    default void pass(int samples) {}

    /** He began or ceased to speak. */
    default void onSpeaking(boolean speaking) {}

    /** Something of his failed, a bug of ours: he has lost his place and nothing more is asked of him. */
    default void onFailed(Throwable bug) {}

    /** What {@link Seat#play} began is over. */
    default void onPlayed() {}
}
