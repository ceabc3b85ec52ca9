package tandem.gateway.config;

/** A PIN or password: {@link #reveal} gives it, printing does not. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
