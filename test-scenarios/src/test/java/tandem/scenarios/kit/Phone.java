package tandem.scenarios.kit;

/** A real phone that plays a tone into its calls and records what it hears. */
public interface Phone extends AutoCloseable {
    /** Calls that address and waits until the call is up. */
    void call(String uri);

    /** Presses keys, as the phone was set to send them. */
    void press(String keys);

    /** Ends its call. */
    void hangUp();

    /** Whether its call is up. */
    boolean inCall();

    /** What it has heard so far in its last call. */
    Wav heard();

    /** What it printed, for whoever looks into a failure. */
    String log();

    @Override
    void close();
}
