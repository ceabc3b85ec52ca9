package tandem.sip;

/** What becomes of a REFER of ours. {@link #onOver} or {@link #onRefused} comes exactly once and last. */
public interface SipReferEvents {
    /** The peer takes it and will call. */
    void onAccepted();

    /** The peer does not take it: its status, 408 where nothing came, 491 where one before is not over. */
    void onRefused(int status);

    /** The peer tells of that provisional status. */
    void onProgress(int status);

    /** The peer tells what came of it; 202 where it took it and will not tell, 408 where it ceased to. */
    void onOver(int status);
}
