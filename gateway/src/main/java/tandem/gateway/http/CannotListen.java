package tandem.gateway.http;

/** HTTP cannot be served as it is configured: by which key, and why. */
public final class CannotListen extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String key;

    /** Because of that key; the message is for the operator. */
    public CannotListen(String key, String message) {
        super(message);
        this.key = key;
    }

    /** The same with what lies beneath. */
    public CannotListen(String key, String message, Throwable cause) {
        super(message, cause);
        this.key = key;
    }

    /** The key that is to be changed, such as {@code http.tls}. */
    public String key() {
        return key;
    }
}
