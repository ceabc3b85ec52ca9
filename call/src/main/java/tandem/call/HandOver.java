package tandem.call;

/** What becomes of a party that was asked to call somebody itself ({@link Leg#handOver}); told once. */
public interface HandOver {
    /** It is with whom it was to call: our leg is of no more use. */
    void onDone();

    /** It is not, and stays with us. */
    void onFailed(Cause why);
}
