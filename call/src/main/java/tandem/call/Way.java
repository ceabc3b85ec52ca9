package tandem.call;

/** Who began a call or a leg, seen from the gateway. */
public enum Way {
    /** Somebody called us. */
    INBOUND,
    /** We called somebody. */
    OUTBOUND
}
