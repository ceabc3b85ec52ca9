package tandem.scenarios.kit;

/** A PBX of somebody else's, on an address of its own. Its phones and the gateway register with it. */
public interface Pbx extends AutoCloseable {
    /** Where it is, host:port. */
    String address();

    /** A number of its, as a URI. */
    default String uri(String user) {
        return "sip:" + user + "@" + address();
    }

    /** A phone that will register with it under that name. */
    Baresip.Order phone(String user);

    /** It dies. */
    void kill();

    /** It is there again. */
    void restart();

    /** What it printed, for whoever looks into a failure. */
    String log();

    @Override
    void close();
}
