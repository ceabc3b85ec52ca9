package tandem.gateway;

/** The program's exit codes. */
public final class Exit {
    /** Done. */
    public static final int OK = 0;

    /** It did not work: the gateway cannot be reached, or refused. */
    public static final int FAILED = 1;

    /** The command or the configuration is wrong. */
    public static final int WRONG = 2;

    private Exit() {}
}
