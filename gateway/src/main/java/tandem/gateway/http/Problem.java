package tandem.gateway.http;

/** A request that cannot be served, told as a problem document (RFC 9457). */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String title;

    /** With that status, title and detail, both for a person. */
    public Problem(int status, String title, String detail) {
        super(detail, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.status = status;
        this.title = title;
    }

    /** 400. */
    public static Problem wrong(String detail) {
        return new Problem(400, "The request is wrong", detail);
    }

    /** 404. */
    public static Problem missing(String what) {
        return new Problem(404, "Not here", what);
    }

    /** 409. */
    public static Problem conflict(String detail) {
        return new Problem(409, "That cannot be done now", detail);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** 403. */
    public static Problem forbidden(String detail) {
        return new Problem(403, "Not allowed", detail);
    }

    /** What is printed. */
    Document document() {
        return new Document("about:blank", title, status, String.valueOf(getMessage()));
    }

    /**
     * The document's members.
     *
     * @param type {@code about:blank}: the status says what kind it is
     * @param title the kind in words
     * @param status the HTTP status
     * @param detail this case in words
     */
    record Document(String type, String title, int status, String detail) {}
}
