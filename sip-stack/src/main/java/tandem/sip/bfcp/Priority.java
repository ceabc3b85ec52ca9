package tandem.sip.bfcp;

/** How urgent a floor request is, for a server that cares (RFC 8855 5.2.4, table 3). */
public enum Priority {
    LOWEST(0),
    LOW(1),
    NORMAL(2),
    HIGH(3),
    HIGHEST(4);

    private final int code;

    Priority(int code) {
        this.code = code;
    }

    /** Its three bits in PRIORITY. */
    public int code() {
        return code;
    }

    /** The priority of those three bits; 5 to 7, which are reserved, count as {@link #NORMAL}. */
    public static Priority of(int code) {
        Priority[] all = values();
        return code >= 0 && code < all.length ? all[code] : NORMAL;
    }
}
