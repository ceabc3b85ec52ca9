package tandem.gateway.trunks;

/** How we stand with the other side of a trunk. */
public enum TrunkState {
    /** Asked for the first time; no answer yet. */
    TRYING,
    /** Our registration is held there. */
    REGISTERED,
    /** A peer that answers. */
    REACHABLE,
    /** A peer that is not asked whether it is there. */
    UNCHECKED,
    /** It answers, and does not want us: name, password or right are wrong. */
    REFUSED,
    /** It does not answer, or says that it is out of service. */
    UNREACHABLE;

    /** Whether calls are to go there before they go elsewhere. */
    public boolean usable() {
        return switch (this) {
            case TRYING, REGISTERED, REACHABLE, UNCHECKED -> true;
            case REFUSED, UNREACHABLE -> false;
        };
    }
}
