package tandem.gateway;

/** Which Tandem this is. */
public final class Version {
    /** The version as people write it: the pom's, which a test compares. */
    public static final String TEXT = "0.1.0";

    private Version() {}
}
