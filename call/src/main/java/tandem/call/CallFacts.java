package tandem.call;

/** What is reported of calls alone, to whoever keeps books of them. On the signalling loop. */
public interface CallFacts {
    /** A call knocked, was taken or ended. */
    void onCall(CallRecord call);

    /** Figures of an ended call that have come in since: those of its last second. */
    default void onCorrected(CallRecord call) {}

    /** A call was decided upon: why it goes where it goes. */
    default void onDecided(String call, Decision decision) {}
}
